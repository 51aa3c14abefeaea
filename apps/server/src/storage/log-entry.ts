/**
 * What the log tells its readers: objects with everything needed to read them, deletions, moves, damage.
 *
 * These types are the surface that the index and the edges build on; how they lie in a segment is `record-header.ts` and
 * `record-metadata.ts`.
 */

import type { PatientKeyId } from './key-ring.ts';
import type { LogPosition } from './log-position.ts';

/** Where an object came from. Never a UID or a value of the data set: this lies unencrypted in the log. */
export type Provenance = {
  readonly source: 'dimse' | 'stow' | 'import';
  readonly callingAet?: string;
  readonly calledAet?: string;
  readonly address?: string;
  readonly subject?: string;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
};

export type ConflictPolicy = 'first' | 'newest' | 'refuse';

export type RecordMeta = {
  readonly kind: 'instance';
  /** Of the data set bytes as received, 64 hexadecimal digits. */
  readonly sha256: string;
  readonly transferSyntaxUid: string;
  /** Bytes of the data set as received. */
  readonly lengthBytes: number;
  /** What to do when the object's UID is known with different content; as it was configured when the object came. */
  readonly policy: ConflictPolicy;
  readonly provenance: Provenance;
};

/**
 * Which of the store's logs: each belongs to one gateway process at a time and is a log of its own, with its own keys. The
 * first is `blobs`, the others are `spools/<number>`.
 */
export type SpoolNumber = number;

export const firstSpool: SpoolNumber = 1;

/** Everything needed to read an object; plain JSON, to be kept by the index as it is. */
export type ObjectLocation = {
  /** Absent for the first. */
  readonly spool?: SpoolNumber;
  /** 32 hexadecimal digits, random, the object's name for good; survives compaction. */
  readonly objectId: string;
  /** The record that names the object. */
  readonly segment: number;
  readonly offset: number;
  /** From the record's start to the ciphertext; for an object in a file of its own, 0. */
  readonly bodyOffset: number;
  /** Present for an object in a file of its own: `objects/<folder>/<number>.obj`. */
  readonly file?: { readonly folder: number; readonly number: number };
  /** Plaintext bytes. */
  readonly lengthBytes: number;
  /** Plaintext bytes of every chunk but the last. */
  readonly chunkBytes: number;
  /** The data key, wrapped by the patient's key, base64. */
  readonly wrappedKey: string;
  readonly patientKeyId: PatientKeyId;
};

/** Returns the spool that holds an object. */
export function spoolOf({ spool }: Pick<ObjectLocation, 'spool'>): SpoolNumber {
  return spool ?? firstSpool;
}

/** Returns how a location names a spool. */
export function inSpool(spool: SpoolNumber): Pick<ObjectLocation, 'spool'> {
  return spool === firstSpool ? {} : { spool };
}

export type StoredObject = {
  readonly location: ObjectLocation;
  /** The record's end: the object is durable, and indexed once the index has reached this position. */
  readonly position: LogPosition;
};

export type DeletionReason = 'erasure' | 'retention' | 'duplicate' | 'user';

/** What the log says of one deletion into the trash. Never free text: this lies unencrypted in the log. */
export type Trash = {
  /** 32 hexadecimal digits, random; used once. */
  readonly trashId: string;
  /** ISO 8601, UTC. */
  readonly deletedAt: string;
  /** When it is purged by itself; ISO 8601, UTC. */
  readonly purgeAfter: string;
  readonly cause: 'user' | 'retention';
  readonly level: 'study' | 'series' | 'instance';
  /** By internal id, such as `user 3`. */
  readonly deletedBy: string;
};

/**
 * One record of the log, in log order. `arrival` is the position the object first had: later copies made by compaction
 * keep it, so that who came first can be told after a reindex.
 */
export type LogEntry =
  | {
      readonly kind: 'instance' | 'moved';
      readonly position: LogPosition;
      readonly arrival: LogPosition;
      readonly location: ObjectLocation;
      readonly record: RecordMeta;
    }
  | {
      readonly kind: 'deleted';
      readonly position: LogPosition;
      readonly objectId: string;
      readonly reason: DeletionReason;
    }
  | {
      readonly kind: 'trashed';
      readonly position: LogPosition;
      /** Where the record first lay: what came before it came before the deletion. */
      readonly arrival: LogPosition;
      readonly trash: Trash;
      readonly objectIds: readonly string[];
    }
  | { readonly kind: 'purging' | 'trash-ended'; readonly position: LogPosition; readonly trashId: string }
  /** Bytes of acknowledged records that can no longer be read; the log goes on behind them. */
  | { readonly kind: 'damaged'; readonly position: LogPosition; readonly segment: number; readonly offset: number };
