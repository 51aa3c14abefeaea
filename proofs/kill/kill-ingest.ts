/**
 * `make verify NAME=kill-ingest`: ends the process that takes objects in with SIGKILL while four senders store, again and
 * again on the same data, with PostgreSQL left alone. A life is a second, so that thousands are possible.
 *
 * Each next process looks, before it takes anything, at what the one before acknowledged and holds, and at each hundredth
 * start at everything since the hundredth before: every acknowledged object is there, each object there is what was sent,
 * and no file is there that no record names.
 */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { makeDataDir } from '@isocenter/testkit/isocenter-process';
import { seededRandom } from '@isocenter/testkit/random';
import { openDatabase } from '../../apps/server/src/database/database.ts';
import { parseProofArguments } from '../arguments.ts';
import { buildLoadObject, type LoadObject, sendLoad } from '../load.ts';
import { ProgressFile } from '../progress.ts';
import type { ProofResult } from '../proofs.ts';
import type { IngestReady, StoredStudy } from './ingest-process.ts';

const senders = 4;
const defaultRuns = 2_000;
const minAcknowledged = 10;
const checkAllEvery = 100;

const silent = { debug() {}, info() {}, warn() {}, error() {} };

type Progress = {
  readonly seed: number;
  readonly lives: number;
  readonly acknowledged: number;
  readonly violations: readonly string[];
};

const file = new ProgressFile<Progress>('kill-ingest');

export async function proveKillIngest(args: readonly string[]): Promise<ProofResult> {
  const wanted = parseProofArguments(args, defaultRuns);
  const from = file.read(wanted) ?? beginning(wanted.seed);
  const result = await killIngestRepeatedly(wanted.runs, from, (progress) => file.write(progress));
  file.remove();
  for (const violation of result.violations.slice(0, 20)) process.stderr.write(`${violation}\n`);
  return {
    seed: result.seed,
    runs: result.lives,
    violations: result.violations.length,
    acknowledged: result.acknowledged,
  };
}

export function beginning(seed: number): Progress {
  return { seed, lives: 0, acknowledged: 0, violations: [] };
}

/** @param runs lives, with those that `from` has behind it, which were of other data */
export async function killIngestRepeatedly(
  runs: number,
  from: Progress,
  onLife: (progress: Progress) => void = () => undefined,
): Promise<Progress> {
  const { path: dataDir, remove } = makeDataDir();
  const database = await openDatabase({ url: undefined, dataDir, maxConnections: 6, as: 'owner', logger: silent });
  try {
    const lives = new Lives(dataDir, from);
    while (lives.progress.lives < runs) {
      await lives.live();
      onLife(lives.progress);
    }
    await lives.look();
    return lives.progress;
  } finally {
    await database.close();
    remove();
  }
}

class Lives {
  progress: Progress;
  readonly #dataDir: string;
  readonly #random: () => number;
  /** Since all of them were looked at. */
  readonly #studies: StoredStudy[] = [];

  constructor(dataDir: string, from: Progress) {
    this.#dataDir = dataDir;
    this.progress = from;
    this.#random = seededRandom(from.seed, from.lives).fraction;
  }

  /** A process starts, answers for what was stored before, takes objects and is killed. */
  async live(): Promise<void> {
    const { lives, acknowledged } = this.progress;
    const isRound = lives > 0 && lives % checkAllEvery === 0;
    const study = await this.#startAndKill(isRound ? this.#studies.splice(0) : this.#studies.slice(-1), true);
    this.#studies.push(study);
    this.progress = { ...this.progress, lives: lives + 1, acknowledged: acknowledged + study.acknowledged.length };
  }

  /** Only looks, at all that was not looked at together. */
  async look(): Promise<void> {
    await this.#startAndKill(this.#studies, false);
  }

  async #startAndKill(studies: readonly StoredStudy[], isFilled: boolean): Promise<StoredStudy> {
    const { seed, lives } = this.progress;
    const run = `${100 + (seed % 900)}${lives}`;
    // Most of a life would go into compiling.
    const env = { ...process.env, NODE_COMPILE_CACHE: join(this.#dataDir, 'compile-cache') };
    const child = fork(join(import.meta.dirname, 'ingest-process.ts'), [this.#dataDir], { env });
    const ended = once(child, 'exit');
    try {
      child.send(studies);
      const ready = await Promise.race([once(child, 'message'), ended.then(() => undefined)]);
      // Its only message, see `ingest-process.ts`.
      const { port, violations } = (ready?.[0] as IngestReady | undefined) ?? neverReady;
      const found = violations.map((text) => `life ${lives}: ${text}`);
      this.progress = { ...this.progress, violations: [...this.progress.violations, ...found] };
      if (port === undefined || !isFilled) return { studyInstanceUid: `2.25.${run}1`, sent: {}, acknowledged: [] };
      return await this.#fill(port, run, () => child.kill('SIGKILL'));
    } finally {
      child.kill('SIGKILL');
      await ended;
    }
  }

  async #fill(port: number, run: string, kill: () => void): Promise<StoredStudy> {
    const random = this.#random;
    const sent: Record<string, string> = {};
    const acknowledged: string[] = [];
    const killAfter = minAcknowledged + Math.floor(random() * 60);
    const noted = {
      sent: ({ sopInstanceUid, sha256 }: LoadObject) => {
        sent[sopInstanceUid] = sha256;
      },
      acknowledged: ({ sopInstanceUid }: LoadObject) => {
        acknowledged.push(sopInstanceUid);
        if (acknowledged.length === killAfter) kill();
      },
    };
    function* objects(sender: number) {
      for (let count = 0; ; count += 1) {
        const size = random() < 0.02 ? 1_200_000 : 2_000 + Math.floor(random() * 10_000);
        yield buildLoadObject({ run, sender, count }, size);
      }
    }
    const target = { port, aet: 'ISOCENTER' };
    await Promise.all(Array.from({ length: senders }, (_, sender) => sendLoad(target, objects(sender), noted)));
    return { studyInstanceUid: `2.25.${run}1`, sent, acknowledged };
  }
}

const neverReady = { port: undefined, violations: ['the process ended before it was ready'] };
