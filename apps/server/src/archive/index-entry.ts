/** What the index is told of one object in the log, and what it makes of it. */

import type { ObjectLocation, SpoolNumber } from '../storage/log-entry.ts';
import type { LogPosition } from '../storage/log-position.ts';
import { type InstanceSummary, plainSummary } from './summary.ts';

/** What happens to different content under a SOP Instance UID that is already served; set per peer. */
export type ConflictPolicy = 'first' | 'newest' | 'refuse';

export type IndexEntry = {
  readonly location: ObjectLocation;
  /** The log is indexed up to here once this entry is. */
  readonly position: LogPosition;
  /** Of the data set as received, 32 bytes. */
  readonly sha256: Buffer;
  readonly lengthBytes: number;
  readonly transferSyntaxUid: string;
  readonly pixelDataOffset: number | undefined;
  /** Codes of what was odd about the object. */
  readonly findings: readonly string[];
  readonly source: 'dimse' | 'stow' | 'import';
  /** AE title, user or token that sent it; empty where unknown. */
  readonly sender: string;
  readonly receivedAt: Date;
  readonly policy: ConflictPolicy;
  /** True for an entry that is read from the log: it may have been put into a trash after it came. */
  readonly isReadBack?: true;
  /** That trash, where the same log has it. */
  readonly trash?: EntryTrash;
  readonly summary: InstanceSummary;
};

/** Where it was deleted: the log of the trash, which need not be that of the object, and the position in that one. */
export type EntryTrash = { readonly id: string; readonly position: LogPosition; readonly spool: SpoolNumber };

/**
 * - `stored`: new, served from now on.
 * - `duplicate`: the same object is there already; this copy is marked deleted in the log.
 * - `conflict`: different content under a known UID; both copies are kept, one is served.
 * - `refused`: the same, where the peer's policy refuses it; this copy is marked deleted in the log.
 * - `trashed`: it was put into the trash later, and is there. Only of entries that are read from the log.
 */
export type IndexOutcome = 'stored' | 'duplicate' | 'conflict' | 'refused' | 'trashed';

/** Returns the entry with what identifies it and nothing else of its header, for one whose values the index cannot hold. */
export function plainEntry(entry: IndexEntry): IndexEntry {
  return { ...entry, findings: [...entry.findings, 'indexed-by-identifiers'], summary: plainSummary(entry.summary) };
}
