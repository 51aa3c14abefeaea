/**
 * `make verify NAME=scale`: 1 000 000 instances in 100 000 studies of 40 000 patients (`--runs N` for another number), and
 * what queries, storing and the index are like then. Resumes where it was interrupted.
 *
 * Violations: a query finds another number than there are, or takes longer than 20 ms at the 95th percentile (design §7);
 * the last instances are stored more slowly than the first by more than a fifth; the index made anew answers otherwise.
 */

import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { implicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { openAssociation } from '@isocenter/dimse/client';
import { type IsocenterProcess, runIsocenter, startIsocenterProcess } from '@isocenter/testkit/isocenter-process';
import { parseProofArguments } from '../arguments.ts';
import { ProgressFile } from '../progress.ts';
import type { ProofResult } from '../proofs.ts';
import { storeInstances, studyCountOf, studyOf } from './archive.ts';

const studyRootFind = '1.2.840.10008.5.1.4.1.2.2.1';
const defaultInstances = 1_000_000;
/** Stored between two notes of how far it got. */
const stepInstances = 20_000;
const asksPerQuery = 200;
const maxP95Ms = 20;
/** Of the rate of the first instances. */
const leastRate = 0.8;

type Progress = {
  readonly seed: number;
  readonly instances: number;
  readonly stored: number;
  /** Instances a second of each step. */
  readonly rates: readonly number[];
};

export type ScaleResult = {
  readonly wrong: readonly string[];
  readonly slow: readonly string[];
  readonly queries: Readonly<Record<string, { readonly p50Ms: number; readonly p95Ms: number }>>;
  readonly instancesPerSecond: { readonly first: number; readonly last: number };
  readonly megabytes: { readonly index: number; readonly log: number };
  readonly reindexSeconds: number;
};

export async function proveScale(args: readonly string[]): Promise<ProofResult> {
  const parsed = parseProofArguments(args, defaultInstances);
  const file = new ProgressFile<Progress>('scale');
  const folder = join(tmpdir(), 'isocenter-scale');
  const known = file.read(parsed);
  if (known === undefined || known.instances !== parsed.runs || !existsSync(folder)) {
    rmSync(folder, { recursive: true, force: true });
    file.write({ seed: parsed.seed, instances: parsed.runs, stored: 0, rates: [] });
  }
  const progress = file.read({ ...parsed, fresh: false, isSeedGiven: false });
  if (progress === undefined) throw new Error('the progress of the proof cannot be read');
  const { wrong, slow, ...figures } = await measureScale(folder, progress, (reached) => file.write(reached));
  const violations = [...wrong, ...slow];
  for (const violation of violations) process.stderr.write(`${violation}\n`);
  file.remove();
  rmSync(folder, { recursive: true, force: true });
  return { seed: progress.seed, runs: parsed.runs, violations: violations.length, ...figures };
}

/** Fills an archive in a folder up to a number of instances, and measures it. */
export async function measureScale(
  folder: string,
  progress: Progress,
  note: (reached: Progress) => void,
): Promise<ScaleResult> {
  mkdirSync(folder, { recursive: true });
  // Not 0700: as root, the private PostgreSQL runs as another user.
  chmodSync(folder, 0o755);
  const dataDir = join(folder, 'data');
  let node = await startIsocenterProcess({ dataDir, keepOutput: true });
  try {
    const { rates } = await fill(node, progress, note);
    const before = await askAll(node, progress.instances);
    const megabytes = {
      index: sizeOf(join(dataDir, 'postgres')),
      log: sizeOf(dataDir) - sizeOf(join(dataDir, 'postgres')),
    };
    await node.stop();
    const started = performance.now();
    runIsocenter({ dataDir }, ['reindex']);
    const reindexSeconds = Math.round((performance.now() - started) / 1000);
    node = await startIsocenterProcess({ dataDir, keepOutput: true });
    const after = await askAll(node, progress.instances);
    const [first = 0, last = 0] = [rates[0], rates.at(-1)];
    const slower = last < first * leastRate ? [`the last were stored at ${last} a second, the first at ${first}`] : [];
    return {
      wrong: [...before.wrong, ...after.wrong.map((one) => `after reindex: ${one}`)],
      slow: [...before.slow, ...slower],
      queries: before.queries,
      instancesPerSecond: { first, last },
      megabytes,
      reindexSeconds,
    };
  } finally {
    await node.stop();
  }
}

async function fill(node: IsocenterProcess, from: Progress, note: (reached: Progress) => void): Promise<Progress> {
  let progress = from;
  const count = studyCountOf(progress.instances);
  while (progress.stored < progress.instances) {
    const to = Math.min(progress.stored + stepInstances, progress.instances);
    const started = performance.now();
    await storeInstances({ port: node.dicomPort, aet: node.ready.aet }, { from: progress.stored, to, count });
    const rate = Math.round((to - progress.stored) / ((performance.now() - started) / 1000));
    progress = { ...progress, stored: to, rates: [...progress.rates, rate] };
    note(progress);
  }
  return progress;
}

type Query = {
  readonly name: string;
  readonly keys: (study: number) => Readonly<Record<string, string>>;
  /** How many studies are to be found. */
  readonly expected: (study: number) => number;
};

async function askAll(node: IsocenterProcess, instances: number) {
  const count = studyCountOf(instances);
  const days = Map.groupBy(
    Array.from({ length: count }, (_, number) => studyOf(number, count)),
    ({ studyDate }) => studyDate,
  );
  const patients = Map.groupBy(
    Array.from({ length: count }, (_, number) => studyOf(number, count)),
    ({ patientId }) => patientId,
  );
  const ofPatient = (number: number) => patients.get(studyOf(number, count).patientId)?.length ?? 0;
  const queries: readonly Query[] = [
    { name: 'accession-number', keys: (at) => pick(at, 'AccessionNumber', 'accessionNumber'), expected: () => 1 },
    { name: 'study-uid', keys: (at) => pick(at, 'StudyInstanceUID', 'studyInstanceUid'), expected: () => 1 },
    { name: 'patient-id', keys: (at) => pick(at, 'PatientID', 'patientId'), expected: ofPatient },
    { name: 'patient-name', keys: (at) => pick(at, 'PatientName', 'patientName'), expected: ofPatient },
    {
      name: 'day',
      keys: (at) => pick(at, 'StudyDate', 'studyDate'),
      expected: (at) => days.get(studyOf(at, count).studyDate)?.length ?? 0,
    },
    {
      name: 'patient-id-and-day',
      keys: (at) => ({ ...pick(at, 'PatientID', 'patientId'), ...pick(at, 'StudyDate', 'studyDate') }),
      expected: (at) => {
        const { patientId, studyDate } = studyOf(at, count);
        return (patients.get(patientId) ?? []).filter((study) => study.studyDate === studyDate).length;
      },
    },
  ];
  const wrong: string[] = [];
  const slow: string[] = [];
  const times: Record<string, { p50Ms: number; p95Ms: number }> = {};
  const find = await openFind(node);
  for (const query of queries) {
    const latencies: number[] = [];
    for (let at = 0; at < asksPerQuery; at += 1) {
      const study = (at * 104_729) % count;
      const asked = performance.now();
      const found = await find.ask(query.keys(study));
      latencies.push(performance.now() - asked);
      if (found !== query.expected(study)) wrong.push(`${query.name}: ${found} were found of ${query.expected(study)}`);
    }
    const { p50Ms, p95Ms } = quantiles(latencies);
    times[query.name] = { p50Ms, p95Ms };
    if (p95Ms > maxP95Ms) slow.push(`${query.name}: ${p95Ms} ms at the 95th percentile`);
  }
  await find.release();
  return { wrong, slow, queries: times };

  function pick(number: number, keyword: string, member: keyof ReturnType<typeof studyOf>) {
    return { [keyword]: studyOf(number, count)[member] };
  }
}

async function openFind({ dicomPort, ready }: IsocenterProcess) {
  const association = await openAssociation({
    host: '127.0.0.1',
    port: dicomPort,
    calledAet: ready.aet,
    callingAet: 'SCALE',
    contexts: [{ abstractSyntax: studyRootFind, transferSyntaxes: [implicitVrLittleEndian.uid] }],
  });
  return {
    release: () => association.release(),
    ask: async (keys: Readonly<Record<string, string>>): Promise<number> => {
      const identifier = buildDataSet({
        QueryRetrieveLevel: 'STUDY',
        PatientName: '',
        PatientID: '',
        StudyDate: '',
        StudyInstanceUID: '',
        ModalitiesInStudy: '',
        NumberOfStudyRelatedInstances: '',
        ...keys,
      });
      const answers = association.find({
        sopClassUid: studyRootFind,
        transferSyntaxUid: implicitVrLittleEndian.uid,
        identifier: encodeDataSet(identifier, implicitVrLittleEndian),
      });
      let found = 0;
      let step = await answers.next();
      for (; !step.done; step = await answers.next()) found += 1;
      if (step.value.status !== 0) throw new Error(`C-FIND was answered ${step.value.status.toString(16)}`);
      return found;
    },
  };
}

function quantiles(latencies: readonly number[]) {
  const sorted = latencies.toSorted((left, right) => left - right);
  const at = (part: number) => Number((sorted[Math.floor(sorted.length * part)] ?? Number.NaN).toFixed(2));
  return { p50Ms: at(0.5), p95Ms: at(0.95) };
}

/** Megabytes of 10^6 bytes on the disk. */
function sizeOf(folder: string): number {
  const [kilobytes = '0'] = execFileSync('du', ['-sk', folder], { encoding: 'utf8' }).split('\t');
  return Math.round((Number(kilobytes) * 1024) / 1e6);
}
