/**
 * Deleting, restoring and purging, with the node killed in the middle of it: a study is there whole or not at all, what was
 * answered is so, and an index that is built anew has the same in the trash.
 */

import { setTimeout as delay } from 'node:timers/promises';
import { runIsocenter } from '@isocenter/testkit/isocenter-process';
import { seededRandom } from '@isocenter/testkit/random';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningNode, startNode } from './running-node.ts';
import { buildSmallObject, newUid, storeOverDimse } from './small-object.ts';

const instances = 30;
const studies = Array.from({ length: 8 }, () => newUid());
/** Milliseconds within which all of what a cycle asks for is done on an idle machine. */
const workMs = 400;

let node: RunningNode;
beforeAll(async () => {
  node = await startNode();
  for (const study of studies) {
    const objects = Array.from({ length: instances }, () =>
      buildSmallObject({ StudyInstanceUID: study, PatientID: study.slice(-16) }),
    );
    await storeOverDimse(node, objects);
  }
});
afterAll(() => node?.close());

type Place = 'served' | 'trash' | 'gone';

/** Where each study is. @throws where a part of it is elsewhere */
async function places(): Promise<readonly Place[]> {
  const trash = (await node.api('GET', '/api/trash?limit=500')).body.entries;
  return Promise.all(
    studies.map(async (study) => {
      const served = (await node.dicomweb.search(`/instances?StudyInstanceUID=${study}`)).length;
      const patientId = study.slice(-16);
      const trashed = trash
        .filter((entry: { patientId: string; isPurging: boolean }) => entry.patientId === patientId && !entry.isPurging)
        .map((entry: { instances: number }) => entry.instances);
      const found = [served, ...trashed].filter((count) => count > 0);
      expect(found.every((count) => count === instances) && found.length <= 1, `${study}: ${found}`).toBe(true);
      return served > 0 ? 'served' : trashed.length > 0 ? 'trash' : 'gone';
    }),
  );
}

/** Asks for the next step of a study; undefined where the answer did not come. */
async function step(study: string, place: Place, purge: boolean): Promise<Place | undefined> {
  try {
    if (place === 'served') {
      const { body } = await node.api('GET', `/api/studies?q=${study}`);
      const asked = { level: 'study', id: body.studies[0].id, reason: 'killed on purpose' };
      return (await node.api('POST', '/api/trash', asked)).status === 201 ? 'trash' : undefined;
    }
    const entries = (await node.api('GET', '/api/trash?limit=500')).body.entries;
    const { id } = entries.find((entry: { patientId: string }) => entry.patientId === study.slice(-16));
    const deed = purge ? 'purge' : 'restore';
    const body = purge ? { instances } : undefined;
    const { status } = await node.api('POST', `/api/trash/${id}/${deed}`, body);
    return status === 204 ? (purge ? 'gone' : 'served') : undefined;
  } catch {
    return undefined; // the node was killed under it
  }
}

test('a killed node shows each study whole or not at all, as it was answered', async () => {
  const random = seededRandom(7, 0).fraction;
  for (let cycle = 0; cycle < 5; cycle += 1) {
    const before = await places();
    const steps = studies.flatMap((study, index) => {
      const place = before[index] ?? 'gone';
      // The last two are purged when they come to lie in the trash.
      return place === 'gone' ? [] : [{ index, done: step(study, place, index >= studies.length - 2) }];
    });
    await delay(random() * workMs);
    process.kill(node.pid, 'SIGKILL');
    await node.process.ended;
    const answered = await Promise.all(steps.map(async ({ index, done }) => ({ index, place: await done })));
    node = await node.startAgain();
    const after = await places();
    for (const { index, place } of answered) if (place !== undefined) expect(after[index]).toBe(place);
  }
});

test('an index that is built anew has the same in the trash', async () => {
  const [first] = await places();
  if (first === 'served') await step(studies[0] ?? '', 'served', false);
  const before = await places();
  expect(before).toContain('trash');
  await node.process.stop();
  runIsocenter(node, ['reindex']);
  node = await node.startAgain();
  expect(await places()).toEqual(before);
  const entries = (await node.api('GET', '/api/trash')).body.entries;
  expect(entries.every((entry: { reason: string }) => entry.reason === 'killed on purpose')).toBe(true);
});
