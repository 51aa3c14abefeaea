/**
 * The power goes, or the process is killed, before any call to the disk. Whatever the disk may hold then, the log opens
 * by itself, every acknowledged object is there, and none is half visible.
 */

import { expect, it } from 'vitest';
import { sufferAtEveryCall } from './every-call.ts';
import { randomLives, tellStory } from './story.ts';

it.each(['the end by power', 'the end by kill'] as const)(
  '%s keeps every promise at each call of a run',
  async (mishap) => {
    const { tried, violations } = await sufferAtEveryCall(1, mishap);
    expect(violations).toEqual([]);
    expect(tried).toBeGreaterThan(100);
  },
);

it('keeps every promise through several lives', async () => {
  for (let seed = 0; seed < 150; seed += 1) {
    const { violations } = await tellStory(seed, randomLives(seed));
    expect(violations, `seed ${seed}`).toEqual([]);
  }
});
