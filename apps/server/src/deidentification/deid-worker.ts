/**
 * The worker thread that de-identifies one file after the other: reads it, cleans it, and puts the result under its own
 * name when it is durable. Run by `run-folder.ts`.
 */

import { mkdir, open } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { threadId, workerData } from 'node:worker_threads';
import { inflateRawSync } from 'node:zlib';
import { type DeidentifiedFile, type OfFile, parseInput } from '@isocenter/deid/deidentify-file';
import type { FaceMember } from '@isocenter/deid/faces/face-member';
import { findPictureRisk } from '@isocenter/deid/picture-risk';
import { createPseudonyms, type Pseudonyms } from '@isocenter/deid/pseudonyms';
import type { ReportDeidentifier, ReportForm } from '@isocenter/deid/reports/deidentify-report';
import { isSystemError } from '../system-error.ts';
import type { DeidAnswer, DeidResult, DeidTask, DeidWorkerData, FaceTask, FilesTask } from './deid-task.ts';
import { contentHash, findingKey, type ReleaseDecision, releasableReasons } from './folder-quarantine.ts';
import { type Deidentify, openDeidentifier } from './open-deidentifier.ts';
import { ReusedBuffers, readWhole, writeWhole } from './whole-file.ts';

/** A file is in memory as a whole, and its result beside it. */
const maxFileBytes = 2 ** 30;

/** Reports that are no objects lie beside the folders of studies. */
const reportsFolder = 'reports';

/** Belongs to the thread: plans are compiled and networks loaded once. */
let deidentify: Promise<Deidentify> | undefined;
let pseudonyms: Pseudonyms | undefined;
let deidentifyText: Promise<ReportDeidentifier> | undefined;
const buffers = new ReusedBuffers();
/** Files that this thread has written, for names that no other file has. */
let written = 0;

/** Answers in the order of the files; whatever is done is durable by then. */
export async function runDeidTask(task: DeidTask): Promise<DeidResult> {
  const result = 'series' in task ? await runFaces(task) : await runFiles(task);
  // `run-folder.ts` gives this and nothing else.
  const { outputDir } = workerData as DeidWorkerData;
  const folders = new Set(result.answers.flatMap((answer) => (answer.kind === 'done' ? [dirname(answer.file)] : [])));
  for (const folder of folders) await syncFolder(join(outputDir, folder));
  return result;
}

async function runFiles({ paths, isFaceless = false }: FilesTask): Promise<DeidResult> {
  const { cleanFaces } = workerData as DeidWorkerData;
  return { answers: await Promise.all(paths.map((path) => deidentifyFile(path, cleanFaces && !isFaceless))) };
}

async function runFaces(task: FaceTask): Promise<DeidResult> {
  const { key } = workerData as DeidWorkerData;
  const { runFaceTask } = await import('./face-task.ts');
  // Not given back: a series is in memory as a whole.
  return runFaceTask(task, { key, read: readInput, deidentify: deidentifyBytes });
}

async function deidentifyFile(path: string, looksForFaces: boolean): Promise<DeidAnswer> {
  const input = readInput(path);
  if (typeof input === 'string') return { kind: 'held', reason: input };
  try {
    const member = looksForFaces ? await memberOf(input) : undefined;
    return member === undefined ? await deidentifyBytes(input, {}, reportFormOf(path)) : { kind: 'waits', member };
  } finally {
    buffers.give(input);
  }
}

/** Of what cannot be read or is held for its kind, undefined: the ordinary way says why. */
async function memberOf(input: Uint8Array): Promise<FaceMember | undefined> {
  const { findFaceMember } = await import('@isocenter/deid/faces/face-member');
  const file = parseInput(input, (bytes, maxOutputLength) => inflateRawSync(bytes, { maxOutputLength }));
  if (typeof file === 'string' || findPictureRisk(file.dataSet) !== undefined) return undefined;
  const { key } = workerData as DeidWorkerData;
  pseudonyms ??= createPseudonyms(key);
  const { uid } = pseudonyms;
  return findFaceMember(file.dataSet, uid);
}

async function deidentifyBytes(input: Uint8Array, ofFile: OfFile, form?: ReportForm): Promise<DeidAnswer> {
  const { outputDir, parameters } = workerData as DeidWorkerData;
  deidentify ??= openDeidentifier(workerData as DeidWorkerData);
  const { result, released, contentHash: hash } = await decided(await deidentify, input, ofFile);
  if (result.kind === 'held') {
    if (result.reason === 'not-dicom' && form !== undefined) return await deidentifyReport(input, form);
    return { ...result, ...(hash !== undefined && { contentHash: hash }) };
  }
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid, ledger } = result;
  const name = join(...[studyInstanceUid, seriesInstanceUid, `${sopInstanceUid}.dcm`].map(plainName));
  const file = (await writeDurably(join(outputDir, name), result.chunks)) ? name : undefined;
  if (file === undefined) return { kind: 'held', reason: 'conflict' };
  const line = { sopInstanceUid, parameters, actions: ledger, ...(released.length > 0 && { released }) };
  return { kind: 'done', file, sizeBytes: input.length, ledger: JSON.stringify(line) };
}

type Decided = {
  readonly result: DeidentifiedFile;
  /** Who let it out, when, and why it had been held. */
  readonly released: readonly Pick<ReleaseDecision, 'reason' | 'by' | 'at'>[];
  readonly contentHash?: string;
};

/** What is held back is tried again with the decisions of a person on these very bytes, where there are any. */
async function decided(deidentify: Deidentify, input: Uint8Array, ofFile: OfFile): Promise<Decided> {
  const { key, decisions } = workerData as DeidWorkerData;
  const first = await deidentify(input, ofFile);
  if (decisions === undefined || first.kind === 'done' || !releasableReasons.has(first.reason))
    return { result: first, released: [] };
  const hash = contentHash(key, input);
  const own = decisions.filter(({ file }) => file === hash);
  if (own.length === 0) return { result: first, released: [], contentHash: hash };
  const leaks = new Set(own.flatMap(({ findings }) => findings.map(findingKey)));
  const result = await deidentify(input, {
    ...ofFile,
    acceptPicture: own.some(({ reason }) => reason !== 'leak-found'),
    isReleased: (leak) => leaks.has(findingKey(leak)),
  });
  return { result, released: own.map(({ reason, by, at }) => ({ reason, by, at })), contentHash: hash };
}

/** What a file is besides an object, by the end of its name. */
function reportFormOf(path: string): ReportForm | undefined {
  const ending = extname(path).slice(1).toLowerCase();
  return ending === 'hl7' || ending === 'txt' ? ending : undefined;
}

async function deidentifyReport(input: Uint8Array, form: ReportForm): Promise<DeidAnswer> {
  const { key, profile, rules, outputDir, parameters } = workerData as DeidWorkerData;
  deidentifyText ??= import('@isocenter/deid/reports/deidentify-report').then(({ createReportDeidentifier }) =>
    createReportDeidentifier({ key, profile, lists: rules?.lists }),
  );
  const result = (await deidentifyText)(input, form);
  if (result.kind === 'held') return result;
  const file = join(reportsFolder, result.name);
  if (!(await writeDurably(join(outputDir, file), [result.bytes]))) return { kind: 'held', reason: 'conflict' };
  const ledger = JSON.stringify({ report: result.name, parameters, actions: result.ledger });
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
  const { partMark } = workerData as DeidWorkerData;
  written += 1;
  const temporary = `${target}.${partMark}-${threadId}-${written}.part`;
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
