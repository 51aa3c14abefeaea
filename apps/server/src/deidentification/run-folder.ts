/**
 * De-identifies folders of DICOM files into another folder, and goes on where an earlier run was interrupted. Who does the
 * work is in `run-hands.ts`; what holds at each point is in `SEMANTICS.md`.
 */

import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { appendFileSync, statSync } from 'node:fs';
import { appendFile, mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import type { LeakFinding } from '@isocenter/deid/leak-scan/leak-search';
import { hashOfParameters, type ParameterSet } from '@isocenter/deid/parameter-set/parameter-set';
import type { ProfileOptions } from '@isocenter/deid/profile-options';
import type { SiteRules } from '@isocenter/deid/rules/rule';
import { findFiles } from '../sending/find-files.ts';
import { isSystemError } from '../system-error.ts';
import { DeidRunError } from './deid-error.ts';
import type { DeidAnswer, DeidWorkerData } from './deid-task.ts';
import { groupsOf, type WaitingFile } from './face-groups.ts';
import { contentHash, listInQuarantine, readDecisions, release } from './folder-quarantine.ts';
import { parametersOf } from './parameter-files.ts';
import { partMarkOf, removeParts } from './part-files.ts';
import { type Hands, openHands } from './run-hands.ts';

export type FolderRun = {
  /** File or folder. */
  readonly input: string;
  readonly outputDir: string;
  readonly key: Uint8Array;
  readonly profile: ProfileOptions;
  readonly rules?: SiteRules;
  readonly acceptPictures: boolean;
  readonly cleanPixels: boolean;
  readonly cleanFaces: ParameterSet['cleanFaces'];
  /** Of the parameter set, where one was taken. */
  readonly version?: number;
  readonly quarantine?: Quarantine;
};

export type Quarantine = {
  readonly dir: string;
  /** Files that a person has looked at and lets out. */
  readonly released: readonly string[];
  readonly by: string;
  readonly now: () => Date;
};

export type FileOutcome =
  | { readonly kind: 'done'; readonly path: string; readonly file: string; readonly sizeBytes: number }
  /** By an earlier run, and unchanged since. */
  | { readonly kind: 'present'; readonly path: string }
  /** Something else that lies in the folder. */
  | { readonly kind: 'skipped'; readonly path: string; readonly reason: 'not-dicom' | 'dicomdir' }
  | {
      readonly kind: 'held';
      readonly path: string;
      readonly reason: HeldFileReason;
      readonly leaks?: readonly LeakFinding[];
    };

export type HeldFileReason = Exclude<Extract<DeidAnswer, { kind: 'held' }>['reason'], 'not-dicom' | 'dicomdir'>;

/** One line for each input that is done: its keyed hash. */
const doneName = 'done';

/** One line of JSON for each instance: path and action, no values. */
const ledgerName = 'ledger.jsonl';

/** One line that says under which key and options the folder was made: a keyed hash of them. */
const runName = 'run';

/** One line for each Frame of Reference that shows no head: its pseudonym. */
const headlessName = 'headless';

/** Of a batch: enough that a folder is not synced for each file, and not so much that memory counts. */
const batchFiles = 16;
const batchBytes = 2 ** 24;

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
  await removeParts(outputDir, run.key);
  const { key, profile, rules, acceptPictures, cleanPixels, cleanFaces } = run;
  const decisions = run.quarantine && (await decisionsOf(run.quarantine, key));
  const workerData: DeidWorkerData = {
    ...{ key, profile, acceptPictures, cleanPixels, cleanFaces, outputDir, partMark: partMarkOf(key) },
    ...(rules && { rules }),
    ...(decisions && { decisions }),
    parameters: hashOfParameters(await parametersOf(run)),
  };
  const hands = openHands(workerData);
  const secret = createSecretKey(key);
  try {
    // In the order of the input, so that whoever waits for the first of them waits for few others.
    const atWork: Promise<readonly FileOutcome[]>[] = [];
    const waiting: WaitingFile<InputFile>[] = [];
    const desk: Desk = { hands, outputDir, quarantine: run.quarantine, waiting };
    let batch: InputFile[] = [];
    const giveOut = () => {
      if (batch.length > 0) atWork.push(watched(processed(batch, desk)));
      batch = [];
    };
    for await (const { path, isUnreadable } of findFiles([run.input], false)) {
      const file = isUnreadable ? undefined : lookAt(path, secret);
      if (file === undefined) yield { kind: 'held', path, reason: 'file-unreadable' };
      else if (done.has(file.mark)) yield { kind: 'present', path };
      else batch.push(file);
      if (batch.length >= batchFiles || sizeOf(batch) >= batchBytes) giveOut();
      if (atWork.length > hands.tasksAtOnce()) yield* (await atWork.shift()) ?? [];
    }
    giveOut();
    for (const outcomes of atWork) yield* await outcomes;
    yield* cleanFaces === false ? [] : facesCleaned(desk);
  } finally {
    await hands.close();
  }
}

type InputFile = { readonly path: string; readonly sizeBytes: number; readonly mark: string };

function sizeOf(files: readonly InputFile[]): number {
  return files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

/** A failure is met where the outcome is waited for, and not before. */
function watched<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

type Desk = {
  readonly hands: Hands;
  readonly outputDir: string;
  readonly quarantine: Quarantine | undefined;
  readonly waiting: WaitingFile<InputFile>[];
};

async function processed(files: readonly InputFile[], desk: Desk): Promise<readonly FileOutcome[]> {
  const { answers } = await desk.hands.run({ paths: files.map(({ path }) => path) }, sizeOf(files));
  return noted(files, answers, desk);
}

/** One Frame of Reference after the other, since each takes much memory, then what follows the outline of any. */
async function* facesCleaned(desk: Desk): AsyncGenerator<FileOutcome, void> {
  const headlessFile = join(desk.outputDir, headlessName);
  const headless = new Set(await readLines(headlessFile));
  for (const { frame, series, files } of groupsOf(desk.waiting)) {
    const { answers, showsNoFace } = await desk.hands.run({ series });
    if (showsNoFace === true) headless.add(frame);
    else headless.delete(frame);
    // Cut off by a kill, it says less than was seen, and outlines are held back.
    await writeFile(headlessFile, [...headless].map((one) => `${one}\n`).join(''), { mode: 0o600 });
    yield* await noted(files, answers, desk);
  }
  for (const { file, member } of desk.waiting.filter(({ member }) => member.role === 'outline')) {
    const isHeadless = member.frames.length > 0 && member.frames.every((frame) => headless.has(frame));
    const held = { kind: 'held', reason: 'face-outline' } as const;
    const answers = isHeadless ? (await desk.hands.run({ paths: [file.path], isFaceless: true })).answers : [held];
    yield* await noted([file], answers, desk);
  }
}

/** What is done is noted in one write for all of them, the ledger first. */
async function noted(
  files: readonly InputFile[],
  answers: readonly DeidAnswer[],
  { outputDir, quarantine, waiting }: Desk,
): Promise<readonly FileOutcome[]> {
  const outcomes: FileOutcome[] = [];
  let [ledger, marks] = ['', ''];
  for (const [number, answer] of answers.entries()) {
    const file = files[number];
    if (file === undefined) continue;
    const { path, mark } = file;
    if (answer.kind === 'waits') {
      waiting.push({ file, member: answer.member });
      continue;
    }
    outcomes.push(outcomeOf(path, answer));
    if (answer.kind !== 'done') continue;
    ledger += `${answer.ledger}\n`;
    marks += `${mark}\n`;
  }
  appendFileSync(join(outputDir, ledgerName), ledger, { mode: 0o600 });
  appendFileSync(join(outputDir, doneName), marks, { mode: 0o600 });
  if (quarantine !== undefined) await listHeld(quarantine, answers);
  return outcomes;
}

/** Notes the decisions of this run, and returns those with the ones of earlier runs. */
async function decisionsOf({ dir, released, by, now }: Quarantine, key: Uint8Array) {
  const hashes = await Promise.all(released.map((path) => hashOf(path, key)));
  await release(dir, hashes, { by, at: now().toISOString() });
  return await readDecisions(dir);
}

/** @throws DeidRunError `release-not-held` */
async function hashOf(path: string, key: Uint8Array): Promise<string> {
  const content = await readFile(path).catch(() => {
    throw new DeidRunError('release-not-held', 'a file that is to be released cannot be read: nothing was done');
  });
  return contentHash(key, content);
}

async function listHeld({ dir, now }: Quarantine, answers: readonly DeidAnswer[]): Promise<void> {
  const entries = answers.flatMap((answer) =>
    answer.kind === 'held' && answer.contentHash !== undefined
      ? [{ file: answer.contentHash, reason: answer.reason, findings: answer.leaks ?? [], at: now().toISOString() }]
      : [],
  );
  if (entries.length > 0) await listInQuarantine(dir, entries);
}

function outcomeOf(path: string, answer: Exclude<DeidAnswer, { kind: 'waits' }>): FileOutcome {
  if (answer.kind === 'done') return { kind: 'done', path, file: answer.file, sizeBytes: answer.sizeBytes };
  const { reason, leaks } = answer;
  if (reason === 'not-dicom' || reason === 'dicomdir') return { kind: 'skipped', path, reason };
  return { kind: 'held', path, reason, ...(leaks && { leaks }) };
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
async function assertSameRun(run: FolderRun, outputDir: string): Promise<void> {
  const { key, profile, rules, acceptPictures, cleanPixels, cleanFaces } = run;
  const path = join(outputDir, runName);
  const options = [profile, acceptPictures, cleanPixels, cleanFaces, ...(rules ? [rules] : [])];
  const mark = keyedHash(key, JSON.stringify(['run', ...options]));
  const before = await readLines(path);
  if (before.size === 0) return await appendFile(path, `${mark}\n`, { mode: 0o600 });
  if (!before.has(mark))
    throw new DeidRunError(
      'output-of-another-run',
      'the folder holds the result of a run with another key or other options: name an empty one',
    );
}

/** Path, length and time of a file make its mark: whoever changes it has it done again. */
function lookAt(path: string, key: KeyObject): InputFile | undefined {
  try {
    const { size, mtimeMs } = statSync(path);
    const mark = keyedHash(key, JSON.stringify(['input', resolve(path), size, mtimeMs]));
    return { path, sizeBytes: size, mark };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return undefined;
  }
}

function keyedHash(key: Uint8Array | KeyObject, text: string): string {
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
