/**
 * The power goes, or the process is killed, before any call to the disk. Whatever the disk may hold then, the log opens
 * by itself, every acknowledged object is there, and none is half visible.
 */

import { describe, expect, it } from 'vitest';
import { randomLives, tellStory } from './story.ts';

describe.each(['power', 'kill'] as const)('the end by %s', (end) => {
  it('keeps every promise at each call of a run', async () => {
    const whole = await tellStory(1, [{ end: 'kill' }]);
    expect(whole.violations).toEqual([]);
    expect(whole.acknowledged).toBeGreaterThan(20);
    for (let endsAt = 0; endsAt < (whole.calls[0] ?? 0); endsAt += 1) {
      const { violations } = await tellStory(1, [{ endsAt, end }]);
      expect(violations, `ended before call ${endsAt}`).toEqual([]);
    }
  });
});

it('keeps every promise through several lives', async () => {
  for (let seed = 0; seed < 150; seed += 1) {
    const { violations } = await tellStory(seed, randomLives(seed));
    expect(violations, `seed ${seed}`).toEqual([]);
  }
});
