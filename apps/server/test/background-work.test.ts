/** `/api/prefetches` and `/api/commitments`: what administrators see of work that no page of its own shows. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { endCommitment, insertCommitment } from '../src/commitment/repository.ts';
import { registerCommitmentRoutes } from '../src/commitment/routes.ts';
import { registerPrefetchRoutes } from '../src/prefetch/routes.ts';
import { type AccessServer, type Ask, openAccessServer } from './access-server.ts';

let server: AccessServer;
let ask: Ask;
let woken = 0;

beforeAll(async () => {
  const prefetcher = {
    wake: () => {
      woken += 1;
    },
  };
  server = await openAccessServer((app, { db, audit, now }) => {
    registerPrefetchRoutes(app, { db, audit, now, prefetcher });
    registerCommitmentRoutes(app, { db, audit });
  });
  ({ ask } = await server.person('admin'));
});
afterAll(() => server.close());

test('earlier studies that were given up are listed with the reason, and tried again', async () => {
  const { db, now } = server.deps;
  const row = {
    study_instance_uid: '2.25.1',
    patient_key: 'gone',
    rule_id: 7,
    wanted: JSON.stringify({ from: 'ARCHIVE', maximum: 3 }),
    next_at: now(),
    created_at: now(),
  };
  await db
    .insertInto('prefetch')
    .values({ ...row, state: 'failed', attempts: 6, failure: 'timeout' })
    .execute();
  await db
    .insertInto('prefetch')
    .values({ ...row, state: 'done', found: 2, fetched: 1, failure: null })
    .execute();
  const { total, prefetches } = (await ask('GET', '/api/prefetches?state=failed')).json();
  const [failed] = prefetches;
  expect([total, failed]).toMatchObject([1, { state: 'failed', from: 'ARCHIVE', attempts: 6, code: 'timeout' }]);
  expect((await ask('POST', `/api/prefetches/${failed.id}/retry`)).statusCode).toBe(204);
  expect(woken).toBe(1);
  expect((await ask('POST', `/api/prefetches/${failed.id}/retry`)).statusCode).toBe(404);
  const all = (await ask('GET', '/api/prefetches')).json();
  expect(all.prefetches.map(({ state }: { state: string }) => state)).toEqual(['done', 'waiting']);
});

test('storage commitments are listed by state, the latest first', async () => {
  const { db, now } = server.deps;
  const instances = [{ sopClassUid: '1.2.840.10008.5.1.4.1.1.2', sopInstanceUid: '2.25.1' }];
  const asked = { aeTitle: 'SCANNER', peerId: undefined, address: '192.0.2.1', instances };
  const first = await insertCommitment(db, { ...asked, transactionUid: '2.25.100' }, now());
  await insertCommitment(db, { ...asked, transactionUid: '2.25.101' }, now());
  await endCommitment(db, first, 'dead', now());
  const { commitments } = (await ask('GET', '/api/commitments?state=waiting,dead')).json();
  expect(commitments).toMatchObject([
    { state: 'waiting', aeTitle: 'SCANNER', instances: 1, retryAt: now().toISOString() },
    { state: 'dead', transactionUid: '2.25.100', endedAt: now().toISOString() },
  ]);
  expect((await ask('GET', '/api/commitments?state=lost')).statusCode).toBe(400);
});
