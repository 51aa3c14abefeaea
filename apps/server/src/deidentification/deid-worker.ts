/**
 * The worker thread that de-identifies one file after the other: reads it, cleans it, and puts the result under its own
 * name when it is durable. Run by `run-folder.ts`.
 */

import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { createDeidentifier, type DeidentifiedFile, type Deidentifier } from '@isocenter/deid/deidentify-file';
import { workerData } from 'piscina';
import { isSystemError } from '../system-error.ts';
import type { DeidAnswer, DeidTask, DeidWorkerData } from './deid-task.ts';

/** A file is in memory as a whole, and its result beside it. */
const maxFileBytes = 2 ** 30;

/** Belongs to the thread: plans are compiled once. */
let deidentify: Deidentifier | undefined;
/** Files that this thread has written, for names that no other file has. */
let written = 0;

/** Answers in the order of the files; whatever is done is durable by then. */
export async function runDeidTask({ paths }: DeidTask): Promise<readonly DeidAnswer[]> {
  const answers = await Promise.all(paths.map(deidentifyFile));
  // `run-folder.ts` gives this and nothing else.
  const { outputDir } = workerData as DeidWorkerData;
  const folders = new Set(answers.flatMap((answer) => (answer.kind === 'done' ? [dirname(answer.file)] : [])));
  for (const folder of folders) await syncFolder(join(outputDir, folder));
  return answers;
}

async function deidentifyFile(path: string): Promise<DeidAnswer> {
  const input = await readInput(path);
  if (typeof input === 'string') return { kind: 'held', reason: input };
  const { outputDir, ...options } = workerData as DeidWorkerData;
  deidentify ??= createDeidentifier({
    ...options,
    inflate: (bytes, maxOutputLength) => inflateRawSync(bytes, { maxOutputLength }),
    deflate: (bytes) => deflateRawSync(bytes),
  });
  const result = deidentify(input);
  if (result.kind === 'held') return result;
  const file = await writeDurably(outputDir, result);
  if (file === undefined) return { kind: 'held', reason: 'conflict' };
  const { sopInstanceUid, ledger } = result;
  return { kind: 'done', file, sizeBytes: input.length, ledger: JSON.stringify({ sopInstanceUid, actions: ledger }) };
}

async function readInput(path: string): Promise<Uint8Array | 'file-unreadable' | 'too-large'> {
  try {
    const { size } = await stat(path);
    return size > maxFileBytes ? 'too-large' : await readFile(path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return 'file-unreadable';
  }
}

type Done = Extract<DeidentifiedFile, { kind: 'done' }>;

/** Returns where it lies; undefined where another object of the same UIDs lies there already, which is left alone. */
async function writeDurably(outputDir: string, done: Done): Promise<string | undefined> {
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = done;
  const file = join(...[studyInstanceUid, seriesInstanceUid, `${sopInstanceUid}.dcm`].map(plainName));
  const target = join(outputDir, file);
  written += 1;
  const temporary = `${target}.${threadId}-${written}.part`;
  await makeFolder(dirname(target));
  const handle = await open(temporary, 'w', 0o600);
  try {
    // Each goes on where the one before it has ended.
    for (const chunk of done.chunks) await handle.writeFile(chunk);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  try {
    // Unlike a rename, it never takes the place of another file.
    await link(temporary, target);
  } catch (error) {
    if (!isSystemError(error) || error.code !== 'EEXIST') throw error;
    return (await readFile(target)).equals(Buffer.concat(done.chunks)) ? file : undefined;
  } finally {
    await unlink(temporary);
  }
  return file;
}

/** Folders that are there, of this run. */
const made = new Set<string>();

async function makeFolder(folder: string): Promise<void> {
  if (made.has(folder)) return;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await syncFolder(dirname(folder));
  await syncFolder(dirname(dirname(folder)));
  made.add(folder);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** UIDs that are kept (Retain UIDs Option) come from outside, and no path is made of anything but digits and dots. */
function plainName(name: string): string {
  return /^[0-9]+(\.[0-9]+)*(\.dcm)?$/.test(name) ? name : `hex-${Buffer.from(name).toString('hex')}`;
}
