/**
 * The private cluster on disk: where it lies, how it is made, what it is configured to.
 *
 *     <data.dir>/postgres/            the home: 0700, owned by the cluster's user; or a link to such a folder
 *       cluster/                      PostgreSQL's data directory
 *       run/.s.PGSQL.5432             the only way in: a Unix socket
 *       postgres.log                  messages of the server, without statements or values
 *
 * When root runs the node and the cluster's user cannot reach `data.dir` (a clone below a 0700 home), the home lies in
 * `/var/lib/isocenter` and `<data.dir>/postgres` links to it, so that it is found again and moves with `data.dir`.
 * Starting and stopping the server is `postmaster.ts`.
 */

import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Binaries, chooseBinaries, makeReachable } from './binaries.ts';
import { IsocenterDatabaseError } from './errors.ts';
import { canEnter, chooseClusterUser, currentUid, makeSharedDir, type OsUser, ownerOf, spawnAs } from './os-user.ts';
import { isAlive } from './process.ts';

/** Where root keeps what another user must reach. */
const defaultSharedDir = '/var/lib/isocenter';

/** The role and the database of a private cluster. */
export const clusterRole = 'isocenter';

/** Names the socket only; nothing listens on TCP. */
export const clusterPort = 5432;

/** `sun_path` holds 108 bytes with its terminator: unix(7). */
const maxSocketPathBytes = 107;

/** Bytes of log kept before it is put aside at a start. */
const maxLogBytes = 10 * 2 ** 20;

export type Cluster = {
  readonly home: string;
  /** PostgreSQL's data directory. */
  readonly dataDir: string;
  readonly socketDir: string;
  readonly logFile: string;
  readonly user: OsUser;
  readonly binaries: Binaries;
};

export type ClusterOptions = {
  /** Names the home; it is made where it is absent. */
  readonly home: string;
  readonly binaries: readonly Binaries[];
  /** Lines for `postgresql.conf` besides ours; tests switch `fsync` off. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Where another user's files go that cannot lie below `home`; default `/var/lib/isocenter`. */
  readonly sharedDir?: string;
};

/**
 * Makes the cluster where it does not exist yet and brings its configuration up to date; starts nothing.
 * @throws `user-missing`, `binaries-missing`, `version-missing`, `cluster-missing`, `cluster-unreachable`, `initdb-failed`
 */
export async function prepareCluster(options: ClusterOptions): Promise<Cluster> {
  const sharedDir = options.sharedDir ?? defaultSharedDir;
  const home = placeHome(options.home, sharedDir);
  const user = ownerOf(home);
  if (!canEnter(user, home)) {
    throw new IsocenterDatabaseError(
      'cluster-unreachable',
      `the user ${user.name}, who owns the private database, cannot enter ${home}: a folder above it forbids it`,
    );
  }
  const dataDir = join(home, 'cluster');
  const chosen = chooseBinaries(options.binaries, readMajor(dataDir));
  const binaries = makeReachable(chosen, user, sharedDir);
  if (!existsSync(dataDir)) await initialise({ dataDir, binaries, user, isDurable: options.settings?.fsync !== 'off' });
  const cluster = {
    home,
    dataDir,
    socketDir: placeSocket(home, user),
    logFile: join(home, 'postgres.log'),
    user,
    binaries,
  };
  writeConfiguration(cluster, options.settings ?? {});
  setLogAside(cluster.logFile);
  return cluster;
}

/** Returns the major that made a cluster, or undefined where there is none. */
export function readMajor(dataDir: string): number | undefined {
  const file = join(dataDir, 'PG_VERSION');
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : undefined;
}

/** Returns the existing home or a new one, with links resolved. */
function placeHome(path: string, sharedDir: string): string {
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) {
    if (existsSync(path)) return realpathSync(path);
    throw new IsocenterDatabaseError(
      'cluster-missing',
      `${path} links to ${readlinkSync(path)}, which is gone: restore it from a backup, or remove the link to begin anew`,
    );
  }
  const parent = join(path, '..');
  mkdirSync(parent, { recursive: true });
  const user = chooseClusterUser();
  const isOurs = statSync(parent).uid === currentUid();
  // The contents of data.dir are private each for itself; another user needs the right to pass, not to list.
  if (user.uid !== currentUid() && isOurs) chmodSync(parent, statSync(parent).mode | 0o111);
  if (canEnter(user, parent)) return makeOwnedFolder(path, user);
  makeSharedDir(sharedDir);
  const elsewhere = makeOwnedFolder(join(sharedDir, `postgres-${randomBytes(6).toString('hex')}`), user);
  try {
    symlinkSync(elsewhere, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    rmSync(elsewhere, { recursive: true });
  }
  return realpathSync(path);
}

/** Makes a folder that belongs to `user` from the moment it has its name; one that another start made first is as good. */
function makeOwnedFolder(path: string, user: OsUser): string {
  const draft = `${path}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  chownSync(draft, user.uid, user.gid);
  renameUnlessThere(draft, path);
  return realpathSync(path);
}

/** Gives a folder its name, or removes it where the name is taken by a folder that is in use. */
function renameUnlessThere(draft: string, path: string): void {
  try {
    renameSync(draft, path);
  } catch (error) {
    if (!hasCode(error, 'ENOTEMPTY') && !hasCode(error, 'EEXIST')) throw error;
    rmSync(draft, { recursive: true });
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/**
 * A cluster appears under its name only when it is whole: a killed initdb leaves a draft behind, which the next one
 * removes, and of two that run at once the second finds the name taken and uses what is there.
 */
async function initialise(options: {
  dataDir: string;
  binaries: Binaries;
  user: OsUser;
  isDurable: boolean;
}): Promise<void> {
  const { dataDir, binaries, user, isDurable } = options;
  removeOldDrafts(dataDir);
  const draft = `${dataDir}.${process.pid}`;
  // Locale C: with any other, a prefix pattern cannot use a plain index.
  const args = ['-D', draft, '-U', clusterRole, '-A', 'peer', '-E', 'UTF8', '--locale=C', '--data-checksums'];
  try {
    await promisify(execFile)(
      join(binaries.binDir, 'initdb'),
      [...args, '--no-instructions', ...(isDurable ? [] : ['--no-sync'])],
      {
        cwd: '/',
        env: serverEnvironment(),
        ...spawnAs(user),
      },
    );
  } catch (cause) {
    const stderr = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause);
    throw new IsocenterDatabaseError('initdb-failed', `a private database could not be made in ${dataDir}: ${stderr}`, {
      cause,
    });
  }
  renameUnlessThere(draft, dataDir);
}

function removeOldDrafts(dataDir: string): void {
  const home = dirname(dataDir);
  for (const name of readdirSync(home)) {
    const pid = Number(/^cluster\.(\d+)$/.exec(name)?.[1]);
    if (pid > 0 && !isAlive(pid)) rmSync(join(home, name), { recursive: true, force: true });
  }
}

/** Returns the folder of the socket: in the home, or below the temporary folder where that path would be too long. */
export function socketDirOf(home: string): string {
  const inHome = join(home, 'run');
  if (Buffer.byteLength(join(inHome, `.s.PGSQL.${clusterPort}`)) <= maxSocketPathBytes) return inHome;
  return join(tmpdir(), `isocenter-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`);
}

function placeSocket(home: string, user: OsUser): string {
  const socketDir = socketDirOf(home);
  if (!existsSync(socketDir)) makeOwnedFolder(socketDir, user);
  const folder = lstatSync(socketDir);
  if (!folder.isDirectory() || folder.uid !== user.uid || (folder.mode & 0o077) !== 0) {
    throw new IsocenterDatabaseError(
      'cluster-unreachable',
      `${socketDir} must be a folder of the user ${user.name} that nobody else may enter`,
    );
  }
  return socketDir;
}

function writeConfiguration(cluster: Cluster, settings: Readonly<Record<string, string>>): void {
  const lines = Object.entries({ ...serverSettings, ...settings }).map(([name, value]) => `${name} = '${value}'`);
  const heading = '# Written by Isocenter at each start. Changes belong in postgresql.local.conf beside this file.';
  const local = existsSync(join(cluster.dataDir, 'postgresql.local.conf')) ? ["include = 'postgresql.local.conf'"] : [];
  writeOwned(cluster, 'postgresql.conf', [heading, ...lines, ...local]);
  // The kernel vouches for the user at the other end of the socket: no password exists that could leak.
  writeOwned(cluster, 'pg_hba.conf', ['local all all peer map=isocenter', 'local replication all peer map=isocenter']);
  const users = new Set([cluster.user.uid, currentUid()]);
  const names = [...users].map((uid) =>
    uid === cluster.user.uid ? cluster.user.name : uid === 0 ? 'root' : String(uid),
  );
  writeOwned(
    cluster,
    'pg_ident.conf',
    names.map((name) => `isocenter "${name}" ${clusterRole}`),
  );
}

/** What differs from PostgreSQL's defaults. Memory is sized for a clinic; a hospital sets database.url. */
const serverSettings = {
  shared_buffers: '128MB',
  unix_socket_permissions: '0700',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Our statements are short; compiling them costs more than it gains.
  jit: 'off',
  // SSDs and page caches: an index read costs about what a sequential one does.
  random_page_cost: '1.1',
  // Statements, keys and contexts may name a patient; the log is technical.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_parameter_max_length_on_error: '0',
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] ',
} as const;

function writeOwned(cluster: Cluster, name: string, lines: readonly string[]): void {
  const path = join(cluster.dataDir, name);
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${lines.join('\n')}\n`, { mode: 0o600 });
  chownSync(draft, cluster.user.uid, cluster.user.gid);
  renameSync(draft, path);
}

function setLogAside(logFile: string): void {
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > maxLogBytes) renameSync(logFile, `${logFile}.1`);
}

/** The server inherits nothing from us: our environment may hold secrets, and locale and zone are fixed. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
}
