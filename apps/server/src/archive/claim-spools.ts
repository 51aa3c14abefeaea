/**
 * Which spools a process takes when it starts: its home, and every other that nobody owns.
 *
 * A gateway by itself has the first, as ever. One that shares its store takes any that is free, asks the others to give one
 * back that they adopted, and makes a new one where they have none to give.
 */

import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { nodeFileSystem } from '../storage/file-system.ts';
import { firstSpool, type SpoolNumber } from '../storage/log-entry.ts';
import { holdLock, joinLock, locked, type OwnerLock, tryLock } from '../storage/owner-lock.ts';
import { lockFile } from '../storage/segment-file.ts';
import { listSpools, makeSpool, spoolFolder } from '../storage/spool-folders.ts';
import { ArchiveError } from './archive-error.ts';

/** In the folder of the first spool: held alone by a gateway without a name, and shared by those that have one. */
const sharingFile = (dataDir: string) => join(spoolFolder(dataDir, firstSpool), 'SHARING');

/** Time for others to give a spool back; closing one takes well below a second. */
const patienceMs = 6_000;
const askAgainMs = 1_000;
const pollMs = 50;

export type ClaimedSpool = { readonly spool: SpoolNumber; readonly lock: OwnerLock };

export type ClaimOptions = {
  readonly dataDir: string;
  /** Whether other processes may have the rest of the store. */
  readonly isShared: boolean;
  /** Asks other gateways for a spool that they adopted; undefined where there is no way to ask. */
  readonly askForSpool: (() => Promise<void>) | undefined;
};

/**
 * Holds that all gateways of a store share it, or that this process has it alone: one without a name would do beside the
 * others what is done once.
 *
 * @param patienceMs how long the end of one that was killed is waited for; default 3 seconds
 * @throws ArchiveError `store-is-shared`, `store-is-not-shared`; StorageError `locked` where another has it alone, too
 */
export async function claimStore(
  dataDir: string,
  { isShared, patienceMs }: { readonly isShared: boolean; readonly patienceMs?: number },
): Promise<OwnerLock> {
  const file = sharingFile(dataDir);
  const lock = await joinLock(file, isShared ? 'shared' : 'alone', patienceMs);
  if (lock !== undefined) return lock;
  if (isShared) throw new ArchiveError('store-is-not-shared');
  const joined = await joinLock(file, 'shared', 0);
  joined?.release();
  if (joined !== undefined) throw new ArchiveError('store-is-shared');
  throw locked();
}

/** Holds that no gateway runs, whether it has a name or not. @throws StorageError `locked` */
export function holdStore(dataDir: string): Promise<OwnerLock> {
  return holdLock(sharingFile(dataDir));
}

/**
 * Takes the lock of one spool.
 * @throws StorageError `locked` where another process has the only one that may be taken
 */
export async function claimHome({ dataDir, isShared, askForSpool }: ClaimOptions): Promise<ClaimedSpool> {
  if (!isShared) return { spool: firstSpool, lock: await holdLock(lockFile(spoolFolder(dataDir, firstSpool))) };
  let askedAt = Number.NEGATIVE_INFINITY;
  const until = performance.now() + patienceMs;
  do {
    const [free] = await claimFree(dataDir, listSpools(dataDir), 1);
    if (free !== undefined) return free;
    // The only one there is belongs to a gateway that needs it itself.
    if (listSpools(dataDir).length === 1) break;
    if (performance.now() - askedAt > askAgainMs) {
      askedAt = performance.now();
      await askForSpool?.();
    }
    await delay(pollMs);
  } while (performance.now() < until);
  return makeHome(dataDir);
}

/** Takes the locks of spools that nobody has. */
export async function claimFree(
  dataDir: string,
  spools: readonly SpoolNumber[],
  limit = Number.POSITIVE_INFINITY,
): Promise<readonly ClaimedSpool[]> {
  const claimed: ClaimedSpool[] = [];
  for (const spool of spools) {
    if (claimed.length >= limit) break;
    const lock = await tryLock(lockFile(spoolFolder(dataDir, spool)));
    if (lock !== undefined) claimed.push({ spool, lock });
  }
  return claimed;
}

/** Takes the locks of all of some spools. @throws StorageError `locked` where another process has one */
export async function claimAll(dataDir: string, spools: readonly SpoolNumber[]): Promise<readonly ClaimedSpool[]> {
  const claimed: ClaimedSpool[] = [];
  try {
    for (const spool of spools) {
      claimed.push({ spool, lock: await holdLock(lockFile(spoolFolder(dataDir, spool))) });
    }
    return claimed;
  } catch (error) {
    for (const { lock } of claimed) lock.release();
    throw error;
  }
}

/** Of two processes that make the same, one gets the lock and the other makes the next. */
async function makeHome(dataDir: string): Promise<ClaimedSpool> {
  for (let spool = (listSpools(dataDir).at(-1) ?? 0) + 1; ; spool += 1) {
    await makeSpool(nodeFileSystem, dataDir, spool);
    const lock = await tryLock(lockFile(spoolFolder(dataDir, spool)));
    if (lock !== undefined) return { spool, lock };
  }
}
