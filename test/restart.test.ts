/** A node that is stopped, in peace or in the middle of a transfer, and one whose index is built anew, answers as before. */

import type { DicomJson } from '@isocenter/dicom/json';
import { DimseError } from '@isocenter/dimse/errors';
import { corpusDir, listCorpus, readCorpusFile } from '@isocenter/testkit/corpus';
import { sha256 } from '@isocenter/testkit/dicomweb-client';
import { runIsocenter } from '@isocenter/testkit/isocenter-process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningNode, startNode } from './running-node.ts';
import { associate, buildSmallObject, newUid, type SmallObject, storeOverDimse } from './small-object.ts';

/** Design §5. */
const maxStopMs = 10_000;

let node: RunningNode;
beforeAll(async () => {
  node = await startNode({ database: 'private' });
  for (const policy of ['first', 'newest', 'refuse']) {
    const peer = { name: policy, aeTitle: policy.toUpperCase(), host: '127.0.0.1', port: 104, verbs: ['store'] };
    const rest = { conflictPolicy: policy, checkAddress: true, enabled: true, note: '' };
    expect((await node.api('POST', '/api/peers', { ...peer, ...rest })).status).toBe(201);
  }
  await storeEveryKind();
});
afterAll(() => node?.close());

test('stops within ten seconds with its database, and keeps everything', async () => {
  const before = await answersOf(node);
  expect(before.instances.length).toBeGreaterThan(corpusDir === undefined ? 10 : 400);
  expect(before.conflicts.length).toBeGreaterThanOrEqual(3);
  await stopInTime();
  node = await node.startAgain();
  expect(await answersOf(node)).toEqual(before);
});

test('stops in the middle of transfers, and has what it acknowledged', async () => {
  const study = newUid();
  const acknowledged = new Map<string, string>();
  const senders = Array.from({ length: 4 }, () => sendUntilStopped(study, acknowledged));
  await expect.poll(() => acknowledged.size, { interval: 5 }).toBeGreaterThan(40);
  const stopped = stopInTime();
  await Promise.all(senders);
  await stopped;
  node = await node.startAgain();
  const digests = await node.dicomweb.retrieveDigests(study);
  for (const [uid, digest] of acknowledged) expect(digests.get(uid)).toBe(digest);
  // What was on its way may have been stored too: at most one of each sender, its answer lost.
  expect(digests.size - acknowledged.size).toBeLessThanOrEqual(senders.length);
});

test('gives the same answers from an index that was built anew', async () => {
  const before = await answersOf(node);
  await node.process.stop();
  runIsocenter(node, ['reindex']);
  node = await node.startAgain();
  expect(await answersOf(node)).toEqual(before);
});

/** Everything the index knows how to tell apart: levels, character sets, copies, conflicts under each policy. */
async function storeEveryKind(): Promise<void> {
  const study = newUid();
  const first = Array.from({ length: 6 }, (_, number) =>
    buildSmallObject({ StudyInstanceUID: study, InstanceNumber: number + 1 }),
  );
  const again = (changes: object) =>
    first.map(({ sopInstanceUid, seriesInstanceUid }) =>
      buildSmallObject({
        StudyInstanceUID: study,
        SeriesInstanceUID: seriesInstanceUid,
        SOPInstanceUID: sopInstanceUid,
        ...changes,
      }),
    );
  await storeOverDimse(node, first, 'FIRST');
  await storeOverDimse(node, first.slice(0, 2), 'NEWEST');
  await storeOverDimse(node, again({ ImageComments: 'first' }).slice(0, 2), 'FIRST');
  await storeOverDimse(node, again({ ImageComments: 'newest' }).slice(2, 4), 'NEWEST');
  await storeOverDimse(node, again({ ImageComments: 'refused' }).slice(4), 'REFUSE');
  await node.dicomweb.store([
    { body: buildSmallObject({ PatientName: 'TEST^Zwölf', SpecificCharacterSet: 'ISO_IR 100' }).file },
    { body: buildSmallObject({ PatientID: '' }).file },
    { body: buildSmallObject({ PatientID: '' }).file },
  ]);
  await node.dicomweb.store(listCorpus().map(({ path }) => ({ body: readCorpusFile(path) })));
}

/** Sends object after object until the node goes away. */
async function sendUntilStopped(study: string, acknowledged: Map<string, string>): Promise<void> {
  try {
    const association = await associate(node);
    for (;;) {
      const object: SmallObject = buildSmallObject({ StudyInstanceUID: study });
      const { status } = await association.store(object);
      if (status === 0) acknowledged.set(object.sopInstanceUid, sha256(object.dataSet));
    }
  } catch (error) {
    if (!(error instanceof DimseError)) throw error;
  }
}

async function stopInTime(): Promise<void> {
  const { postmasterPid } = node.process.ready;
  const started = performance.now();
  await node.process.stop();
  expect(performance.now() - started).toBeLessThan(maxStopMs);
  expect(node.output()).toContain('"msg":"stopped"');
  expect(() => process.kill(postmasterPid ?? 0, 0)).toThrow('ESRCH');
}

/** What a client can learn from queries of all levels and from the list of conflicts, but for internal ids. */
async function answersOf({ dicomweb, api, httpUrl }: RunningNode) {
  const level = async (path: string) => {
    const found = await dicomweb.search(`${path}?includefield=all`);
    // The node has another port each time it starts.
    return found.map((json) => JSON.stringify(json).replaceAll(httpUrl, '')).toSorted();
  };
  const { body } = await api('GET', '/api/conflicts?limit=500');
  return {
    studies: await level('/studies'),
    series: await level('/series'),
    instances: await level('/instances'),
    conflicts: body.conflicts
      .map(({ sopInstanceUid, patientName, served, kept }: Record<string, DicomJson>) =>
        JSON.stringify([
          sopInstanceUid,
          patientName,
          ...[served, kept].map((copy) => ({ ...copy, instanceId: undefined })),
        ]),
      )
      .toSorted(),
  };
}
