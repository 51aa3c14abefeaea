/**
 * `make verify NAME=faults`: cuts the power of a node at many points of a recorded ingest, and lets every call to the disk
 * go wrong in every way.
 *
 * The second is done with the store on a simulated disk, run after run: each call fails, is short, or is the last before
 * the end (`storage/test/every-call.ts`). For the first, a node runs under `recorder.c` while four
 * senders store objects of many sizes; then, for each point, the disk is rebuilt from what was synced by then plus any
 * part of the rest, and the store's own recovery opens it. Violations: an acknowledged object is missing, an object is
 * there in part, or the store does not open. Directly after every answer the worst disk is tried as well, the one on which
 * nothing unsynced survived: that it holds the object is the proof that the sync precedes the answer.
 */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDataDir, startIsocenterProcess } from '@isocenter/testkit/isocenter-process';
import { seededRandom } from '@isocenter/testkit/random';
import { openBlobLog } from '../../apps/server/src/storage/blob-log.ts';
import { logStart } from '../../apps/server/src/storage/log-position.ts';
import { loadOrCreateMasterKeys } from '../../apps/server/src/storage/master-key.ts';
import {
  type EveryCall,
  type Mishap,
  mishaps,
  sufferAtEveryCall,
} from '../../apps/server/src/storage/test/every-call.ts';
import { parseProofArguments } from '../arguments.ts';
import { buildLoadObject, type LoadObject, sendLoad } from '../load.ts';
import type { ProofResult } from '../proofs.ts';
import { type Chance, cutPower, type DiskState } from './power-cut.ts';
import { readTrace, type TraceEvent } from './trace.ts';

const senders = 4;
const objectsPerSender = 60;
const defaultRuns = 1000;
/** Power cuts for each run of the store at whose every call something goes wrong: about as much work. */
const cutsPerRun = 50;
const everythingUnsyncedIsLost: Chance = () => 0.999;

const silent = { debug() {}, info() {}, warn() {}, error() {} };

export async function proveFaults(args: readonly string[]): Promise<ProofResult> {
  const { runs, seed } = parseProofArguments(args, defaultRuns);
  const recording = await recordIngest(seed);
  const { tried, answers, violations: afterCuts } = await cutRecording(recording, { runs, seed });
  recording.remove();
  const calls = await sufferEverything(seed, Math.ceil(runs / cutsPerRun));
  const violations = [...afterCuts, ...calls.violations];
  for (const violation of violations.slice(0, 20)) process.stderr.write(`${violation}\n`);
  return {
    seed,
    runs: tried + calls.tried,
    callsThatWentWrong: calls.tried,
    violations: violations.length,
    events: recording.events.length,
    syncs: recording.events.filter((event) => event.kind === 'sync-done').length,
    acknowledged: recording.events.filter((event) => event.kind === 'acknowledged').length,
    answersCheckedAgainstSyncedStateOnly: answers,
  };
}

/** Every call of as many runs of the store, in every way. */
async function sufferEverything(seed: number, runs: number): Promise<EveryCall> {
  let tried = 0;
  const violations: string[] = [];
  for (let run = 0; run < runs; run += 1) {
    for (const mishap of Object.keys(mishaps) as Mishap[]) {
      const suffered = await sufferAtEveryCall((seed % 1_000_000) + run, mishap);
      tried += suffered.tried;
      violations.push(...suffered.violations);
    }
  }
  return { tried, violations };
}

export type Recording = {
  readonly events: readonly TraceEvent[];
  /** The folder that was recorded. */
  readonly root: string;
  /** SOP Instance UID → what was sent under it. */
  readonly sent: ReadonlyMap<string, LoadObject>;
  remove(): void;
};

/** Runs a node under the recorder, loads it, and kills it after its last answer. */
export async function recordIngest(seed: number, objectsEach = objectsPerSender): Promise<Recording> {
  const { fraction: random } = seededRandom(seed);
  const { path: dataDir, remove } = makeDataDir();
  const root = join(dataDir, 'blobs');
  const file = join(dataDir, '..', 'trace');
  const run = String(100 + Math.floor(random() * 900));
  const objectsOf = (sender: number) =>
    Array.from({ length: objectsEach }, (_, count) => buildLoadObject({ run, sender, count }, sizeOf(count, random)));
  try {
    mkdirSync(root, { recursive: true, mode: 0o755 });
    const env = { LD_PRELOAD: buildRecorder(dataDir), ISOCENTER_RECORD_ROOT: root, ISOCENTER_RECORD_FILE: file };
    const sent = await loadAndKill(dataDir, env, objectsOf);
    return { events: readTrace(file), root, sent, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function buildRecorder(dataDir: string): string {
  const recorder = join(dataDir, '..', 'recorder.so');
  const source = join(import.meta.dirname, 'recorder.c');
  execFileSync('cc', ['-O1', '-shared', '-fPIC', '-o', recorder, source, '-ldl', '-lpthread']);
  return recorder;
}

/** Returns what was sent, by SOP Instance UID. */
async function loadAndKill(
  dataDir: string,
  env: Readonly<Record<string, string>>,
  objectsOf: (sender: number) => readonly LoadObject[],
): Promise<ReadonlyMap<string, LoadObject>> {
  const node = await startIsocenterProcess({ dataDir, env, keepOutput: true });
  const sent = new Map<string, LoadObject>();
  const noted = { sent: (object: LoadObject) => sent.set(object.sopInstanceUid, object), acknowledged() {} };
  const target = { port: node.dicomPort, aet: node.ready.aet };
  try {
    await Promise.all(Array.from({ length: senders }, (_, sender) => sendLoad(target, objectsOf(sender), noted)));
  } finally {
    process.kill(node.ready.pid, 'SIGKILL');
    await node.ended;
    if (node.ready.postmasterPid !== undefined) process.kill(node.ready.postmasterPid, 'SIGINT');
  }
  return sent;
}

/**
 * Cuts the power at as many points: first after answers, all of them where half of the points suffice, on the disk on
 * which nothing unsynced survived, then anywhere on any disk.
 *
 * @returns how many points were tried, how many of them after answers, and what was wrong, in words
 */
export async function cutRecording(
  { events, root, sent }: Recording,
  { runs, seed }: { readonly runs: number; readonly seed: number },
): Promise<{ readonly tried: number; readonly answers: number; readonly violations: readonly string[] }> {
  const { fraction: random } = seededRandom(seed);
  const before: DiskState = { files: new Map(), directories: new Set([root]) };
  const violations: string[] = [];
  const tryCut = async (at: number, chance: Chance) => {
    const state = cutPower(before, events.slice(0, at), chance);
    const found = await checkDisk(root, state, expectedAt(events, at, sent), sent);
    violations.push(...found.map((violation) => `after event ${at} of ${events.length}: ${violation}`));
  };
  const answers = events.flatMap((event, at) => (event.kind === 'acknowledged' ? [at + 1] : []));
  const step = Math.max(1, Math.ceil((2 * answers.length) / runs));
  const chosen = answers.filter((_, index) => index % step === 0);
  for (const at of chosen) await tryCut(at, everythingUnsyncedIsLost);
  let tried = chosen.length;
  for (; tried < runs; tried += 1) await tryCut(Math.floor(random() * (events.length + 1)), random);
  return { tried, answers: chosen.length, violations };
}

/** Mostly small, some of several chunks, a few beyond 1 MiB, which get a file of their own. */
function sizeOf(count: number, random: () => number): number {
  if (count % 20 === 19) return 1_500_000 + Math.floor(random() * 500_000);
  return count % 5 === 4 ? 100_000 + Math.floor(random() * 200_000) : 4_000 + Math.floor(random() * 8_000);
}

function expectedAt(events: readonly TraceEvent[], at: number, sent: ReadonlyMap<string, LoadObject>) {
  const digests = new Map<string, string>();
  for (const event of events.slice(0, at)) {
    if (event.kind !== 'acknowledged') continue;
    const object = sent.get(event.sopInstanceUid);
    if (object !== undefined) digests.set(object.sha256, event.sopInstanceUid);
  }
  return digests;
}

/** Opens a rebuilt disk with the store's own code. @returns what is wrong, in words */
async function checkDisk(
  root: string,
  state: DiskState,
  expected: ReadonlyMap<string, string>,
  sent: ReadonlyMap<string, LoadObject>,
): Promise<readonly string[]> {
  const dir = mkdtempSync(join(tmpdir(), 'isocenter-cut-'));
  const moved = (path: string) => join(dir, path.slice(root.length));
  const violations: string[] = [];
  try {
    for (const path of [...state.directories].sort()) mkdirSync(moved(path), { recursive: true });
    for (const [path, content] of state.files) writeFileSync(moved(path), content, { mode: 0o600 });
    if (expected.size > 0 && !existsSync(join(dir, 'master.key'))) violations.push('the master key is lost');
    const found = await readStore(dir);
    const known = new Set([...sent.values()].map((object) => object.sha256));
    for (const digest of found) if (!known.has(digest)) violations.push('an object is there that was never sent whole');
    for (const digest of expected.keys()) if (!found.has(digest)) violations.push('an acknowledged object is missing');
  } catch (error) {
    violations.push(`the store does not open or read: ${error instanceof Error ? error.message : 'unknown error'}`);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
  return violations;
}

/** Returns the digests of every object that the store gives out, read and decrypted to the last byte. */
async function readStore(dir: string): Promise<ReadonlySet<string>> {
  const masterKeys = await loadOrCreateMasterKeys(join(dir, 'master.key'));
  const log = await openBlobLog({ dir, masterKeys, logger: silent });
  const digests = new Set<string>();
  try {
    for await (const entry of log.entriesSince(logStart)) {
      if (entry.kind === 'damaged') throw new Error('a stretch of the log is damaged');
      if (entry.kind !== 'instance' && entry.kind !== 'moved') continue;
      const hash = createHash('sha256');
      for await (const piece of log.read(entry.location)) hash.update(piece);
      digests.add(hash.digest('hex'));
    }
  } finally {
    await log.close();
  }
  return digests;
}
