/** Row types of de-identification, as `database/migrations/0050-deid-projects.ts` and those after it make them. */

import type { DeidPictures, DeidProfile, TermList } from '@isocenter/contract/deid-projects';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { DeidFinding } from './object-task.ts';

export type DeidProjectTable = {
  id: Generated<number>;
  name: string;
  profile: JSONColumnType<DeidProfile>;
  pictures: DeidPictures;
  /** Rules of the site, YAML; empty where there are none. */
  rules: ColumnType<string, string | undefined, string>;
  /** AES-256-GCM under the node's identity key, see `identity/identity-key.ts`. */
  sealed_key: ColumnType<Buffer, Buffer, never>;
  created_at: ColumnType<Date, Date, never>;
  changed_at: Date;
};

/** What was held back from a delivery; goes with its project. */
export type DeidQuarantineTable = {
  id: Generated<number>;
  project_id: ColumnType<number, number, never>;
  /** The object's name in the log for good, `instance.object_id`. */
  object_id: string;
  /** Null once the delivery is removed. */
  delivery_id: number | null;
  reason: string;
  findings: JSONColumnType<readonly DeidFinding[]>;
  found_at: Date;
  /** Null while nobody has decided. */
  decision: ColumnType<'released' | 'kept' | null, 'released' | 'kept' | null | undefined, 'released' | 'kept' | null>;
  decided_at: ColumnType<Date | null, Date | null | undefined, Date>;
  /** As `access/subject-label.ts` names whoever it was. */
  decided_by: ColumnType<string | null, never, string>;
  decision_reason: ColumnType<string | null, never, string>;
  /** A person has looked at the picture or document. */
  picture_released: ColumnType<boolean, never, boolean>;
  /** Of `leak-found`: those that a person let pass. */
  findings_released: ColumnType<readonly DeidFinding[], never, string>;
};

/** A word of the lists of all projects; each stands in one of them. */
export type DeidTermTable = {
  id: Generated<number>;
  list: TermList;
  term: string;
  /** As words are compared. */
  folded: string;
  source: 'person' | 'case';
  /** As `access/subject-label.ts` names whoever it was. */
  added_by: string;
  added_at: ColumnType<Date, Date, Date>;
};

/** What was sent by a project, by day (UTC); of the action `` as many as instances. */
export type DeidDailyTable = { project_id: number; day: string; action: string; count: number };

/** Studies of which something was sent by a project. */
export type DeidStudyTable = { project_id: number; study_id: number; first_day: string };

export type DeidentificationTables = {
  deid_project: DeidProjectTable;
  deid_quarantine: DeidQuarantineTable;
  deid_term: DeidTermTable;
  deid_daily: DeidDailyTable;
  deid_study: DeidStudyTable;
};
