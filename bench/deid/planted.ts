/**
 * `make bench NAME=planted`: removes identity that was planted in every position known to be forgotten, in a series of
 * each of 37 SOP Classes for each patient, and scores what is left as MIDI-B does (`testkit/planted/score.ts`).
 *
 * Rows for each runner: `planted` is the share of checks that hold, all actions pooled; `planted-identity` the failures of
 * those that remove identity; `planted-leaks` the texts and UIDs found in any byte of the results, which no pool hides;
 * then one row for each position where something failed or leaked and for each reason to hold objects back.
 *
 * Options: --patients N (11: more than 100 000 checks), --instances N of each series (1), --seed N (1), --runners
 * isocenter,isocenter-all,isocenter-pixels,orthanc,gdcmanon,identity (isocenter), --peer-patients N (1), --dciodvfy N (0)
 * objects whose new errors are counted, --write DIR for objects, answer key and mappings in the form of MIDI-B.
 * `isocenter-all` lets through what is held back for its picture or document; `isocenter-pixels` takes the text out of
 * pictures, captures included.
 */

import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { createPictureCleaner } from '@isocenter/deid/burned-in/picture-cleaner';
import { openTextReader } from '@isocenter/deid/burned-in/text-reader';
import {
  createDeidentifier,
  createDocumentDeidentifier,
  createPictureDeidentifier,
  type DeidentifiedFile,
  type DeidentifierOptions,
} from '@isocenter/deid/deidentify-file';
import type { ProfileOptions } from '@isocenter/deid/profile-options';
import { createDocumentCleaner } from '@isocenter/deid/reports/encapsulated-document';
import { createFrameDecoder } from '@isocenter/pixels/decode';
import { createFrameEncoder } from '@isocenter/pixels/encode';
import type { PlantedInstance } from '@isocenter/testkit/planted/answer-key';
import { withGdcmanon } from '@isocenter/testkit/planted/gdcmanon';
import { buildPlantedStudies } from '@isocenter/testkit/planted/planted-studies';
import { type Deidentify, type DeidOutcome, type PlantedScore, scorePlanted } from '@isocenter/testkit/planted/score';
import { createAnswerKeyFiles, writeMapping } from './answer-key-files.ts';
import { findNewErrors } from './new-errors.ts';
import { withOrthanc } from './orthanc-anonymise.ts';

/** What the answer key assumes. */
const plantedProfile: ProfileOptions = {
  dates: 'modified',
  retainPatientCharacteristics: true,
  retainSafePrivate: true,
  cleanDescriptors: true,
  cleanGraphics: true,
  cleanStructuredContent: true,
};

type Instances = () => AsyncIterable<PlantedInstance>;
type Runner = (instances: Instances, watch: (deidentify: Deidentify) => Deidentify) => Promise<PlantedScore>;

const runners: Readonly<Record<string, Runner>> = {
  isocenter: (instances, watch) => scorePlanted(instances(), watch(isocenter(false))),
  'isocenter-all': (instances, watch) => scorePlanted(instances(), watch(isocenter(true))),
  'isocenter-pixels': async (instances, watch) => scorePlanted(instances(), watch(await isocenterOfPictures())),
  orthanc: async (instances, watch) => {
    const all: PlantedInstance[] = [];
    for await (const instance of instances()) all.push(instance);
    return withOrthanc(all, (deidentify) => scorePlanted(all, watch(deidentify)));
  },
  gdcmanon: (instances, watch) => withGdcmanon((deidentify) => scorePlanted(instances(), watch(deidentify))),
  identity: (instances, watch) =>
    scorePlanted(
      instances(),
      watch(async ({ bytes }) => ({ kind: 'done', bytes })),
    ),
};

export async function benchPlanted(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      patients: { type: 'string', default: '11' },
      'peer-patients': { type: 'string', default: '1' },
      instances: { type: 'string', default: '1' },
      seed: { type: 'string', default: '1' },
      runners: { type: 'string', default: 'isocenter' },
      dciodvfy: { type: 'string', default: '0' },
      write: { type: 'string' },
    },
  });
  for (const name of values.runners.split(',')) {
    const runner = runners[name];
    if (runner === undefined) throw new Error(`no runner ${name}: ${Object.keys(runners).join(', ')}`);
    const patients = Number(name.startsWith('isocenter') ? values.patients : values['peer-patients']);
    const options = { seed: Number(values.seed), patients, instancesPerSeries: Number(values.instances) };
    const errors = new Map<string, number>();
    const started = performance.now();
    const score = await runner(
      () => writtenTo(values.write, buildPlantedStudies(options)),
      (deidentify) => checkedBy(deidentify, Number(values.dciodvfy), errors),
    );
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    printScore(name, score, { ...options, seconds });
    if (Number(values.dciodvfy) > 0) printErrors(name, Number(values.dciodvfy), errors);
    if (values.write !== undefined) {
      writeMapping(join(values.write, 'uid_mapping.csv'), score.uidMapping);
      writeMapping(join(values.write, 'patid_mapping.csv'), score.patientIdMapping);
    }
  }
}

function isocenter(acceptPictures: boolean): Deidentify {
  const deidentify = createDeidentifier({ ...options, acceptPictures });
  const deidentifyDocument = createDocumentDeidentifier(options, createDocumentCleaner(options));
  return async ({ bytes }) => {
    const looked = deidentify(bytes);
    const isDocument = looked.kind === 'held' && looked.reason === 'encapsulated-document';
    return outcomeOf(isDocument ? await deidentifyDocument(bytes) : looked);
  };
}

/** Looks at each picture, captures included. */
async function isocenterOfPictures(): Promise<Deidentify> {
  const fromPixels = createRequire(import.meta.resolve('@isocenter/pixels/decode'));
  const loadWasm = async (name: string) => new Uint8Array(await readFile(fromPixels.resolve(name)));
  const decoder = createFrameDecoder({ loadWasm });
  const encoder = createFrameEncoder(decoder, { loadWasm });
  const cleaner = createPictureCleaner({ reader: await openTextReader({ threads: 1 }), decoder, encoder });
  const deidentify = createPictureDeidentifier({ ...options, acceptPictures: true }, cleaner);
  return async ({ bytes }) => outcomeOf(await deidentify(bytes));
}

const options: DeidentifierOptions = {
  key: createHash('sha256').update('TEST key of the bench').digest(),
  profile: plantedProfile,
  inflate: (bytes, maxOutputLength) => inflateRawSync(bytes, { maxOutputLength }),
  deflate: (bytes) => deflateRawSync(bytes),
};

function outcomeOf(result: DeidentifiedFile): DeidOutcome {
  return result.kind === 'done' ? { ...result, bytes: Buffer.concat(result.chunks) } : result;
}

async function* writtenTo(
  folder: string | undefined,
  instances: AsyncIterable<PlantedInstance>,
): AsyncGenerator<PlantedInstance> {
  if (folder === undefined) {
    yield* instances;
    return;
  }
  mkdirSync(folder, { recursive: true });
  const files = createAnswerKeyFiles(folder);
  for await (const instance of instances) {
    files.add(instance);
    yield instance;
  }
  files.close();
}

/** Looks at the first objects that are done. */
function checkedBy(deidentify: Deidentify, count: number, errors: Map<string, number>): Deidentify {
  let left = count;
  return async (instance) => {
    const outcome = await deidentify(instance);
    if (outcome.kind !== 'done' || left === 0) return outcome;
    left -= 1;
    for (const [error, times] of await findNewErrors(instance.bytes, outcome.bytes)) {
      errors.set(error, (errors.get(error) ?? 0) + times);
    }
    return outcome;
  };
}

function printScore(runner: string, score: PlantedScore, run: Readonly<Record<string, number>>): void {
  const { checks, instances, series, sopClasses, pooled, byAction, byOption, shifts } = score;
  const print = (id: string, value: number | string, more: object): void =>
    console.log(JSON.stringify({ id, runner, value, ...more }));
  const percent = (share: number): number => Math.round(share * 1e6) / 1e4;
  print('planted', percent(pooled), {
    unit: '%',
    checks,
    instances,
    series,
    sopClasses,
    ...run,
    byAction,
    byOption,
    shifts,
  });
  print('planted-identity', score.identityFailures, { unit: 'failures' });
  const leaked = score.leaks.reduce((sum, { tokens }) => sum + tokens, 0);
  print('planted-leaks', leaked, { unit: 'tokens' });
  const heldCount = Object.values(score.held).reduce((sum, count) => sum + count, 0);
  print('planted-held', heldCount, { unit: 'instances', missing: score.missing.length, unreadable: score.unreadable });
  for (const { failed, ...group } of score.failures) {
    print('planted-failure', failed, { unit: 'checks', ...group });
  }
  for (const { position, tokens, instances: count, foundIn } of score.leaks) {
    print('planted-leak', tokens, { unit: 'tokens', position, instances: count, foundIn });
  }
  for (const [reason, count] of Object.entries(score.held))
    print('planted-reason', count, { unit: 'instances', reason });
  if (score.missing.length > 0)
    print('planted-missing', score.missing.length, { templates: score.missing.slice(0, 60) });
}

function printErrors(runner: string, objects: number, errors: ReadonlyMap<string, number>): void {
  const value = Array.from(errors.values()).reduce((sum, count) => sum + count, 0);
  console.log(JSON.stringify({ id: 'planted-dciodvfy', runner, value, unit: 'new errors', objects }));
  for (const [error, count] of errors)
    console.log(JSON.stringify({ id: 'planted-new-error', runner, value: count, error }));
}
