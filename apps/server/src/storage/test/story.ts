/**
 * Some lives of one store: in each a process opens it, works, and is ended at some call by a power cut or a kill; the
 * next one starts on what is left. At the end every promise is checked.
 *
 * The same seed tells the same story, so that a violation can be looked at again. The tests run a few hundred;
 * a longer run is a loop over seeds.
 */

import { dirname } from 'node:path';
import { StorageError, systemErrorName } from '../storage-error.ts';
import { type Chance, type DiskCall, type Fate, SimulatedDisk, seededChance } from './simulated-disk.ts';
import { checkPromises, dir, type History, newHistory, openOn, runWorkload } from './workload.ts';

export type Life = {
  /** The life ends before this call of it; without it when the work is done. */
  readonly endsAt?: number;
  readonly end: 'power' | 'kill';
  /** Calls that fail, decided one by one. */
  readonly fault?: (call: DiskCall) => Fate;
};

export type Story = {
  readonly violations: readonly string[];
  readonly acknowledged: number;
  readonly refused: number;
  /** Calls that each life made. */
  readonly calls: readonly number[];
};

export async function tellStory(
  seed: number,
  lives: readonly Life[],
  work: { readonly operations: number } = { operations: 40 },
): Promise<Story> {
  const history = newHistory();
  const calls: number[] = [];
  let disk = new SimulatedDisk(seededChance(seed), new Map(), [dirname(dir), dir]);
  for (const [index, life] of lives.entries()) {
    const chance = seededChance(1_000 * seed + index);
    const before = disk.calls;
    await live(disk, history, life, { ...work, chance });
    calls.push(disk.calls - before);
    disk = life.end === 'power' ? disk.cutPower(chance) : disk.killProcess();
  }
  const violations = await checkPromises(disk, history);
  return { violations, acknowledged: history.stored.size, refused: history.refused.size, calls };
}

/** Two or three lives, each ended at a random call by a random end. */
export function randomLives(seed: number): readonly Life[] {
  const chance = seededChance(7 * seed + 3);
  return Array.from({ length: 2 + Math.floor(chance() * 2) }, () => ({
    endsAt: Math.floor(chance() * 400),
    end: chance() < 0.7 ? 'power' : 'kill',
  }));
}

async function live(
  disk: SimulatedDisk,
  history: History,
  life: Life,
  work: { readonly operations: number; readonly chance: Chance },
): Promise<void> {
  const first = disk.calls;
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  disk.fate = ({ index, ...call }) => {
    const ofLife = { ...call, index: index - first };
    if (ofLife.index < (life.endsAt ?? Number.POSITIVE_INFINITY)) return life.fault?.(ofLife) ?? 'ok';
    end();
    return 'cut';
  };
  const run = async () => {
    const log = await openOn(disk);
    await runWorkload(log, history, { ...work, writers: 1 + Math.floor(work.chance() * 6) });
    if (work.chance() < 0.5) await log.close();
  };
  try {
    await Promise.race([run(), ended]);
  } catch (error) {
    // A start on a failing disk may be refused; that is an answer, too. Anything else is a fault of ours.
    if (!(error instanceof StorageError) && systemErrorName(error) === undefined) throw error;
  }
  disk.fate = () => 'ok';
}
