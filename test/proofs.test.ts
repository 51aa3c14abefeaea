/**
 * Short runs of the proofs about loss, and that they notice one. The short runs of the third, fuzz, are beside it in
 * `proofs/`, and that of the large object is `large-object.test.ts`.
 */

import { absenceOf, findMissingPrograms } from '@isocenter/testkit/peer-program';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cutRecording, type Recording, recordIngest } from '../proofs/faults/faults.ts';
import { killRepeatedly, startOf } from '../proofs/kill/kill.ts';
import { beginning, killIngestRepeatedly } from '../proofs/kill/kill-ingest.ts';

const seed = 20_260_102;
const missing = [...findMissingPrograms('cc'), ...(process.platform === 'linux' ? [] : ['Linux'])];

test('node, PostgreSQL and both are killed during ingest, and nothing acknowledged is lost', async () => {
  const { cycles, acknowledged, violations } = await killRepeatedly({ runs: 3, from: startOf(seed) });
  expect(violations).toEqual([]);
  expect(cycles).toBe(3);
  expect(acknowledged).toBeGreaterThanOrEqual(150);
});

test('the way in alone is killed, and nothing acknowledged is lost', async () => {
  const { lives, acknowledged, violations } = await killIngestRepeatedly(3, beginning(seed));
  expect(violations).toEqual([]);
  expect(lives).toBe(3);
  expect(acknowledged).toBeGreaterThanOrEqual(30);
});

describe.skipIf(missing.length > 0)(`the power is cut at forty points of an ingest${absenceOf(missing)}`, () => {
  let recording: Recording;
  beforeAll(async () => {
    recording = await recordIngest(seed, 21);
  });
  afterAll(() => recording?.remove());

  test('and nothing acknowledged is lost', async () => {
    const { tried, answers, violations } = await cutRecording(recording, { runs: 40, seed });
    expect(violations).toEqual([]);
    expect(tried).toBe(40);
    expect(answers).toBeGreaterThan(10);
  });

  test('and without the syncs, something is', async () => {
    const events = recording.events.filter(({ kind }) => kind !== 'sync-done');
    const { violations } = await cutRecording({ ...recording, events }, { runs: 10, seed });
    expect(violations.join('\n')).toContain('an acknowledged object is missing');
  });

  test('and with the answers before the syncs, something is', async () => {
    const { violations } = await cutRecording({ ...recording, events: answeredEarly(recording) }, { runs: 10, seed });
    expect(violations.join('\n')).toContain('an acknowledged object is missing');
  });
});

/** Puts each answer before the last sync that was done before it: what a node would do that answers too early. */
function answeredEarly({ events }: Recording): Recording['events'] {
  const early = [...events];
  for (let at = 0; at < early.length; at += 1) {
    const event = early[at];
    if (event?.kind !== 'acknowledged') continue;
    const sync = early.slice(0, at).findLastIndex(({ kind }) => kind === 'sync-done');
    early.splice(at, 1);
    early.splice(Math.max(0, sync), 0, event);
  }
  return early;
}
