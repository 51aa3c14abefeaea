/**
 * Decides what becomes of each new object: stored, duplicate, conflict or refused. See SEMANTICS.md.
 *
 * Pure but for the comparison of two objects, which is a port: equal digests are equal objects; objects that differ
 * in bytes may still be the same in elements and pixels (another transfer syntax, another encoding of lengths).
 */

import type { ObjectLocation } from '../storage/log-entry.ts';
import type { IndexEntry, IndexOutcome } from './index-entry.ts';

/** One copy of an instance that the index knows, or that came earlier in the same batch. */
export type KnownVersion = {
  /** Undefined for a version of the same batch that has no row yet. */
  readonly instanceId: number | undefined;
  readonly state: 'served' | 'kept';
  readonly sha256: Uint8Array;
  readonly transferSyntaxUid: string;
  readonly location: ObjectLocation;
  readonly lengthBytes: number;
};

export type StoredVersion = Pick<KnownVersion, 'sha256' | 'transferSyntaxUid' | 'location' | 'lengthBytes'>;

/** True where both hold equal elements and pixels, whatever the encoding. */
export type SameObject = (left: StoredVersion, right: StoredVersion) => Promise<boolean>;

export type IndexDecision = {
  readonly entry: IndexEntry;
  readonly outcome: IndexOutcome;
  /** The index has this very copy already: a batch was committed and its answer was lost. Nothing is left to do. */
  readonly isIndexed: boolean;
};

/**
 * Returns one decision per entry, in order.
 *
 * @param versionsOf copies already known under a SOP Instance UID; entries of the batch are added as they are decided
 */
export async function decideEntries(
  entries: readonly IndexEntry[],
  versionsOf: (sopInstanceUid: string) => readonly KnownVersion[],
  sameObject: SameObject,
): Promise<readonly IndexDecision[]> {
  const decided = new Map<string, KnownVersion[]>();
  const decisions: IndexDecision[] = [];
  for (const entry of entries) {
    const uid = entry.summary.instance.uid;
    const versions = decided.get(uid) ?? [...versionsOf(uid)];
    const own = versions.find(({ location }) => location.objectId === entry.location.objectId);
    if (own !== undefined) {
      // It must never be taken for a duplicate of itself, which would delete the only copy.
      decisions.push({ entry, outcome: own.state === 'served' ? 'stored' : 'conflict', isIndexed: true });
      continue;
    }
    const outcome = await decideEntry(entry, versions, sameObject);
    if (outcome === 'stored' || outcome === 'conflict') decided.set(uid, [...versions, versionOf(entry, outcome)]);
    decisions.push({ entry, outcome, isIndexed: false });
  }
  return decisions;
}

async function decideEntry(
  entry: IndexEntry,
  versions: readonly KnownVersion[],
  sameObject: SameObject,
): Promise<IndexOutcome> {
  if (versions.length === 0) return 'stored';
  if (versions.some((version) => isSameBytes(version, entry))) return 'duplicate';
  for (const version of versions) if (await sameObject(version, entry)) return 'duplicate';
  return entry.policy === 'refuse' ? 'refused' : 'conflict';
}

function isSameBytes(left: StoredVersion, right: StoredVersion): boolean {
  return left.transferSyntaxUid === right.transferSyntaxUid && Buffer.compare(left.sha256, right.sha256) === 0;
}

function versionOf(entry: IndexEntry, outcome: IndexOutcome): KnownVersion {
  const served = outcome === 'stored' || entry.policy === 'newest';
  return {
    instanceId: undefined,
    state: served ? 'served' : 'kept',
    sha256: entry.sha256,
    transferSyntaxUid: entry.transferSyntaxUid,
    location: entry.location,
    lengthBytes: entry.lengthBytes,
  };
}
