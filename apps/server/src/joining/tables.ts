/** Row types of joinings, as `database/migrations/0035-care-teams.ts` creates them. */

import type { Language } from '@isocenter/contract/language';
import type { Privilege } from '@isocenter/contract/privilege';
import type { Generated } from 'kysely';
import type { JoiningState } from './transitions.ts';

export type JoiningTable = {
  id: Generated<number>;
  team_id: number;
  state: JoiningState;
  email: string;
  name: string;
  /** Of the messages to them. */
  language: Generated<Language>;
  /** What somebody wrote who asked to hand in an image. */
  note: string;
  /** Hash of the secret of the browser that began; null until one has. */
  browser_hash: Buffer | null;
  /** What a member chose; nothing yet in `asked`. */
  privileges: Privilege[];
  /** Id of the member who asked that they be admitted. */
  invited_by: number | null;
  /** The account, pending where `makes_user`. */
  user_id: number | null;
  makes_user: Generated<boolean>;
  /** E.164, from `confirmed` on. */
  phone: string | null;
  links_sent: Generated<number>;
  codes_sent: Generated<number>;
  created_at: Date;
  changed_at: Date;
  expires_at: Date;
};

export type JoiningTables = { care_team_joining: JoiningTable };
