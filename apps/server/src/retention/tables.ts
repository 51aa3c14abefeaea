/** Row types of retention, as `database/migrations/0011-storage-life.ts` and `0015-access-since.ts` create them. */

import type { ColumnType, Generated } from 'kysely';

export type RetentionRuleTable = {
  id: Generated<number>;
  name: string;
  enabled: boolean;
  basis: 'study-date' | 'received' | 'last-access';
  days: number;
  modalities: string[];
  senders: string[];
  max_per_run: number;
  changed_at: Date;
  last_run_at: ColumnType<Date | null, never, Date>;
  last_run_studies: ColumnType<number | null, never, number>;
};

/** When a study was last asked for; named as the outside does, because internal ids are new after a reindex. */
export type StudyAccessTable = { identity_key: string; study_instance_uid: string; accessed_on: Date };

/** One row: since when accesses are noted. */
export type StudyAccessSinceTable = { id: 1; since: Date };

export type RetentionTables = {
  retention_rule: RetentionRuleTable;
  study_access: StudyAccessTable;
  study_access_since: StudyAccessSinceTable;
};
