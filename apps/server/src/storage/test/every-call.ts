/** One run of the store again and again, of which each time another call to the disk goes wrong in one way. */

import type { DiskCall, Fate } from './simulated-disk.ts';
import { type Life, tellStory } from './story.ts';

/** How a call can fail, and how a process can end before it. */
export const mishaps = {
  'no space': { error: 'ENOSPC' },
  'a failing disk': { error: 'EIO' },
  'a short write': 'short',
  'the end by power': 'power',
  'the end by kill': 'kill',
} as const;

export type Mishap = keyof typeof mishaps;

export type EveryCall = {
  /** How often something went wrong. */
  readonly tried: number;
  /** In words. */
  readonly violations: readonly string[];
};

/** @param seed tells which run it is; the same gives the same */
export async function sufferAtEveryCall(seed: number, mishap: Mishap): Promise<EveryCall> {
  const names: string[] = [];
  const note = ({ name }: DiskCall): Fate => {
    names.push(name);
    return 'ok';
  };
  const whole = await tellStory(seed, [{ end: 'kill', fault: note }]);
  const violations = whole.violations.map((text) => `undisturbed: ${text}`);
  let tried = 0;
  for (const [at, name] of names.entries()) {
    const life = lifeWith(mishap, at, name);
    if (life === undefined) continue;
    tried += 1;
    const story = await tellStory(seed, [life]);
    violations.push(...story.violations.map((text) => `seed ${seed}, ${mishap} at call ${at}, ${name}: ${text}`));
  }
  return { tried, violations };
}

function lifeWith(mishap: Mishap, at: number, name: string): Life | undefined {
  const fate = mishaps[mishap];
  if (fate === 'power' || fate === 'kill') return { endsAt: at, end: fate };
  // What reads gives no promise that could be broken, and only writes are short.
  if (fate === 'short' ? !name.startsWith('write') : name === 'read' || name === 'size') return undefined;
  return {
    // Some calls after the fault the life ends, so that what was in flight is looked at, too.
    endsAt: at % 3 === 0 ? at + 12 : 10_000,
    end: at % 2 === 0 ? 'power' : 'kill',
    fault: (call) => (call.index === at ? fate : 'ok'),
  };
}
