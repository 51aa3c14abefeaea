/**
 * Who does the work of a folder run: this thread, and worker threads where there is much of it.
 *
 * A thread that starts loads and compiles for as long as a thread that runs takes for hundreds of files, and what is
 * read, written and synced is so by the system's pool beside either: a short run is done by this thread alone. Pictures
 * and faces are computed for seconds each, and never here.
 */

import { availableParallelism } from 'node:os';
import type { Piscina } from 'piscina';
import type { DeidResult, DeidTask, DeidWorkerData } from './deid-task.ts';
import { createTaskRunner } from './run-task.ts';

export type Hands = {
  /** @param sizeBytes of the files */
  readonly run: (task: DeidTask, sizeBytes?: number) => Promise<DeidResult>;
  /** How many tasks are worth having at work. */
  readonly tasksAtOnce: () => number;
  readonly close: () => Promise<void>;
};

/** A thread works on one batch while others are read or written; more of them only hold memory. */
const tasksPerWorker = 2;
const tasksHere = 2;

/** What this thread does alone: with more than this before it, workers are worth their start. */
const aloneUntil = { tasks: 64, bytes: 2 ** 29 };

/** Of a worker's heap. */
const youngGenerationMb = 64;

/** @param alone what this thread does before workers are started */
export function openHands(workerData: DeidWorkerData, alone = aloneUntil): Hands {
  const isHeavy = workerData.cleanPixels || workerData.cleanFaces !== false;
  const workers = isHeavy ? availableParallelism() : availableParallelism() - 1;
  const runHere = createTaskRunner(workerData);
  let pool: Promise<Piscina<DeidTask, DeidResult>> | undefined;
  const done = { tasks: 0, bytes: 0 };
  const load = { here: 0, pool: 0 };
  const isAlone = (): boolean =>
    !isHeavy && (workers === 0 || (pool === undefined && done.tasks < alone.tasks && done.bytes < alone.bytes));
  return {
    run: async (task, sizeBytes = 0) => {
      done.tasks += 1;
      done.bytes += sizeBytes;
      const isHere = isAlone() || (!isHeavy && load.here / tasksHere <= load.pool / (workers * tasksPerWorker));
      const side = isHere ? 'here' : 'pool';
      load[side] += 1;
      try {
        if (isHere) return await runHere(task);
        pool ??= openPool(workerData, workers);
        return await (await pool).run(task);
      } finally {
        load[side] -= 1;
      }
    },
    tasksAtOnce: () => (isHeavy ? 0 : tasksHere) + (isAlone() ? 0 : workers * tasksPerWorker),
    close: async () => await (await pool)?.destroy(),
  };
}

/** Loaded only when it is needed, as is the code of a worker. */
async function openPool(workerData: DeidWorkerData, threads: number): Promise<Piscina<DeidTask, DeidResult>> {
  const { Piscina } = await import('piscina');
  return new Piscina<DeidTask, DeidResult>({
    filename: new URL('deid-worker.ts', import.meta.url).href,
    name: 'runDeidTask',
    workerData,
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: tasksPerWorker,
    // What a file leaves behind dies young.
    resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMb },
  });
}
