/** Orthanc as a peer: query, retrieve, and Storage Commitment in both roles, PS3.4 Annex J. */

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort, startPeerListener, untilListening } from '@isocenter/testkit/peer-listener';
import { afterEach, describe, expect, test } from 'vitest';
import { acceptAll } from '../src/accept-all.ts';
import { openAssociation } from '../src/client.ts';
import { chooseRoles } from '../src/negotiation.ts';
import { listenDimse } from '../src/server.ts';
import type { NotificationRequest } from '../src/verbs.ts';
import { encodeDataSet } from './implicit-data-set.ts';
import {
  ctImageStorage,
  implicitVr,
  storageCommitment,
  storageCommitmentInstance,
  studyRootFind,
  studyRootGet,
  testInstanceUid,
} from './messages.ts';

const hasOrthanc = existsSync('/usr/sbin/Orthanc');
const absence = hasOrthanc ? '' : ' (skipped: Orthanc is not installed)';

const cleanups: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const transactionUid = `${testInstanceUid}.900`;
const studyUid = `${testInstanceUid}.300`;
const asProvider = [{ sopClassUid: storageCommitment, scu: false, scp: true }];

/** A CT instance of a study of its own, without pixels. */
function dataSetOfInstance(number: number): Uint8Array {
  return encodeDataSet([
    [0x0008_0016, ctImageStorage],
    [0x0008_0018, `${testInstanceUid}.${number}`],
    [0x0008_0060, 'CT'],
    [0x0010_0010, 'TEST^INSTANCE'],
    [0x0010_0020, 'TEST-1'],
    [0x0020_000d, studyUid],
    [0x0020_000e, `${testInstanceUid}.400`],
  ]);
}

/** Action Information of a commitment, PS3.4 Table J.3-1. */
const commitmentRequest = (numbers: readonly number[]) =>
  encodeDataSet([
    [0x0008_1195, transactionUid],
    [
      0x0008_1199,
      numbers.map((number) => [
        [0x0008_1150, ctImageStorage],
        [0x0008_1155, `${testInstanceUid}.${number}`],
      ]),
    ],
  ]);

/** Orthanc, and a server of ours that it knows as the modality `node`. */
async function start() {
  const actions: NotificationRequest[] = [];
  const events: NotificationRequest[] = [];
  let changed = Promise.withResolvers<void>();
  const note = (list: NotificationRequest[]) => async (request: NotificationRequest) => {
    list.push(request);
    changed.resolve();
    changed = Promise.withResolvers<void>();
    return { status: 0 };
  };
  const server = await listenDimse<undefined>({
    host: '127.0.0.1',
    port: 0,
    accept: (request) => ({
      ...acceptAll(request),
      roleSelections: chooseRoles(request.roleSelections, () => ({ scu: true, scp: true })),
    }),
    verbs: { echo: () => 0, store: () => ({ status: 0x0110 }), action: note(actions), eventReport: note(events) },
  });
  cleanups.push(() => server.close(0));
  const folder = mkdtempSync(join(tmpdir(), 'dimse-orthanc-'));
  cleanups.push(() => rmSync(folder, { recursive: true, maxRetries: 5 }));
  const [dicomPort, httpPort] = [await findFreePort(), await findFreePort()];
  const config = join(folder, 'orthanc.json');
  writeFileSync(
    config,
    JSON.stringify({
      DicomAet: 'ORTHANC',
      DicomPort: dicomPort,
      DicomAlwaysAllowGet: true,
      DicomModalities: { node: ['TEST-NODE', '127.0.0.1', server.port] },
      HttpPort: httpPort,
      AuthenticationEnabled: false,
      StorageDirectory: folder,
      Plugins: [],
    }),
  );
  const orthanc = await startPeerListener('Orthanc', [config], dicomPort);
  await untilListening(orthanc, httpPort);
  const exited = new Promise<void>((resolve) => orthanc.once('exit', () => resolve()));
  cleanups.push(async () => {
    orthanc.kill('SIGKILL');
    await exited;
  });
  const open = (roleSelections: typeof asProvider = []) =>
    openAssociation({
      host: '127.0.0.1',
      port: dicomPort,
      calledAet: 'ORTHANC',
      callingAet: 'TEST-NODE',
      contexts: [ctImageStorage, studyRootFind, studyRootGet, storageCommitment].map((abstractSyntax) => ({
        abstractSyntax,
        transferSyntaxes: [implicitVr],
      })),
      roleSelections,
    });
  const waitFor = async (met: () => boolean) => {
    while (!met()) await changed.promise;
  };
  return { open, waitFor, actions, events, url: `http://127.0.0.1:${httpPort}` };
}

async function storeInstances(open: Awaited<ReturnType<typeof start>>['open']): Promise<void> {
  const association = await open();
  for (const number of [1, 2]) {
    const outcome = await association.store({
      sopClassUid: ctImageStorage,
      sopInstanceUid: `${testInstanceUid}.${number}`,
      transferSyntaxUid: implicitVr,
      dataSet: dataSetOfInstance(number),
    });
    expect(outcome.status).toBe(0);
  }
  await association.release();
}

describe.skipIf(!hasOrthanc)(`Orthanc${absence}`, () => {
  test('answers our query and sends a get’s instances', async () => {
    const { open } = await start();
    await storeInstances(open);
    const association = await open([{ sopClassUid: ctImageStorage, scu: true, scp: true }]);
    const identifier = encodeDataSet([
      [0x0008_0052, 'STUDY'],
      [0x0020_000d, studyUid],
    ]);
    let matches = 0;
    const query = { transferSyntaxUid: implicitVr, identifier };
    for await (const match of association.find({ ...query, sopClassUid: studyRootFind })) {
      expect(Buffer.from(match).includes(studyUid)).toBe(true);
      matches += 1;
    }
    expect(matches).toBe(1);
    const received: string[] = [];
    const get = association.get(
      { ...query, sopClassUid: studyRootGet },
      {
        store: ({ sopInstanceUid }) => {
          received.push(sopInstanceUid);
          return { write: () => undefined, end: async () => ({ status: 0 }), abort: async () => undefined };
        },
      },
    );
    let step = await get.next();
    while (!step.done) step = await get.next();
    expect(step.value).toMatchObject({ status: 0, counts: { completed: 2, failed: 0 } });
    expect(received.sort()).toEqual([`${testInstanceUid}.1`, `${testInstanceUid}.2`]);
    await association.release();
  });

  test('commits to our instances and reports on an association of its own', async () => {
    const { open, waitFor, events } = await start();
    await storeInstances(open);
    const association = await open();
    const outcome = await association.action({
      sopClassUid: storageCommitment,
      sopInstanceUid: storageCommitmentInstance,
      typeId: 1,
      transferSyntaxUid: implicitVr,
      dataSet: commitmentRequest([1, 2]),
    });
    expect(outcome.status).toBe(0);
    await association.release();
    await waitFor(() => events.length === 1);
    expect(events[0]).toMatchObject({ typeId: 1, sopInstanceUid: storageCommitmentInstance });
    expect(Buffer.from(events[0]?.dataSet ?? []).includes(transactionUid)).toBe(true);
  });

  test('asks us to commit, and takes our report on an association of ours', async () => {
    const { open, waitFor, actions, url } = await start();
    await storeInstances(open);
    const asked = await fetch(`${url}/modalities/node/storage-commitment`, {
      method: 'POST',
      body: JSON.stringify({
        DicomInstances: [1, 2].map((number) => [ctImageStorage, `${testInstanceUid}.${number}`]),
      }),
    });
    expect(asked.status).toBe(200);
    const { Path: path } = (await asked.json()) as { Path: string };
    await waitFor(() => actions.length === 1);
    const [action] = actions;
    expect(action).toMatchObject({ typeId: 1, sopClassUid: storageCommitment });
    const association = await open(asProvider);
    expect(association.acceptedRoles).toEqual(asProvider);
    // The report that everything is kept repeats the request, PS3.4 Table J.3-2.
    const outcome = await association.eventReport({
      sopClassUid: storageCommitment,
      sopInstanceUid: storageCommitmentInstance,
      typeId: 1,
      transferSyntaxUid: implicitVr,
      dataSet: action?.dataSet ?? new Uint8Array(),
    });
    expect(outcome.status).toBe(0);
    await association.release();
    const report = await fetch(`${url}${path}`);
    expect(await report.json()).toMatchObject({ Status: 'Success' });
  });
});
