/**
 * De-identifies batches of files in the thread that it is called in: reads them, cleans them, and puts each result under
 * its own name when it is durable. Run by `run-folder.ts`, itself and in worker threads.
 */

import { closeSync, fsync, openSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { threadId } from 'node:worker_threads';
import { inflateRawSync } from 'node:zlib';
import { type DeidentifiedFile, type OfFile, parseInput } from '@isocenter/deid/deidentify-file';
import type { FaceMember } from '@isocenter/deid/faces/face-member';
import { findPictureRisk } from '@isocenter/deid/picture-risk';
import { createPseudonyms, type Pseudonyms } from '@isocenter/deid/pseudonyms';
import type { DeidentifiedPages, PagesDeidentifier, PagesForm } from '@isocenter/deid/reports/deidentify-pages';
import type { DeidentifiedReport, ReportDeidentifier, ReportForm } from '@isocenter/deid/reports/deidentify-report';
import { isSystemError } from '../system-error.ts';
import type { DeidAnswer, DeidResult, DeidTask, DeidWorkerData, FaceTask, FilesTask } from './deid-task.ts';
import { contentHash, findingKey, type ReleaseDecision, releasableReasons } from './folder-quarantine.ts';
import { type Deidentify, oneAfterTheOther, openDeidentifier, openTextReaderOnce } from './open-deidentifier.ts';
import { ReusedBuffers, readWhole, writeWhole } from './whole-file.ts';

/** A file is in memory as a whole, and its result beside it. */
const maxFileBytes = 2 ** 30;

const untilOnDisk = promisify(fsync);

/** Reports that are no objects lie beside the folders of studies. */
const reportsFolder = 'reports';

export type TaskRunner = (task: DeidTask) => Promise<DeidResult>;

/** Returns a function that answers in the order of the files; whatever is done is durable by then. */
export function createTaskRunner(data: DeidWorkerData): TaskRunner {
  const thread: Thread = { data, buffers: new ReusedBuffers(), made: new Map(), written: 0 };
  return async (task) => {
    const result = 'series' in task ? await runFaces(task, thread) : await runFiles(task, thread);
    const folders = new Set(result.answers.flatMap((answer) => (answer.kind === 'done' ? [dirname(answer.file)] : [])));
    for (const folder of folders) await syncFolder(join(data.outputDir, folder));
    return result;
  };
}

/** What a thread makes once: plans are compiled and networks loaded for all of its files. */
type Thread = {
  readonly data: DeidWorkerData;
  readonly buffers: ReusedBuffers;
  /** Folders that are there, of this run, or will be. */
  readonly made: Map<string, Promise<void>>;
  /** Files that were written, for names that no other file has. */
  written: number;
  deidentify?: Promise<Deidentify>;
  pseudonyms?: Pseudonyms;
  deidentifyText?: Promise<ReportDeidentifier>;
  deidentifyPages?: Promise<PagesDeidentifier>;
};

async function runFiles({ paths, isFaceless = false }: FilesTask, thread: Thread): Promise<DeidResult> {
  const looksForFaces = thread.data.cleanFaces !== false && !isFaceless;
  return { answers: await Promise.all(paths.map((path) => deidentifyFile(path, looksForFaces, thread))) };
}

async function runFaces(task: FaceTask, thread: Thread): Promise<DeidResult> {
  const { key, cleanFaces } = thread.data;
  const { runFaceTask } = await import('./face-task.ts');
  return runFaceTask(task, {
    key,
    cleaning: cleanFaces === 'keep-lesions' ? 'keep-lesions' : 'cut-off',
    // Not given back: a series is in memory as a whole.
    read: (path) => readInput(path, thread),
    deidentify: (input, ofFile) => deidentifyBytes(input, ofFile, thread),
  });
}

async function deidentifyFile(path: string, looksForFaces: boolean, thread: Thread): Promise<DeidAnswer> {
  const input = await readInput(path, thread);
  if (typeof input === 'string') return { kind: 'held', reason: input };
  try {
    const member = looksForFaces ? await memberOf(input, thread) : undefined;
    return member === undefined
      ? await deidentifyBytes(input, {}, thread, reportFormOf(path, thread.data))
      : { kind: 'waits', member };
  } finally {
    thread.buffers.give(input);
  }
}

/** Of what cannot be read or is held for its kind, undefined: the ordinary way says why. */
async function memberOf(input: Uint8Array, thread: Thread): Promise<FaceMember | undefined> {
  const { findFaceMember } = await import('@isocenter/deid/faces/face-member');
  const file = parseInput(input, (bytes, maxOutputLength) => inflateRawSync(bytes, { maxOutputLength }));
  if (typeof file === 'string' || findPictureRisk(file.dataSet) !== undefined) return undefined;
  thread.pseudonyms ??= createPseudonyms(thread.data.key);
  const { uid } = thread.pseudonyms;
  return findFaceMember(file.dataSet, uid);
}

async function deidentifyBytes(
  input: Uint8Array,
  ofFile: OfFile,
  thread: Thread,
  form?: ReportForm | PagesForm,
): Promise<DeidAnswer> {
  const { outputDir, parameters } = thread.data;
  thread.deidentify ??= openDeidentifier(thread.data);
  const { result, released, contentHash: hash } = await decided(await thread.deidentify, input, ofFile, thread.data);
  if (result.kind === 'held') {
    if (result.reason === 'not-dicom' && form !== undefined) return await deidentifyReport(input, form, thread);
    return { ...result, ...(hash !== undefined && { contentHash: hash }) };
  }
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid, ledger } = result;
  const name = join(...[studyInstanceUid, seriesInstanceUid, `${sopInstanceUid}.dcm`].map(plainName));
  const file = (await writeDurably(join(outputDir, name), result.chunks, thread)) ? name : undefined;
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
async function decided(
  deidentify: Deidentify,
  input: Uint8Array,
  ofFile: OfFile,
  data: DeidWorkerData,
): Promise<Decided> {
  const first = await deidentify(input, ofFile);
  if (first.kind === 'done') return { result: first, released: [] };
  const asked = decisionsOn(input, first.reason, data);
  if (asked === undefined || asked.released.length === 0) return { result: first, released: [], ...asked };
  const { acceptPicture, isReleased, ...noted } = asked;
  return { result: await deidentify(input, { ...ofFile, acceptPicture, isReleased }), ...noted };
}

type Decisions = Required<Pick<Decided, 'released' | 'contentHash'> & Pick<OfFile, 'acceptPicture' | 'isReleased'>>;

/** Undefined where there is no quarantine, or nobody could decide about what was held back for this reason. */
function decisionsOn(
  input: Uint8Array,
  reason: string,
  { key, decisions }: Pick<DeidWorkerData, 'key' | 'decisions'>,
): Decisions | undefined {
  if (decisions === undefined || !releasableReasons.has(reason)) return undefined;
  const hash = contentHash(key, input);
  const own = decisions.filter(({ file }) => file === hash);
  const leaks = new Set(own.flatMap(({ findings }) => findings.map(findingKey)));
  return {
    contentHash: hash,
    released: own.map(({ reason: held, by, at }) => ({ reason: held, by, at })),
    acceptPicture: own.some((one) => one.reason !== 'leak-found'),
    isReleased: (leak) => leaks.has(findingKey(leak)),
  };
}

/** What files are besides objects, by the ends of their names. */
const reportForms: ReadonlyMap<string, ReportForm | PagesForm> = new Map<string, ReportForm | PagesForm>([
  ['hl7', 'hl7'],
  ['txt', 'txt'],
  ['pdf', 'pdf'],
  ...['png', 'jpg', 'jpeg', 'tif', 'tiff'].map((ending) => [ending, 'picture'] as const),
]);

/** Pictures are not looked at unless somebody wants them read. */
function reportFormOf(path: string, { cleanPixels }: DeidWorkerData): ReportForm | PagesForm | undefined {
  const form = reportForms.get(extname(path).slice(1).toLowerCase());
  return form === 'picture' && !cleanPixels ? undefined : form;
}

async function deidentifyReport(input: Uint8Array, form: ReportForm | PagesForm, thread: Thread): Promise<DeidAnswer> {
  const { outputDir, parameters } = thread.data;
  const { result, released, contentHash: hash } = await decidedReport(input, form, thread);
  if (result.kind === 'held') return { ...result, ...(hash !== undefined && { contentHash: hash }) };
  const file = join(reportsFolder, result.name);
  if (!(await writeDurably(join(outputDir, file), [result.bytes], thread))) return { kind: 'held', reason: 'conflict' };
  const line = { report: result.name, parameters, actions: result.ledger, ...(released.length > 0 && { released }) };
  return { kind: 'done', file, sizeBytes: input.length, ledger: JSON.stringify(line) };
}

type DecidedReport = Omit<Decided, 'result'> & { readonly result: DeidentifiedReport | DeidentifiedPages };

/** As `decided`, of what a person can let pass: identity that was found in a message. */
async function decidedReport(input: Uint8Array, form: ReportForm | PagesForm, thread: Thread): Promise<DecidedReport> {
  if (form !== 'hl7' && form !== 'txt') return { result: await cleanPages(input, form, thread), released: [] };
  const first = await cleanText(input, form, thread);
  if (first.kind === 'done' || first.reason !== 'leak-found') return { result: first, released: [] };
  const asked = decisionsOn(input, first.reason, thread.data);
  if (asked === undefined || asked.released.length === 0) return { result: first, released: [], ...asked };
  const { isReleased, released, contentHash: hash } = asked;
  return { result: await cleanText(input, form, thread, isReleased), released, contentHash: hash };
}

async function cleanText(
  input: Uint8Array,
  form: ReportForm,
  thread: Thread,
  isReleased?: OfFile['isReleased'],
): Promise<DeidentifiedReport> {
  const { key, profile, rules } = thread.data;
  thread.deidentifyText ??= import('@isocenter/deid/reports/deidentify-report').then(({ createReportDeidentifier }) =>
    createReportDeidentifier({ key, profile, lists: rules?.lists }),
  );
  return (await thread.deidentifyText)(input, form, isReleased);
}

async function cleanPages(input: Uint8Array, form: PagesForm, thread: Thread): Promise<DeidentifiedPages> {
  const { key, profile, rules, cleanPixels } = thread.data;
  const openReader = cleanPixels ? openTextReaderOnce : undefined;
  thread.deidentifyPages ??= import('@isocenter/deid/reports/deidentify-pages').then(({ createPagesDeidentifier }) =>
    createPagesDeidentifier({ key, profile, lists: rules?.lists, openReader }),
  );
  const deidentify = await thread.deidentifyPages;
  return await oneAfterTheOther(() => deidentify(input, form));
}

async function readInput(
  path: string,
  { buffers }: Thread,
): Promise<Uint8Array<ArrayBuffer> | 'file-unreadable' | 'too-large'> {
  try {
    return await readWhole(path, maxFileBytes, buffers);
  } catch (error) {
    if (error instanceof RangeError) return 'too-large';
    if (!isSystemError(error)) throw error;
    return 'file-unreadable';
  }
}

/** Returns false where another file of that name lies there already, which is left alone. */
async function writeDurably(target: string, chunks: readonly Uint8Array[], thread: Thread): Promise<boolean> {
  thread.written += 1;
  const temporary = `${target}.${thread.data.partMark}-${threadId}-${thread.written}.part`;
  const folder = dirname(target);
  const made = thread.made.get(folder) ?? makeFolder(folder);
  thread.made.set(folder, made);
  await made;
  return await writeWhole(target, chunks, temporary);
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await syncFolder(dirname(folder));
  await syncFolder(dirname(dirname(folder)));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = openSync(folder, 'r');
  try {
    await untilOnDisk(handle);
  } finally {
    closeSync(handle);
  }
}

/** UIDs that are kept (Retain UIDs Option) come from outside, and no path is made of anything but digits and dots. */
function plainName(name: string): string {
  return /^[0-9]+(\.[0-9]+)*(\.dcm)?$/.test(name) ? name : `hex-${Buffer.from(name).toString('hex')}`;
}
