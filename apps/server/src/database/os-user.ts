/**
 * The operating-system user under whom a private PostgreSQL runs, and what that user can reach.
 *
 * PostgreSQL refuses to run as root. An ordinary user runs it as himself; root runs it as `isocenter`, `postgres` or
 * `nobody`, whichever the machine has first. No user is ever created: that is the administrator's decision.
 */

import { mkdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { IsocenterDatabaseError } from './errors.ts';

export type OsUser = { readonly name: string; readonly uid: number; readonly gid: number };

const candidates = ['isocenter', 'postgres', 'nobody'] as const;

const searchBit = 0o1;

/** Returns the user for a new cluster. @throws `user-missing` where root finds none of the three. */
export function chooseClusterUser(passwd: readonly OsUser[] = listUsers(), uid: number = currentUid()): OsUser {
  if (uid !== 0) return findUser(uid, passwd) ?? { name: String(uid), uid, gid: process.getgid?.() ?? uid };
  for (const name of candidates) {
    const user = passwd.find((entry) => entry.name === name);
    if (user !== undefined) return user;
  }
  throw new IsocenterDatabaseError(
    'user-missing',
    `PostgreSQL does not run as root, and this machine has none of the users ${candidates.join(', ')}: ` +
      'create one, or set database.url',
  );
}

/** Returns the user who owns a folder, who is the only one PostgreSQL opens a cluster for. */
export function ownerOf(path: string): OsUser {
  const { uid, gid } = statSync(path);
  return findUser(uid, listUsers()) ?? { name: String(uid), uid, gid };
}

/** True where `user` may enter `path` and each folder above it, judged by owner, group and mode. */
export function canEnter(user: OsUser, path: string): boolean {
  if (user.uid === 0) return true;
  for (let folder = realpathSync(path); ; folder = dirname(folder)) {
    if (!mayEnterFolder(user, statSync(folder))) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** Makes a folder of root's that other users may enter, whatever this process keeps to itself otherwise. */
export function makeSharedDir(path: string): void {
  withSharedFiles(() => mkdirSync(path, { recursive: true }));
}

/** Runs synchronous work whose files others may read. */
export function withSharedFiles(work: () => void): void {
  const usual = process.umask(0o022);
  try {
    work();
  } finally {
    process.umask(usual);
  }
}

/** The options of `spawn` that make a child run as `user`; empty for ourselves. */
export function spawnAs(user: OsUser): { uid?: number; gid?: number } {
  return user.uid === currentUid() ? {} : { uid: user.uid, gid: user.gid };
}

export function currentUid(): number {
  return process.getuid?.() ?? -1;
}

/** Lists `/etc/passwd`; users of a directory service are not in it, and none of ours needs to be. */
export function listUsers(): readonly OsUser[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 7)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}

function findUser(uid: number, passwd: readonly OsUser[]): OsUser | undefined {
  return passwd.find((entry) => entry.uid === uid);
}

function mayEnterFolder(user: OsUser, folder: Stats): boolean {
  if (folder.uid === user.uid) return (folder.mode & (searchBit << 6)) !== 0;
  if (folder.gid === user.gid) return (folder.mode & (searchBit << 3)) !== 0;
  return (folder.mode & searchBit) !== 0;
}
