/**
 * `make verify NAME=kill`: ends the node, PostgreSQL, or both with SIGKILL while four senders store, again and again
 * on the same data.
 *
 * Each cycle waits for at least 50 acknowledgements before the kill. Afterwards the node must become ready by itself
 * (a killed node is started again, a killed PostgreSQL is the node's own business), list every object that was
 * acknowledged, and give out every object that it lists, byte for byte.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connectDicomweb } from '@isocenter/testkit/dicomweb-client';
import {
  type IsocenterProcess,
  makeDataDir,
  runIsocenter,
  startIsocenterProcess,
} from '@isocenter/testkit/isocenter-process';
import { seededRandom } from '@isocenter/testkit/random';
import { parseProofArguments } from '../arguments.ts';
import { buildLoadObject, type LoadObject, sendLoad } from '../load.ts';
import { ProgressFile } from '../progress.ts';
import type { ProofResult } from '../proofs.ts';

const senders = 4;
const defaultRuns = 200;
const minAcknowledged = 50;
const readyLimitMs = 30_000;
const targets = ['node', 'postgres', 'both'] as const;

type Target = (typeof targets)[number];

type Progress = {
  readonly seed: number;
  readonly cycles: number;
  readonly acknowledged: number;
  readonly violations: readonly string[];
  /** Longest time from a kill to ready, milliseconds. */
  readonly slowestRecoveryMs: number;
};

const file = new ProgressFile<Progress>('kill');

export async function proveKill(args: readonly string[]): Promise<ProofResult> {
  const wanted = parseProofArguments(args, defaultRuns);
  const from = file.read(wanted) ?? startOf(wanted.seed);
  const result = await killRepeatedly({ runs: wanted.runs, from, onCycle: (progress) => file.write(progress) });
  file.remove();
  for (const violation of result.violations.slice(0, 20)) process.stderr.write(`${violation}\n`);
  const { cycles, acknowledged, slowestRecoveryMs, violations } = result;
  return { seed: from.seed, runs: cycles, violations: violations.length, acknowledged, slowestRecoveryMs };
}

/** Returns where a run that begins anew stands. */
export function startOf(seed: number): Progress {
  return { seed, cycles: 0, acknowledged: 0, violations: [], slowestRecoveryMs: 0 };
}

type KillOptions = {
  /** Cycles, with those that `from` has behind it. */
  readonly runs: number;
  readonly from: Progress;
  readonly onCycle?: (progress: Progress) => void;
};

/** Kills again and again, and looks after each time and at the end at everything that was stored. */
export async function killRepeatedly(options: KillOptions): Promise<Progress> {
  const { path: dataDir, remove } = makeDataDir();
  const run = new KillRun(dataDir, options);
  try {
    return await run.run();
  } finally {
    await run.stop();
    remove();
  }
}

/** One store that is filled by nodes of which each is killed. */
class KillRun {
  readonly #dataDir: string;
  readonly #options: KillOptions;
  readonly #random: () => number;
  #node: IsocenterProcess | undefined;

  constructor(dataDir: string, options: KillOptions) {
    this.#dataDir = dataDir;
    this.#options = options;
    this.#random = seededRandom(options.from.seed, options.from.cycles).fraction;
  }

  async run(): Promise<Progress> {
    const { runs, from, onCycle } = this.#options;
    let progress = from;
    let node = await this.#start();
    const token = runIsocenter({ dataDir: this.#dataDir }, ['user', 'token', '--role', 'admin']).trim();
    const cycles: Cycle[] = [];
    while (progress.cycles < runs) {
      const target = targets[progress.cycles % targets.length] ?? 'node';
      const name = `${100 + (progress.seed % 900)}${progress.cycles}`;
      const cycle = await loadAndKill(node, this.#dataDir, target, name, this.#random);
      const killedAt = performance.now();
      if (target !== 'postgres') node = await this.#start();
      const isReady = await becomesReady(node);
      const recoveryMs = Math.round(performance.now() - killedAt);
      const found = isReady ? await checkCycle(node, token, cycle) : [`not ready within ${readyLimitMs} ms`];
      cycles.push(cycle);
      progress = {
        seed: progress.seed,
        cycles: progress.cycles + 1,
        acknowledged: progress.acknowledged + cycle.acknowledged.size,
        violations: [...progress.violations, ...found.map((text) => `cycle ${progress.cycles}, ${target}: ${text}`)],
        slowestRecoveryMs: Math.max(progress.slowestRecoveryMs, recoveryMs),
      };
      onCycle?.(progress);
      // What does not recover says nothing about the cycles that were to follow.
      if (!isReady) return progress;
    }
    const late: string[] = [];
    for (const cycle of cycles) late.push(...(await checkCycle(node, token, cycle)));
    return { ...progress, violations: [...progress.violations, ...late.map((text) => `at the end: ${text}`)] };
  }

  async stop(): Promise<void> {
    await this.#node?.stop();
  }

  async #start(): Promise<IsocenterProcess> {
    this.#node = await startIsocenterProcess({ dataDir: this.#dataDir, keepOutput: true });
    return this.#node;
  }
}

type Cycle = {
  readonly studyInstanceUid: string;
  readonly sent: ReadonlyMap<string, LoadObject>;
  readonly acknowledged: ReadonlySet<string>;
};

/** Four senders store without end; after enough acknowledgements the target is killed in the middle of it. */
async function loadAndKill(
  node: IsocenterProcess,
  dataDir: string,
  target: Target,
  run: string,
  random: () => number,
): Promise<Cycle> {
  const sent = new Map<string, LoadObject>();
  const acknowledged = new Set<string>();
  const killAfter = minAcknowledged + Math.floor(random() * 100);
  // While PostgreSQL alone is away, objects are still taken: some more are sent before the senders stop.
  const stopAfter = killAfter + (target === 'postgres' ? 20 : Number.POSITIVE_INFINITY);
  let killed = false;
  const noted = {
    sent: (object: LoadObject) => sent.set(object.sopInstanceUid, object),
    acknowledged: (object: LoadObject) => {
      acknowledged.add(object.sopInstanceUid);
      if (killed || acknowledged.size < killAfter) return;
      killed = true;
      if (target !== 'node') process.kill(postmasterPid(dataDir), 'SIGKILL');
      if (target !== 'postgres') process.kill(node.ready.pid, 'SIGKILL');
    },
  };
  function* objects(sender: number) {
    for (let count = 0; acknowledged.size < stopAfter; count += 1) {
      const size = random() < 0.02 ? 1_200_000 : 2_000 + Math.floor(random() * 10_000);
      yield buildLoadObject({ run, sender, count }, size);
    }
  }
  const load = Array.from({ length: senders }, (_, sender) =>
    sendLoad({ port: node.dicomPort, aet: node.ready.aet }, objects(sender), noted),
  );
  await Promise.all(load);
  if (target !== 'postgres') await node.ended;
  return { studyInstanceUid: `2.25.${run}1`, sent, acknowledged };
}

/** The running private PostgreSQL, from the file that it keeps itself. */
function postmasterPid(dataDir: string): number {
  const file = join(dataDir, 'postgres/cluster/postmaster.pid');
  return Number(readFileSync(file, 'utf8').split('\n')[0]);
}

async function becomesReady(node: IsocenterProcess): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < readyLimitMs; waitedMs += 50) {
    const response = await fetch(`${node.ready.http}/readyz`).catch(() => undefined);
    if (response?.ok) return true;
    await delay(50);
  }
  return false;
}

/** @returns what is wrong, in words */
async function checkCycle(node: IsocenterProcess, token: string, cycle: Cycle): Promise<readonly string[]> {
  try {
    return await compareCycle(node, token, cycle);
  } catch (error) {
    return [`it cannot be looked at: ${error instanceof Error ? error.message : 'not an error'}`];
  }
}

async function compareCycle(node: IsocenterProcess, token: string, cycle: Cycle): Promise<readonly string[]> {
  const client = connectDicomweb(node.ready.http, token);
  const instances = await client.listInstances(cycle.studyInstanceUid);
  const listed = new Set(instances.map(({ sopInstanceUid }) => sopInstanceUid));
  const missing = [...cycle.acknowledged].filter((uid) => !listed.has(uid));
  const digests = await client.retrieveDigests(cycle.studyInstanceUid);
  const broken = [...listed].filter((uid) => digests.get(uid) !== cycle.sent.get(uid)?.sha256);
  return [
    ...missing.map(() => 'an acknowledged object is not listed'),
    ...broken.map(() => 'a listed object is not what was sent'),
  ];
}
