import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AccessServer, type Ask, openAccessServer } from '../../test/access-server.ts';
import { createPeer } from '../peers/repository.ts';
import { sourceProblems } from './problems.ts';
import { registerSourceRoutes } from './routes.ts';

let server: AccessServer;
let ask: Ask;
let peerId: string;

beforeAll(async () => {
  server = await openAccessServer(
    (app, { db, audit, now }) => registerSourceRoutes(app, { db, audit, now, runner: { wake: () => undefined } }),
    { problemMappings: [sourceProblems] },
  );
  ({ ask } = await server.person('admin'));
  const peer = { name: 'Archive', aeTitle: 'ARCHIVE', host: '192.0.2.1', port: 104, verbs: [], note: '' };
  const row = await createPeer(server.deps, { ...peer, checkAddress: true, conflictPolicy: 'first', enabled: true });
  peerId = String(row.id);
});
afterAll(() => server.close());

const input = (changes: object = {}) => ({
  ...{ name: 'Test', peerId, everyMinutes: 10, hours: [], lookBackDays: 2, modalities: ['CT'], keys: {} },
  ...{ answerLimit: 500, maxConcurrent: 1 },
  ...changes,
});
const codeOf = async (body: object) => (await ask('POST', '/api/sources', body)).json().code;

test('what cannot be asked for is refused, with a code', async () => {
  expect(await codeOf(input({ peerId: '999' }))).toBe('peer-unknown');
  expect(await codeOf(input({ keys: { StudyDescripton: 'x' } }))).toBe('source-key-invalid');
  expect(await codeOf(input({ keys: { StudyDate: '20260101' } }))).toBe('source-key-invalid');
  for (const keys of [{ RequestAttributesSequence: 'x' }, { Rows: 'many' }]) {
    expect(await codeOf(input({ keys }))).toBe('source-key-invalid');
  }
  expect(await codeOf(input({ everyMinutes: 0 }))).toBe('invalid-request');
});

test('a source is made, found, changed and removed, each of it in the audit trail', async () => {
  const mirror = { order: 'oldest', since: '2020-01-01', compareEveryDays: 7, sendBack: true };
  const made = (await ask('POST', '/api/sources', input({ mirror, keys: { InstitutionName: 'Test' } }))).json();
  expect(made).toMatchObject({
    mirror,
    modalities: ['CT'],
    peer: { aeTitle: 'ARCHIVE' },
    waitsFor: { what: 'services' },
  });
  expect(await codeOf(input())).toBe('source-taken');
  const { db } = server.deps;
  await db
    .updateTable('peer')
    .set({ answers: ['find', 'move'] })
    .execute();
  const url = `/api/sources/${made.id}`;
  expect((await ask('GET', url)).json().waitsFor).toBeUndefined();
  await ask('POST', `${url}/pause`);
  expect((await ask('GET', '/api/sources')).json().sources).toMatchObject([{ waitsFor: { what: 'paused' } }]);
  await db.updateTable('source').set({ back_filled_at: new Date(), sweep_date: '20200101' }).execute();
  const same = (await ask('PUT', url, input({ mirror, everyMinutes: 20 }))).json();
  expect([same.everyMinutes, same.backFilledAt]).toEqual([20, expect.any(String)]);
  // What lies before the date was never looked for.
  const wider = (await ask('PUT', url, input({ mirror: { ...mirror, since: '2010-01-01' } }))).json();
  expect(wider.backFilledAt).toBeUndefined();
  expect((await ask('GET', `${url}/studies?state=failed,waiting`)).json()).toEqual({ total: 0, studies: [] });
  expect((await ask('DELETE', url)).statusCode).toBe(204);
  expect((await ask('GET', url)).statusCode).toBe(404);
  const entries = await db.selectFrom('audit_entry').select('details').where('action', '=', 'source:write').execute();
  const changes = entries.map(({ details }) => (details as { change: string }).change); // as the routes record it
  expect(changes).toEqual(['create', 'pause', 'update', 'update', 'delete']);
});
