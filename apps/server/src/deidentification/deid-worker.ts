/** A worker thread that de-identifies batches of files (`run-task.ts`), for `run-folder.ts`. */

import { workerData } from 'node:worker_threads';
import type { DeidResult, DeidTask, DeidWorkerData } from './deid-task.ts';
import { createTaskRunner, type TaskRunner } from './run-task.ts';

let run: TaskRunner | undefined;

export function runDeidTask(task: DeidTask): Promise<DeidResult> {
  // `run-folder.ts` gives this and nothing else.
  run ??= createTaskRunner(workerData as DeidWorkerData);
  return run(task);
}
