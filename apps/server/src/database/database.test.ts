import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { provideCluster } from '@isocenter/testkit/provided-cluster';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentLogger } from '../../test/database-server.ts';
import { listBinaries } from './binaries.ts';
import { prepareCluster } from './cluster.ts';
import { type OpenDatabase, openDatabase } from './database.ts';
import { isUnavailable } from './errors.ts';
import { canEnter, listUsers } from './os-user.ts';
import { findPostmaster } from './postmaster.ts';
import { isAlive, isZombie } from './process.ts';

const isRoot = process.getuid?.() === 0;
const nobody = listUsers().find(({ name }) => name === 'nobody');
const canBeNobody = isRoot && nobody !== undefined && canEnter(nobody, import.meta.dirname);
const script = join(import.meta.dirname, '../../test/database-process.ts');

/** Of what changes within milliseconds; asked without pause it would take a core from what is waited for. */
const often = { interval: 10 };

let parent: string;
let dataDir: string;
const opened: OpenDatabase[] = [];
const children: ChildProcess[] = [];

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'isocenter-pg-'));
  chmodSync(parent, 0o755);
  dataDir = join(parent, 'data');
});

afterEach(async () => {
  for (const child of children.splice(0)) await kill(child, 'SIGKILL');
  for (const database of opened.splice(0)) await database.close();
  const pid = postmasterPid();
  if (pid !== undefined) await ended(pid, 'SIGQUIT');
  rmSync(parent, { recursive: true, force: true });
});

async function open(as: 'owner' | 'guest' = 'owner'): Promise<OpenDatabase> {
  const shared = { url: undefined, dataDir, maxConnections: 4, logger: silentLogger };
  // What is tested here survives the end of processes; the end of the machine is the matter of `make verify`.
  const database = await openDatabase({ ...shared, as, settings: { fsync: 'off' } });
  opened.push(database);
  return database;
}

type Answer = {
  readonly postmasterPid?: number;
  readonly failure?: { readonly code: string; readonly message: string };
};

/** Opens the database in a process of its own. */
async function openElsewhere(as: 'owner' | 'guest' = 'owner', user?: { uid: number; gid: number }) {
  const child = spawn(process.execPath, [script, dataDir, as], { stdio: ['ignore', 'pipe', 'inherit'], ...user });
  children.push(child);
  const [line] = await once(createInterface(child.stdout), 'line');
  const answer: Answer = JSON.parse(line);
  return { child, answer };
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}

/** The process in `postmaster.pid`, if it is alive. */
function postmasterPid(): number | undefined {
  const file = join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  return isAlive(pid) && !isZombie(pid) ? pid : undefined;
}

/** Resolves when a process that is nobody's child here has ended. */
async function gone(pid: number | undefined): Promise<void> {
  await expect.poll(() => pid !== undefined && isAlive(pid) && !isZombie(pid), often).toBe(false);
}

async function ended(pid: number, signal: NodeJS.Signals): Promise<void> {
  process.kill(pid, signal);
  await gone(pid);
}

async function answers(database: OpenDatabase): Promise<boolean> {
  const { rows } = await sql<{ one: number }>`select 1 as one`.execute(database.db);
  return rows[0]?.one === 1;
}

/** Asks until a statement gets through; those whose connection was lost under them fail and may be asked again. */
async function persists(database: OpenDatabase): Promise<boolean> {
  for (;;) {
    try {
      return await answers(database);
    } catch (error) {
      if (!isUnavailable(error)) throw error;
    }
  }
}

describe('a private cluster', () => {
  test('is made at the first start, migrated, and stopped with its owner', async () => {
    const database = await open();
    expect(database.migrated.length).toBeGreaterThan(0);
    const { rows } = await sql<{ setting: string }>`
      select setting from pg_settings
      where name in ('listen_addresses', 'data_checksums', 'server_encoding') order by name`.execute(database.db);
    expect(rows.map(({ setting }) => setting)).toEqual(['on', '', 'UTF8']);
    const locale = await sql<{ name: string }>`
      select datcollate as name from pg_database where datname = current_database()`.execute(database.db);
    expect(locale.rows).toEqual([{ name: 'C' }]);
    const pid = database.postmasterPid();
    await opened.pop()?.close();
    await gone(pid);
    expect((await open()).migrated).toEqual([]);
  });

  test('lets nobody in but through a folder that only its user may enter', async () => {
    await provideCluster(dataDir);
    const database = await open();
    const pid = database.postmasterPid();
    const home = join(dataDir, 'postgres');
    for (const folder of [home, join(home, 'cluster'), join(home, 'run')])
      expect(statSync(folder).mode & 0o777).toBe(0o700);
    const connections = readFileSync(`/proc/${pid}/net/tcp`, 'utf8') + readFileSync(`/proc/${pid}/net/tcp6`, 'utf8');
    const own = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
    // Fields 4 and 10 of a line are the state, 0A for listening, and the number of the socket.
    const listening = connections.split('\n').filter((line) => {
      const fields = line.trim().split(/\s+/);
      return fields[3] === '0A' && own.includes(`socket:[${fields[9]}]`);
    });
    expect(own.some((file) => file.startsWith('socket:'))).toBe(true);
    expect(listening).toEqual([]);
  });

  test('writes no value into its log, whatever fails', async () => {
    await provideCluster(dataDir);
    const { db } = await open();
    await expect(sql`select 'MARKED^NAME'::int`.execute(db)).rejects.toThrow();
    await sql`create table gateway.marked (name text primary key)`.execute(db);
    await sql`insert into gateway.marked values ('MARKED^KEY')`.execute(db);
    await expect(sql`insert into gateway.marked values (${'MARKED^KEY'})`.execute(db)).rejects.toThrow();
    const log = readFileSync(join(dataDir, 'postgres', 'postgres.log'), 'utf8');
    expect(log).toContain('duplicate key value violates unique constraint');
    expect(log).not.toContain('MARKED^KEY');
  });

  test('is opened with the binaries of its version, however new others are', async () => {
    const binaries = listBinaries();
    const majors = new Set(binaries.map(({ major }) => major));
    const [newest] = binaries.toSorted((a, b) => b.major - a.major);
    if (newest === undefined) throw new Error('no PostgreSQL was found');
    const home = join(dataDir, 'postgres');
    await prepareCluster({ home, binaries: [newest] });
    const again = await prepareCluster({ home, binaries: binaries.toSorted((a, b) => a.major - b.major) });
    expect(again.binaries.major).toBe(newest.major);
    const others = binaries.filter(({ major }) => major !== newest.major);
    const refusal = prepareCluster({ home, binaries: others });
    await expect(refusal).rejects.toMatchObject({ code: 'version-missing' });
    await expect(refusal).rejects.toThrow(`made by PostgreSQL ${newest.major}`);
    expect(majors.size).toBeGreaterThan(0);
  });

  test('whose path is too long for a socket has its socket elsewhere, for its user alone', async () => {
    dataDir = join(parent, 'x'.repeat(120));
    const database = await open();
    expect(await answers(database)).toBe(true);
  });

  test('begins anew after an initdb that was cut off', async () => {
    // No process has this number: it is beyond what Linux gives out, 2^22.
    const draft = join(dataDir, 'postgres', 'cluster.9999999');
    const { user } = await prepareCluster({ home: join(dataDir, 'postgres'), binaries: listBinaries() });
    rmSync(join(dataDir, 'postgres', 'cluster'), { recursive: true });
    mkdirSync(draft);
    writeFileSync(join(draft, 'half'), '');
    expect(user.uid).not.toBe(0);
    expect(await answers(await open())).toBe(true);
    expect(existsSync(draft)).toBe(false);
  });
});

describe('after a kill', () => {
  beforeEach(() => provideCluster(dataDir));

  test('of the node, the next start adopts the server that was left running', async () => {
    const { child, answer } = await openElsewhere();
    await kill(child, 'SIGKILL');
    const database = await open();
    expect(database.postmasterPid()).toBe(answer.postmasterPid);
    expect(await answers(database)).toBe(true);
    await opened.pop()?.close();
    await gone(answer.postmasterPid);
  });

  test('of the server, a new one recovers what was committed, and statements that ask meanwhile wait for it', async () => {
    const database = await open();
    await sql`create table gateway.kept as select 7 as n`.execute(database.db);
    const first = database.postmasterPid() ?? 0;
    await ended(first, 'SIGKILL');
    // Idle connections end soon after the server; from then on a statement needs a new one.
    await expect.poll(() => database.pool.totalCount, often).toBe(0);
    const { rows } = await sql<{ n: number }>`select n from gateway.kept`.execute(database.db);
    expect(rows).toEqual([{ n: 7 }]);
    expect(database.postmasterPid()).not.toBe(first);
  });

  test('of the server again and again, it comes back each time', async () => {
    const database = await open();
    for (let round = 0; round < 3; round++) {
      const pid = database.postmasterPid() ?? 0;
      process.kill(pid, 'SIGKILL');
      await expect.poll(() => database.postmasterPid(), often).not.toBe(pid);
      expect(await persists(database)).toBe(true);
    }
  });

  test('of one connection’s process, the server resets itself and goes on', async () => {
    const database = await open();
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(database.db);
    const before = database.postmasterPid();
    process.kill(rows[0]?.pid ?? 0, 'SIGKILL');
    expect(await persists(database)).toBe(true);
    expect(database.postmasterPid()).toBe(before);
  });

  test('of both, the next start recovers what was committed', async () => {
    const { child, answer } = await openElsewhere();
    const guest = await open('guest');
    await sql`create table gateway.kept as select 7 as n`.execute(guest.db);
    await opened.pop()?.close();
    await kill(child, 'SIGKILL');
    process.kill(answer.postmasterPid ?? 0, 'SIGKILL');
    const database = await open();
    const { rows } = await sql<{ n: number }>`select n from gateway.kept`.execute(database.db);
    expect(rows).toEqual([{ n: 7 }]);
  });

  test('and a restart of the machine, a stranger with the recorded process number is left alone', async () => {
    await open();
    await opened.pop()?.close();
    const stranger = spawn('sleep', ['600'], isRoot ? ownerOfCluster() : {});
    children.push(stranger);
    const cluster = join(dataDir, 'postgres', 'cluster');
    const lines = [stranger.pid, cluster, '1700000000', '5432', join(dataDir, 'postgres', 'run'), '', '1 1', 'ready'];
    writeFileSync(join(cluster, 'postmaster.pid'), lines.join('\n'));
    const database = await open();
    expect(await answers(database)).toBe(true);
    expect(database.postmasterPid()).not.toBe(stranger.pid);
    expect(stranger.exitCode).toBeNull();
  });
});

describe('beside another process', () => {
  beforeEach(() => provideCluster(dataDir));

  test('a second node refuses to start and names the first', async () => {
    const { child } = await openElsewhere();
    const message = expect.stringContaining(`(${child.pid})`);
    await expect(open()).rejects.toMatchObject({ code: 'owned-by-another', message });
  });

  test('a command uses the server of the node and leaves it running', async () => {
    const { answer } = await openElsewhere();
    const guest = await open('guest');
    expect(guest.postmasterPid()).toBe(answer.postmasterPid);
    expect(await answers(guest)).toBe(true);
    await opened.pop()?.close();
    expect(isAlive(answer.postmasterPid ?? 0)).toBe(true);
  });

  test('a command without a node starts the server and stops it again', async () => {
    await open();
    await opened.pop()?.close();
    const guest = await open('guest');
    const pid = guest.postmasterPid();
    expect(await answers(guest)).toBe(true);
    await opened.pop()?.close();
    await gone(pid);
  });

  test('two nodes that start at once do not both get it', async () => {
    rmSync(dataDir, { recursive: true });
    const outcomes = await Promise.all([openElsewhere(), openElsewhere()]);
    const failures = outcomes.flatMap(({ answer }) => answer.failure ?? []);
    expect(failures).toMatchObject([{ code: 'owned-by-another' }]);
  });
});

describe.skipIf(!canBeNobody)(
  'as an ordinary user (skipped: needs root, nobody, and a clone that nobody can read)',
  () => {
    const user = { uid: nobody?.uid ?? 0, gid: nobody?.gid ?? 0 };

    test('the server runs as that user', async () => {
      chmodSync(parent, 0o777);
      const { child, answer } = await openElsewhere('owner', user);
      expect(answer.failure).toBeUndefined();
      expect(statSync(`/proc/${answer.postmasterPid}`).uid).toBe(user.uid);
      await kill(child, 'SIGTERM');
      await gone(answer.postmasterPid);
    });

    test('what he made can later be run by root, as him', async () => {
      chmodSync(parent, 0o777);
      const { child } = await openElsewhere('owner', user);
      await kill(child, 'SIGTERM');
      const database = await open();
      expect(statSync(`/proc/${database.postmasterPid()}`).uid).toBe(user.uid);
      expect(await answers(database)).toBe(true);
    });

    test('what he left running lets root in, as guest and as the next owner', async () => {
      chmodSync(parent, 0o777);
      const { child, answer } = await openElsewhere('owner', user);
      const guest = await open('guest');
      expect(await answers(guest)).toBe(true);
      await kill(child, 'SIGKILL');
      const database = await open();
      expect(database.postmasterPid()).toBe(answer.postmasterPid);
    });
  },
);

describe.skipIf(!isRoot)('as root (skipped: needs root)', () => {
  test('the server runs as somebody else', async () => {
    const database = await open();
    expect(statSync(`/proc/${database.postmasterPid()}`).uid).not.toBe(0);
  });

  test('a folder of our own is opened for passing, not for listing', async () => {
    mkdirSync(dataDir, { mode: 0o700 });
    await open();
    expect(statSync(dataDir).mode & 0o777).toBe(0o711);
    expect(lstatSync(join(dataDir, 'postgres')).isDirectory()).toBe(true);
  });

  test('below a folder that others may not enter, the cluster and npm’s programs lie where they may', async () => {
    const sharedDir = join(parent, 'shared');
    const closed = join(parent, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const home = join(closed, 'data', 'postgres');
    const npm = listBinaries().find(({ origin }) => origin === 'npm');
    if (npm === undefined) throw new Error('npm’s PostgreSQL is not installed');
    const binDir = join(closed, 'native', 'bin');
    cpSync(join(npm.binDir, '..'), join(closed, 'native'), { recursive: true, verbatimSymlinks: true });
    writeFileSync(join(closed, 'package.json'), '{ "version": "18.0.0" }');
    const cluster = await prepareCluster({ home, binaries: [{ ...npm, binDir }], sharedDir });
    expect(lstatSync(home).isSymbolicLink()).toBe(true);
    expect(cluster.home.startsWith(sharedDir)).toBe(true);
    expect(cluster.binaries.binDir).toBe(join(sharedDir, 'postgresql-18.0.0', 'bin'));
    expect(findPostmaster(cluster)).toBeUndefined();

    rmSync(cluster.home, { recursive: true });
    await expect(prepareCluster({ home, binaries: [npm], sharedDir })).rejects.toMatchObject({
      code: 'cluster-missing',
    });
  });
});

/** Root may signal everybody, so a stranger of the cluster's own user is the hard case. */
function ownerOfCluster(): { uid: number; gid: number } {
  const { uid, gid } = statSync(join(dataDir, 'postgres', 'cluster'));
  return { uid, gid };
}
