/**
 * `make verify NAME=soak`: 60 minutes (`--runs MINUTES`) at half of the rate of storing that the node reaches, with queries,
 * moves and pages beside it.
 *
 * Violations: a request fails; resident memory grows by more than 1 MB in 10 minutes after the first quarter; at the end
 * the node has more open files and sockets than it had at rest before; an object that was acknowledged is
 * not found, or one is found that was not.
 */

import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { acceptAll } from '@isocenter/dimse/accept-all';
import { listenDimse } from '@isocenter/dimse/server';
import {
  type IsocenterProcess,
  makeDataDir,
  runIsocenter,
  startIsocenterProcess,
} from '@isocenter/testkit/isocenter-process';
import { readResidentMemory } from '@isocenter/testkit/resident-memory';
import { parseProofArguments } from '../arguments.ts';
import type { ProofResult } from '../proofs.ts';
import { SoakLoad, type SoakTarget, type Tally } from './load.ts';

const defaultMinutes = 60;
const minuteMs = 60_000;
const destinationAet = 'SOAKDEST';
/** Longer than idle connections to the database are kept. */
const defaultRestMs = 90_000;
const pageStudies = 5000;
/** Megabytes of 10^6 bytes in 10 minutes. */
const maxGrowth = 1;

export type SoakResult = {
  readonly objectsPerSecond: { readonly maximum: number; readonly held: number };
  readonly tally: Omit<Tally, 'errors'>;
  readonly errors: readonly string[];
  /** Resident megabytes after the warm-up and at the end, and their slope in 10 minutes: of the least of each part. */
  readonly resident: { readonly start: number; readonly end: number; readonly growthIn10Minutes: number };
  readonly openFiles: { readonly start: number; readonly end: number };
  /** Instances in the index, as a query counts them. */
  readonly indexed: number;
};

export async function proveSoak(args: readonly string[]): Promise<ProofResult> {
  const { seed, runs: minutes } = parseProofArguments(args, defaultMinutes);
  const { errors, ...figures } = await soak({ seed, runMs: minutes * minuteMs, restMs: defaultRestMs });
  const violations = [...errors, ...violationsOf(figures)];
  for (const violation of violations) process.stderr.write(`${violation}\n`);
  return { seed, runs: minutes, violations: violations.length, ...figures };
}

function violationsOf({ resident, openFiles, tally, indexed }: Omit<SoakResult, 'errors'>): readonly string[] {
  return [
    ...(resident.growthIn10Minutes > maxGrowth
      ? [`memory grows by ${resident.growthIn10Minutes} MB in 10 minutes`]
      : []),
    ...(openFiles.end > openFiles.start ? [`${openFiles.end - openFiles.start} files or sockets stay open`] : []),
    ...(indexed === tally.stored ? [] : [`${tally.stored} objects were acknowledged and ${indexed} are found`]),
  ];
}

/** @param options.restMs how long the node may take to close what was idle */
export async function soak(options: {
  readonly seed: number;
  readonly runMs: number;
  readonly restMs: number;
}): Promise<SoakResult> {
  const { seed, runMs, restMs } = options;
  const { path: dataDir, remove } = makeDataDir();
  const destination = await listenDimse({
    host: '127.0.0.1',
    port: 0,
    accept: acceptAll,
    verbs: {
      echo: () => 0x0000,
      store: () => ({
        write: () => undefined,
        end: async () => ({ status: 0x0000 }),
        abort: async () => undefined,
      }),
    },
  });
  const node = await startIsocenterProcess({ dataDir, keepOutput: true });
  try {
    const token = runIsocenter({ dataDir }, ['user', 'token', '--role', 'admin']).trim();
    const target = { dicomPort: node.dicomPort, aet: node.ready.aet, httpUrl: node.ready.http, token, destinationAet };
    await addDestination(target, destination.port);
    const load = new SoakLoad(target, seed);
    const maximum = await load.measureMaximum(AbortSignal.timeout(Math.min(30_000, runMs / 4)));
    await delay(restMs);
    const openAtStart = countOpenFiles(node);
    const samples: Sample[] = [];
    const sampling = setInterval(() => samples.push(sample(node)), runMs / 240);
    await load.run(maximum / 2, AbortSignal.timeout(runMs)).finally(() => clearInterval(sampling));
    await delay(restMs);
    const { errors, ...tally } = load.tally;
    return {
      objectsPerSecond: { maximum: Math.round(maximum), held: Math.round(maximum / 2) },
      tally,
      errors,
      resident: growthOf(samples.slice(Math.floor(samples.length / 4))),
      openFiles: { start: openAtStart, end: countOpenFiles(node) },
      indexed: await countIndexed(target),
    };
  } finally {
    await node.stop();
    await destination.close(0);
    remove();
  }
}

type Sample = { readonly atMs: number; readonly bytes: number };

function sample({ ready }: IsocenterProcess): Sample {
  return { atMs: performance.now(), bytes: readResidentMemory(ready.pid).nowBytes };
}

/** Files and sockets of the node's process; PostgreSQL has processes of its own. */
function countOpenFiles({ ready }: IsocenterProcess): number {
  return readdirSync(`/proc/${ready.pid}/fd`).length;
}

/** A line through the least of each twelfth: what the collector has not come to yet is no growth. */
function growthOf(samples: readonly Sample[]): SoakResult['resident'] {
  const part = Math.max(1, Math.floor(samples.length / 12));
  const least: Sample[] = [];
  for (let at = 0; at + part <= samples.length; at += part) {
    least.push(samples.slice(at, at + part).reduce((low, one) => (one.bytes < low.bytes ? one : low)));
  }
  const mean = (pick: (one: Sample) => number) => least.reduce((sum, one) => sum + pick(one), 0) / least.length;
  const [meanAt, meanBytes] = [mean(({ atMs }) => atMs), mean(({ bytes }) => bytes)];
  const spread = least.reduce((sum, { atMs }) => sum + (atMs - meanAt) ** 2, 0);
  const slope = least.reduce((sum, { atMs, bytes }) => sum + (atMs - meanAt) * (bytes - meanBytes), 0) / (spread || 1);
  const megabytes = (bytes: number) => Math.round(bytes / 1e5) / 10;
  return {
    start: megabytes(least[0]?.bytes ?? 0),
    end: megabytes(least.at(-1)?.bytes ?? 0),
    growthIn10Minutes: megabytes(slope * 10 * minuteMs),
  };
}

async function addDestination({ httpUrl, token }: SoakTarget, port: number): Promise<void> {
  const peer = {
    name: 'Soak',
    aeTitle: destinationAet,
    host: '127.0.0.1',
    port,
    verbs: [],
    conflictPolicy: 'first',
    checkAddress: true,
    enabled: true,
    note: '',
  };
  const response = await fetch(`${httpUrl}/api/peers`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(peer),
  });
  if (response.status !== 201) throw new Error(`a peer was answered ${response.status}`);
}

async function countIndexed({ httpUrl, token }: SoakTarget): Promise<number> {
  let instances = 0;
  for (let offset = 0; ; offset += pageStudies) {
    const response = await fetch(`${httpUrl}/dicom-web/studies?limit=${pageStudies}&offset=${offset}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (response.status === 204) return instances;
    // NumberOfStudyRelatedInstances (0020,1208), which every answer has.
    const studies = (await response.json()) as { '00201208': { Value: [number] } }[];
    instances += studies.reduce((sum, study) => sum + study['00201208'].Value[0], 0);
  }
}
