import { auditActions } from '@isocenter/contract/audit-actions';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AccessServer, openAccessServer, type Person, testPassword } from '../../test/access-server.ts';
import { whileLocked } from '../../test/locked-table.ts';
import { AccessDenied } from '../access/access.ts';
import { actions } from '../access/action.ts';
import { registerAccessRoutes } from '../access/register.ts';
import type { AuditAction, AuditEvent } from './event.ts';
import { csvCell, exportEntries } from './export.ts';
import { conditionOf } from './filter.ts';
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

/** A patient with a study, made by hand; returns the study's id. */
async function addStudy(patientId: number, name: string): Promise<number> {
  const { db } = server.database;
  await sql`
    insert into gateway.patient (id, identity_key, key_id, patient_id, issuer, name, names, birth_date, sex)
    overriding system value
    values (${patientId}, ${`test-${patientId}`}, '', ${`TEST-${patientId}`}, '', ${name}, '{}', '', '')
    on conflict do nothing`.execute(db);
  const { rows } = await sql<{ id: number }>`
    insert into gateway.study (patient_id, study_instance_uid, study_date, study_time, accession_number, study_id,
      description, referring_physician, institution, modalities, series_count, instance_count, attributes, search, names)
    values (${patientId}, ${`2.25.${patientId}`}, '', '', '', '', '', '', '', '{}', 1, 1, '{}', ${name.toLowerCase()}, '{}')
    returning id`.execute(db);
  return rows[0]?.id ?? 0;
}

const view = (userId: number, studyId: number, address = '192.0.2.1'): AuditEvent => ({
  action: 'study:read',
  outcome: 'success',
  subject: { kind: 'user', userId },
  object: { kind: 'study', id: studyId },
  address,
});

describe('the search', () => {
  test('finds by who, by what, by whom it is about, by address and time, and says how many', async () => {
    const [reader, other] = [await server.person('member'), await server.person('member')];
    const study = await addStudy(71, 'SEARCHED^ONE');
    const elsewhere = await addStudy(72, 'SEARCHED^TWO');
    await server.audit.record(view(reader.id, study));
    server.pass(60_000);
    const later = server.deps.now().toISOString();
    await server.audit.record(view(reader.id, elsewhere, '192.0.2.2'));
    await server.audit.record(view(other.id, study));
    await server.audit.record({ ...view(other.id, study), outcome: 'denied' });
    const found = async (query: Record<string, string>) => {
      const { entries, total } = await read(`?${new URLSearchParams({ limit: '500', ...query })}`);
      expect(total).toBe(entries.length);
      return entries.length;
    };
    const who = reader.email;
    expect(await found({ who, action: 'study:read' })).toBe(2);
    expect(await found({ who: `Test Person`, action: 'study:read', about: 'searched' })).toBe(4);
    expect(await found({ subject: `user:${other.id}`, action: 'study:read,dimse:get' })).toBe(2);
    expect(await found({ subject: `user:${other.id}`, action: 'dimse:get' })).toBe(0);
    expect(await found({ object: `study:${study}` })).toBe(3);
    expect(await found({ object: `study:${study}`, outcome: 'denied' })).toBe(1);
    expect(await found({ object: `study:${study}`, from: later })).toBe(2);
    expect(await found({ object: `study:${study}`, to: later })).toBe(3);
    expect(await found({ object: 'patient:72' })).toBe(1);
    expect(await found({ about: 'searched two' })).toBe(1);
    expect(await found({ about: 'nobody-of-this-name' })).toBe(0);
    expect(await found({ who: '100%', action: 'study:read' })).toBe(0);
    expect(await found({ address: '192.0.2.2' })).toBe(1);
    const { entries } = await read(`?object=study:${study}&limit=1`);
    expect(entries[0].object).toMatchObject({ id: String(study), patientName: { display: 'SEARCHED, ONE' } });
  });

  test.each(['subject=user:x', 'object=study', 'action=x', 'from=yesterday', 'limit=0', 'secret=1'])(
    'refuses %s',
    async (query) => {
      expect((await admin.ask('GET', `/api/audit?${query}`)).json()).toMatchObject({ code: 'invalid-request' });
    },
  );

  test('is by time: what was numbered later and happened before stands before', async () => {
    const { id } = await server.person('member');
    const at = (ms: number) => new Date(Date.parse('2020-01-01T00:00:00Z') + ms);
    const { appendEvents } = await import('./trail.ts');
    const events = [3, 1, 2].map((ms) => ({ event: view(id, 999_999), at: at(ms) }));
    await server.database.db.transaction().execute((trx) => appendEvents(trx, events));
    const seen: string[] = [];
    for (let before: number | undefined; ; ) {
      const page = await read(`?object=study:999999&limit=1${before === undefined ? '' : `&before=${before}`}`);
      seen.push(...page.entries.map((entry: { at: string }) => entry.at));
      before = page.nextBefore;
      if (before === undefined) break;
    }
    expect(seen).toEqual([3, 2, 1].map((ms) => at(ms).toISOString()));
  });
});

describe('the access history', () => {
  test('gathers who did what with a study, and outlives a new index and the study itself', async () => {
    const { db } = server.database;
    const [one, two] = [await server.person('member'), await server.person('member')];
    const study = await addStudy(81, 'HISTORY^ONE');
    await server.audit.record(view(one.id, study));
    await server.audit.record(view(one.id, study));
    await server.audit.record({ ...view(two.id, study), details: { what: 'instances' } });
    await server.audit.record({ ...view(two.id, study), outcome: 'denied' });
    const subjectOf = ({ id, email }: Person) => {
      const name = expect.stringMatching(/^Test Person \d+$/);
      return { kind: 'user', id: String(id), name, email };
    };
    const expected = [
      { subject: subjectOf(one), kind: 'view', entries: 2 },
      { subject: subjectOf(two), kind: 'retrieve', entries: 1 },
      { subject: subjectOf(two), kind: 'refused', entries: 1 },
    ];
    const history = async (path: string) => {
      const { accesses, isCut } = (await admin.ask('GET', `/api/${path}/accesses`)).json();
      expect([accesses.length, isCut]).toEqual([3, false]);
      expect(accesses).toEqual(expect.arrayContaining(expected.map((line) => expect.objectContaining(line))));
    };
    await history(`studies/${study}`);
    await history('patients/81');
    await sql`truncate gateway.patient, gateway.patient_key, gateway.study, gateway.series, gateway.instance,
      gateway.conflict`.execute(db);
    const again = await addStudy(81, 'HISTORY^ONE');
    expect(again).not.toBe(study);
    await history(`studies/${again}`);
    await history('patients/81');
    await db.deleteFrom('study').where('id', '=', again).execute();
    await history(`studies/${study}`);
    await history(`studies/${again}`);
    const { entries } = await read('?action=access-history:read');
    expect(entries[0]).toMatchObject({ object: { kind: 'study', id: String(again) } });
  });
});

describe('the export', () => {
  test('has every entry once, as CSV and as JSON Lines, and is in the trail itself', async () => {
    const subject = { kind: 'peer', aet: '=HYPERLINK("x")', peerId: undefined } as const;
    await Promise.all(
      Array.from({ length: 2_100 }, () => server.audit.record({ action: 'dimse:echo', outcome: 'success', subject })),
    );
    const jsonl = await admin.ask('GET', '/api/audit/export?format=jsonl&action=dimse:echo');
    expect(jsonl.headers).toMatchObject({
      'content-type': 'application/jsonl',
      'content-disposition': 'attachment; filename="audit-2026-03-04.jsonl"',
    });
    const entries = jsonl.body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(new Set(entries.map((entry) => entry.sequence)).size).toBe(2_100);
    expect(entries).toHaveLength(2_100);
    expect(entries[0]).toMatchObject({ subject: { name: subject.aet }, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const csv = await admin.ask('GET', '/api/audit/export?action=dimse:echo');
    const lines = csv.body.trimEnd().split('\r\n');
    expect(lines).toHaveLength(2_101);
    expect(lines[0]).toMatch(/^\ufeffsequence,at,action/);
    expect(lines[1]).toContain(`,peer,,"'=HYPERLINK(""x"")",`);
    const { entries: told } = await read('?action=audit:export');
    expect(told.map(({ details }: { details: object }) => details)).toEqual([
      { format: 'csv', keys: ['action'] },
      { format: 'jsonl', keys: ['action'] },
    ]);
  });

  test('asks a session for a fresh proof, by an address that a page may ask first', async () => {
    const officer = await server.person('privacy-officer');
    const asks = () => [officer.ask('POST', '/api/audit/export'), officer.ask('GET', '/api/audit/export?format=csv')];
    const statuses = async () => (await Promise.all(asks())).map(({ statusCode }) => statusCode);
    expect(await statuses()).toEqual([204, 200]);
    server.pass(server.deps.policy.proofMs + 1);
    for (const answer of await Promise.all(asks())) expect(answer.json()).toMatchObject({ code: 'step-up-required' });
    expect((await officer.ask('GET', '/api/audit')).statusCode).toBe(200);
    const program = await server.program('admin');
    expect((await program('GET', '/api/audit/export?format=csv')).statusCode).toBe(200);
  });

  test('goes on when the proof is no longer fresh that it began with', async () => {
    const officer = await server.person('privacy-officer');
    await server.audit.flush();
    server.pass(server.deps.policy.proofMs - 1);
    const answer = await whileLocked(server.database, 'audit_entry', async () => {
      const begun = officer.ask('GET', '/api/audit/export?format=jsonl&action=dimse:echo');
      const waiting = sql`
        select from pg_locks where relation = 'gateway.audit_entry'::regclass and not granted`;
      await expect.poll(async () => (await waiting.execute(server.database.db)).rows.length).toBeGreaterThan(0);
      server.pass(2);
      return { begun };
    });
    expect((await answer.begun).body.trimEnd().split('\n').length).toBeGreaterThan(2_000);
  });

  test('ends when the right to it does', async () => {
    const condition = await conditionOf(server.database.db, { kind: 'system', name: 'test' }, { action: 'dimse:echo' });
    let pages = 0;
    const mayGoOn = async () => {
      pages += 1;
      if (pages > 1) throw new AccessDenied('unauthenticated', 'audit:export');
    };
    const read: string[] = [];
    const reading = async () => {
      for await (const piece of exportEntries(server.database.db, condition, { format: 'jsonl', mayGoOn }))
        read.push(piece);
    };
    await expect(reading()).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(read.join('').trimEnd().split('\n')).toHaveLength(2_000);
  });
});

test.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\tx', "'\tx"],
  ['a,b', '"a,b"'],
  ['a"b', '"a""b"'],
  ['=1\r\n', `"'=1\r\n"`],
  ['plain', 'plain'],
])('a cell with %j is written %j', (text, cell) => {
  expect(csvCell(text)).toBe(cell);
});
