/**
 * Each call to the disk fails once, in the ways a disk fails. The log goes on, what it refused is nowhere, and what it
 * acknowledged is there: also when the process is killed or the power goes right after.
 */

import { expect, it } from 'vitest';
import { sufferAtEveryCall } from './every-call.ts';
import type { DiskCall, Fate } from './simulated-disk.ts';
import { tellStory } from './story.ts';

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
