/** A short run of the proof of scale: answers are right before and after the index is made anew; nothing is timed. */

import { makeDataDir } from '@isocenter/testkit/isocenter-process';
import { expect, test } from 'vitest';
import { measureScale } from '../proofs/scale/scale.ts';

const instances = 1500;

test('queries find what was stored, also from an index made anew', async () => {
  const { path, remove } = makeDataDir();
  try {
    const reached: number[] = [];
    const progress = { seed: 1, instances, stored: 0, rates: [] };
    const { wrong, megabytes } = await measureScale(path, progress, ({ stored }) => reached.push(stored));
    expect(wrong).toEqual([]);
    expect(reached).toEqual([instances]);
    expect(megabytes.log).toBeGreaterThan(0);
  } finally {
    remove();
  }
});
