/** `isocenter service` beside a running node: an account is made, its token exchanged, and all of it ended. */

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provideCluster } from '@isocenter/testkit/provided-cluster';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand, type StartedNode, startNode } from './running-node.ts';

let parent: string;
let dataDir: string;
let node: StartedNode;

beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), 'isocenter-service-'));
  // As root, the private PostgreSQL runs as another user, who must reach it.
  chmodSync(parent, 0o755);
  dataDir = join(parent, 'data');
  await provideCluster(dataDir);
  node = await startNode({ dataDir });
});
afterAll(async () => {
  await node?.stop();
  rmSync(parent, { recursive: true, force: true });
});

const run = (...args: string[]) => runCommand(['service', ...args], { dataDir });

async function statusBy(token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token.trim()}` };
  return (await fetch(`${node.ready.http}/dicom-web/studies`, { headers })).status;
}

type Listed = { readonly status: string; readonly tokens: readonly { readonly id: string; readonly label: string }[] };

async function listed(): Promise<Listed> {
  return JSON.parse((await run('list', '--json')).stdout);
}

test('an account is added, speaks with one token and then with another, and is disabled', async () => {
  const about = ['--name', 'Report system', '--description', 'writes reports', '--contact', 'ris@hospital.example'];
  expect((await run('list')).stdout).toBe('There is none.\n');
  expect((await run('add', ...about, '--from', '127.0.0.0/8', '::1', '--until', '2099-01-01')).code).toBe(0);
  const twice = await run('add', ...about);
  expect([twice.code, twice.stderr]).toEqual([1, 'isocenter: there is a service account with this name\n']);
  expect((await run('add', ...about, '--until', 'soon')).code).toBe(1);

  const first = await run('token', 'report system', '--label', '2026');
  expect(first.stdout).toMatch(/^isocenter_[\w-]{43}\n$/);
  const second = await run('token', 'Report system', '--label', '2027', '--days', '30');
  expect([await statusBy(first.stdout), await statusBy(second.stdout)]).toEqual([204, 204]);
  const { tokens } = await listed();
  expect(tokens.map(({ label }) => label)).toEqual(['2027', '2026']);
  expect((await run('list')).stdout).toContain('active    Report system: writes reports (ris@hospital.example)\n');

  const old = tokens.find(({ label }) => label === '2026')?.id ?? '';
  expect((await run('revoke', 'report system', old)).code).toBe(0);
  expect((await run('revoke', 'report system', old)).code).toBe(1);
  // What another process changes holds half a second later.
  await expect.poll(() => statusBy(first.stdout)).toBe(401);
  expect(await statusBy(second.stdout)).toBe(204);

  expect((await run('disable', 'report system')).code).toBe(0);
  await expect.poll(() => statusBy(second.stdout)).toBe(401);
  expect(await listed()).toMatchObject({ status: 'disabled', tokens: [] });
  const refused = await run('token', 'report system');
  expect([refused.code, refused.stdout]).toEqual([1, '']);
  expect((await run('enable', 'report system')).code).toBe(0);
  expect(await statusBy(second.stdout)).toBe(401);
  expect((await run('enable', 'somebody else')).code).toBe(1);

  const active = await run('delete', 'report system');
  expect([active.code, active.stderr]).toEqual([
    1,
    'isocenter: the service account is neither disabled nor at its end\n',
  ]);
  expect((await run('disable', 'report system')).code).toBe(0);
  expect((await run('delete', 'report system')).code).toBe(0);
  expect((await run('list')).stdout).toBe('There is none.\n');
});
