/**
 * De-identifies folders of DICOM files into another folder, in worker threads, and goes on where an earlier run was
 * interrupted. What holds at each point is in `SEMANTICS.md`.
 */

import { createHmac } from 'node:crypto';
import { appendFile, mkdir, readFile, realpath, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import type { ProfileOptions } from '@isocenter/deid/profile-options';
import { Piscina } from 'piscina';
import { findFiles } from '../sending/find-files.ts';
import { isSystemError } from '../system-error.ts';
import { DeidRunError } from './deid-error.ts';
import type { DeidAnswer, DeidWorkerData } from './deid-task.ts';

export type FolderRun = {
  /** File or folder. */
  readonly input: string;
  readonly outputDir: string;
  readonly key: Uint8Array;
  readonly profile: ProfileOptions;
  readonly acceptPictures: boolean;
};

export type FileOutcome =
  | { readonly kind: 'done'; readonly path: string; readonly file: string; readonly sizeBytes: number }
  /** By an earlier run, and unchanged since. */
  | { readonly kind: 'present'; readonly path: string }
  /** Something else that lies in the folder. */
  | { readonly kind: 'skipped'; readonly path: string; readonly reason: 'not-dicom' | 'dicomdir' }
  | { readonly kind: 'held'; readonly path: string; readonly reason: HeldFileReason };

export type HeldFileReason = Exclude<Extract<DeidAnswer, { kind: 'held' }>['reason'], 'not-dicom' | 'dicomdir'>;

/** One line for each input that is done: its keyed hash. */
const doneName = 'done';

/** One line of JSON for each instance: path and action, no values. */
const ledgerName = 'ledger.jsonl';

/** One line that says under which key and options the folder was made: a keyed hash of them. */
const runName = 'run';

/** A thread has one file in work while another is read or written. */
const tasksPerThread = 2;

/** Files that are given out before the first of them is done: enough that a large one does not leave threads idle. */
const filesPerThread = 16;

/**
 * Yields what became of each file, as it becomes known.
 *
 * @throws DeidRunError
 */
export async function* deidentifyFolders(run: FolderRun): AsyncGenerator<FileOutcome, void> {
  const outputDir = resolve(run.outputDir);
  await mkdir(outputDir, { recursive: true, mode: 0o700 });
  await assertSameRun(run, outputDir);
  const done = await readLines(join(outputDir, doneName));
  const threads = availableParallelism();
  const { key, profile, acceptPictures } = run;
  const workerData: DeidWorkerData = { key, profile, acceptPictures, outputDir };
  const pool = new Piscina<{ readonly path: string }, DeidAnswer>({
    filename: new URL('deid-worker.ts', import.meta.url).href,
    name: 'runDeidTask',
    workerData,
    minThreads: 1,
    maxThreads: threads,
    concurrentTasksPerWorker: tasksPerThread,
  });
  try {
    // In the order of the input, so that whoever waits for the first of them waits for few others.
    const atWork: Promise<FileOutcome>[] = [];
    for await (const { path, isUnreadable } of findFiles([run.input], false)) {
      const mark = isUnreadable ? undefined : await markOf(path, key);
      if (mark === undefined) yield { kind: 'held', path, reason: 'file-unreadable' };
      else if (done.has(mark)) yield { kind: 'present', path };
      else atWork.push(watched(processed({ path, mark, pool, outputDir })));
      if (atWork.length > threads * filesPerThread) yield* await Promise.all(atWork.splice(0, 1));
    }
    yield* await Promise.all(atWork);
  } finally {
    await pool.destroy();
  }
}

/** A failure is met where the outcome is waited for, and not before. */
function watched<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

type Work = {
  readonly path: string;
  readonly mark: string;
  readonly pool: Piscina<{ readonly path: string }, DeidAnswer>;
  readonly outputDir: string;
};

async function processed({ path, mark, pool, outputDir }: Work): Promise<FileOutcome> {
  const answer = await pool.run({ path });
  if (answer.kind === 'held') {
    const { reason } = answer;
    return reason === 'not-dicom' || reason === 'dicomdir'
      ? { kind: 'skipped', path, reason }
      : { kind: 'held', path, reason };
  }
  await appendFile(join(outputDir, ledgerName), `${answer.ledger}\n`, { mode: 0o600 });
  await appendFile(join(outputDir, doneName), `${mark}\n`, { mode: 0o600 });
  return { kind: 'done', path, file: answer.file, sizeBytes: answer.sizeBytes };
}

/**
 * Before anything is made: results are not taken for input, and the key is not handed out with them.
 *
 * @throws DeidRunError `output-in-input`, `key-in-output`
 */
export async function assertApart(input: string, outputDir: string, keyFile: string): Promise<void> {
  const output = await realPathOf(resolve(outputDir));
  if (isInside(output, await realPathOf(resolve(input))))
    throw new DeidRunError('output-in-input', 'the folder for the result lies inside of the input: name another');
  if (isInside(await realPathOf(resolve(keyFile)), output))
    throw new DeidRunError('key-in-output', 'the key must not lie in the folder of the result: name another place');
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}

/** Of what does not exist yet, the place where it would be. */
async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!isSystemError(error) || dirname(path) === path) throw error;
    return join(await realPathOf(dirname(path)), path.slice(dirname(path).length).replace(/^\//, ''));
  }
}

/** @throws DeidRunError `output-of-another-run` */
async function assertSameRun({ key, profile, acceptPictures }: FolderRun, outputDir: string): Promise<void> {
  const path = join(outputDir, runName);
  const mark = keyedHash(key, JSON.stringify(['run', profile, acceptPictures]));
  const before = await readLines(path);
  if (before.size === 0) return await appendFile(path, `${mark}\n`, { mode: 0o600 });
  if (!before.has(mark))
    throw new DeidRunError(
      'output-of-another-run',
      'the folder holds the result of a run with another key or other options: name an empty one',
    );
}

/** Path, length and time of a file: whoever changes it has it done again. */
async function markOf(path: string, key: Uint8Array): Promise<string | undefined> {
  try {
    const { size, mtimeMs } = await stat(path);
    return keyedHash(key, JSON.stringify(['input', resolve(path), size, mtimeMs]));
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return undefined;
  }
}

function keyedHash(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

async function readLines(path: string): Promise<ReadonlySet<string>> {
  try {
    return new Set((await readFile(path, 'latin1')).split('\n').filter((line) => line !== ''));
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return new Set();
    throw error;
  }
}
