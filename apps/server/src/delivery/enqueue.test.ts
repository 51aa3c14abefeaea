import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DicomwebServer, imageAttributes, openDicomwebServer } from '../../test/dicomweb-server.ts';
import { createPeer, type PeerRow } from '../peers/repository.ts';
import { type DeliveryRequest, enqueueDelivery } from './enqueue.ts';
import { pruneDeliveries } from './prune.ts';

let server: DicomwebServer;
let peer: PeerRow;
const now = new Date('2026-03-04T05:06:07.000Z');

beforeEach(async () => {
  server = await openDicomwebServer();
  for (const [uid, series] of [
    ['2.25.1', '2.25.200'],
    ['2.25.2', '2.25.200'],
    ['2.25.3', '2.25.201'],
  ] as const) {
    await server.store(imageAttributes({ SOPInstanceUID: uid, SeriesInstanceUID: series }));
  }
  await server.archive.reader.settled();
  peer = await createPeer(
    { db: server.server.database.db, now: () => now },
    {
      name: 'Test archive',
      aeTitle: 'TEST-ARCHIVE',
      host: '127.0.0.1',
      port: 104,
      verbs: [],
      conflictPolicy: 'first',
      checkAddress: true,
      enabled: true,
      note: '',
    },
  );
});

afterEach(() => server.close());

const db = () => server.server.database.db;

async function enqueue(changes: Partial<DeliveryRequest> = {}): Promise<number | undefined> {
  const { id: studyId } = await db().selectFrom('study').select('id').executeTakeFirstOrThrow();
  const request = { studyId, peerId: peer.id, requestedBy: { kind: 'rule', id: 7, name: 'Night copy' }, now } as const;
  return db()
    .transaction()
    .execute((trx) => enqueueDelivery(trx, { ...request, reason: 'Night copy', ...changes }));
}

const deliveries = () => db().selectFrom('delivery').selectAll().orderBy('id').execute();

describe('a delivery that is asked for', () => {
  test('waits with every served instance of the study', async () => {
    const id = await enqueue({ priority: 'high' });
    expect(await deliveries()).toMatchObject([
      { id, scope: 'study', state: 'waiting', priority: 0, instances_total: 3, ae_title: 'TEST-ARCHIVE', due_at: now },
    ]);
    const objects = await db().selectFrom('delivery_instance').selectAll().execute();
    expect(objects.map(({ delivery_id, state }) => [delivery_id, state])).toEqual(Array(3).fill([id, 'waiting']));
    const bytes = objects.reduce((sum, { length_bytes }) => sum + length_bytes, 0);
    expect((await deliveries())[0]?.bytes_total).toBe(bytes);
  });

  test('is of the series or instances that are named, and of none of another study', async () => {
    const series = await db().selectFrom('series').select('id').where('instance_count', '=', 2).execute();
    await enqueue({ seriesIds: series.map(({ id }) => id) });
    const [instance] = await db().selectFrom('instance').select('id').execute();
    await enqueue({ instanceIds: [instance?.id ?? 0] });
    expect(await enqueue({ studyId: 4711, instanceIds: [instance?.id ?? 0] })).toBeUndefined();
    expect(await deliveries()).toMatchObject([
      { scope: 'series', instances_total: 2 },
      { scope: 'instances', instances_total: 1 },
    ]);
  });

  test('is not there where the transaction that asked for it is not', async () => {
    const failing = db()
      .transaction()
      .execute(async (trx) => {
        const { id: studyId } = await trx.selectFrom('study').select('id').executeTakeFirstOrThrow();
        const requestedBy = { kind: 'user', id: 1 } as const;
        await enqueueDelivery(trx, { studyId, peerId: peer.id, requestedBy, reason: '', now });
        throw new Error('something else failed');
      });
    await expect(failing).rejects.toThrow('something else failed');
    expect(await deliveries()).toEqual([]);
  });

  test('leaves out what is sent or about to be, where only the rest is asked for', async () => {
    await enqueue({ onlyUnsent: true });
    expect(await enqueue({ onlyUnsent: true })).toBeUndefined();
    await db().updateTable('delivery_instance').set({ state: 'sent' }).execute();
    await db().updateTable('delivery').set({ state: 'done', ended_at: now }).execute();
    expect(await enqueue({ onlyUnsent: true })).toBeUndefined();
    await server.store(imageAttributes({ SOPInstanceUID: '2.25.4' }));
    await server.archive.reader.settled();
    await enqueue({ onlyUnsent: true });
    await enqueue();
    expect((await deliveries()).map((one) => one.instances_total)).toEqual([3, 1, 4]);
  });

  test('leaves out what was sent by a delivery that has been removed since', async () => {
    await enqueue({ onlyUnsent: true });
    await db().updateTable('delivery_instance').set({ state: 'sent' }).execute();
    await db().updateTable('delivery').set({ state: 'done', ended_at: now }).execute();
    const later = new Date(now.getTime() + 40 * 24 * 60 * 60_000);
    expect(await pruneDeliveries({ db: db(), keepDays: 30, now: () => later })).toBe(1);
    expect(await enqueue({ onlyUnsent: true })).toBeUndefined();
    await enqueue();
    expect((await deliveries()).map((one) => one.instances_total)).toEqual([3]);
  });

  test('again sends what an earlier delivery gave up', async () => {
    await enqueue({ onlyUnsent: true });
    await db().updateTable('delivery').set({ state: 'dead', ended_at: now }).execute();
    expect(await enqueue({ onlyUnsent: true })).toBeDefined();
  });

  test('is refused for a peer that is gone or switched off', async () => {
    await expect(enqueue({ peerId: 4711 })).rejects.toMatchObject({ code: 'not-found' });
    await db().updateTable('peer').set({ enabled: false }).execute();
    await expect(enqueue()).rejects.toMatchObject({ code: 'peer-disabled' });
  });
});
