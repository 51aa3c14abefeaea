import type { Delivery, DeliveryList, DestinationList } from '@isocenter/contract/deliveries';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../../test/access-server.ts';
import {
  deadPort,
  openDestination,
  openQueueServer,
  type QueueServer,
  type TestDestination,
} from '../../test/delivery-queue.ts';

let server: QueueServer;
let peer: TestDestination;
let destinationId: string;
let studyId: string;
let admin: Person;
let member: Person;
let status: number;

beforeEach(async () => {
  status = 0;
  server = await openQueueServer();
  peer = await openDestination({ answer: () => ({ status }) });
  await server.store(1, 2);
  destinationId = String((await server.peer(peer.port)).id);
  studyId = String((await server.db.selectFrom('study').select('id').executeTakeFirstOrThrow()).id);
  admin = await server.server.server.person('admin');
  member = await server.server.server.person('member');
});

afterEach(async () => {
  await server.close();
  await peer.close();
});

const create = (who: Person, more: object = {}) =>
  who.ask('POST', '/api/deliveries', { studyId, destinationId, ...more });
const list = async (who: Person, query = '') => (await who.ask('GET', `/api/deliveries${query}`)).json<DeliveryList>();
const destinations = async (who: Person) =>
  (await who.ask('GET', '/api/destinations')).json<DestinationList>().destinations;
const audited = async (action: string) => {
  await server.server.server.audit.flush();
  return server.db.selectFrom('audit_entry').selectAll().where('action', '=', action).orderBy('sequence').execute();
};

describe('a delivery', () => {
  test('is asked for, sent, and shown with what became of it', async () => {
    const answer = await create(member, { priority: 'high' });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({
      state: 'waiting',
      priority: 'high',
      scope: 'study',
      destination: { id: destinationId, aeTitle: 'TEST-ARCHIVE' },
      study: { id: studyId, patientName: { display: 'TEST, ONE' }, modalities: ['CT'] },
      requestedBy: { kind: 'user' },
      waitsFor: { what: 'turn' },
      instances: { total: 2, sent: 0, failed: 0 },
      mayChange: true,
    });
    await server.queue.idle();
    const { id } = answer.json<Delivery>();
    const done = (await member.ask('GET', `/api/deliveries/${id}`)).json<Delivery>();
    expect(done).toMatchObject({ state: 'done', instances: { total: 2, sent: 2 }, failures: [] });
    expect(done.endedAt).toBeDefined();
    expect(await audited('delivery:write')).toMatchObject([
      { subject_id: String(member.id), object_kind: 'study', object_id: studyId, details: { change: 'create' } },
    ]);
    expect(await audited('delivery:send')).toHaveLength(1);
  });

  test('tells administrators, and nobody else, which colleague asked for it', async () => {
    await create(member);
    expect((await list(admin)).deliveries[0]?.requestedBy).toEqual({ kind: 'user', name: 'Test Person 2' });
    expect((await list(member)).deliveries[0]?.requestedBy).toEqual({ kind: 'user' });
  });

  test('says what it waits for', async () => {
    await create(member);
    const waitsFor = async () => (await list(member)).deliveries[0]?.waitsFor?.what;
    await admin.ask('POST', `/api/destinations/${destinationId}/pause`);
    expect(await waitsFor()).toBe('paused');
    await admin.ask('POST', `/api/destinations/${destinationId}/resume`);
    status = 0xa700;
    await server.queue.idle();
    expect(await waitsFor()).toBe('retry');
    await server.db.updateTable('peer').set({ enabled: false }).execute();
    expect(await waitsFor()).toBe('disabled');
  });

  test('that is dead names why, and is resubmitted without what was acknowledged', async () => {
    await server.store(3, 3);
    status = 0xc123;
    const { id } = (await create(member)).json<Delivery>();
    await server.queue.idle();
    const dead = (await list(member, '?state=dead')).deliveries[0];
    expect(dead).toMatchObject({ code: 'refused', failures: [{ code: 'refused', status: 0xc123, instances: 3 }] });
    await server.db.updateTable('delivery').set({ instances_failed: 2, instances_sent: 1 }).execute();
    const [{ object_id } = { object_id: '' }] = await server.db
      .selectFrom('delivery_instance')
      .select('object_id')
      .execute();
    await server.db
      .updateTable('delivery_instance')
      .set({ state: 'sent' })
      .where('object_id', '=', object_id)
      .execute();
    expect((await member.ask('POST', `/api/deliveries/${id}/cancel`)).json()).toMatchObject({ state: 'cancelled' });
    status = 0;
    const again = await member.ask('POST', `/api/deliveries/${id}/resubmit`);
    expect(again.json()).toMatchObject({ state: 'waiting', instances: { total: 3, sent: 1, failed: 0 } });
    await server.queue.idle();
    expect(peer.received).toHaveLength(5);
    expect((await list(member)).deliveries[0]).toMatchObject({ state: 'done', instances: { sent: 3 } });
    expect(await audited('delivery:send')).toHaveLength(1);
    expect((await member.ask('POST', `/api/deliveries/${id}/resubmit`)).json()).toMatchObject({
      code: 'delivery-state',
    });
  });

  test('is cancelled while it waits, and can be taken up again', async () => {
    const { id } = (await create(member)).json<Delivery>();
    expect((await member.ask('POST', `/api/deliveries/${id}/cancel`)).json()).toMatchObject({ state: 'cancelled' });
    await server.queue.idle();
    expect(peer.received).toEqual([]);
    expect((await member.ask('POST', `/api/deliveries/${id}/cancel`)).statusCode).toBe(409);
    await member.ask('POST', `/api/deliveries/${id}/resubmit`);
    await server.queue.idle();
    expect(peer.received).toHaveLength(2);
  });

  test('of somebody else is changed by administrators only', async () => {
    const { id } = (await create(admin)).json<Delivery>();
    expect((await list(member)).deliveries[0]?.mayChange).toBe(false);
    expect((await member.ask('POST', `/api/deliveries/${id}/cancel`)).statusCode).toBe(403);
    expect(await audited('delivery:write')).toMatchObject([{ outcome: 'success' }, { outcome: 'denied' }]);
    const own = (await create(member)).json<Delivery>();
    expect((await admin.ask('POST', `/api/deliveries/${own.id}/cancel`)).statusCode).toBe(200);
  });

  test('of a study that is not granted cannot be asked for, seen or changed', async () => {
    const { id } = (await create(admin)).json<Delivery>();
    await server.db.deleteFrom('access_grant').execute();
    expect((await create(member)).statusCode).toBe(404);
    expect(await list(member)).toEqual({ total: 0, deliveries: [] });
    for (const [method, path] of [
      ['GET', ''],
      ['POST', '/cancel'],
      ['POST', '/resubmit'],
    ] as const) {
      expect((await member.ask(method, `/api/deliveries/${id}${path}`)).statusCode).toBe(404);
    }
    expect((await list(admin)).total).toBe(1);
  });

  test('of nothing, or to a peer that is not there or switched off, is refused', async () => {
    expect((await create(member, { instanceIds: ['999999'] })).json()).toMatchObject({ code: 'nothing-to-send' });
    expect((await create(member, { destinationId: '999999' })).statusCode).toBe(404);
    await server.db.updateTable('peer').set({ enabled: false }).execute();
    expect((await create(member)).json()).toMatchObject({ status: 409, code: 'peer-disabled' });
  });
});

test('the queue is listed in its order, by state, destination and study, in pages', async () => {
  for (const priority of ['low', 'medium', 'high']) await create(member, { priority });
  await server.queue.idle();
  const away = String((await server.peer(await deadPort(), 'TEST-AWAY')).id);
  for (const priority of ['low', 'high']) await create(member, { priority, destinationId: away });
  const all = await list(member);
  expect(all.deliveries.map(({ state, priority }) => `${state} ${priority}`)).toEqual([
    'waiting high',
    'waiting low',
    expect.stringContaining('done'),
    expect.stringContaining('done'),
    expect.stringContaining('done'),
  ]);
  expect((await list(member, `?destinationId=${away}`)).total).toBe(2);
  expect((await list(member, '?state=done,dead')).total).toBe(3);
  expect((await list(member, `?studyId=${studyId}&limit=2&offset=4`)).deliveries).toHaveLength(1);
  expect((await member.ask('GET', '/api/deliveries?state=lost')).statusCode).toBe(400);
});

describe('a destination', () => {
  const settings = { maxAssociations: 3, instancesPerSecond: 50, sendingHours: [], giveUpHours: 24 };

  test('shows how it is doing, and each peer is one', async () => {
    await server.peer(await deadPort(), 'TEST-AWAY');
    const away = (await destinations(member)).find(({ aeTitle }) => aeTitle === 'TEST-AWAY');
    expect(away).toMatchObject({
      waiting: 0,
      dead: 0,
      settings: { maxAssociations: 1, sendingHours: [], giveUpHours: 72 },
    });
    await create(member, { destinationId: away?.id });
    await server.queue.idle();
    expect((await destinations(member)).find(({ aeTitle }) => aeTitle === 'TEST-AWAY')).toMatchObject({
      waiting: 1,
      failing: { code: 'destination-unreachable', retryAt: expect.any(String) },
      oldestAt: expect.any(String),
    });
  });

  test('is set, paused, resumed and resubmitted by administrators, on record', async () => {
    const path = `/api/destinations/${destinationId}`;
    expect((await member.ask('PUT', path, settings)).statusCode).toBe(403);
    expect((await member.ask('POST', `${path}/pause`)).statusCode).toBe(403);
    const hours = [{ days: [1, 2, 3, 4, 5], from: '22:00', to: '06:00' }];
    expect((await admin.ask('PUT', path, { ...settings, sendingHours: hours })).statusCode).toBe(204);
    expect((await destinations(member))[0]?.settings).toEqual({ ...settings, sendingHours: hours });
    expect(
      (await admin.ask('PUT', path, { ...settings, sendingHours: [{ days: [8], from: '1', to: '2' }] })).statusCode,
    ).toBe(400);
    expect((await admin.ask('PUT', '/api/destinations/999999', settings)).statusCode).toBe(404);
    await admin.ask('PUT', path, settings);
    await admin.ask('POST', `${path}/pause`);
    expect((await destinations(member))[0]?.pausedAt).toBeDefined();
    await create(member);
    await server.queue.idle();
    expect(peer.received).toEqual([]);
    status = 0xc000;
    await admin.ask('POST', `${path}/resume`);
    await server.queue.idle();
    status = 0;
    expect((await admin.ask('POST', `${path}/resubmit`)).json()).toEqual({ deliveries: 1 });
    await server.queue.idle();
    expect((await list(admin, '?state=done')).total).toBe(1);
    const changes = (await audited('destination:write')).flatMap(({ details }) => details.change ?? []);
    expect(changes).toEqual(['update', 'update', 'pause', 'resume', 'resubmit']);
  });
});
