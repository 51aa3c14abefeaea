import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provideCluster } from '@isocenter/testkit/provided-cluster';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { canEnter, listUsers } from '../src/database/os-user.ts';
import { isAlive, isZombie } from '../src/database/process.ts';
import { openTestDatabase } from './database.ts';
import { launcher, runCommand, type StartedNode, spawnCommand, startNode } from './running-node.ts';

const isRoot = process.getuid?.() === 0;
const nobody = listUsers().find(({ name }) => name === 'nobody');
const canBeNobody = isRoot && nobody !== undefined && canEnter(nobody, import.meta.dirname);

/** A Node of the machine that is too old to run TypeScript, if it has one. */
const oldRuntime = ['/usr/bin/node', '/usr/local/bin/node'].find((path) => existsSync(path) && isOld(path));

function isOld(path: string): boolean {
  const [, major] = /^v(\d+)/.exec(execFileSync(path, ['--version'], { encoding: 'utf8' })) ?? [];
  return Number(major) >= 18 && Number(major) < 22;
}

let parent: string;
let dataDir: string;
let server: Awaited<ReturnType<typeof openTestDatabase>> | undefined;
const nodes: StartedNode[] = [];

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'isocenter-up-'));
  chmodSync(parent, 0o777);
  dataDir = join(parent, 'data');
});

afterEach(async () => {
  for (const { child, ready } of nodes.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      const exit = once(child, 'exit');
      process.kill(ready.pid, 'SIGKILL');
      await exit;
    }
    const { postmasterPid } = ready;
    if (postmasterPid === undefined) continue;
    if (runs(postmasterPid)) process.kill(postmasterPid, 'SIGQUIT');
    await gone(postmasterPid);
  }
  await server?.close();
  server = undefined;
  rmSync(parent, { recursive: true, force: true });
});

/** Starts a node on a server of somebody else's, which is quicker where its own is not what matters. */
async function startBeside(environment: Readonly<Record<string, string>> = {}): Promise<StartedNode> {
  server ??= await openTestDatabase();
  return start({ environment: { ISOCENTER__DATABASE__URL: server.url, ...environment } });
}

async function start(options: Partial<Parameters<typeof startNode>[0]> = {}): Promise<StartedNode> {
  const node = await startNode({ dataDir, ...options });
  nodes.push(node);
  return node;
}

/** Of what changes within milliseconds; asked without pause it would take a core from what is waited for. */
const often = { interval: 10 };

function runs(pid: number | undefined): boolean {
  return pid !== undefined && isAlive(pid) && !isZombie(pid);
}

async function gone(pid: number | undefined): Promise<void> {
  await expect.poll(() => runs(pid), often).toBe(false);
}

describe('isocenter up', () => {
  test('says what scripts need to know, answers, and stops with everything it started', async () => {
    const node = await start();
    const { ready } = node;
    expect(ready.http).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(ready.dicom).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(ready.aet).toBe('ISOCENTER');
    // Whoever started it, a service manager, say, knows it by this id.
    expect(ready.pid).toBe(node.child.pid);
    expect(runs(ready.pid) && runs(ready.postmasterPid)).toBe(true);
    expect(await (await fetch(`${ready.http}/readyz`)).json()).toMatchObject({
      status: 'ready',
      checks: { database: true },
    });
    // What it writes it keeps to itself.
    expect(statSync(join(dataDir, 'postgres')).mode & 0o077).toBe(0);
    expect(statSync(dataDir).mode & 0o066).toBe(0);
    expect(await node.stop()).toBe(0);
    await gone(ready.postmasterPid);
  });

  test('after a kill of everything is ready again by itself', async () => {
    await provideCluster(dataDir);
    const { ready, child } = await start();
    const exit = once(child, 'exit');
    process.kill(ready.pid, 'SIGKILL');
    process.kill(ready.postmasterPid ?? 0, 'SIGKILL');
    await exit;
    const again = await start();
    expect((await fetch(`${again.ready.http}/readyz`)).status).toBe(200);
    expect(await again.stop()).toBe(0);
  });

  test('stays up while its database is killed and is ready again by itself', async () => {
    await provideCluster(dataDir);
    const { ready } = await start();
    process.kill(ready.postmasterPid ?? 0, 'SIGKILL');
    await gone(ready.postmasterPid);
    await expect.poll(async () => (await fetch(`${ready.http}/readyz`)).status, often).toBe(200);
    expect((await fetch(`${ready.http}/healthz`)).status).toBe(200);
    expect(runs(ready.pid)).toBe(true);
  });

  test('goes on when nobody reads its output any more', async () => {
    const node = await startBeside();
    node.child.stdout?.destroy();
    node.child.stderr?.destroy();
    for (let round = 0; round < 3; round++) expect((await fetch(`${node.ready.http}/api/about`)).status).toBe(401);
    expect(await node.stop()).toBe(0);
  });

  test('ends at once at a second request to stop', async () => {
    await provideCluster(dataDir);
    const node = await start();
    const exit = once(node.child, 'exit');
    // An answer that never ends holds the first stop for its time of grace.
    const abort = new AbortController();
    const endless = fetch(`${node.ready.http}/api/session`, {
      signal: abort.signal,
      method: 'POST',
      body: neverEnding(),
      duplex: 'half',
      headers: { 'content-type': 'application/json' },
    } as RequestInit);
    const ended = endless.catch(() => undefined);
    process.kill(node.ready.pid, 'SIGINT');
    const repeat = setInterval(() => runs(node.ready.pid) && process.kill(node.ready.pid, 'SIGINT'), 200);
    await exit;
    clearInterval(repeat);
    await gone(node.ready.postmasterPid);
    abort.abort();
    await ended;
  });

  test('names an unknown key and a taken port, and leaves no database behind', async () => {
    const wrong = await runCommand(['up'], { dataDir, environment: { ISOCENTER__HTTP__PROT: '1' } });
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('ISOCENTER__HTTP__PROT')]);
    expect(existsSync(dataDir)).toBe(false);

    await provideCluster(dataDir);
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const refused = await runCommand(['up', '--json'], { dataDir, environment: { ISOCENTER__HTTP__PORT: port } });
    taken.close();
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({ event: 'error', code: 'address-unavailable' });
    expect(existsSync(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'))).toBe(false);
  });

  test('ends, with its database, where a module cannot be loaded', async () => {
    const hooks = `import { registerHooks } from 'node:module';
      registerHooks({ load(url, context, next) {
        if (url.endsWith('/roles/node.ts')) throw Object.assign(new Error(), { code: 'TEST-MODULE' });
        return next(url, context);
      } });`;
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(hooks)}`;
    const { code, stdout } = await runCommand(['up', '--json'], { dataDir, environment: { NODE_OPTIONS } });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ event: 'error', code: 'TEST-MODULE' });
    // It had been there.
    expect(existsSync(join(dataDir, 'postgres', 'cluster', 'PG_VERSION'))).toBe(true);
    expect(existsSync(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'))).toBe(false);
  });

  test('uses a server of somebody else’s and starts none', async () => {
    const node = await startBeside();
    expect(node.ready.postmasterPid).toBeUndefined();
    expect((await fetch(`${node.ready.http}/readyz`)).status).toBe(200);
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
    expect(await node.stop()).toBe(0);
  });

  test('names the address that a program on this machine uses, whatever it listens on', async () => {
    const environment = {
      ISOCENTER__HTTP__HOST: '0.0.0.0',
      ISOCENTER__DICOM__HOST: '0.0.0.0',
      ISOCENTER__HTTP__TRUSTED_PROXIES: 'loopback',
    };
    const { ready } = await startBeside(environment);
    expect(ready.http).toMatch(/^http:\/\/127\.0\.0\.1:/);
    expect(ready.dicom).toMatch(/^127\.0\.0\.1:/);
  });

  test('tells a person what to open and what to paste', async () => {
    const file = join(parent, 'isocenter.yaml');
    writeFileSync(file, 'dicom: { aet: MY PACS }\n');
    await provideCluster(dataDir);
    const child = spawnCommand(['up'], { dataDir, environment: { ISOCENTER_CONFIG: file } });
    const exit = once(child, 'exit');
    let said = '';
    for await (const chunk of child.stdout ?? []) {
      said += chunk;
      if (said.includes('Ctrl-C')) break;
    }
    child.kill('SIGINT');
    expect((await exit)[0]).toBe(0);
    expect(said).toMatch(/Web application +http:\/\/127\.0\.0\.1:\d+\n/);
    expect(said).toMatch(/\/setup#\S+/);
    expect(said).toMatch(/dcmsend -nh -dn \+sd \+r -aec 'MY PACS' 127\.0\.0\.1 \d+ FOLDER/);
  });
});

describe.skipIf(oldRuntime === undefined)('under an old Node (skipped: the machine has none from 18 to 21)', () => {
  test('the launcher finds a new one, passes signals on and the exit code back', async () => {
    await provideCluster(dataDir);
    const node = await start({ runtime: oldRuntime ?? '' });
    expect(node.ready.pid).not.toBe(node.child.pid);
    const exit = once(node.child, 'exit');
    node.child.kill('SIGTERM');
    expect((await exit)[0]).toBe(0);
    await gone(node.ready.pid);
    const wrong = await runCommand(['migrate', '--config', '/nowhere'], { dataDir, runtime: oldRuntime ?? '' });
    expect(wrong.code).toBe(1);
  });
});

describe.skipIf(!canBeNobody)(
  'as an ordinary user (skipped: needs root, nobody, and a clone that nobody can read)',
  () => {
    test('everything runs as that user', async () => {
      const user = { uid: nobody?.uid ?? 0, gid: nobody?.gid ?? 0 };
      const node = await start({ user });
      expect(statSync(`/proc/${node.ready.postmasterPid}`).uid).toBe(user.uid);
      expect((await fetch(`${node.ready.http}/readyz`)).status).toBe(200);
      expect(await node.stop()).toBe(0);
    });
  },
);

describe('other commands', () => {
  test('--help names them all, and each explains itself', async () => {
    const { stdout } = await runCommand(['--help'], { dataDir });
    for (const name of ['up', 'migrate', 'user', 'service', 'audit', 'doctor']) {
      expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
      expect((await runCommand([name, '--help'], { dataDir })).code).toBe(0);
    }
  });

  test('migrate prepares a database and has nothing to do afterwards', async () => {
    const first = await runCommand(['migrate', '--json'], { dataDir });
    expect(JSON.parse(first.stdout).migrations).toContain('0001-archive');
    const second = await runCommand(['migrate', '--json'], { dataDir });
    expect(JSON.parse(second.stdout)).toEqual({ event: 'migrated', migrations: [] });
  });

  test('doctor looks at a node that runs and at one that cannot', async () => {
    await provideCluster(dataDir);
    await start();
    const well = await runCommand(['doctor', '--json'], { dataDir });
    const findings = well.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(findings.find(({ name }) => name === 'database')).toMatchObject({
      ok: true,
      found: expect.stringContaining('collation C'),
    });

    const environment = { ISOCENTER__HTTP__HOST: '0.0.0.0', ISOCENTER__DATABASE__URL: 'postgresql://127.0.0.1:1/none' };
    const ill = await runCommand(['doctor'], { dataDir, environment });
    expect(ill.code).toBe(1);
    expect(ill.stdout).toMatch(/FAIL +exposure/);
    expect(ill.stdout).toMatch(/FAIL +database .*ECONNREFUSED\n.*→/);
  });
});

function neverEnding(): ReadableStream {
  return new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{')) });
}

test('the launcher is found by npx', () => {
  const bin = join(import.meta.dirname, '../../../node_modules/.bin/isocenter');
  expect(existsSync(bin) && existsSync(launcher)).toBe(true);
});
