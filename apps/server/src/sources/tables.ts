/** Row types of archives that are copied from, as `0018-sources.ts` and later of `database/migrations` make them. */

import type { SendingWindow } from '@isocenter/contract/deliveries';
import type { SourceOrder, SourceStudyState } from '@isocenter/contract/sources';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/** PostgreSQL bigint; the driver is set to read it as a number, which holds to 2^53. */
type Id = ColumnType<number, number, number>;

export type SourceTable = {
  id: Generated<number>;
  peer_id: Id;
  name: string;
  /** Asked for what is new; or copied whole, kept up to date, and given back what it missed. */
  kind: 'poll' | 'mirror';
  every_minutes: number;
  /** In which it is asked and copied from; any time where it is empty. */
  hours: JSONColumnType<readonly SendingWindow[], string, string>;
  /** Before the day of the last look that succeeded. */
  look_back_days: number;
  /** Any where it is empty. */
  modalities: string[];
  /** Further keys of the questions, by keyword. */
  query_keys: JSONColumnType<Readonly<Record<string, string>>, string, string>;
  /** Answers to one question from which on it is asked in parts. */
  answer_limit: number;
  max_concurrent: number;
  studies_per_hour: number | null;
  back_fill_order: SourceOrder;
  /** `YYYYMMDD`: studies before it are not copied by a mirror. */
  oldest_date: string;
  compare_every_days: number;
  send_back: boolean;
  paused_at: Date | null;
  next_run_at: Date;
  /** When the last look that succeeded began. */
  last_run_at: Date | null;
  last_found: number | null;
  lease_owner: string | null;
  lease_until: Date | null;
  /** In a row, of looks and of associations. */
  failures: Generated<number>;
  failing_since: Date | null;
  failure_code: string | null;
  retry_at: Date | null;
  /** The walk over all dates that is under way. */
  sweep_kind: SweepKind | null;
  /** The first day, in the walk's direction, that it has not asked for. */
  sweep_date: string | null;
  /** Days that it asks for next. */
  sweep_days: Generated<number>;
  sweep_found: Generated<number>;
  sweep_began_at: Date | null;
  back_filled_at: Date | null;
  compared_at: Date | null;
  /** When it last may have held more than it named: of one minute, of a day that was asked for in parts, of no date. */
  truncated_at: Date | null;
  /** The first day, `YYYYMMDD`, of what it may not have named; null where that may be any, or nothing was left out. */
  truncated_from: string | null;
  created_at: Date;
  changed_at: Date;
};

export type SweepKind = 'back-fill' | 'compare';

/** A study that was found there, or is held here and not there; `SEMANTICS.md` has the states. */
export type SourceStudyTable = {
  id: Generated<number>;
  source_id: Id;
  study_instance_uid: string;
  study_date: string;
  state: SourceStudyState;
  /** 0 asked for by hand, 1 new, 2 found by walking over all dates. */
  priority: number;
  /** Instances that it holds, by the sum of its series where these were asked for; null where it has not said. */
  theirs: number | null;
  /** What it counted of the study when it was asked for studies: may never agree with its series. */
  counted: number | null;
  /** The most instances that it was ever seen to hold: by the sum of its series, or as many as are here. */
  most: Generated<number>;
  /** Instances that are served here. */
  held: number | null;
  /** Instances that it holds and that are not here after the last attempt. */
  missing: Generated<number>;
  /** Instances that are here and that it does not list after the last attempt. */
  unsent: Generated<number>;
  /** Instances that this source brought. */
  fetched: Generated<number>;
  /** Without progress, in a row. */
  attempts: Generated<number>;
  due_at: Date;
  code: string | null;
  /** A person wants it although it was deleted. */
  is_forced: Generated<boolean>;
  /** When a person last did: what was deleted before counts no more. */
  forced_at: Date | null;
  delivery_id: number | null;
  lease_owner: string | null;
  lease_until: Date | null;
  found_at: Date;
  checked_at: Date | null;
  /** When the last copying began. */
  begun_at: Date | null;
};

/** What was deleted here for good: a study, a series of it, or an instance; empty below the level of the deletion. */
export type PurgedObjectTable = {
  study_instance_uid: string;
  series_instance_uid: string;
  sop_instance_uid: string;
  purged_at: Generated<Date>;
};

export type SourceTables = {
  source: SourceTable;
  source_study: SourceStudyTable;
  purged_object: PurgedObjectTable;
};
