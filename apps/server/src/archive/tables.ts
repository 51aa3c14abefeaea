/**
 * Row types of the archive's index, as `database/migrations/0001-archive.ts` and `0005-search.ts` make them,
 * with the marks of `0009-routing.ts` and the keys of `0026-query-keys.ts`.
 *
 * The index is derived: every row can be rebuilt from the log of segments (`isocenter reindex`). Internal ids are
 * the identity of patients, studies and instances; UIDs and patient ids from outside are attributes.
 */

import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { PatientKeyId } from '../storage/key-ring.ts';
import type { DeletionReason, ObjectLocation, SpoolNumber } from '../storage/log-entry.ts';
import type { FoldedNames } from './folded-name.ts';
import type { ConflictPolicy } from './index-entry.ts';

/** PostgreSQL bigint; the driver is set to read it as a number, which holds to 2^53. */
type Id = ColumnType<number, number, number>;

/** What queries for names match on, see `folded-name.ts`; none by default. */
type Names = JSONColumnType<FoldedNames, string | undefined>;

export type PatientTable = {
  id: Generated<number>;
  /** What makes two objects the same patient, see `study-identity.ts`. */
  identity_key: string;
  /** The patient's key in the key ring of the spool that first held something of theirs. */
  key_id: string;
  key_spool: Generated<SpoolNumber>;
  patient_id: string;
  issuer: string;
  name: string;
  names: Names;
  /** Attributes of the patient's first object as DICOM JSON, as far as they have no column. */
  attributes: JSONColumnType<Record<string, unknown>, string | undefined>;
  birth_date: string;
  sex: string;
  created_at: Generated<Date>;
};

/** Keys of a patient in the key rings of further spools. */
export type PatientKeyTable = { patient_id: Id; spool: SpoolNumber; key_id: string };

export type StudyTable = {
  id: Generated<number>;
  patient_id: Id;
  study_instance_uid: string;
  /** DICOM date `YYYYMMDD` or empty; text, so that odd values are kept and ranges compare. */
  study_date: string;
  study_time: string;
  accession_number: string;
  study_id: string;
  description: string;
  referring_physician: string;
  institution: string;
  modalities: string[];
  /** SOP Class UIDs of what is served, in the order of text. */
  sop_classes: Generated<string[]>;
  series_count: number;
  instance_count: number;
  /** Study and patient attributes as DICOM JSON, PS3.18 Table 10.6.3-3. */
  attributes: JSONColumnType<Record<string, unknown>>;
  /** Lower-case, accent-free text that the search field of the web application looks in. */
  search: string;
  names: Names;
  received_at: Generated<Date>;
  changed_at: Generated<Date>;
  /** When what arrives now began to; null once it is settled, see `settling/`. */
  arriving_since: Generated<Date | null>;
  /** What the last settlement found; null before the first. */
  completeness: Generated<'complete' | 'incomplete' | null>;
};

export type SeriesTable = {
  id: Generated<number>;
  study_id: Id;
  series_instance_uid: string;
  modality: string;
  number: number | null;
  description: string;
  body_part: string;
  laterality: string;
  series_date: string;
  series_time: string;
  instance_count: number;
  sop_classes: Generated<string[]>;
  /** True where it was indexed before all was kept that is kept now, see `unread-series.ts`. */
  unread: Generated<boolean>;
  attributes: JSONColumnType<Record<string, unknown>>;
  names: Names;
  /** True until what arrived is settled. */
  arriving: Generated<boolean>;
  /** When an instance was added last. */
  changed_at: Generated<Date>;
};

/**
 * `served` is what queries list; `kept` is a differing copy under a known SOP Instance UID, listed as a conflict;
 * `trashed` waits in the trash and is listed nowhere else.
 */
export type InstanceState = 'served' | 'kept' | 'trashed';

export type InstanceTable = {
  id: Generated<number>;
  series_id: Id;
  state: InstanceState;
  sop_instance_uid: string;
  sop_class_uid: string;
  transfer_syntax_uid: string;
  number: number | null;
  rows: number | null;
  columns: number | null;
  frames: number | null;
  bits_allocated: number | null;
  lossy: boolean;
  content_date: string;
  content_time: string;
  /** Of reports and slides, as DICOM JSON; null where there is nothing of the kind. */
  attributes: JSONColumnType<Record<string, unknown> | null, string | null | undefined>;
  /** SHA-256 of the data set as received. */
  sha256: Buffer;
  length_bytes: Id;
  /** Bytes before Pixel Data; null for objects without. */
  pixel_data_offset: ColumnType<number | null, number | null, number | null>;
  /** The object's name in the log for good; compaction and deletion go by it. */
  object_id: string;
  location: JSONColumnType<ObjectLocation>;
  position: Id;
  /** Codes of what the header reader found odd. */
  findings: string[];
  source: 'dimse' | 'stow' | 'import';
  /** AE title, user or token that sent it. */
  sender: string;
  received_at: Date;
  /** What its sender's entry said of other content under its UID. */
  policy: ColumnType<ConflictPolicy, ConflictPolicy | undefined>;
  /** The trash that it waits in. */
  trash_id: string | null;
  /** The position of the deletion in the log. */
  trashed_at: ColumnType<number | null, number | null>;
};

/** One deletion whose objects wait in the trash. The log has it, too, but for the reason. */
export type TrashTable = {
  id: Generated<number>;
  /** As in the log. */
  trash_id: string;
  /** The spool whose log has it. */
  spool: Generated<SpoolNumber>;
  position: Id;
  level: 'study' | 'series' | 'instance';
  cause: 'user' | 'retention';
  /** What the person wrote; empty where the database was lost since. */
  reason: string;
  /** By internal id, such as `user 3`. */
  deleted_by: string;
  deleted_at: Date;
  purge_after: Date;
  /** Its objects are on their way out for good. */
  is_purging: Generated<boolean>;
};

/** Keys of patients of whom nothing is stored any more, destroyed at the next start. */
export type RetiredKeyTable = { spool: Generated<SpoolNumber>; key_id: string };

export type ConflictTable = {
  id: Generated<number>;
  sop_instance_uid: string;
  served_instance_id: Id;
  kept_instance_id: Id;
  /** Another than that of the kept copy where the UID came under two studies. */
  served_study_id: Id;
  kept_study_id: Id;
  noticed_at: Generated<Date>;
};

/** Ids of what was in the index when it was emptied, so that what hangs on them outlasts its being made anew. */
type KnownPatientTable = { identity_key: string; id: number };
type KnownStudyTable = { patient_id: number; study_instance_uid: string; id: number };
type KnownSeriesTable = { study_id: number; series_instance_uid: string; id: number };

/** A row for each spool of the store, numbered from 1 without a gap. */
export type IndexStateTable = {
  spool: SpoolNumber;
  /** Everything in its log up to here is in the index. */
  position: Id;
  /** While a start catches up: from where it must read again if it is interrupted. */
  unapplied_from: ColumnType<number | null, number | null | undefined, number | null>;
  /** How often rows may have been removed by its owner: whoever remembers ids forgets them when the sum has changed. */
  removals: Generated<number>;
};

/** What the owner of a spool is asked to note in its log; gone when it is durable there. See `spool-orders.ts`. */
export type SpoolOrderTable = {
  id: Generated<number>;
  spool: SpoolNumber;
  kind: 'delete' | 'begin-purge' | 'end-trash' | 'destroy-key';
  body: JSONColumnType<SpoolOrderBody>;
  ordered_at: Generated<Date>;
  /** Key of the advisory lock that is held for as long as somebody waits; null where it is done in any case. */
  waiter: number | null;
  attempts: Generated<number>;
  /** When it is tried again, after it failed. */
  try_from: Generated<Date | null>;
  /** Code of the last failure. */
  failure: Generated<string | null>;
};

/** Objects of a trash as the log has it, in whatever log they lie: for a gateway that indexes one of them later. */
export type TrashObjectTable = { object_id: string; trash_id: string };

export type SpoolOrderBody = {
  readonly trashId?: string;
  readonly locations?: readonly ObjectLocation[];
  readonly reason?: DeletionReason;
  readonly keyId?: PatientKeyId;
};

export type ArchiveTables = {
  patient: PatientTable;
  patient_key: PatientKeyTable;
  study: StudyTable;
  series: SeriesTable;
  instance: InstanceTable;
  conflict: ConflictTable;
  known_patient: KnownPatientTable;
  known_study: KnownStudyTable;
  known_series: KnownSeriesTable;
  index_state: IndexStateTable;
  trash: TrashTable;
  trash_object: TrashObjectTable;
  retired_key: RetiredKeyTable;
  spool_order: SpoolOrderTable;
};
