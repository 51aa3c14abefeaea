/**
 * Tries the settings of a project on one object, in a worker thread: nothing is stored and nothing is sent. One object at
 * a time, which is in memory as a whole and its result beside it; how much may wait is bounded.
 */

import { Piscina } from 'piscina';
import type { ArchiveReader } from '../archive/archive.ts';
import { HttpProblem } from '../http/problem.ts';
import { receivedFile } from '../retrieval/instance-file.ts';
import type { StoredInstance } from '../retrieval/instance-repository.ts';
import { gatherChunks } from './gather-chunks.ts';
import type { DeidPreviewAnswer, DeidPreviewTask } from './preview-task.ts';

/** Larger objects are not tried: bytes. */
const maxFileBytes = 2 ** 28;

const maxWaiting = 4;
/** Of a picture that is looked at for text, too. */
const timeLimitMs = 120_000;
const idleTimeoutMs = 60_000;

/** JavaScript heap of the worker; the object itself lies beside it. */
const workerHeapMb = 512;

export type DeidPreviewer = {
  /** @throws HttpProblem `deid-too-large`, `deid-busy`, `internal`; StorageError */
  preview(
    reader: Pick<ArchiveReader, 'read'>,
    instance: StoredInstance,
    settings: Omit<DeidPreviewTask, 'file'>,
  ): Promise<DeidPreviewAnswer>;
  close(): Promise<void>;
};

export function createDeidPreviewer(): DeidPreviewer {
  const pool = new Piscina<DeidPreviewTask, DeidPreviewAnswer>({
    filename: new URL('./preview-worker.ts', import.meta.url).href,
    name: 'runPreview',
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: idleTimeoutMs,
    maxQueue: maxWaiting,
    resourceLimits: { maxOldGenerationSizeMb: workerHeapMb },
  });
  /** Read or worked on. */
  let underWay = 0;
  return {
    async preview(reader, instance, settings) {
      const { lengthBytes, chunks } = receivedFile(reader, instance);
      if (lengthBytes > maxFileBytes) throw new HttpProblem('deid-too-large');
      if (underWay >= maxWaiting) throw new HttpProblem('deid-busy');
      underWay += 1;
      try {
        const file = await gatherChunks(chunks(), lengthBytes);
        const signal = AbortSignal.timeout(timeLimitMs);
        return await pool.run({ file, ...settings }, { signal, transferList: [file.buffer] }).catch((cause) => {
          throw new HttpProblem(signal.aborted ? 'deid-too-large' : 'internal', { cause });
        });
      } finally {
        underWay -= 1;
      }
    },
    close: () => pool.destroy(),
  };
}
