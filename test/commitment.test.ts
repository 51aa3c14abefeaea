/** Storage commitment of a whole node: with Orthanc in both roles, with our own command line, and across a kill. */

import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildDataSet } from '@isocenter/dicom/build';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { parseDataSet } from '@isocenter/dicom/parse';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { getItems, getString } from '@isocenter/dicom/values';
import { acceptAll } from '@isocenter/dimse/accept-all';
import { openAssociation } from '@isocenter/dimse/client';
import { chooseRoles } from '@isocenter/dimse/negotiation';
import type { RoleSelection } from '@isocenter/dimse/pdu';
import { rejection } from '@isocenter/dimse/rejection';
import { type DimseServer, listenDimse } from '@isocenter/dimse/server';
import { runIsocenter } from '@isocenter/testkit/isocenter-process';
import { findMissingOrthanc, type OrthancProcess, startOrthancProcess } from '@isocenter/testkit/orthanc-process';
import { findFreePort } from '@isocenter/testkit/peer-listener';
import { absenceOf } from '@isocenter/testkit/peer-program';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningNode, startNode } from './running-node.ts';
import { buildSmallObject, newUid, type SmallObject, storeOverDimse } from './small-object.ts';

const commitmentClass = '1.2.840.10008.1.20.1';
const commitmentInstance = '1.2.840.10008.1.20.1.1';
const explicit = explicitVrLittleEndian.uid;
const commitment = { sopClassUid: commitmentClass, sopInstanceUid: commitmentInstance, transferSyntaxUid: explicit };
const missing = findMissingOrthanc();

let node: RunningNode;
let orthanc: OrthancProcess | undefined;
let orthancPeer = '';

beforeAll(async () => {
  // Orthanc must know the node's port before it starts, and the node is started again on it.
  const port = await findFreePort();
  node = await startNode({ env: { ISOCENTER__DICOM__PORT: String(port) } });
  if (missing.length > 0) return;
  orthanc = await startOrthancProcess({ node: { aeTitle: node.aet, port } });
  orthancPeer = await addPeer('ORTHANC', orthanc.dicomPort, { confirmByCommitment: true });
});
afterAll(async () => {
  await orthanc?.stop();
  await node?.close();
});

async function addPeer(aeTitle: string, port: number, more: object = {}): Promise<string> {
  const peer = { name: aeTitle, aeTitle, host: '127.0.0.1', port, verbs: ['echo', 'store', 'commit'], note: '' };
  const rest = { conflictPolicy: 'first', checkAddress: true, enabled: true, ...more };
  const { status, body } = await node.api('POST', '/api/peers', { ...peer, ...rest });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

/** Has the study of an object delivered to a peer, and returns the id of the delivery. */
async function deliver({ studyInstanceUid }: SmallObject, destinationId: string): Promise<string> {
  const { body } = await node.api('GET', `/api/studies?q=${studyInstanceUid}`);
  const created = await node.api('POST', '/api/deliveries', { studyId: body.studies[0].id, destinationId });
  expect(created.status, JSON.stringify(created.body)).toBe(201);
  return created.body.id;
}

const deliveryOf = async (id: string) => (await node.api('GET', `/api/deliveries/${id}`)).body;

const untilState = (id: string, state: string) =>
  expect.poll(async () => (await deliveryOf(id)).state, { interval: 100 }).toBe(state);

const ask: OrthancProcess['ask'] = (...request) => {
  if (orthanc === undefined) throw new Error('Orthanc does not run');
  return orthanc.ask(...request);
};

describe.skipIf(missing.length > 0)(`Orthanc${absenceOf(missing)}`, () => {
  test('asks the node, and is told on an association of the node’s own', async () => {
    const kept = buildSmallObject();
    await storeOverDimse(node, [kept]);
    const references = [
      [kept.sopClassUid, kept.sopInstanceUid],
      [kept.sopClassUid, newUid()],
    ];
    const { Path: path } = await ask('POST', '/modalities/node/storage-commitment', {
      DicomInstances: references,
    });
    await expect.poll(async () => (await ask('GET', path)).Status).toBe('Failure');
    const { Success, Failures } = await ask('GET', path);
    expect(Success).toMatchObject([{ SOPInstanceUID: kept.sopInstanceUid }]);
    expect(Failures).toMatchObject([{ FailureReason: 0x0112 }]);
  });

  test('confirms a delivery', async () => {
    const kept = buildSmallObject();
    await storeOverDimse(node, [kept]);
    const id = await deliver(kept, orthancPeer);
    await untilState(id, 'done');
    expect((await deliveryOf(id)).instances).toEqual({ total: 1, sent: 1, failed: 0, uncommitted: 0 });
    const query = { Level: 'Instance', Query: { SOPInstanceUID: kept.sopInstanceUid } };
    expect(await ask('POST', '/tools/find', query)).toHaveLength(1);
  });

  test('is asked by the command line, and tells the node', async () => {
    const events = await send(buildSmallObject(), ['--peer', 'ORTHANC']);
    expect(events.map(({ event }) => event)).toEqual(['sent', 'summary', 'committed']);
  });
});

test('the command line asks another node and is told on the same association', async () => {
  const events = await send(buildSmallObject(), ['--to', `127.0.0.1:${node.dicomPort}`, '--aet', node.aet]);
  expect(events.map(({ event }) => event)).toEqual(['sent', 'summary', 'committed']);
});

test('after a kill the node reports what it was asked, and takes the report on what it asked', async () => {
  const [taken, sent] = [buildSmallObject(), buildSmallObject()];
  await storeOverDimse(node, [taken, sent]);
  const modality = await startModality();
  const keeper = await startKeeper();
  try {
    await addPeer('MODALITY', modality.server.port);
    const id = await deliver(
      sent,
      await addPeer('KEEPER', keeper.server.port, { verbs: [], confirmByCommitment: true }),
    );
    const askedOfKeeper = await keeper.asked;
    await untilState(id, 'committing');
    const [listed] = runIsocenter(node, ['queue', 'list', '--destination', 'KEEPER', '--json']).trim().split('\n');
    const counts = { total: 1, sent: 1, failed: 0, uncommitted: 1 };
    expect(JSON.parse(listed ?? '')).toMatchObject({ id, instances: counts, waitsFor: { what: 'commitment' } });

    const transactionUid = newUid();
    const asking = await associateAs('MODALITY');
    const { status } = await asking.action({ ...commitment, typeId: 1, dataSet: requestFor(transactionUid, taken) });
    expect(status).toBe(0);
    process.kill(node.pid, 'SIGKILL');
    await node.process.ended;
    modality.open();
    node = await node.startAgain();

    expect(await modality.reported).toEqual({ transactionUid, typeId: 1, committed: [taken.sopInstanceUid] });
    const reporting = await associateAs('KEEPER', [{ sopClassUid: commitmentClass, scu: false, scp: true }]);
    const report = { ...commitment, typeId: 1, dataSet: requestFor(askedOfKeeper, sent) };
    expect(await reporting.eventReport(report)).toMatchObject({ status: 0 });
    await reporting.release();
    await untilState(id, 'done');
    expect((await deliveryOf(id)).instances).toEqual({ ...counts, uncommitted: 0 });
  } finally {
    await modality.server.close(0);
    await keeper.server.close(0);
  }
});

const associateAs = (callingAet: string, roleSelections: readonly RoleSelection[] = []) =>
  openAssociation({
    ...{ host: '127.0.0.1', port: node.dicomPort, calledAet: node.aet, callingAet, roleSelections },
    contexts: [{ abstractSyntax: commitmentClass, transferSyntaxes: [explicit] }],
  });

/** Of a request; of a report that commits to everything, too. */
function requestFor(TransactionUID: string, { sopClassUid, sopInstanceUid }: SmallObject): Uint8Array {
  const ReferencedSOPSequence = [{ ReferencedSOPClassUID: sopClassUid, ReferencedSOPInstanceUID: sopInstanceUid }];
  return encodeDataSet(buildDataSet({ TransactionUID, ReferencedSOPSequence }), explicitVrLittleEndian);
}

type Reported = { readonly transactionUid: string; readonly typeId: number; readonly committed: readonly string[] };

/** A modality that turns everybody away until it is opened. */
async function startModality(): Promise<{ server: DimseServer; open(): void; reported: Promise<Reported> }> {
  const { promise: reported, resolve: resolveReported } = Promise.withResolvers<Reported>();
  let isOpen = false;
  const server = await listenDimse<undefined>({
    host: '127.0.0.1',
    port: 0,
    accept: (request) =>
      isOpen
        ? {
            ...acceptAll(request),
            roleSelections: chooseRoles(request.roleSelections, () => ({ scu: true, scp: true })),
          }
        : { kind: 'reject', ...rejection.temporaryCongestion },
    verbs: {
      echo: () => 0,
      store: () => ({ status: 0x0110 }),
      async eventReport({ dataSet = new Uint8Array(), typeId }) {
        const { value } = parseDataSet(dataSet, explicitVrLittleEndian);
        const items = getItems(value, tagOf('ReferencedSOPSequence'));
        const committed = items.map((item) => getString(item, tagOf('ReferencedSOPInstanceUID')) ?? '');
        resolveReported({ transactionUid: getString(value, tagOf('TransactionUID')) ?? '', typeId, committed });
        return { status: 0 };
      },
    },
  });
  return {
    server,
    open: () => {
      isOpen = true;
    },
    reported,
  };
}

/** An archive that takes what it is sent, and the request to commit to it. */
async function startKeeper(): Promise<{ server: DimseServer; asked: Promise<string> }> {
  const { promise: asked, resolve: resolveAsked } = Promise.withResolvers<string>();
  const server = await listenDimse<undefined>({
    host: '127.0.0.1',
    port: 0,
    accept: acceptAll,
    verbs: {
      echo: () => 0,
      store: () => ({ write: () => undefined, end: async () => ({ status: 0 }), abort: async () => undefined }),
      async action({ dataSet = new Uint8Array() }) {
        const { value } = parseDataSet(dataSet, explicitVrLittleEndian);
        resolveAsked(getString(value, tagOf('TransactionUID')) ?? '');
        return { status: 0 };
      },
    },
  });
  return { server, asked };
}

/** Runs `isocenter send --commit` and returns its events. */
async function send(object: SmallObject, target: readonly string[]): Promise<readonly { readonly event: string }[]> {
  const file = join(node.dataDir, '..', `${object.sopInstanceUid}.dcm`);
  writeFileSync(file, object.file);
  const launcher = resolve(import.meta.dirname, '../apps/server/bin/isocenter.js');
  const args = [launcher, 'send', file, ...target, '--commit', '--commit-wait', '20', '--json'];
  const env = { ...process.env, ...node.env };
  const output = await new Promise<string>((done) => {
    // The exit code is in the events.
    execFile(process.execPath, args, { env }, (_error, stdout) => done(stdout));
  });
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}
