/** Who may open an association, and how many at once: a node that lets nobody in but the peers of its list. */

import { dimseStatus } from '@isocenter/dimse/status';
import { absenceOf, findMissingPrograms, runPeer } from '@isocenter/testkit/peer-program';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningNode, startNode } from './running-node.ts';
import { associate, buildSmallObject, newUid, storeOverDimse } from './small-object.ts';

/** Design §7: at most so many associations. */
const maxAssociations = 300;
const senders = 32;

/** PS3.8 Table 9-21 */
const callingAeTitleNotRecognized = { result: 1, source: 1, reason: 3 };
const calledAeTitleNotRecognized = { result: 1, source: 1, reason: 7 };
const localLimitExceeded = { result: 2, source: 3, reason: 2 };

const missing = findMissingPrograms('echoscu');

let node: RunningNode;
beforeAll(async () => {
  node = await startNode({ env: { ISOCENTER__DICOM__ALLOW_LOOPBACK: 'false' } });
  await addPeer('KNOWN', ['echo', 'store']);
  await addPeer('ECHO ONLY', ['echo']);
  await addPeer('ELSEWHERE', ['echo', 'store'], { host: '192.0.2.7' });
  await addPeer('SWITCHED OFF', ['echo', 'store'], { enabled: false });
});
afterAll(() => node?.close());

describe('an association', () => {
  test.each([
    ['under an unknown AE title', 'STRANGER'],
    ['under the AE title of a peer at another address', 'ELSEWHERE'],
    ['of a peer that is switched off', 'SWITCHED OFF'],
  ])('%s is rejected, and logged with AE title and address', async (_, callingAet) => {
    await expect(associate(node, { callingAet })).rejects.toMatchObject({
      code: 'association-rejected',
      details: callingAeTitleNotRecognized,
    });
    await expect.poll(() => linesOf(callingAet)).toHaveLength(1);
    expect(linesOf(callingAet)[0]).toMatchObject({ address: '127.0.0.1', calledAet: node.aet });
  });

  test('with another AE title than ours is rejected', async () => {
    await expect(associate({ ...node, aet: 'NOBODY' }, { callingAet: 'KNOWN' })).rejects.toMatchObject({
      code: 'association-rejected',
      details: calledAeTitleNotRecognized,
    });
  });

  test.skipIf(missing.length > 0)(`is rejected in words that DCMTK has for it${absenceOf(missing)}`, async () => {
    const echo = (calling: string, called: string) =>
      runPeer('echoscu', ['-aet', calling, '-aec', called, '127.0.0.1', String(node.dicomPort)]);
    expect((await echo('DCMTK', node.aet)).output).toContain('Reason: Calling AE Title Not Recognized');
    expect((await echo('KNOWN', 'NOBODY')).output).toContain('Reason: Called AE Title Not Recognized');
    expect(await echo('KNOWN', node.aet)).toEqual({ code: 0, output: '' });
  });

  test('of a peer that may not store answers C-ECHO and refuses C-STORE', async () => {
    const object = buildSmallObject();
    const association = await associate(node, { callingAet: 'ECHO ONLY' });
    expect(await association.echo()).toBe(0);
    expect((await association.store(object)).status).toBe(dimseStatus.notAuthorized);
    expect(await association.echo()).toBe(0);
    await association.release();
    expect(await node.dicomweb.listInstances(object.studyInstanceUid)).toEqual([]);
    expect(await storeOverDimse(node, [object], 'KNOWN')).toMatchObject([{ status: 0 }]);
  });
});

test(`${maxAssociations} associations are open at once, ${senders} of them send, and the next is told to try again`, async () => {
  const open = () => associate(node, { callingAet: 'KNOWN' });
  const associations = await Promise.all(Array.from({ length: maxAssociations }, open));
  await expect(open()).rejects.toMatchObject({ code: 'association-rejected', details: localLimitExceeded });

  const study = newUid();
  const objects = Array.from({ length: senders * 4 }, (_, number) =>
    buildSmallObject({ StudyInstanceUID: study, InstanceNumber: number + 1 }),
  );
  const sending = associations.slice(0, senders).map(async (association, sender) => {
    const statuses: number[] = [];
    for (let at = sender; at < objects.length; at += senders) {
      const object = objects[at];
      if (object !== undefined) statuses.push((await association.store(object)).status);
    }
    return statuses;
  });
  expect((await Promise.all(sending)).flat().every((status) => status === 0)).toBe(true);
  expect(await node.dicomweb.listInstances(study)).toHaveLength(objects.length);
  expect(await Promise.all(associations.map((association) => association.echo()))).toEqual(associations.map(() => 0));

  await Promise.all(associations.map((association) => association.release()));
  expect(await (await open()).echo()).toBe(0);
});

async function addPeer(aeTitle: string, verbs: readonly string[], changes: object = {}): Promise<void> {
  const peer = {
    name: aeTitle,
    aeTitle,
    host: '127.0.0.1',
    port: 104,
    verbs,
    conflictPolicy: 'first',
    checkAddress: true,
  };
  const { status } = await node.api('POST', '/api/peers', { ...peer, enabled: true, note: '', ...changes });
  expect(status).toBe(201);
}

/** Warnings of the log about associations of a caller. */
function linesOf(callingAet: string): readonly Record<string, unknown>[] {
  return node
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{') && line.includes('association rejected'))
    .map((line) => JSON.parse(line))
    .filter((line) => line.callingAet === callingAet && line.level === 'warn');
}
