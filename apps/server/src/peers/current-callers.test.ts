import type { PeerInput } from '@isocenter/contract/peers';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { whileLocked } from '../../test/locked-table.ts';
import type { Caller } from '../dimse/admission.ts';
import { CurrentCallers } from './current-callers.ts';
import { createPeer, deletePeer, replacePeer } from './repository.ts';

let database: TestDatabase;
let subject: Caller['subject'];
let entry: PeerInput;
let peerId: number;
let nowMs = 0;
const now = () => new Date('2026-03-04T05:06:07Z');

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  await database.db.deleteFrom('peer').execute();
  entry = {
    ...{ name: 'Test', aeTitle: 'TEST_CT', host: '192.0.2.10', port: 104, verbs: ['echo', 'store'], note: '' },
    ...{ conflictPolicy: 'first', checkAddress: true, enabled: true },
  };
  peerId = (await createPeer({ db: database.db, now }, entry)).id;
  subject = { kind: 'peer', aet: 'TEST_CT', address: '192.0.2.10', peerId, verbs: entry.verbs };
});

async function openCallers() {
  const callers = new CurrentCallers({ db: database.db, nowMs: () => nowMs, awayAfterMs: 50 });
  await callers.admit(async () => ({ subject, conflictPolicy: 'first' }));
  return callers;
}

const replace = (changes: Partial<PeerInput>) =>
  replacePeer({ db: database.db, now }, peerId, { ...entry, ...changes });

test('what was read of an entry counts for half a second, and is then read once for everybody', async () => {
  const callers = await openCallers();
  await replace({ verbs: ['echo'] });
  nowMs += 499;
  expect(callers.current(subject)).toMatchObject({ verbs: ['echo', 'store'] });
  nowMs += 1;
  const [one, other] = [callers.current(subject), callers.current({ ...subject, address: '192.0.2.11' })];
  expect(one).toBeInstanceOf(Promise);
  expect(await one).toMatchObject({ verbs: ['echo'], address: '192.0.2.10' });
  expect(await other).toMatchObject({ verbs: ['echo'], address: '192.0.2.11' });
  // Neither asks the database any more.
  await replace({ verbs: ['store'] });
  nowMs += 499;
  expect(callers.current(subject)).toMatchObject({ verbs: ['echo'] });
});

test('a peer that is switched off or removed is gone', async () => {
  const callers = await openCallers();
  await replace({ enabled: false });
  nowMs += 500;
  expect(await callers.current(subject)).toMatchObject({ verbs: [], isGone: true });
  await replace({ enabled: true });
  nowMs += 500;
  expect(await callers.current(subject)).toMatchObject({ verbs: ['echo', 'store'], isGone: false });
  await deletePeer(database.db, peerId);
  nowMs += 500;
  expect(await callers.current(subject)).toMatchObject({ verbs: [], isGone: true });
});

test('one that is let in again is current at once', async () => {
  const callers = await openCallers();
  await replace({ enabled: false });
  nowMs += 500;
  expect(await callers.current(subject)).toMatchObject({ isGone: true });
  await callers.admit(async () => ({ subject, conflictPolicy: 'first' }));
  expect(callers.current(subject)).toMatchObject({ verbs: ['echo', 'store'] });
});

test('while the database does not answer, what is known counts, and only the first waits; after it, the list', async () => {
  const callers = await openCallers();
  await replace({ enabled: false });
  nowMs += 500;
  await whileLocked(database, 'peer', async () => {
    expect(await callers.current(subject)).toMatchObject({ verbs: ['echo', 'store'] });
    expect(await callers.current(subject)).toMatchObject({ verbs: ['echo', 'store'] });
  });
  const read = async () => {
    nowMs += 500;
    return callers.current(subject);
  };
  await expect.poll(read).toMatchObject({ isGone: true });
});

test('a database that has gone away is asked again after half a second', async () => {
  const away = await openTestDatabase();
  const gone = new CurrentCallers({ db: away.db, nowMs: () => nowMs });
  await gone.admit(async () => ({ subject, conflictPolicy: 'first' }));
  await away.close();
  nowMs += 500;
  expect(await gone.current(subject)).toMatchObject({ verbs: ['echo', 'store'] });
  expect(gone.current(subject)).not.toBeInstanceOf(Promise);
  nowMs += 500;
  expect(gone.current(subject)).toBeInstanceOf(Promise);
});

test('a caller on this machine that no entry names stays who it is', () => {
  const callers = new CurrentCallers({ db: database.db, nowMs: () => nowMs });
  const stranger = { ...subject, peerId: undefined };
  expect(callers.current(stranger)).toBe(stranger);
});
