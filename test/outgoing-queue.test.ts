/**
 * The outgoing queue of a node as users start it, with real peers: a destination that is down and comes back, one that
 * aborts, a node that is killed in the middle of a delivery, and the command line beside it.
 */

import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acceptAll } from '@isocenter/dimse/accept-all';
import { listenDimse } from '@isocenter/dimse/server';
import { runIsocenter } from '@isocenter/testkit/isocenter-process';
import { findFreePort, startPeerListener, untilListening } from '@isocenter/testkit/peer-listener';
import { absenceOf, findMissingPrograms } from '@isocenter/testkit/peer-program';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type RunningNode, startNode } from './running-node.ts';
import { buildSmallObject, newUid, storeOverDimse } from './small-object.ts';

const missing = findMissingPrograms('storescp');
const objects = 60;

let node: RunningNode;
let studyId: string;
const closers: (() => unknown)[] = [];

beforeAll(async () => {
  node = await startNode();
  const study = newUid();
  const images = Array.from({ length: objects }, (_, at) =>
    buildSmallObject({ StudyInstanceUID: study, InstanceNumber: at + 1 }),
  );
  await storeOverDimse(node, images);
  const { body } = await node.api('GET', '/api/studies');
  studyId = body.studies[0].id;
});

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

afterAll(() => node?.close());

async function addPeer(name: string, port: number): Promise<string> {
  const peer = { name, aeTitle: name.toUpperCase(), host: '127.0.0.1', port, verbs: [], conflictPolicy: 'first' };
  const { status, body } = await node.api('POST', '/api/peers', {
    ...peer,
    checkAddress: true,
    enabled: true,
    note: '',
  });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

async function deliver(destinationId: string): Promise<string> {
  const { status, body } = await node.api('POST', '/api/deliveries', { studyId, destinationId });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

const deliveryOf = async (id: string) => (await node.api('GET', `/api/deliveries/${id}`)).body;

const untilState = (id: string, state: string) =>
  expect.poll(async () => (await deliveryOf(id)).state, { timeout: 60_000, interval: 50 }).toBe(state);

describe.skipIf(missing.length > 0)(`to storescp${absenceOf(missing)}`, () => {
  async function startScp(port: number, ...more: readonly string[]): Promise<{ inbox: string; stop(): Promise<void> }> {
    const inbox = mkdtempSync(join(tmpdir(), 'isocenter-inbox-'));
    const scp = await startPeerListener('storescp', ['+xa', '-od', inbox, ...more, String(port)], port);
    const exited = once(scp, 'exit');
    const stop = async () => {
      scp.kill();
      await exited;
    };
    closers.push(() => rmSync(inbox, { recursive: true, force: true }), stop);
    return { inbox, stop };
  }

  test('a destination that is down, and comes back, has everything', async () => {
    const port = await findFreePort();
    const peer = await addPeer('down', port);
    const id = await deliver(peer);
    await expect.poll(async () => (await deliveryOf(id)).code).toBe('destination-unreachable');
    expect(await deliveryOf(id)).toMatchObject({ state: 'waiting', waitsFor: { what: 'destination' } });
    const { inbox } = await startScp(port);
    expect((await node.api('POST', `/api/destinations/${peer}/resume`)).status).toBe(204);
    await untilState(id, 'done');
    expect(readdirSync(inbox)).toHaveLength(objects);
  });

  test('one that aborts each association gets a rest, and what is left when it does not', async () => {
    const port = await findFreePort();
    const peer = await addPeer('aborts', port);
    const aborting = await startScp(port, '--abort-after');
    const id = await deliver(peer);
    await expect.poll(async () => (await deliveryOf(id)).code).toBe('association-lost');
    await aborting.stop();
    await startScp(port);
    await untilState(id, 'done');
    expect((await deliveryOf(id)).instances).toEqual({ total: objects, sent: objects, failed: 0, uncommitted: 0 });
  });
});

const hasOrthanc = existsSync('/usr/sbin/Orthanc');

test.skipIf(!hasOrthanc)(
  `Orthanc has a study once, however often it is sent${hasOrthanc ? '' : ' (not installed)'}`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'isocenter-orthanc-'));
    const [port, httpPort] = [await findFreePort(), await findFreePort()];
    const config = join(folder, 'orthanc.json');
    const settings = { DicomAet: 'ORTHANC', DicomPort: port, HttpPort: httpPort, AuthenticationEnabled: false };
    writeFileSync(config, JSON.stringify({ ...settings, StorageDirectory: folder, Plugins: [] }));
    const orthanc = await startPeerListener('Orthanc', [config], port);
    await untilListening(orthanc, httpPort);
    const exited = once(orthanc, 'exit');
    closers.push(
      () => rmSync(folder, { recursive: true, maxRetries: 5 }),
      async () => {
        orthanc.kill('SIGKILL');
        await exited;
      },
    );
    const peer = await addPeer('orthanc', port);
    for (const id of [await deliver(peer), await deliver(peer)]) await untilState(id, 'done');
    const statistics = await (await fetch(`http://127.0.0.1:${httpPort}/statistics`)).json();
    expect(statistics).toMatchObject({ CountStudies: 1, CountInstances: objects });
  },
);

test('a node that is killed in the middle goes on where it was, and sends two images again at most', async () => {
  const received: string[] = [];
  const half = Promise.withResolvers<void>();
  const scp = await listenDimse<undefined>({
    host: '127.0.0.1',
    port: 0,
    accept: acceptAll,
    verbs: {
      echo: () => 0,
      store: ({ sopInstanceUid }) => ({
        write: () => undefined,
        async end() {
          received.push(sopInstanceUid);
          if (received.length === objects / 2) half.resolve();
          return { status: 0 };
        },
        abort: async () => undefined,
      }),
    },
  });
  closers.push(() => scp.close(0));
  const id = await deliver(await addPeer('killed', scp.port));
  await half.promise;
  process.kill(node.pid, 'SIGKILL');
  await node.process.ended;
  const before = received.length;
  expect(before).toBeLessThan(objects);
  node = await node.startAgain();
  await untilState(id, 'done');
  expect(new Set(received).size).toBe(objects);
  expect(received.length - objects).toBeLessThanOrEqual(2);
  const { body } = await node.api('GET', '/api/audit?action=delivery:send');
  const ofThis = body.entries.filter(
    (entry: { details: { delivery: number } }) => String(entry.details.delivery) === id,
  );
  expect(ofThis).toHaveLength(1);
});

test('the command line pauses, lists, cancels, resubmits and resumes beside the node', async () => {
  const queue = (...args: readonly string[]) =>
    runIsocenter(node, ['queue', ...args, '--json'])
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  const port = await findFreePort();
  const peer = await addPeer('told', port);
  expect(queue('pause', 'told')).toEqual([{ event: 'pause', destination: 'told' }]);
  const id = await deliver(peer);
  expect(queue('list', '--destination', 'TOLD')).toMatchObject([
    { event: 'delivery', id, state: 'waiting', waitsFor: { what: 'paused' }, instances: { total: objects, sent: 0 } },
  ]);
  expect(queue('cancel', id)).toEqual([{ event: 'cancel', id }]);
  await untilState(id, 'cancelled');
  expect(queue('resubmit', id)).toEqual([{ event: 'resubmit', id }]);
  await untilState(id, 'waiting');
  expect(queue('resume', 'told')).toEqual([{ event: 'resume', destination: 'told' }]);
  await expect.poll(async () => (await deliveryOf(id)).code).toBe('destination-unreachable');
  expect(queue('resubmit', '--destination', 'told')).toEqual([
    { event: 'resubmit', destination: 'told', deliveries: 0 },
  ]);
  const { body } = await node.api('GET', '/api/audit?action=delivery:write');
  expect(body.entries.slice(0, 2).map((entry: { details: { change: string } }) => entry.details.change)).toEqual([
    'resubmit',
    'cancel',
  ]);
});
