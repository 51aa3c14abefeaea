import { auditActions } from '@isocenter/contract/audit-actions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AccessServer, openAccessServer, type Person, testPassword } from '../../test/access-server.ts';
import { actions } from '../access/action.ts';
import { registerAccessRoutes } from '../access/register.ts';
import type { AuditAction } from './event.ts';
import { registerAuditRoutes } from './routes.ts';

let server: AccessServer;
let admin: Person;

beforeAll(async () => {
  server = await openAccessServer((app, deps) => {
    registerAccessRoutes(app, deps);
    registerAuditRoutes(app, deps);
  });
  admin = await server.person('admin');
});
afterAll(() => server.close());

async function read(query = '') {
  await server.audit.flush();
  const answer = await admin.ask('GET', `/api/audit${query}`);
  expect(answer.statusCode).toBe(200);
  return answer.json();
}

test('every action of the table can be filtered by, and nothing else', () => {
  const offered: readonly AuditAction[] = auditActions;
  expect(offered).toEqual(expect.arrayContaining([...actions]));
});

describe('the audit trail', () => {
  test('tells who did what, with the names of now', async () => {
    await admin.ask('POST', '/api/users', { email: 'x@example.invalid', name: 'X', role: 'member' });
    const { entries } = await read('?action=user:write');
    expect(entries[0]).toMatchObject({
      action: 'user:write',
      outcome: 'success',
      subject: { kind: 'user', id: String(admin.id), name: admin.email },
      object: { kind: 'user' },
      address: '127.0.0.1',
      details: { change: 'create', role: 'member' },
    });
  });

  test('is read page by page, newest first', async () => {
    const subject = { kind: 'system', name: 'test' } as const;
    await Promise.all(
      Array.from({ length: 7 }, () => server.audit.record({ action: 'study:read', outcome: 'success', subject })),
    );
    const seen: number[] = [];
    let before: number | undefined;
    do {
      const page = await read(`?action=study:read&limit=3${before === undefined ? '' : `&before=${before}`}`);
      expect(page.entries.length).toBeLessThanOrEqual(3);
      seen.push(...page.entries.map(({ sequence }: { sequence: number }) => sequence));
      before = page.nextBefore;
    } while (before !== undefined);
    expect(seen).toHaveLength(7);
    expect(seen).toEqual([...seen].sort((a, b) => b - a));
  });

  test('shows sign-ins, failed ones without what was typed, and denials', async () => {
    const { email, id } = await server.person('member');
    await server.nobody('POST', '/api/session', { email, password: testPassword });
    await server.nobody('POST', '/api/session', { email, password: 'MARKED' });
    await server.nobody('POST', '/api/session', { email: 'marked@example.invalid', password: 'MARKED' });
    await server.nobody('GET', '/api/users');
    const { ask } = await server.person('member');
    await ask('GET', '/api/users');
    const page = await read();
    const summary = page.entries.map((entry: { action: string; outcome: string; object?: { id?: string } }) =>
      [entry.action, entry.outcome, entry.object?.id].join(' '),
    );
    expect(summary).toEqual(
      expect.arrayContaining([
        'session:sign-in success ',
        `session:sign-in failure ${id}`,
        'session:sign-in failure ',
        'http:anonymous denied ',
        'user:read denied ',
      ]),
    );
    expect(JSON.stringify(page).toLowerCase()).not.toContain('marked');
  });

  test('records that it was read, by which keys', async () => {
    await read('?outcome=denied&limit=1');
    const { entries } = await read('?action=audit:read&limit=1');
    expect(entries[0]).toMatchObject({ action: 'audit:read', details: { keys: ['limit', 'outcome'] } });
  });
});
