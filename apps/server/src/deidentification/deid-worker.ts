/**
 * The worker thread that de-identifies one file after the other: reads it, cleans it, and puts the result under its own
 * name when it is durable. Run by `run-folder.ts`.
 */

import { mkdir, open } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { threadId, workerData } from 'node:worker_threads';
import type { ReportDeidentifier, ReportForm } from '@isocenter/deid/reports/deidentify-report';
import { isSystemError } from '../system-error.ts';
import type { DeidAnswer, DeidTask, DeidWorkerData } from './deid-task.ts';
import { type Deidentify, openDeidentifier } from './open-deidentifier.ts';
import { ReusedBuffers, readWhole, writeWhole } from './whole-file.ts';

/** A file is in memory as a whole, and its result beside it. */
const maxFileBytes = 2 ** 30;

/** Reports that are no objects lie beside the folders of studies. */
const reportsFolder = 'reports';

/** Belongs to the thread: plans are compiled and networks loaded once. */
let deidentify: Promise<Deidentify> | undefined;
let deidentifyText: Promise<ReportDeidentifier> | undefined;
const buffers = new ReusedBuffers();
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
  const input = readInput(path);
  if (typeof input === 'string') return { kind: 'held', reason: input };
  try {
    return await deidentifyBytes(input, reportFormOf(path));
  } finally {
    buffers.give(input);
  }
}

async function deidentifyBytes(input: Uint8Array, form: ReportForm | undefined): Promise<DeidAnswer> {
  const { outputDir } = workerData as DeidWorkerData;
  deidentify ??= openDeidentifier(workerData as DeidWorkerData);
  const result = await (await deidentify)(input);
  if (result.kind === 'held')
    return result.reason === 'not-dicom' && form !== undefined ? await deidentifyReport(input, form) : result;
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid, ledger } = result;
  const name = join(...[studyInstanceUid, seriesInstanceUid, `${sopInstanceUid}.dcm`].map(plainName));
  const file = (await writeDurably(join(outputDir, name), result.chunks)) ? name : undefined;
  if (file === undefined) return { kind: 'held', reason: 'conflict' };
  return { kind: 'done', file, sizeBytes: input.length, ledger: JSON.stringify({ sopInstanceUid, actions: ledger }) };
}

/** What a file is besides an object, by the end of its name. */
function reportFormOf(path: string): ReportForm | undefined {
  const ending = extname(path).slice(1).toLowerCase();
  return ending === 'hl7' || ending === 'txt' ? ending : undefined;
}

async function deidentifyReport(input: Uint8Array, form: ReportForm): Promise<DeidAnswer> {
  const { key, profile, rules, outputDir } = workerData as DeidWorkerData;
  deidentifyText ??= import('@isocenter/deid/reports/deidentify-report').then(({ createReportDeidentifier }) =>
    createReportDeidentifier({ key, profile, lists: rules?.lists }),
  );
  const result = (await deidentifyText)(input, form);
  if (result.kind === 'held') return result;
  const file = join(reportsFolder, result.name);
  if (!(await writeDurably(join(outputDir, file), [result.bytes]))) return { kind: 'held', reason: 'conflict' };
  const ledger = JSON.stringify({ report: result.name, actions: result.ledger });
  return { kind: 'done', file, sizeBytes: input.length, ledger };
}

function readInput(path: string): Uint8Array<ArrayBuffer> | 'file-unreadable' | 'too-large' {
  try {
    return readWhole(path, maxFileBytes, buffers);
  } catch (error) {
    if (error instanceof RangeError) return 'too-large';
    if (!isSystemError(error)) throw error;
    return 'file-unreadable';
  }
}

/** Returns false where another file of that name lies there already, which is left alone. */
async function writeDurably(target: string, chunks: readonly Uint8Array[]): Promise<boolean> {
  written += 1;
  const temporary = `${target}.${threadId}-${written}.part`;
  await makeFolder(dirname(target));
  return await writeWhole(target, chunks, temporary);
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
