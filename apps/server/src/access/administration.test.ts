import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AccessServer, openAccessServer } from '../../test/access-server.ts';
import { addToken, addUser, ensureConfiguredAdmin } from './administration.ts';
import { registerAccessRoutes } from './register.ts';
import { listUsers } from './users.ts';

let server: AccessServer;
let dir: string;

beforeEach(async () => {
  server = await openAccessServer(registerAccessRoutes);
  dir = mkdtempSync(join(tmpdir(), 'isocenter-admin-'));
});
afterEach(async () => {
  await server.close();
  rmSync(dir, { recursive: true });
});

/** Makes the administrator of a configuration whose file holds this text. */
async function configure(text: string, email = 'root@example.invalid'): Promise<void> {
  const passwordFile = join(dir, 'password');
  writeFileSync(passwordFile, text);
  await ensureConfiguredAdmin(server.deps, { email, passwordFile });
}

const signIn = async (email: string, password: string) =>
  (await server.nobody('POST', '/api/session', { email, password })).statusCode;

describe('the administrator of the configuration', () => {
  test('is made at the first start and can sign in; the line end of the file does not count', async () => {
    await configure('slow quartz lantern 9\n');
    expect(await signIn('root@example.invalid', 'slow quartz lantern 9')).toBe(201);
  });

  test('is left alone at later starts, whatever the file says by then', async () => {
    await configure('slow quartz lantern 9');
    await configure('another quartz lantern 9');
    await configure('another quartz lantern 9', 'other@example.invalid');
    expect(await listUsers(server.deps.db)).toHaveLength(1);
    expect(await signIn('root@example.invalid', 'another quartz lantern 9')).toBe(401);
  });

  test('needs a good password, of which the error says nothing', async () => {
    const refused = configure('shortMARK').catch((error: unknown) => error);
    expect(String(await refused)).not.toContain('MARK');
    await expect(configure('short')).rejects.toMatchObject({ code: 'weak-password' });
    expect(await listUsers(server.deps.db)).toEqual([]);
  });

  test('is nobody where nothing is configured', async () => {
    await ensureConfiguredAdmin(server.deps, {});
    expect(await listUsers(server.deps.db)).toEqual([]);
  });
});

describe('the command line', () => {
  test('adds users and makes tokens, and both are recorded', async () => {
    const added = await addUser(server.deps, { email: 'new@example.invalid', name: 'New', role: 'admin' });
    const token = added.setupPath.split('#')[1];
    const set = await server.nobody('POST', '/api/setup', { token, password: 'slow quartz lantern 9' });
    expect(set.json()).toMatchObject({ user: { role: 'admin' } });
    const { secret } = await addToken(server.deps, { role: 'admin', label: 'test' });
    const headers = { authorization: `Bearer ${secret}` };
    expect((await server.nobody('GET', '/api/users', undefined, { headers })).statusCode).toBe(200);
    const entries = await server.database.db.selectFrom('audit_entry').selectAll().orderBy('sequence').execute();
    expect(entries.map(({ action, subject_name }) => `${action} ${subject_name}`)).toEqual([
      'user:write command line',
      'setup:complete null',
      'session:sign-in null',
      'token:write command line',
    ]);
  });
});
