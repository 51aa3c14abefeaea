/**
 * The power goes before any call to the disk; whatever the disk may hold then, the log opens by itself, every
 * acknowledged object is there, and none is half visible. The long run is `make verify NAME=faults`.
 */

import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SimulatedDisk, seededChance } from './simulated-disk.ts';
import { checkPromises, dir, newHistory, openOn, runWorkload } from './workload.ts';

const newDisk = (seed: number) => new SimulatedDisk(seededChance(seed), new Map(), [dirname(dir), dir]);

/** Runs until the disk is cut before the given call, or to the end. */
async function runUntilCut(seed: number, cutAt: number) {
  const disk = newDisk(seed);
  const history = newHistory();
  let cut: (() => void) | undefined;
  const isCut = new Promise<void>((resolve) => {
    cut = resolve;
  });
  disk.fate = ({ index }) => {
    if (index < cutAt) return 'ok';
    cut?.();
    return 'cut';
  };
  const run = async () => {
    const log = await openOn(disk);
    await runWorkload(log, history, { operations: 60, writers: 4, chance: seededChance(seed + 1) });
    await log.close();
  };
  await Promise.race([run(), isCut]);
  return { disk, history, calls: disk.calls };
}

describe('a power cut', () => {
  it('keeps every promise at each call of a run', async () => {
    const whole = await runUntilCut(1, Number.POSITIVE_INFINITY);
    expect(whole.history.stored.size).toBeGreaterThan(30);
    expect(await checkPromises(whole.disk.killProcess(), whole.history)).toEqual([]);
    for (let cutAt = 0; cutAt < whole.calls; cutAt += 1) {
      const { disk, history } = await runUntilCut(1, cutAt);
      const left = disk.cutPower(seededChance(cutAt));
      expect(await checkPromises(left, history), `power cut before call ${cutAt}`).toEqual([]);
    }
  });
});
