/** Row types of notices, as `database/migrations/0046-notices.ts` creates them. */

import type { NoticeKind, NoticeTopic, NoticeWay } from '@isocenter/contract/notices';
import type { Generated } from 'kysely';

type NoticeTable = {
  id: Generated<number>;
  /** Whom it is for. */
  user_id: number;
  kind: NoticeKind;
  /** By the clock of the database. */
  at: Generated<Date>;
  count: Generated<number>;
  /** Who did it; null for what came about by itself. */
  actor_id: number | null;
  team_id: number | null;
  /** Internal, without a foreign key. */
  study_id: number | null;
  joining_id: number | null;
  /** Of several studies that were opened at once, the first. */
  break_glass_id: number | null;
  correction_id: number | null;
  token_id: Generated<number | null>;
  read_at: Date | null;
  mail: 'none' | 'wanted' | 'sent';
};

export type NoticeTables = {
  notice: NoticeTable;
  notice_choice: { user_id: number; topic: NoticeTopic; way: NoticeWay };
  notice_mail: { user_id: number; at: Date };
};
