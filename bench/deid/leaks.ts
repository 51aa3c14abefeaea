/**
 * `make bench NAME=leaks`: what the second look finds, and what it holds back for nothing.
 *
 * - `leaks-found`: identity planted in each form at each place (`testkit/planted/leak-plants.ts`), found.
 * - `leaks-false-cleaned`: objects of the corpus, each given a patient, staff and ids that are frequent or words besides,
 *   de-identified; held although nothing stayed.
 * - `leaks-false-text`: the same, with all texts and codes left in that hold no identity of the corpus.
 * - `leaks-false-planted`: objects of the planted set that are held.
 * - `leaks-speed`: megabytes a second of compressed samples, on one core.
 *
 * Options: --seeds N of plants (3), --seed N (1), --rounds N of identities for each object (3), --patients N (1).
 */

import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { createDeidentifier } from '@isocenter/deid/deidentify-file';
import { createLeakScanner, type LeakScanner } from '@isocenter/deid/leak-scan/leak-scanner';
import { createWordLists } from '@isocenter/deid/text/word-lists';
import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { findDictionaryEntry, tagOf } from '@isocenter/dicom/dictionary';
import { encodePart10, parsePart10 } from '@isocenter/dicom/part10';
import { isPrivate } from '@isocenter/dicom/tag';
import { corpusDir, listCorpus, readCorpusFile } from '@isocenter/testkit/corpus';
import { buildLeakPlants } from '@isocenter/testkit/planted/leak-plants';
import { buildPlantedStudies } from '@isocenter/testkit/planted/planted-studies';
import { type Random, seededRandom } from '@isocenter/testkit/random';

/** Frequent ones, and many that are words of language or of imaging. */
const families =
  'Smith Johnson Brown Miller Davis Martin Lee White Long Young King Hill Green Baker Price Head Hand Foot Chest Bone Field Day May Rose Hart Stein Klein Gross Braun Schwarz Weiss Lang Kurz Kim Li Wu Ng Tse Chan Silva Costa Rossi Conti Vida Sola Amira Terra Philips Siemens Ford Page Wood Stone Berg Ray Marti Ander Thora Cor Pe Sharp Temple Bell Cross Fischer Weber Nguyen Garcia Kaya'.split(
    ' ',
  );
const givens =
  'Mark Will Grace Hope Rose May June April Joy Faith Art Bill Frank Max Tom Eva Ida Lena Ana Anna Maria Hans Jan Ali Mia Leo Sara Ray Dean Guy Victor Angel'.split(
    ' ',
  );

const maxFileBytes = 8_000_000;

export async function benchLeaks(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string', default: '3' },
      seed: { type: 'string', default: '1' },
      rounds: { type: 'string', default: '3' },
      patients: { type: 'string', default: '1' },
    },
  });
  const seed = Number(values.seed);
  const scan = createLeakScanner(createWordLists());
  benchFound(scan, seed, Number(values.seeds));
  await benchPlantedHolds(seed, Number(values.patients));
  if (corpusDir === undefined) print('leaks-false', 0, '%', { skipped: 'the corpus is absent' });
  else benchFalse(scan, seed, Number(values.rounds));
  benchSpeed(scan);
}

function print(id: string, value: number, unit: string, more: object): void {
  console.log(JSON.stringify({ id, value, unit, ...more }));
}

function benchFound(scan: LeakScanner, first: number, seeds: number): void {
  let [planted, found] = [0, 0];
  const missed = new Set<string>();
  for (let seed = first; seed < first + seeds; seed += 1)
    for (const { form, place, ...object } of buildLeakPlants(seed)) {
      planted += 1;
      if (scan({ ...object, isKept: () => false }).length > 0) found += 1;
      else missed.add(`${form}: ${place}`);
    }
  const seedsOf = `${first}-${first + seeds - 1}`;
  print('leaks-found', (100 * found) / planted, '%', {
    planted,
    found,
    seeds: seedsOf,
    missed: [...missed].slice(0, 20),
  });
}

async function benchPlantedHolds(seed: number, patients: number): Promise<void> {
  const deidentify = deidentifier();
  let [objects, held] = [0, 0];
  for await (const { bytes } of buildPlantedStudies({ seed, patients })) {
    const result = deidentify(bytes);
    objects += 1;
    if (result.kind === 'held' && result.reason === 'leak-found') held += 1;
  }
  print('leaks-false-planted', (100 * held) / objects, '%', { objects, held, seed });
}

function benchFalse(scan: LeakScanner, seed: number, rounds: number): void {
  const deidentify = deidentifier();
  const tallies = { cleaned: { objects: 0, held: 0 }, text: { objects: 0, held: 0 } };
  const examples: Record<string, number> = {};
  const random = seededRandom(seed, 5);
  for (const { path, part10 } of listCorpus()) {
    if (!part10 || statSync(join(corpusDir ?? '', path)).size > maxFileBytes) continue;
    const file = tryParse(readCorpusFile(path));
    if (file === undefined) continue;
    for (let round = 0; round < rounds; round += 1) {
      const identity = buildDataSet(inventIdentity(random));
      const cleaned = withoutIdentity(file.dataSet);
      const leaks = scan({ original: identity, cleaned, isKept: () => false });
      tallies.text.objects += 1;
      if (leaks.length > 0) tallies.text.held += 1;
      for (const { path: place, kind } of leaks) {
        const where = `${kind} ${place.slice(-11)}`;
        examples[where] = (examples[where] ?? 0) + 1;
      }
      const named = { ...withoutIdentity(file.dataSet, identity), characterSets: file.dataSet.characterSets };
      const result = deidentify(
        encodePart10({ ...file, dataSet: named }, { deflate: (bytes) => deflateRawSync(bytes) }),
      );
      if (result.kind === 'done') tallies.cleaned.objects += 1;
      else if (result.reason === 'leak-found') {
        tallies.cleaned.objects += 1;
        tallies.cleaned.held += 1;
      }
    }
  }
  for (const [name, { objects, held }] of Object.entries(tallies))
    print(`leaks-false-${name}`, (100 * held) / objects, '%', {
      objects,
      held,
      seed,
      ...(name === 'text' && { examples }),
    });
}

function tryParse(bytes: Uint8Array) {
  try {
    return parsePart10(bytes, { inflate: (input, maxOutputLength) => inflateRawSync(input, { maxOutputLength }) })
      .value;
  } catch {
    // Of the corpus what is damaged, as it is meant to be.
    return undefined;
  }
}

function inventIdentity(random: Random): Attributes {
  const digits = (count: number): string => Array.from({ length: count }, () => random.below(10)).join('');
  const person = (): string => `${random.pick(families)}^${random.pick(givens)}`;
  const two = (value: number): string => String(value).padStart(2, '0');
  return {
    PatientName: person(),
    PatientID: digits(5 + random.below(5)),
    PatientBirthDate: `${1930 + random.below(80)}${two(1 + random.below(12))}${two(1 + random.below(28))}`,
    AccessionNumber: digits(6 + random.below(4)),
    ReferringPhysicianName: person(),
    OperatorsName: random.pick([...givens, 'admin', 'CT', 'tech1']),
    StudyID: digits(1 + random.below(5)),
    StationName: random.pick(['CT1', 'MRC25123', 'AWP45678', 'CT99', 'HOST-1234']),
    InstitutionName: random.pick([
      'General Hospital',
      'St. Mary Hospital',
      'Klinikum Musterstadt',
      'Radiology Center',
      'Siemens Medical',
    ]),
    InstitutionalDepartmentName: random.pick(['Radiology', 'Department', 'CT Department', 'Cardiology']),
  };
}

/** Attributes that the corpus has its own identity in, whoever that is; and the identity of another instead. */
function withoutIdentity(dataSet: DataSet, instead?: DataSet): DataSet {
  const isKept = ({ tag, vr }: DataElement): boolean => {
    const keyword = findDictionaryEntry(tag)?.keyword ?? '';
    if (isPrivate(tag) || vr === 'PN') return false;
    return !/Patient(?:ID|Name|Comments)|Institution|Station|Physician|Accession|StudyID|Operator|SerialNumber|DeviceID|Address|Protocol$/.test(
      keyword,
    );
  };
  const elements = dataSet.elements.filter(isKept).map((element): DataElement => {
    const { tag, vr, value } = element;
    if (value.kind !== 'sequence') return { tag, vr, value };
    return { tag, vr, value: { kind: 'sequence', items: value.items.map((item) => withoutIdentity(item)) } };
  });
  const added = instead?.elements.filter(({ tag }) => tag !== tagOf('SpecificCharacterSet')) ?? [];
  const tags = new Set(added.map(({ tag }) => tag));
  const all = [...elements.filter(({ tag }) => !tags.has(tag)), ...added].sort((a, b) => a.tag - b.tag);
  return { elements: all, littleEndian: dataSet.littleEndian, characterSets: dataSet.characterSets };
}

function deidentifier() {
  return createDeidentifier({
    key: createHash('sha256').update('TEST key of the bench').digest(),
    profile: { dates: 'modified', retainPatientCharacteristics: true, cleanStructuredContent: true },
    acceptPictures: true,
    inflate: (bytes, maxOutputLength) => inflateRawSync(bytes, { maxOutputLength }),
    deflate: (bytes) => deflateRawSync(bytes),
  });
}

const speedBytes = 32 * 2 ** 20;

function benchSpeed(scan: LeakScanner): void {
  const random = seededRandom(9);
  const fragment = Uint8Array.from({ length: speedBytes }, () => random.below(256));
  const cleaned = buildDataSet({ Modality: 'CT' });
  const element: DataElement = {
    tag: tagOf('PixelData'),
    vr: 'OB',
    value: { kind: 'fragments', fragments: [new Uint8Array(0), fragment] },
  };
  const original = buildDataSet({ ...inventIdentity(random), StudyInstanceUID: '1.2.826.0.1.3680043.9.1' });
  const object = { original, cleaned: { ...cleaned, elements: [...cleaned.elements, element] }, isKept: () => false };
  const rates = Array.from({ length: 3 }, () => {
    const began = process.cpuUsage();
    scan(object);
    // The machine is shared: time that others had is not counted.
    return speedBytes / process.cpuUsage(began).user;
  });
  print('leaks-speed', Math.round(Math.max(...rates)), 'MB/s', {
    megabytes: Math.round(speedBytes / 1e6),
    rounds: rates.length,
  });
}
