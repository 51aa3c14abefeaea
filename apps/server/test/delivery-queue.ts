/**
 * An outgoing queue on an archive and a database of its own, and destinations to send to: for tests of deliveries. Nothing
 * is polled; `idle` looks once and waits until nothing is due or under way.
 */

import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { PeerInput } from '@isocenter/contract/peers';
import { acceptAll } from '@isocenter/dimse/accept-all';
import { type DimseServerOptions, listenDimse } from '@isocenter/dimse/server';
import type { StoreOutcome, Verbs } from '@isocenter/dimse/verbs';
import type { Selectable } from 'kysely';
import { createOutgoingDeidentifier } from '../src/deidentification/outgoing.ts';
import { createDeidPreviewer } from '../src/deidentification/previewer.ts';
import { registerDeidQuarantine } from '../src/deidentification/quarantine-routes.ts';
import { type DeliveryRequest, enqueueDelivery } from '../src/delivery/enqueue.ts';
import { createDeliveryMeasures } from '../src/delivery/measures.ts';
import { deliveryProblems } from '../src/delivery/problems.ts';
import { DeliveryQueue, type DeliveryQueueOptions } from '../src/delivery/queue.ts';
import { registerDeliveryRoutes } from '../src/delivery/routes.ts';
import type { DeliveryTable } from '../src/delivery/tables.ts';
import { createMetrics } from '../src/http/metrics.ts';
import { createPeer, type PeerRow } from '../src/peers/repository.ts';
import { createRenderer } from '../src/rendering/renderer.ts';
import { silentLogger } from './database-server.ts';
import { type DicomwebServer, imageAttributes, openDicomwebServer } from './dicomweb-server.ts';

export type QueueServer = {
  readonly server: DicomwebServer;
  readonly db: DicomwebServer['server']['database']['db'];
  readonly queue: DeliveryQueue;
  readonly metrics: ReturnType<typeof createMetrics>;
  /** A second node on the same database. */
  another(changes?: Partial<DeliveryQueueOptions>): DeliveryQueue;
  /** The node after its index was made anew. */
  reindexed(): Promise<DeliveryQueue>;
  /** Stores instances 2.25.FROM to 2.25.TO of one study. */
  store(from: number, to: number, series?: string): Promise<void>;
  /** Adds a peer that listens at a port of this machine. */
  peer(port: number, aeTitle?: string, changes?: Partial<PeerInput>): Promise<PeerRow>;
  enqueue(peerId: number, changes?: Partial<DeliveryRequest>): Promise<number>;
  deliveries(): Promise<readonly Selectable<DeliveryTable>[]>;
  delivery(): Promise<Selectable<DeliveryTable>>;
  close(): Promise<void>;
};

export async function openQueueServer(options: Partial<DeliveryQueueOptions> = {}): Promise<QueueServer> {
  const idle = { wake: () => undefined, cancel: () => undefined, stopDestination: () => undefined };
  let working: Pick<DeliveryQueue, 'wake' | 'cancel' | 'stopDestination'> = idle;
  const previewer = createDeidPreviewer();
  const server = await openDicomwebServer({
    problemMappings: [deliveryProblems],
    register(app, { db, audit, now, identityKey }, { reader }) {
      const queue = {
        wake: () => undefined,
        cancel: (id: number) => working.cancel(id),
        stopDestination: (id: number) => working.stopDestination(id),
      };
      registerDeliveryRoutes(app, { db, reader, queue, audit, now, changed: () => undefined });
      registerDeidQuarantine(app, {
        ...{ db, identityKey, reader, previewer, queue, audit, now },
        changed: () => undefined,
      });
    },
  });
  const { db, now, identityKey } = server.server.deps;
  const deidentifier = createOutgoingDeidentifier({ db, identityKey });
  const renderer = createRenderer({ threads: 1 });
  const metrics = createMetrics();
  const measures = createDeliveryMeasures(metrics, db, now);
  const queues: DeliveryQueue[] = [];
  const create = (reader = server.archive.reader, changes: Partial<DeliveryQueueOptions> = {}) => {
    const queue = new DeliveryQueue({
      db,
      reader,
      renderer,
      deidentifier,
      logger: silentLogger,
      aeTitle: 'ISOCENTER',
      now,
      random: () => 1,
      measures,
      changed: () => undefined,
      destinationOf: ({ ae_title, host, port }) => ({ aeTitle: ae_title, host, port }),
      ...options,
      ...changes,
    });
    queues.push(queue);
    return queue;
  };
  const queue = create();
  working = queue;
  const deliveries = () => db.selectFrom('delivery').selectAll().orderBy('id').execute();
  return {
    server,
    db,
    queue,
    metrics,
    another: (changes) => create(server.archive.reader, changes),
    async reindexed() {
      await queue.close(0);
      return create((await server.rebuild()).reader);
    },
    async store(from, to, series = '2.25.200') {
      for (let name = from; name <= to; name += 1) {
        await server.store(
          imageAttributes({ SOPInstanceUID: `2.25.${name}`, SeriesInstanceUID: series, InstanceNumber: name }),
        );
      }
      await server.archive.reader.settled();
    },
    peer: (port, aeTitle = 'TEST-ARCHIVE', changes = {}) =>
      createPeer(
        { db, now },
        {
          name: `Test ${aeTitle}`,
          aeTitle,
          host: '127.0.0.1',
          port,
          verbs: [],
          conflictPolicy: 'first',
          checkAddress: true,
          enabled: true,
          note: '',
          ...changes,
        },
      ),
    async enqueue(peerId, changes = {}) {
      const { id: studyId } = await db.selectFrom('study').select('id').orderBy('id').executeTakeFirstOrThrow();
      const request = { studyId, peerId, requestedBy: { kind: 'user', id: 1 }, reason: 'test', now: now() } as const;
      const id = await db.transaction().execute((trx) => enqueueDelivery(trx, { ...request, ...changes }));
      if (id === undefined) throw new Error('there is nothing to send');
      return id;
    },
    deliveries,
    async delivery() {
      const [first] = await deliveries();
      if (first === undefined) throw new Error('there is no delivery');
      return first;
    },
    async close() {
      for (const one of queues) await one.close(0);
      await Promise.all([renderer.close(), deidentifier.close(), previewer.close()]);
      await server.close();
    },
  };
}

export type TestDestination = {
  readonly port: number;
  /** SOP Instance UIDs in the order in which they came, before they were answered. */
  readonly received: readonly string[];
  /** Their data sets, in the same order. */
  readonly dataSets: readonly Buffer[];
  /** How many associations were asked for. */
  associations(): number;
  /** The most that were open at once. */
  mostAtOnce(): number;
  close(): Promise<void>;
};

export type DestinationOptions = Partial<Pick<DimseServerOptions<undefined>, 'accept'>> & {
  readonly port?: number;
  /** Answers an instance, once it has come; success by default. */
  readonly answer?: (sopInstanceUid: string) => StoreOutcome | Promise<StoreOutcome>;
  /** Takes requests for storage commitment; none by default. */
  readonly action?: Verbs<undefined>['action'];
};

/** A peer that notes what it is sent. */
export async function openDestination(options: DestinationOptions = {}): Promise<TestDestination> {
  const received: string[] = [];
  const dataSets: Buffer[] = [];
  let associations = 0;
  let open = 0;
  let mostAtOnce = 0;
  const server = await listenDimse<undefined>({
    host: '127.0.0.1',
    port: options.port ?? 0,
    accept(request) {
      associations += 1;
      open += 1;
      mostAtOnce = Math.max(mostAtOnce, open);
      return options.accept?.(request) ?? acceptAll(request);
    },
    ended: () => {
      open -= 1;
    },
    verbs: {
      echo: () => 0,
      store({ sopInstanceUid }) {
        const chunks: Buffer[] = [];
        return {
          // A chunk is the association's own.
          write: (chunk) => void chunks.push(Buffer.from(chunk)),
          async end() {
            received.push(sopInstanceUid);
            dataSets.push(Buffer.concat(chunks));
            return (await options.answer?.(sopInstanceUid)) ?? { status: 0 };
          },
          abort: async () => undefined,
        };
      },
      ...(options.action !== undefined && { action: options.action }),
    },
  });
  return {
    port: server.port,
    received,
    dataSets,
    associations: () => associations,
    mostAtOnce: () => mostAtOnce,
    close: () => server.close(0),
  };
}

/** Stands before a destination and cuts connections, each after as many bytes as it is told; then no more. */
export async function cutBefore(port: number, cuts: number[]): Promise<{ port: number; close(): void }> {
  const sockets = new Set<Socket>();
  const proxy = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    const cutAt = cuts.shift() ?? Number.POSITIVE_INFINITY;
    let passed = 0;
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    near.on('data', (chunk) => {
      passed += chunk.length;

      if (passed < cutAt) far.write(chunk);
      else for (const socket of [near, far]) socket.destroy();
    });
    near.on('end', () => far.end());
    far.on('data', (chunk) => near.write(chunk));
    far.on('end', () => near.end());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close() {
      for (const socket of sockets) socket.destroy();
      proxy.close();
    },
  };
}

/** A port at which nobody listens. */
export async function deadPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}
