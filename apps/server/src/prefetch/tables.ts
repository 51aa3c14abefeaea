/** Row types of the fetching of prior studies, as `database/migrations/0009-routing.ts` makes them. */

import type { RulePrefetch } from '@isocenter/contract/rules';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

export type PrefetchTable = {
  id: Generated<number>;
  /** The study whose priors are wanted. */
  study_instance_uid: string;
  patient_key: string;
  rule_id: ColumnType<number, number, number>;
  wanted: JSONColumnType<RulePrefetch>;
  state: 'waiting' | 'done' | 'failed';
  /** That failed, in a row. */
  attempts: Generated<number>;
  /** When it is tried next; once it has failed, when it was given up. */
  next_at: Date;
  /** Priors that match, and those that are here. */
  found: Generated<number>;
  fetched: Generated<number>;
  /** Code of the last failure. */
  failure: string | null;
  created_at: Date;
};

/** Studies that came because they were asked for as priors; they ask for none themselves. */
export type PrefetchedStudyTable = { study_instance_uid: string; prefetched_at: Date };

export type PrefetchTables = { prefetch: PrefetchTable; prefetched_study: PrefetchedStudyTable };
