/**
 * De-identifies what leaves the node by a project: one object after the other in worker threads, each in memory as a whole
 * with its result beside it, so many at a time as there are threads. The object in the archive stays as it is.
 */

import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { HttpProblem } from '../http/problem.ts';
import { receivedFile } from '../retrieval/instance-file.ts';
import type { StoredInstance } from '../retrieval/instance-repository.ts';
import type { Reads } from '../retrieval/stored-data-set.ts';
import { gatherChunks } from './gather-chunks.ts';
import type { ActionCounts, DeidFinding, DeidObjectAnswer, DeidObjectTask } from './object-task.ts';
import { type DeidProjectStore, type OpenedDeidProject, openDeidProject } from './projects.ts';
import { readReleased } from './quarantine.ts';

/** Larger objects are held back: bytes. */
const maxFileBytes = 2 ** 29;

const idleTimeoutMs = 60_000;
/** JavaScript heap of a worker; objects and networks lie beside it. */
const workerHeapMb = 512;
/** Bytes; so that a paced line gets it in pieces. */
const chunkBytes = 2 ** 17;

export type Outgoing =
  /** What is sent instead, and what it is read from. */
  | {
      readonly kind: 'clean';
      readonly instance: StoredInstance;
      readonly reads: Reads;
      readonly actions: ActionCounts;
    }
  | { readonly kind: 'held'; readonly reason: string; readonly findings: readonly DeidFinding[] }
  | ProjectFailure;

/** Why nothing can be made by a project: it is gone, or it cannot be opened with the keys of this data folder. */
type ProjectFailure = { readonly kind: 'project-removed' | 'project-key-elsewhere' };

export type OutgoingDeidentifier = {
  /** @throws StorageError where the object cannot be read */
  prepare(reads: Reads, instance: StoredInstance, projectId: number): Promise<Outgoing>;
  close(): Promise<void>;
};

export function createOutgoingDeidentifier(store: Pick<DeidProjectStore, 'db' | 'identityKey'>): OutgoingDeidentifier {
  const threads = Math.max(1, availableParallelism() - 1);
  const pool = new Piscina<DeidObjectTask, DeidObjectAnswer>({
    filename: new URL('./object-worker.ts', import.meta.url).href,
    name: 'runObject',
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: idleTimeoutMs,
    resourceLimits: { maxOldGenerationSizeMb: workerHeapMb },
  });
  const slots = createSlots(threads);
  return {
    prepare: (reads, instance, projectId) =>
      slots.run(async () => {
        const project = await openProject(store, projectId);
        if ('kind' in project) return project;
        const { lengthBytes, chunks } = receivedFile(reads, instance);
        if (lengthBytes > maxFileBytes) return { kind: 'held', reason: 'too-large', findings: [] };
        const released = await readReleased(store.db, projectId, instance.location.objectId);
        const file = await gatherChunks(chunks(), lengthBytes);
        const { id: _, ...ways } = project;
        const task = { ...ways, file, released };
        const answer = await pool.run(task, { transferList: [file.buffer] });
        return answer.kind === 'held' ? answer : outgoingOf(instance, answer);
      }),
    close: () => pool.destroy(),
  };
}

async function openProject(
  store: Pick<DeidProjectStore, 'db' | 'identityKey'>,
  id: number,
): Promise<OpenedDeidProject | ProjectFailure> {
  try {
    return (await openDeidProject(store, id)) ?? { kind: 'project-removed' };
  } catch (error) {
    if (error instanceof HttpProblem && error.code === 'deid-key-elsewhere') return { kind: 'project-key-elsewhere' };
    throw error;
  }
}

/** An instance that lies in memory: its place in the archive is that of what it was made from. */
function outgoingOf(instance: StoredInstance, answer: Extract<DeidObjectAnswer, { kind: 'done' }>): Outgoing {
  const { kind: _, dataSet, actions, ...named } = answer;
  return {
    kind: 'clean',
    actions,
    instance: { ...instance, ...named, lengthBytes: dataSet.length },
    reads: {
      async *read(_place, range) {
        const bytes = dataSet.subarray(range?.start, range?.end);
        for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.slice(at, at + chunkBytes);
      },
      readPieces: async () => [dataSet.slice()],
      readRange: async (_place, start, end) => dataSet.slice(start, end),
    },
  };
}

type Slots = { run<T>(work: () => Promise<T>): Promise<T> };

/** Lets so many work at a time; the others wait before they hold anything. */
function createSlots(free: number): Slots {
  let left = free;
  const waiting: (() => void)[] = [];
  return {
    async run(work) {
      if (left > 0) left -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) left += 1;
        else next();
      }
    },
  };
}
