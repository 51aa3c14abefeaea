/** Deliveries that are confirmed by storage commitment, to a peer that says what it is told to say. */

import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { acceptAll } from '@isocenter/dimse/accept-all';
import type { Association, NotificationRequest } from '@isocenter/dimse/verbs';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type DestinationOptions,
  openDestination,
  openQueueServer,
  type QueueServer,
  type TestDestination,
} from '../../test/delivery-queue.ts';
import { imageAttributes } from '../../test/dicomweb-server.ts';
import {
  encodeCommitmentReport,
  type FailedInstance,
  type InstanceReference,
  parseCommitmentRequest,
} from '../commitment/data-sets.ts';
import { noteReport } from '../commitment/repository.ts';
import { storageCommitmentInstance, storageCommitmentSopClass } from '../commitment/service-class.ts';
import { createLogger } from '../logging.ts';
import { cancelDelivery, resubmitDelivery } from './changes.ts';
import { listServed } from './instances.ts';
import { pruneDeliveries } from './prune.ts';
import type { DeliveryQueue } from './queue.ts';

const minuteMs = 60_000;
const aeTitle = 'TEST-ARCHIVE';

let server: QueueServer;
let queue: DeliveryQueue;
const opened: { close(): unknown }[] = [];
/** What the peer was asked to commit to, request by request. */
const requests: { readonly transactionUid: string; readonly instances: readonly InstanceReference[] }[] = [];

beforeAll(async () => {
  server = await openQueueServer();
  await server.store(1, 2);
});

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
  await queue.close(0);
  requests.length = 0;
  await server.db.deleteFrom('delivery').execute();
  await server.db.deleteFrom('peer').execute();
});

afterAll(() => server.close());

/** @param reportGraceMs how long a report is waited for on the association of its request */
function openQueue(reportGraceMs: number): void {
  beforeEach(() => {
    queue = server.another({ reportGraceMs });
  });
}

const pass = (ms: number) => server.server.server.pass(ms);
const uidsOf = (at: number) => requests[at]?.instances.map(({ sopInstanceUid }) => sopInstanceUid);
const change = () => ({ db: server.db, now: server.server.server.deps.now });
const stateOf = async () => {
  const { state, code, instances_sent, instances_uncommitted } = await server.delivery();
  return { state, code, sent: instances_sent, uncommitted: instances_uncommitted };
};

type CommitOptions = DestinationOptions & {
  /** Failure Reason by instance; the peer reports on the association of the request. Without it, it reports nothing. */
  readonly reasons?: (sopInstanceUid: string) => number | undefined;
  readonly status?: () => number | Promise<number>;
};

/** A peer that takes what it is sent, and requests to commit to it. */
async function committing({ reasons, status = () => 0, ...options }: CommitOptions): Promise<TestDestination> {
  const one = await openDestination({
    async action(request: NotificationRequest, association: Association<undefined>) {
      const asked = parseCommitmentRequest(request.dataSet ?? new Uint8Array(), request.transferSyntaxUid);
      if (asked === undefined) return { status: 0x0115 };
      requests.push(asked);
      const answer = await status();
      if (answer === 0 && reasons !== undefined) setImmediate(() => void report(association, asked, reasons));
      return { status: answer };
    },
    ...options,
  });
  opened.push(one);
  return one;
}

function isForCommitment({ contexts }: Parameters<NonNullable<DestinationOptions['accept']>>[0]): boolean {
  return contexts.some(({ abstractSyntax }) => abstractSyntax === storageCommitmentSopClass);
}

async function report(
  association: Association<undefined>,
  { transactionUid, instances }: NonNullable<(typeof requests)[number]>,
  reasons: (sopInstanceUid: string) => number | undefined,
): Promise<void> {
  const { committed, failed } = decide(instances, reasons);
  await association.eventReport({
    sopClassUid: storageCommitmentSopClass,
    sopInstanceUid: storageCommitmentInstance,
    transferSyntaxUid: explicitVrLittleEndian.uid,
    ...encodeCommitmentReport(transactionUid, { committed, failed }, explicitVrLittleEndian.uid),
  });
}

function decide(instances: readonly InstanceReference[], reasons: (sopInstanceUid: string) => number | undefined) {
  const failed: FailedInstance[] = instances.flatMap((instance) => {
    const reason = reasons(instance.sopInstanceUid);
    return reason === undefined ? [] : [{ ...instance, reason }];
  });
  return { committed: instances.filter(({ sopInstanceUid }) => reasons(sopInstanceUid) === undefined), failed };
}

/** As it comes on an association that the peer opens, whichever process that reaches. */
async function reportLater(at: number, reasons: (sopInstanceUid: string) => number | undefined = () => undefined) {
  const { transactionUid = '', instances = [] } = requests[at] ?? {};
  expect(await noteReport(server.db, transactionUid, aeTitle, decide(instances, reasons))).toBe(true);
}

/** Has the study of two images sent, or the first of them. */
async function enqueueTo(peer: TestDestination, isWhole = true): Promise<number> {
  const { id } = await server.peer(peer.port, aeTitle, { confirmByCommitment: true });
  if (isWhole) return server.enqueue(id);
  const first = server.db.selectFrom('instance').select('id').where('sop_instance_uid', '=', '2.25.1');
  return server.enqueue(id, { instanceIds: [(await first.executeTakeFirstOrThrow()).id] });
}

describe('a destination that answers at once', () => {
  openQueue(30_000);

  test('is done once the destination has committed to everything', async () => {
    let before: unknown;
    const peer = await committing({
      reasons: () => undefined,
      status: async () => {
        before = await stateOf();
        return 0;
      },
    });
    await enqueueTo(peer);
    await queue.idle();
    expect(uidsOf(0)).toEqual(['2.25.1', '2.25.2']);
    expect(before).toEqual({ state: 'running', code: null, sent: 2, uncommitted: 2 });
    expect(await stateOf()).toEqual({ state: 'done', code: null, sent: 2, uncommitted: 0 });
    expect(peer.received).toHaveLength(2);
  });

  test('what the destination does not commit to is sent again, and nothing else', async () => {
    let times = 0;
    const peer = await committing({
      reasons: (uid) => {
        if (uid !== '2.25.2') return undefined;
        times += 1;
        return times <= 2 * 2 ? 0x0112 : undefined;
      },
    });
    await enqueueTo(peer);
    await queue.idle();
    expect(await stateOf()).toEqual({ state: 'waiting', code: 'not-committed', sent: 1, uncommitted: 0 });
    expect(await server.delivery()).toMatchObject({ bytes_sent: expect.any(Number), commitment_attempts: 0 });
    await queue.idle();
    expect(peer.received).toHaveLength(2);
    pass(5_000);
    await queue.idle();
    expect(await server.delivery()).toMatchObject({ state: 'waiting', commitment_attempts: 1 });
    pass(5_000);
    await queue.idle();
    expect(peer.received.slice(2)).toEqual(['2.25.2', '2.25.2']);
    expect([uidsOf(1), uidsOf(2)]).toEqual([['2.25.2'], ['2.25.2']]);
    const { bytes_sent, bytes_total } = await server.delivery();
    expect(bytes_sent).toBe(bytes_total);
    expect(await stateOf()).toEqual({ state: 'done', code: null, sent: 2, uncommitted: 0 });
  });

  test('what it never commits to is a dead letter with the reason, after as many tries as any other', async () => {
    const peer = await committing({ reasons: () => 0x0110 });
    await enqueueTo(peer, false);
    await server.db.updateTable('delivery').set({ commitment_attempts: 18 }).execute();
    for (const state of ['waiting', 'dead', 'dead']) {
      await queue.idle();
      expect(await stateOf()).toEqual({ state, code: 'not-committed', sent: 0, uncommitted: 0 });
      pass(15 * minuteMs);
    }
    expect(peer.received).toHaveLength(2);
  });

  test('a request that is refused is made again', async () => {
    let times = 0;
    const status = () => {
      times += 1;
      return times === 1 ? 0x0213 : 0;
    };
    await enqueueTo(await committing({ reasons: () => undefined, status }), false);
    await queue.idle();
    expect(await stateOf()).toEqual({ state: 'waiting', code: 'commitment-refused', sent: 1, uncommitted: 1 });
    pass(5_000);
    await queue.idle();
    expect((await stateOf()).state).toBe('done');
  });

  test.each([
    ['images', () => true],
    ['a request', isForCommitment],
  ])(
    'a node that stops does not wait for a destination that does not answer when it is called with %s',
    async (_, isLeft) => {
      const called = Promise.withResolvers<void>();
      const peer = await committing({
        accept: (request) => {
          if (!isLeft(request)) return acceptAll(request);
          called.resolve();
          return new Promise(() => undefined);
        },
      });
      await enqueueTo(peer, false);
      queue.wake();
      await called.promise;
      await queue.close(0);
      expect((await stateOf()).state).toBe('waiting');
    },
  );

  test('a destination without storage commitment makes a dead letter, which ends when none is asked for any more', async () => {
    const peer = await committing({
      accept: (request) => {
        const contexts = request.contexts.filter(({ abstractSyntax }) => abstractSyntax !== storageCommitmentSopClass);
        return acceptAll({ ...request, contexts });
      },
    });
    const id = await enqueueTo(peer, false);
    await queue.idle();
    expect(await stateOf()).toEqual({ state: 'dead', code: 'commitment-not-offered', sent: 1, uncommitted: 1 });
    await server.db.updateTable('peer').set({ confirm_by_commitment: false }).execute();
    await resubmitDelivery(change(), id);
    await queue.idle();
    expect(await stateOf()).toEqual({ state: 'done', code: null, sent: 1, uncommitted: 0 });
    expect(peer.received).toHaveLength(1);
  });
});

describe('a destination that reports later, or never', () => {
  openQueue(0);

  test('asks again where no report comes in time, gives up after three, and believes a report that comes later', async () => {
    const peer = await committing({});
    await enqueueTo(peer);
    for (let at = 0; at < 4; at += 1) {
      await queue.idle();
      pass(60 * minuteMs);
    }
    expect(await stateOf()).toEqual({ state: 'dead', code: 'not-reported', sent: 2, uncommitted: 2 });
    expect(requests).toHaveLength(3);
    expect(peer.received).toHaveLength(2);
    await reportLater(0);
    await queue.idle();
    expect(await stateOf()).toEqual({ state: 'done', code: null, sent: 2, uncommitted: 0 });
  });

  test('is cancelled while it waits for the report, counts as not sent, and asks again when it is resubmitted', async () => {
    const peer = await committing({});
    const id = await enqueueTo(peer);
    await queue.idle();
    const { peer_id, study_id } = await server.delivery();
    const unsent = () => listServed(server.db, { studyId: study_id, peerId: peer_id ?? 0, onlyUnsent: true });
    await cancelDelivery(change(), id);
    expect(await stateOf()).toMatchObject({ state: 'cancelled', uncommitted: 2 });
    expect(await unsent()).toHaveLength(2);
    await reportLater(0, (uid) => (uid === '2.25.2' ? 0x0110 : undefined));
    await queue.idle();
    expect(await stateOf()).toMatchObject({ state: 'cancelled', sent: 1, uncommitted: 0 });
    await resubmitDelivery(change(), id);
    await queue.idle();
    expect(peer.received).toEqual(['2.25.1', '2.25.2', '2.25.2']);
    expect(uidsOf(1)).toEqual(['2.25.2']);
    await cancelDelivery(change(), id);
    pass(31 * 24 * 60 * minuteMs);
    expect(await pruneDeliveries({ ...change(), keepDays: 30 })).toBe(1);
    // Only what was committed to is remembered as sent.
    expect(await unsent()).toHaveLength(1);
    expect((await sql`select from gateway.sent_object`.execute(server.db)).rows).toHaveLength(1);
  });

  test('is done where the peer need not commit any more, and dead where it is removed', async () => {
    const peer = await committing({});
    await enqueueTo(peer);
    await queue.idle();
    const [kept] = await server.deliveries();
    await server.enqueue((await server.peer(peer.port, 'REMOVED', { confirmByCommitment: true })).id);
    await queue.idle();
    await server.db.deleteFrom('peer').where('ae_title', '=', 'REMOVED').execute();
    await server.db.updateTable('peer').set({ confirm_by_commitment: false }).execute();
    await queue.idle();
    expect((await server.deliveries()).map(({ state, code }) => [state, code])).toEqual([
      ['done', null],
      ['dead', 'destination-removed'],
    ]);
    expect([kept?.state, peer.received.length]).toEqual(['committing', 4]);
  });

  test('asks again for what a report does not name, and does not send it again', async () => {
    const peer = await committing({});
    await enqueueTo(peer);
    await queue.idle();
    const [{ transactionUid, instances }] = [requests[0] ?? { transactionUid: '', instances: [] }];
    await noteReport(server.db, transactionUid, aeTitle, { committed: instances.slice(0, 1), failed: [] });
    await queue.idle();
    expect(await stateOf()).toEqual({ state: 'waiting', code: 'not-committed', sent: 2, uncommitted: 1 });
    pass(5_000);
    await queue.idle();
    expect(uidsOf(1)).toEqual(['2.25.2']);
    await reportLater(1);
    await queue.idle();
    expect(await stateOf()).toEqual({ state: 'done', code: null, sent: 2, uncommitted: 0 });
    expect(peer.received).toHaveLength(2);
  });

  test('a late report does not answer for a newer copy that was sent since the request it is of', async () => {
    const peer = await committing({});
    await enqueueTo(peer);
    await queue.idle();
    const newer = imageAttributes({ SOPInstanceUID: '2.25.2', InstanceNumber: 2, SeriesDescription: 'Newer' });
    await server.server.store(newer, explicitVrLittleEndian, 'newest');
    pass(60 * minuteMs);
    await queue.idle();
    expect(peer.received).toEqual(['2.25.1', '2.25.2', '2.25.2']);
    // Each instance is named once, whatever copies of it the destination took.
    expect(uidsOf(1)).toEqual(['2.25.1', '2.25.2']);
    expect(await stateOf()).toMatchObject({ state: 'committing', sent: 3, uncommitted: 3 });
    await reportLater(0);
    await queue.idle();
    expect(await stateOf()).toEqual({ state: 'waiting', code: 'not-committed', sent: 3, uncommitted: 1 });
    pass(5_000);
    await queue.idle();
    expect(uidsOf(2)).toEqual(['2.25.2']);
    // The request before that one was made once the newer copy was there.
    await reportLater(1);
    await queue.idle();
    expect(await stateOf()).toEqual({ state: 'done', code: null, sent: 3, uncommitted: 0 });
    expect(peer.received).toHaveLength(3);
  });

  test('a report that cannot be applied holds up no other and nothing that is overdue, and is applied when it can be', async () => {
    const lines: string[] = [];
    const logger = createLogger({ level: 'debug', format: 'json', write: (line) => lines.push(line) });
    queue = server.another({ reportGraceMs: 0, logger });
    const { port } = await committing({});
    for (const name of [aeTitle, 'REPORTS', 'SILENT']) {
      await server.enqueue((await server.peer(port, name, { confirmByCommitment: true })).id);
      await queue.idle();
    }
    const states = async () => (await server.deliveries()).map(({ state, code }) => [state, code]);
    await reportLater(0, () => 2 ** 40); // More than the column of it holds.
    const { transactionUid = '', instances = [] } = requests[1] ?? {};
    await noteReport(server.db, transactionUid, 'REPORTS', { committed: instances, failed: [] });
    await queue.idle();
    const waits = ['committing', null];
    expect(await states()).toEqual([waits, ['done', null], waits]);
    pass(60 * minuteMs);
    await queue.idle();
    // The first and the last are asked again.
    expect(requests).toHaveLength(5);
    expect(await states()).toEqual([waits, ['done', null], waits]);
    const told = lines.filter((line) => line.includes('"report-not-applied"'));
    expect(told).toHaveLength(1);
    expect(lines.join('')).not.toMatch(/1099511627776|2\.25\./);
    const readable = JSON.stringify({ committed: requests[0]?.instances, failed: [] });
    const unapplied = server.db.updateTable('commitment_inquiry').set({ report: readable });
    await unapplied.where('report', 'is not', null).where('applied_at', 'is', null).execute();
    await queue.idle();
    expect(await states()).toEqual([['done', null], ['done', null], waits]);
  });

  test('is not measured as old while nothing of it is left to send', async () => {
    const peer = await committing({ status: () => (requests.length === 1 ? 0 : 0x0213) });
    await enqueueTo(peer);
    const measured = async () => {
      pass(60 * minuteMs);
      const text = await server.metrics.registry.metrics();
      return Object.fromEntries(
        ['oldest_seconds', 'committing', 'waiting'].map((name) => {
          const line = new RegExp(`^isocenter_delivery_${name}{destination="${aeTitle}"} (\\d+)$`, 'm').exec(text);
          return [name, Number(line?.[1])];
        }),
      );
    };
    expect(await measured()).toEqual({ oldest_seconds: 3_600, committing: 0, waiting: 1 });
    await queue.idle();
    expect(await measured()).toEqual({ oldest_seconds: 0, committing: 1, waiting: 0 });
    await queue.idle();
    // Waits to be asked again.
    expect(await measured()).toEqual({ oldest_seconds: 0, committing: 0, waiting: 1 });
  });

  test('waits for a report on another association, whatever process runs the queue by then', async () => {
    await enqueueTo(await committing({}));
    await queue.idle();
    expect(await stateOf()).toEqual({ state: 'committing', code: null, sent: 2, uncommitted: 2 });
    const { due_at } = await server.delivery();
    expect(due_at.getTime() - server.server.server.deps.now().getTime()).toBe(60 * minuteMs);
    await queue.close(0);
    await server.store(3, 3);
    await reportLater(0);
    const after = server.another({ reportGraceMs: 0 });
    await after.idle();
    // What came meanwhile is part of the study, and goes the same way.
    expect(await stateOf()).toEqual({ state: 'committing', code: null, sent: 3, uncommitted: 1 });
    await reportLater(1);
    await after.idle();
    expect(await stateOf()).toEqual({ state: 'done', code: null, sent: 3, uncommitted: 0 });
  });
});
