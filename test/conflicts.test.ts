/** Different content under a known SOP Instance UID: what becomes of it is the policy of the peer that sends it. */

import { splitFile } from '@isocenter/testkit/dicomweb-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningNode, startNode } from './running-node.ts';
import { buildSmallObject, type SmallObject, storeOverDimse } from './small-object.ts';

const policies = ['first', 'newest', 'refuse'] as const;
const duplicateSopInstance = 0x0111;

let node: RunningNode;
beforeAll(async () => {
  node = await startNode();
  for (const policy of policies) {
    const { status } = await node.api('POST', '/api/peers', {
      name: `Peer ${policy}`,
      aeTitle: policy.toUpperCase(),
      host: '127.0.0.1',
      port: 104,
      verbs: ['echo', 'store'],
      conflictPolicy: policy,
      checkAddress: true,
      enabled: true,
      note: '',
    });
    expect(status).toBe(201);
  }
});
afterAll(() => node?.close());

describe('other content under a known UID', () => {
  test('from a peer with the policy first is kept, and the first stays served', async () => {
    const { first, second } = buildRivals();
    expect(await statusesOf('FIRST', [first, second])).toEqual([0, 0]);
    expect(await isServed(first)).toBe(true);
    expect(await conflictsOf(first)).toMatchObject([
      {
        served: { source: 'dimse', sender: 'FIRST', lengthBytes: first.dataSet.length },
        kept: { source: 'dimse', sender: 'FIRST', lengthBytes: second.dataSet.length },
      },
    ]);
  });

  test('from a peer with the policy newest is served from then on, and the other is kept', async () => {
    const { first, second } = buildRivals();
    expect(await statusesOf('FIRST', [first])).toEqual([0]);
    expect(await statusesOf('NEWEST', [second])).toEqual([0]);
    expect(await isServed(second)).toBe(true);
    expect(await conflictsOf(first)).toMatchObject([
      { served: { sender: 'NEWEST' }, kept: { sender: 'FIRST', lengthBytes: first.dataSet.length } },
    ]);
    expect(await node.dicomweb.listInstances(first.studyInstanceUid)).toHaveLength(1);
  });

  test('from a peer with the policy refuse is answered 0111H and leaves nothing behind', async () => {
    const { first, second } = buildRivals();
    expect(await statusesOf('FIRST', [first])).toEqual([0]);
    expect(await statusesOf('REFUSE', [second, first])).toEqual([duplicateSopInstance, 0]);
    expect(await isServed(first)).toBe(true);
    expect(await conflictsOf(first)).toEqual([]);
  });
});

test('the same content again is no conflict under any policy', async () => {
  const object = buildSmallObject();
  for (const policy of policies) expect(await statusesOf(policy.toUpperCase(), [object])).toEqual([0]);
  expect(await conflictsOf(object)).toEqual([]);
  expect(await node.dicomweb.listInstances(object.studyInstanceUid)).toHaveLength(1);
});

test('what is sent by several peers at once is stored once', async () => {
  const object = buildSmallObject();
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => statusesOf('FIRST', [object, object])));
  expect(outcomes.flat().every((status) => status === 0)).toBe(true);
  expect(await node.dicomweb.listInstances(object.studyInstanceUid)).toHaveLength(1);
  expect(await conflictsOf(object)).toEqual([]);
});

function buildRivals(): { first: SmallObject; second: SmallObject } {
  const first = buildSmallObject();
  const { sopInstanceUid, seriesInstanceUid, studyInstanceUid } = first;
  const second = buildSmallObject({
    SOPInstanceUID: sopInstanceUid,
    SeriesInstanceUID: seriesInstanceUid,
    StudyInstanceUID: studyInstanceUid,
    ImageComments: 'other content',
  });
  return { first, second };
}

async function statusesOf(callingAet: string, objects: readonly SmallObject[]): Promise<readonly number[]> {
  return (await storeOverDimse(node, objects, callingAet)).map(({ status }) => status);
}

async function isServed({ studyInstanceUid, dataSet }: SmallObject): Promise<boolean> {
  const parts = await node.dicomweb.retrieve(`/studies/${studyInstanceUid}`);
  return parts.length === 1 && parts.every(({ body }) => splitFile(body).dataSet.equals(dataSet));
}

async function conflictsOf({ sopInstanceUid }: SmallObject): Promise<readonly unknown[]> {
  const { body } = await node.api('GET', '/api/conflicts');
  return body.conflicts.filter((conflict: { sopInstanceUid: string }) => conflict.sopInstanceUid === sopInstanceUid);
}
