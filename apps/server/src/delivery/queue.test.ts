import { acceptAll } from '@isocenter/dimse/accept-all';
import { dimseStatus } from '@isocenter/dimse/status';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  cutBefore,
  type DestinationOptions,
  deadPort,
  openDestination,
  openQueueServer,
  type QueueServer,
  type TestDestination,
} from '../../test/delivery-queue.ts';
import { leaseMs } from './leases.ts';
import { pruneDeliveries } from './prune.ts';

const minuteMs = 60_000;

let server: QueueServer;
const opened: { close(): unknown }[] = [];

beforeEach(async () => {
  server = await openQueueServer();
});

afterEach(async () => {
  await server.close();
  for (const one of opened.splice(0)) await one.close();
});

async function destination(options: DestinationOptions = {}): Promise<TestDestination> {
  const one = await openDestination(options);
  opened.push(one);
  return one;
}

const uids = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => `2.25.${from + at}`);
const pass = (ms: number) => server.server.server.pass(ms);
const states = () =>
  server.db
    .selectFrom('delivery_instance')
    .select(['state', 'code', 'status', 'attempts'])
    .orderBy('object_id')
    .execute();

/** Looks as often as a waiting queue would, a quarter of an hour apart. */
async function until(state: string, times = 60): Promise<void> {
  for (let at = 0; at < times; at += 1) {
    await server.queue.idle();
    if ((await server.delivery()).state === state) return;
    pass(15 * minuteMs);
  }
  throw new Error(`the delivery did not become ${state}`);
}

describe('a delivery', () => {
  test('is sent in the order of its images on one association, and is done', async () => {
    await server.store(1, 5);
    const peer = await destination();
    await server.enqueue((await server.peer(peer.port)).id);
    await server.queue.idle();
    expect(peer.received).toEqual(uids(1, 5));
    expect(peer.associations()).toBe(1);
    const { bytes_total, ...done } = await server.delivery();
    expect(done).toMatchObject({
      state: 'done',
      code: null,
      instances_sent: 5,
      bytes_sent: bytes_total,
      lease_owner: null,
    });
  });

  test('is removed some days after its end, unless it was given up', async () => {
    await server.store(1, 1);
    const peer = await server.peer((await destination({})).port);
    const states = ['done', 'cancelled', 'dead', 'waiting'] as const;
    const endedAt = new Date('2026-01-10T00:00:00Z');
    for (const state of states) {
      const id = await server.enqueue(peer.id);
      const ended_at = state === 'waiting' ? null : endedAt;
      await server.db.updateTable('delivery').set({ state, ended_at }).where('id', '=', id).execute();
    }
    const prune = (day: string) => pruneDeliveries({ db: server.db, keepDays: 30, now: () => new Date(day) });
    expect(await prune('2026-02-08T23:59:59Z')).toBe(0);
    expect(await prune('2026-02-09T00:00:01Z')).toBe(2);
    expect((await server.deliveries()).map(({ state }) => state).sort()).toEqual(['dead', 'waiting']);
    const left = await server.db.selectFrom('delivery_instance').select('delivery_id').execute();
    expect(left).toHaveLength(2);
  });

  test('is one entry of the audit trail, written before its first instance leaves', async () => {
    await server.store(1, 2);
    const before: number[] = [];
    const entries = () =>
      server.db.selectFrom('audit_entry').selectAll().where('action', '=', 'delivery:send').execute();
    const peer = await destination({
      async answer() {
        before.push((await entries()).length);
        return { status: before.length === 1 ? 0xa700 : 0 };
      },
    });
    const id = await server.enqueue((await server.peer(peer.port)).id);
    await until('done');
    expect(before).toEqual([1, 1, 1]);
    const { study_id } = await server.delivery();
    expect(await entries()).toMatchObject([
      {
        subject_kind: 'user',
        subject_id: '1',
        object_kind: 'study',
        object_id: String(study_id),
        details: { delivery: id, aeTitle: 'TEST-ARCHIVE', instances: 2 },
      },
    ]);
  });

  test('takes in images that arrive while it waits and while it is sent', async () => {
    await server.store(1, 2);
    const peer = await destination({
      async answer(uid) {
        if (uid === '2.25.3') await server.store(4, 4, '2.25.201');
        return { status: 0 };
      },
    });
    await server.enqueue((await server.peer(peer.port)).id);
    await server.store(3, 3);
    await server.queue.idle();
    expect(peer.received).toEqual(uids(1, 4));
    expect(await server.delivery()).toMatchObject({ state: 'done', instances_total: 4, instances_sent: 4 });
  });

  test('of a series takes in what arrives in it, and nothing else', async () => {
    await server.store(1, 1);
    const { id } = await server.db.selectFrom('series').select('id').executeTakeFirstOrThrow();
    const peer = await destination();
    await server.enqueue((await server.peer(peer.port)).id, { seriesIds: [id] });
    await server.store(2, 2);
    await server.store(3, 3, '2.25.201');
    await server.queue.idle();
    expect(peer.received).toEqual(uids(1, 2));
  });

  test('leaves out what has gone meanwhile, and is dead where that is all', async () => {
    await server.store(1, 2);
    const peer = await destination();
    const { id } = await server.peer(peer.port);
    await server.enqueue(id);
    await server.db.deleteFrom('instance').where('sop_instance_uid', '=', '2.25.1').execute();
    await server.queue.idle();
    expect(peer.received).toEqual(['2.25.2']);
    expect(await server.delivery()).toMatchObject({ state: 'done', instances_total: 1 });
    await server.enqueue(id);
    await server.db.deleteFrom('instance').execute();
    await server.queue.idle();
    expect((await server.deliveries())[1]).toMatchObject({ state: 'dead', code: 'nothing-left', instances_total: 0 });
  });

  test('leaves out what is put into the trash while it is sent', async () => {
    await server.store(1, 3);
    const rows = await server.db.selectFrom('instance').select(['id', 'sop_instance_uid']).execute();
    const target = { level: 'instance', id: rows.find((row) => row.sop_instance_uid === '2.25.2')?.id ?? 0 } as const;
    const deletedAt = server.server.server.deps.now();
    const times = { deletedAt, purgeAfter: deletedAt };
    const peer = await destination({
      async answer(uid) {
        if (uid === '2.25.1') {
          const disposal = { cause: 'user', deletedBy: 'test', reason: 'test', ...times } as const;
          await server.server.archive.trash.dispose(target, disposal, async () => undefined);
        }
        return { status: 0 };
      },
    });
    await server.enqueue((await server.peer(peer.port)).id);
    await server.queue.idle();
    expect(peer.received).toEqual(['2.25.1', '2.25.3']);
    expect(await server.delivery()).toMatchObject({ state: 'done', instances_total: 2, instances_sent: 2 });
  });

  test('counts as sent what the destination has already, or stores with a warning', async () => {
    await server.store(1, 2);
    const peer = await destination({ answer: (uid) => ({ status: uid === '2.25.1' ? 0x0111 : 0xb000 }) });
    await server.enqueue((await server.peer(peer.port)).id);
    await server.queue.idle();
    expect(await server.delivery()).toMatchObject({ state: 'done', instances_sent: 2 });
    expect((await states()).map(({ status }) => status).sort()).toEqual([0x0111, 0xb000].sort());
  });
});

describe('what never will', () => {
  test.each([
    ['a status of refusal', 0xc000, 'refused'],
    ['not authorized', dimseStatus.notAuthorized, 'refused'],
    ['SOP Class not supported', dimseStatus.sopClassNotSupported, 'not-accepted'],
  ])('%s: is not tried again, and the rest is sent', async (_name, status, code) => {
    await server.store(1, 3);
    const peer = await destination({ answer: (uid) => ({ status: uid === '2.25.2' ? status : 0 }) });
    await server.enqueue((await server.peer(peer.port)).id);
    await server.queue.idle();
    expect(peer.received).toEqual(uids(1, 3));
    expect(await server.delivery()).toMatchObject({ state: 'dead', code, instances_sent: 2, instances_failed: 1 });
  });

  test('an instance of which the destination takes no form', async () => {
    await server.store(1, 1);
    const peer = await destination({ accept: (request) => acceptAll({ ...request, contexts: [] }) });
    await server.enqueue((await server.peer(peer.port)).id);
    await server.queue.idle();
    expect(await server.delivery()).toMatchObject({ state: 'dead', code: 'not-accepted' });
    expect(peer.received).toEqual([]);
  });

  test('a destination that does not want us: the first is dead at once, the next after a pause', async () => {
    await server.store(1, 1);
    const peer = await destination({ accept: () => ({ kind: 'reject', result: 1, source: 1, reason: 3 }) });
    const { id } = await server.peer(peer.port);
    await server.enqueue(id);
    await server.enqueue(id);
    await server.queue.idle();
    expect((await server.deliveries()).map(({ state, code }) => [state, code])).toEqual([
      ['dead', 'destination-rejects'],
      ['waiting', null],
    ]);
    expect(peer.associations()).toBe(1);
  });

  test('a peer that was removed', async () => {
    await server.store(1, 1);
    const { id } = await server.peer(await deadPort());
    await server.enqueue(id);
    await server.db.deleteFrom('peer').execute();
    await server.queue.idle();
    expect(await server.delivery()).toMatchObject({ state: 'dead', code: 'destination-removed', peer_id: null });
  });
});

describe('what may pass', () => {
  test('a destination that is down: nothing is lost, it is tried ever more rarely, and all is sent when it is back', async () => {
    await server.store(1, 3);
    const port = await deadPort();
    const { id } = await server.peer(port);
    await server.enqueue(id);
    await server.enqueue(id, { priority: 'high' });
    const health = () => server.db.selectFrom('delivery_destination').selectAll().executeTakeFirstOrThrow();
    const pauses: number[] = [];
    for (let at = 0; at < 4; at += 1) {
      await server.queue.idle();
      const { retry_at, failures } = await health();
      expect(failures).toBe(at + 1);
      pauses.push((retry_at?.getTime() ?? 0) - server.server.server.deps.now().getTime());
      pass(pauses.at(-1) ?? 0);
    }
    expect(pauses).toEqual([5_000, 10_000, 20_000, 40_000]);
    const waiting = await server.deliveries();
    expect(waiting.map(({ state, attempts }) => [state, attempts])).toEqual(Array(2).fill(['waiting', 0]));
    expect(waiting.map(({ code }) => code)).toContain('destination-unreachable');
    const peer = await destination({ port });
    await server.queue.idle();
    expect((await server.deliveries()).map(({ state }) => state)).toEqual(['done', 'done']);
    expect(peer.received).toHaveLength(6);
    expect(await health()).toMatchObject({ failures: 0, failing_since: null, retry_at: null });
  });

  test('a destination that stays away too long: what has waited so long is given up', async () => {
    await server.store(1, 1);
    const { id } = await server.peer(await deadPort());
    await server.enqueue(id);
    await server.queue.idle();
    pass(72 * 60 * minuteMs);
    await server.enqueue(id);
    await server.queue.idle();
    await server.queue.idle();
    expect((await server.deliveries()).map(({ state, code }) => [state, code])).toEqual([
      ['dead', 'destination-unreachable'],
      ['waiting', null],
    ]);
  });

  test('an instance that is refused for the moment: the others are sent once, that one again', async () => {
    await server.store(1, 3);
    let times = 0;
    const peer = await destination({
      answer(uid) {
        if (uid === '2.25.1') times += 1;
        return { status: uid === '2.25.1' && times < 3 ? dimseStatus.outOfResources : 0 };
      },
    });
    await server.enqueue((await server.peer(peer.port)).id);
    await server.queue.idle();
    expect(await server.delivery()).toMatchObject({ state: 'waiting', code: 'destination-busy', instances_sent: 2 });
    await until('done');
    expect(peer.received).toEqual([...uids(1, 3), '2.25.1', '2.25.1']);
    expect(await server.delivery()).toMatchObject({ instances_sent: 3, attempts: 0 });
  });

  test('and does not pass: after enough attempts it is a dead letter', async () => {
    await server.store(1, 1);
    const peer = await destination({ answer: () => ({ status: dimseStatus.outOfResources }) });
    await server.enqueue((await server.peer(peer.port)).id);
    await until('dead');
    expect(await server.delivery()).toMatchObject({ code: 'destination-busy', attempts: 20, instances_failed: 0 });
    expect(peer.received).toHaveLength(20);
  });

  test('an association that is lost: it goes on with another, and sends nothing twice that was acknowledged', async () => {
    await server.store(1, 6);
    const peer = await destination();
    // The association is asked for with 236 bytes, and each instance takes 518.
    const cut = await cutBefore(peer.port, [1300, 1300]);
    opened.push(cut);
    await server.enqueue((await server.peer(cut.port)).id);
    await server.queue.idle();
    expect(peer.received.toSorted()).toEqual(uids(1, 6));
    expect(await server.delivery()).toMatchObject({ state: 'done', instances_sent: 6 });
    expect(peer.associations()).toBe(3);
  });

  test('a destination that loses every association gets a rest', async () => {
    await server.store(1, 6);
    const peer = await destination();
    const cut = await cutBefore(peer.port, Array(6).fill(700));
    opened.push(cut);
    await server.enqueue((await server.peer(cut.port)).id);
    await server.queue.idle();
    expect(peer.associations()).toBe(3);
    expect(await server.delivery()).toMatchObject({ state: 'waiting', code: 'association-lost', attempts: 1 });
    await until('done');
    expect(await server.delivery()).toMatchObject({ instances_sent: 6 });
  });
});

describe('a node that goes away', () => {
  test('loses nothing: what was acknowledged stays so, the rest is sent by another when the lease is over', async () => {
    await server.store(1, 4);
    const peer = await destination();
    const id = await server.enqueue((await server.peer(peer.port)).id);
    const objects = await server.db.selectFrom('instance').select(['object_id', 'sop_instance_uid']).execute();
    const until = new Date(server.server.server.deps.now().getTime() + leaseMs);
    const owner = '00000000-0000-4000-8000-000000000001';
    // As it lies in the database when a node is killed between the second instance and the third.
    await server.db
      .updateTable('delivery')
      .set({ state: 'running', lease_owner: owner, lease_until: until, instances_sent: 2 })
      .where('id', '=', id)
      .execute();
    const sent = objects.filter(({ sop_instance_uid }) => ['2.25.1', '2.25.2'].includes(sop_instance_uid));
    await server.db
      .updateTable('delivery_instance')
      .set({ state: 'sent', status: 0 })
      .where(
        'object_id',
        'in',
        sent.map((one) => one.object_id),
      )
      .execute();
    await server.queue.idle();
    expect(peer.received).toEqual([]);
    pass(leaseMs);
    await server.queue.idle();
    expect(peer.received).toEqual(['2.25.3', '2.25.4']);
    expect(await server.delivery()).toMatchObject({ state: 'done', instances_sent: 4 });
  });

  test('each time it has the same delivery is not asked to try for ever', async () => {
    await server.store(1, 1);
    const { id } = await server.peer(await deadPort());
    await server.enqueue(id);
    for (let times = 0; times < 20; times += 1) {
      const lease_owner = '00000000-0000-4000-8000-000000000001';
      const lease_until = server.server.server.deps.now();
      await server.db.updateTable('delivery').set({ state: 'running', lease_owner, lease_until }).execute();
      await server.db.updateTable('peer').set({ enabled: false }).execute();
      await server.queue.idle();
    }
    expect(await server.delivery()).toMatchObject({ state: 'dead', code: 'node-failed' });
  });

  test('stops in order: what is under way is acknowledged, the rest waits', async () => {
    await server.store(1, 3);
    const first = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const peer = await destination({
      async answer() {
        first.resolve();
        await goOn.promise;
        return { status: 0 };
      },
    });
    await server.enqueue((await server.peer(peer.port)).id);
    server.queue.wake();
    await first.promise;
    const closing = server.queue.close(30_000);
    goOn.resolve();
    await closing;
    expect(peer.received).toEqual(['2.25.1']);
    expect(await server.delivery()).toMatchObject({
      state: 'waiting',
      instances_sent: 1,
      attempts: 0,
      lease_owner: null,
    });
    await server.another().idle();
    expect(peer.received).toEqual(uids(1, 3));
  });

  test('does not wait longer than it may for a destination that does not answer', async () => {
    await server.store(1, 2);
    const first = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<{ status: number }>();
    const peer = await destination({
      answer() {
        first.resolve();
        return goOn.promise;
      },
    });
    await server.enqueue((await server.peer(peer.port)).id);
    server.queue.wake();
    await first.promise;
    await server.queue.close(0);
    goOn.resolve({ status: 0 });
    expect(await server.delivery()).toMatchObject({ state: 'waiting', instances_sent: 0, attempts: 0 });
  });
});

describe('a destination', () => {
  const configure = (values: Record<string, unknown>) =>
    server.db.updateTable('delivery_destination').set(values).execute();

  test('gets as many associations at a time as it may have, from all nodes together', async () => {
    await server.store(1, 3);
    const second = Promise.withResolvers<void>();
    const peer = await destination({
      accept(request) {
        if (peer.associations() === 2) second.resolve();
        return acceptAll(request);
      },
      async answer() {
        await second.promise;
        return { status: 0 };
      },
    });
    const { id } = await server.peer(peer.port);
    for (let at = 0; at < 6; at += 1) await server.enqueue(id);
    await configure({ max_associations: 2 });
    await Promise.all([server.queue.idle(), server.another().idle()]);
    await server.queue.idle();
    expect(peer.received).toHaveLength(18);
    expect(peer.mostAtOnce()).toBe(2);
    expect((await server.deliveries()).every(({ state }) => state === 'done')).toBe(true);
  });

  test.each([
    ['urgent deliveries first', 1, [2, 3, 1, 0]],
    ['the oldest one where it is its turn', 0, [0, 1, 2, 3]],
  ])('gets %s', async (_, chance, expected) => {
    await server.store(1, 1);
    const peer = await destination();
    const { id } = await server.peer(peer.port);
    for (const priority of ['low', 'medium', 'high', 'high'] as const) await server.enqueue(id, { priority });
    const order: number[] = [];
    const queue = server.another({ random: () => chance });
    for (let at = 0; at < 4; at += 1) await queue.idle();
    const rows = await server.db.selectFrom('audit_entry').select('details').orderBy('sequence').execute();
    for (const { details } of rows) order.push(Number(details.delivery));
    const ids = (await server.deliveries()).map((one) => one.id);
    expect(order).toEqual(expected.map((at) => ids[at]));
  });

  test('that is paused or switched off gets nothing until it is not', async () => {
    await server.store(1, 1);
    const peer = await destination();
    const { id } = await server.peer(peer.port);
    await server.enqueue(id);
    await configure({ paused_at: new Date() });
    await server.queue.idle();
    await configure({ paused_at: null });
    await server.db.updateTable('peer').set({ enabled: false }).execute();
    await server.queue.idle();
    expect(peer.received).toEqual([]);
    await server.db.updateTable('peer').set({ enabled: true }).execute();
    await server.queue.idle();
    expect(peer.received).toEqual(['2.25.1']);
  });

  test('is sent to in its hours only, also where they end in the middle of a delivery', async () => {
    await server.store(1, 4);
    const peer = await destination({
      answer(uid) {
        if (uid === '2.25.2') pass(60 * minuteMs);
        return { status: 0 };
      },
    });
    await server.enqueue((await server.peer(peer.port)).id);
    const start = server.server.server.deps.now();
    const time = (ms: number) => new Date(start.getTime() + ms).toTimeString().slice(0, 5);
    const window = { days: [1, 2, 3, 4, 5, 6, 7], from: time(10 * minuteMs), to: time(30 * minuteMs) };
    await configure({ sending_hours: JSON.stringify([window]) });
    await server.queue.idle();
    expect(peer.received).toEqual([]);
    pass(10 * minuteMs);
    await server.queue.idle();
    expect(peer.received).toEqual(uids(1, 2));
    expect(await server.delivery()).toMatchObject({ state: 'waiting', instances_sent: 2, code: null });
    pass(23 * 60 * minuteMs);
    await server.queue.idle();
    expect(peer.received).toEqual(uids(1, 4));
  });
});

test('an index that was made anew changes nothing', async () => {
  await server.store(1, 2);
  const peer = await destination();
  await server.enqueue((await server.peer(peer.port)).id);
  const { study_id } = await server.delivery();
  const queue = await server.reindexed();
  await queue.start();
  await queue.idle();
  expect(peer.received).toEqual(uids(1, 2));
  const study = await server.db.selectFrom('study').select('id').executeTakeFirstOrThrow();
  expect(study.id).toBe(study_id);
  expect(await server.delivery()).toMatchObject({ state: 'done', instances_sent: 2, study_id: study.id });
});

describe('a delivery that is cancelled', () => {
  test('while an instance is on its way ends at once, and says what was sent', async () => {
    await server.store(1, 3);
    const second = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<{ status: number }>();
    const peer = await destination({
      answer(uid) {
        if (uid !== '2.25.2') return { status: 0 };
        second.resolve();
        return goOn.promise;
      },
    });
    const id = await server.enqueue((await server.peer(peer.port)).id);
    server.queue.wake();
    await second.promise;
    server.queue.cancel(id);
    await server.queue.idle();
    goOn.resolve({ status: 0 });
    expect(await server.delivery()).toMatchObject({ state: 'cancelled', instances_sent: 1 });
  });

  test('by another node is told with the next answer', async () => {
    await server.store(1, 3);
    const peer = await destination({
      async answer(uid) {
        if (uid === '2.25.1') await server.db.updateTable('delivery').set({ cancel_requested: true }).execute();
        return { status: 0 };
      },
    });
    await server.enqueue((await server.peer(peer.port)).id);
    await server.queue.idle();
    const { state, instances_sent } = await server.delivery();
    expect(state).toBe('cancelled');
    expect(instances_sent).toBeLessThan(3);
  });
});

test('measures say how deep the queue is and what left', async () => {
  await server.store(1, 2);
  const peer = await destination({ answer: (uid) => ({ status: uid === '2.25.1' ? 0xc000 : 0 }) });
  const { id } = await server.peer(peer.port);
  await server.enqueue(id);
  await server.queue.idle();
  await server.enqueue((await server.peer(await deadPort(), 'TEST-AWAY')).id);
  await server.queue.idle();
  pass(minuteMs);
  const text = await server.metrics.registry.metrics();
  expect(text).toContain('isocenter_delivery_dead{destination="TEST-ARCHIVE"} 1');
  expect(text).toContain('isocenter_delivery_waiting{destination="TEST-AWAY"} 1');
  expect(text).toContain('isocenter_delivery_oldest_seconds{destination="TEST-AWAY"} 60');
  expect(text).toContain('isocenter_delivery_destination_failing{destination="TEST-AWAY"} 1');
  expect(text).toContain('isocenter_delivery_instances_total{destination="TEST-ARCHIVE",outcome="sent"} 1');
  expect(text).toContain('isocenter_delivery_instances_total{destination="TEST-ARCHIVE",outcome="never"} 1');
});
