/**
 * One owner of a data folder: a lock held by the kernel, which ends with the process however the process ends.
 *
 * Node has no flock(2). SQLite, which is part of Node, takes its exclusive lock with fcntl(2) on a file that stays
 * empty; nothing is ever stored in it. A file with a process id cannot do this: two containers on one volume are
 * both process 1, and adopting a stale file is a race (docs/adr/0003).
 */

import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { StorageError } from './storage-error.ts';

/** A killed owner keeps its lock until the kernel has taken it apart, which takes longer the more memory it held. */
const waitMs = 3_000;
const pollMs = 20;
/** SQLITE_BUSY. */
const busy = 5;

/** A transaction that has read something keeps others from writing. */
const statements = { alone: 'BEGIN EXCLUSIVE', shared: 'BEGIN; SELECT count(*) FROM sqlite_schema' } as const;

export type LockKind = keyof typeof statements;

/** Releasing it again does nothing. */
export type OwnerLock = { release(): void };

/**
 * Takes the lock on the file, which is created when absent.
 * @throws StorageError `locked` when another process still owns it after three seconds.
 */
export async function holdLock(path: string): Promise<OwnerLock> {
  const lock = await takeLock(path, 'alone', waitMs);
  if (lock !== undefined) return lock;
  throw locked();
}

export function locked(): StorageError {
  return new StorageError(
    'locked',
    'another isocenter process uses this data folder: stop it first, or set data.dir to a folder of its own',
  );
}

/** Takes the lock where nobody has it; undefined otherwise. */
export function tryLock(path: string): Promise<OwnerLock | undefined> {
  return takeLock(path, 'alone', 0);
}

/**
 * Takes a lock that any number of processes share, or that one has alone; undefined where others have it in another way, and
 * still do after `longestMs`, three seconds by default.
 */
export function joinLock(path: string, kind: LockKind, longestMs = waitMs): Promise<OwnerLock | undefined> {
  return takeLock(path, kind, longestMs);
}

async function takeLock(path: string, kind: LockKind, longestMs: number): Promise<OwnerLock | undefined> {
  const database = new DatabaseSync(path);
  for (let waitedMs = 0; ; waitedMs += pollMs) {
    try {
      // A journal on the disk would need room there, and a node must start on a full one.
      database.exec(`PRAGMA journal_mode = MEMORY; ${statements[kind]}`);
      return once(() => database.close());
    } catch (error) {
      const isBusy = error instanceof Error && 'errcode' in error && error.errcode === busy;
      if (isBusy && waitedMs < longestMs) {
        // Begun, where the lock was taken between the two statements.
        if (database.isTransaction) database.exec('ROLLBACK');
        await delay(pollMs);
        continue;
      }
      database.close();
      if (!isBusy) throw error;
      return undefined;
    }
  }
}

function once(close: () => void): OwnerLock {
  let isHeld = true;
  return {
    release() {
      if (isHeld) close();
      isHeld = false;
    },
  };
}
