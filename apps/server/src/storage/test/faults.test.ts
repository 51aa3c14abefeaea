/**
 * Each call to the disk fails once, in the ways a disk fails. The log goes on, what it refused is nowhere, and what it
 * acknowledged is there: also when the process is killed or the power goes right after.
 */

import { expect, it } from 'vitest';
import { sufferAtEveryCall } from './every-call.ts';
import { type DiskCall, type Fate, SimulatedDisk, seededChance } from './simulated-disk.ts';
import { tellStory } from './story.ts';
import { buildRecord, dir, openOn } from './workload.ts';

it.each(['no space', 'a failing disk', 'a short write'] as const)(
  '%s is met once at each call of a run',
  async (mishap) => {
    const { tried, violations } = await sufferAtEveryCall(2, mishap);
    expect(violations).toEqual([]);
    expect(tried).toBeGreaterThan(40);
  },
);

it('refuses stores while the disk is full, loses nothing, and goes on when there is space again', async () => {
  const full = ({ index, name }: DiskCall): Fate =>
    index > 60 && index < 160 && name.startsWith('write') ? { error: 'ENOSPC' } : 'ok';
  for (let seed = 0; seed < 20; seed += 1) {
    const { violations, refused, acknowledged } = await tellStory(seed, [{ end: 'power', fault: full }]);
    expect(violations, `seed ${seed}`).toEqual([]);
    expect(refused).toBeGreaterThan(0);
    expect(acknowledged).toBeGreaterThan(0);
  }
});

it('removes the file of a deleted object at the next start, also when nothing speaks of it any more', async () => {
  const disk = new SimulatedDisk(seededChance(1), new Map(), ['/', dir]);
  const log = await openOn(disk);
  const dataKey = log.keys.dataKeyFor(await log.keys.createPatientKey());
  const store = async (lengthBytes: number) => {
    const plaintext = [Buffer.alloc(lengthBytes)];
    return (await log.append({ record: buildRecord(lengthBytes), dataKey, plaintext })).location;
  };
  const beginSegment = async () => {
    const { segment } = await store(300);
    while ((await store(900)).segment === segment);
  };
  const files = (on: SimulatedDisk) => on.paths.filter((path) => path.startsWith(`${dir}/objects/`)).length;
  const large = await store(3_000);
  await beginSegment();
  disk.fate = ({ name }) => (name === 'unlink' ? { error: 'EIO' } : 'ok');
  await log.markDeleted(large, 'user');
  disk.fate = () => 'ok';
  expect(files(disk)).toBe(1);
  // The first takes the object's record away, and with it the reason to keep that of its deletion.
  for (let round = 0; round < 2; round += 1) {
    await beginSegment();
    await log.compact({ minDeadShare: 0, moved: async () => undefined });
  }
  const next = disk.killProcess();
  await (await openOn(next)).close();
  expect(files(next)).toBe(0);
});
