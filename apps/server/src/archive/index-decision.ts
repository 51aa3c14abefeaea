/**
 * Decides what becomes of each new object: stored, duplicate, conflict or refused. See SEMANTICS.md.
 *
 * Pure but for what needs the objects themselves, which is a port: equal digests are equal objects, of which the known
 * one may be damaged; objects that differ in bytes may still be the same in elements and pixels.
 */

import { type ObjectLocation, type SpoolNumber, spoolOf } from '../storage/log-entry.ts';
import type { LogPosition } from '../storage/log-position.ts';
import type { IndexEntry, IndexOutcome } from './index-entry.ts';
import type { InstanceState } from './tables.ts';

/** One copy of an instance that the index knows, or that came earlier in the same batch. */
export type KnownVersion = {
  /** Undefined for a version of the same batch that has no row yet. */
  readonly instanceId: number | undefined;
  readonly state: InstanceState;
  /** Of a version in the trash: the position of its deletion. To what came before that, it was there. */
  readonly trashedAt?: LogPosition | undefined;
  /** The spool whose log has the deletion. */
  readonly trashSpool?: SpoolNumber | undefined;
  readonly sha256: Uint8Array;
  readonly transferSyntaxUid: string;
  readonly location: ObjectLocation;
  readonly lengthBytes: number;
};

export type StoredVersion = Pick<KnownVersion, 'sha256' | 'transferSyntaxUid' | 'location' | 'lengthBytes'>;

export type Comparison = {
  /** True where both hold equal elements and pixels, whatever the encoding. */
  readonly sameObject: (left: StoredVersion, right: StoredVersion) => Promise<boolean>;
  /** False where a copy is damaged for good. */
  readonly isIntact: (version: StoredVersion) => Promise<boolean>;
};

export type IndexDecision = {
  readonly entry: IndexEntry;
  readonly outcome: IndexOutcome;
  /** The index has this very copy already: a batch was committed and its answer was lost. Nothing is left to do. */
  readonly isIndexed: boolean;
  /** The same object is known and its copy is damaged: this one takes its place. */
  readonly repairs: KnownVersion | undefined;
};

/**
 * Returns one decision per entry, in order.
 *
 * @param versionsOf copies already known under a SOP Instance UID; entries of the batch are added as they are decided
 */
export async function decideEntries(
  entries: readonly IndexEntry[],
  versionsOf: (sopInstanceUid: string) => readonly KnownVersion[],
  comparison: Comparison,
): Promise<readonly IndexDecision[]> {
  const decided = new Map<string, KnownVersion[]>();
  const decisions: IndexDecision[] = [];
  for (const entry of entries) {
    const uid = entry.summary.instance.uid;
    const versions = decided.get(uid) ?? [...versionsOf(uid)];
    const decision = await decideEntry(entry, versions, comparison);
    if (isAdded(decision)) decided.set(uid, [...versions, versionOf(entry, decision.outcome)]);
    decisions.push(decision);
  }
  return decisions;
}

/** True where the entry gets a row of its own. */
export function isAdded({ outcome, isIndexed, repairs }: IndexDecision): boolean {
  return (
    !isIndexed && repairs === undefined && (outcome === 'stored' || outcome === 'conflict' || outcome === 'trashed')
  );
}

const outcomeOf: Record<InstanceState, IndexOutcome> = { served: 'stored', kept: 'conflict', trashed: 'trashed' };

async function decideEntry(
  entry: IndexEntry,
  versions: readonly KnownVersion[],
  { sameObject, isIntact }: Comparison,
): Promise<IndexDecision> {
  const decision = { entry, isIndexed: false, repairs: undefined };
  const own = versions.find(({ location }) => location.objectId === entry.location.objectId);
  // It must never be taken for a duplicate of itself, which would delete the only copy.
  if (own !== undefined) return { ...decision, outcome: outcomeOf[own.state], isIndexed: true };
  if (entry.trash !== undefined) return { ...decision, outcome: 'trashed' };
  const known = versions.filter((version) => isKnownTo(version, entry));
  if (known.length === 0) return { ...decision, outcome: 'stored' };
  const same = known.find((version) => isSameBytes(version, entry));
  if (same !== undefined) {
    const isKept = same.instanceId === undefined || same.state === 'trashed' || (await isIntact(same));
    if (isKept) return { ...decision, outcome: 'duplicate' };
    return { ...decision, outcome: outcomeOf[same.state], repairs: same };
  }
  for (const version of known) if (await sameObject(version, entry)) return { ...decision, outcome: 'duplicate' };
  if (entry.policy === 'refuse') return { ...decision, outcome: 'refused' };
  return { ...decision, outcome: known.some(({ state }) => state !== 'trashed') ? 'conflict' : 'stored' };
}

/**
 * What was sent after a deletion is new, whatever lies in the trash. What came over another gateway than the deletion and is
 * indexed after it counts as sent after it: a second copy is harmless, one that goes with the trash is not.
 */
function isKnownTo({ state, trashedAt, trashSpool }: KnownVersion, entry: IndexEntry): boolean {
  if (state !== 'trashed') return true;
  return trashSpool === spoolOf(entry.location) && entry.position < (trashedAt ?? 0);
}

function isSameBytes(left: StoredVersion, right: StoredVersion): boolean {
  return left.transferSyntaxUid === right.transferSyntaxUid && Buffer.compare(left.sha256, right.sha256) === 0;
}

function versionOf(entry: IndexEntry, outcome: IndexOutcome): KnownVersion {
  const served = outcome === 'stored' || entry.policy === 'newest';
  return {
    instanceId: undefined,
    state: outcome === 'trashed' ? 'trashed' : served ? 'served' : 'kept',
    trashedAt: entry.trash?.position,
    trashSpool: entry.trash?.spool,
    sha256: entry.sha256,
    transferSyntaxUid: entry.transferSyntaxUid,
    location: entry.location,
    lengthBytes: entry.lengthBytes,
  };
}
