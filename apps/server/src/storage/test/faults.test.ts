/**
 * Each call to the disk fails once, in the ways a disk fails. The log goes on, what it refused is nowhere, and what it
 * acknowledged is there: also when the process is killed or the power goes right after.
 */

import { describe, expect, it } from 'vitest';
import type { DiskCall, Fate } from './simulated-disk.ts';
import { tellStory } from './story.ts';

const failOnce = (at: number, fate: Fate) => (call: DiskCall) => (call.index === at ? fate : 'ok');

describe.each([
  ['no space', { error: 'ENOSPC' }],
  ['a failing disk', { error: 'EIO' }],
  ['a short write', 'short'],
] as const)('%s', (_, fate) => {
  it('is met once at each call of a run', async () => {
    const names: string[] = [];
    const note = ({ name }: DiskCall): Fate => {
      names.push(name);
      return 'ok';
    };
    expect((await tellStory(2, [{ end: 'kill', fault: note }])).violations).toEqual([]);
    for (const [at, name] of names.entries()) {
      if (fate === 'short' ? !name.startsWith('write') : name === 'read' || name === 'size') continue;
      // Some calls after the fault the life ends, so that what was in flight is looked at, too.
      const life = { endsAt: at % 3 === 0 ? at + 12 : 10_000, fault: failOnce(at, fate) };
      const { violations } = await tellStory(2, [{ ...life, end: at % 2 === 0 ? 'power' : 'kill' }]);
      expect(violations, `call ${at}, ${name}, failed`).toEqual([]);
    }
  });
});

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
