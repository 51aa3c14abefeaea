/**
 * Row types of the audit trail, as `database/migrations/0003-audit.ts` and `0031-audit-search.ts` create them. Entries and
 * checkpoints are never changed.
 */

import type { ColumnType, JSONColumnType } from 'kysely';
import type { AuditDetail, AuditOutcome } from './event.ts';

type Fixed<T> = ColumnType<T, T, never>;

type AuditEntryTable = {
  /** From 1, without gaps. */
  sequence: Fixed<number>;
  at: Fixed<Date>;
  action: Fixed<string>;
  outcome: Fixed<AuditOutcome>;
  subject_kind: Fixed<'user' | 'token' | 'service' | 'peer' | 'system' | 'anonymous'>;
  subject_id: Fixed<string | null>;
  /** AE title of a peer, name of a part of the system; users, tokens and service accounts are named when the trail is read. */
  subject_name: Fixed<string | null>;
  object_kind: Fixed<string | null>;
  object_id: Fixed<string | null>;
  address: Fixed<string | null>;
  details: JSONColumnType<Record<string, AuditDetail>, string, never>;
  /** SHA-256 over the hash before and this entry, see `chain.ts`. */
  hash: Fixed<Buffer>;
};

export type AuditCheckpointTable = {
  key_id: Fixed<string>;
  /** From 1 for each key, without gaps. */
  number: Fixed<number>;
  sequence: Fixed<number>;
  hash: Fixed<Buffer>;
  at: Fixed<Date>;
  previous: Fixed<string>;
  signature: Fixed<string>;
};

/** A study of an earlier index, or one that is gone: whose it was, for entries that name it by its id of then. */
type FormerStudyTable = { study_id: Fixed<number>; patient_key: Fixed<string>; study_instance_uid: Fixed<string> };

/** The last entry that an audit repository was sent. */
type AuditForwardingTable = { receiver: string; sequence: number; forwarded_at: Date | null };

export type AuditTables = {
  audit_entry: AuditEntryTable;
  audit_checkpoint: AuditCheckpointTable;
  former_study: FormerStudyTable;
  audit_forwarding: AuditForwardingTable;
};
