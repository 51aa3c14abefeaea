/**
 * Reports of invented patients with planted identity and its place: heads, dictation blocks, addenda, misspellings, all
 * capitals, broken lines, dates in thirty formats, names that are words or diseases, names of many languages.
 *
 * Names are drawn from lists of its own, from the corpus where present, and from syllables; most are in no table of
 * the product. Every report is decided by its seed.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Random, seededRandom } from '@isocenter/testkit/random';

export type PlantedKind = 'patient' | 'person' | 'date' | 'id' | 'phone' | 'place' | 'contact' | 'age';
export type PlantedReport = {
  readonly text: string;
  readonly spans: readonly { readonly start: number; readonly end: number; readonly kind: PlantedKind }[];
  readonly known: {
    readonly patient: string;
    readonly persons: readonly string[];
    readonly id: string;
    readonly accession: string;
    readonly birth: string;
  };
};

/** Names that are words, parts of the body or diseases besides. */
export const trickyNames =
  'Hand Foot Head Long Short Small Young White Brown Black Green Gray Bishop Baker Parkinson Hodgkin Foley Graves Bell Down Wilson Addison Barrett Crohn Paget Marfan Turner Hunter Still Rich Price Love Hope Grace Faith May June August Rose Field Stone Wood Banks Rivers Waters Lake Hill Dale Forest Marsh Moss Reed Lamb Wolf Fox Crane Swan Drake Bird Finch Parrot Cook Cooper Mason Carpenter Potter Fisher Gardener Butler Page Knight King Prince Duke Earl Lord Noble Strong Swift Sharp Blunt Best Goodman Day Week Winter Summer Frost Snow Rain Storm Cloud'.split(
    ' ',
  );
const worldNames =
  'Nguyễn Phạm Trần Kowalczyk Wiśniewski Łukaszewicz Søndergård Ångström Þórsson Müller-Lüdenscheidt Großkopf Österreicher Fernández-Núñez Ibáñez Quiñones Gonçalves Guimarães Çelikkol Yıldırımoğlu Özdemirel Abdul-Rahman Al-Khalifawi Okonkwo-Eze Adébáyọ̀ Mbeki-Tutula Venkatasubramanian Chakraborttyan Papadimitrakopoulou Tchaikowskaya Khrushchyova Bondarchukova O’Shaughnessey McGillicuddie MacEachernson D’Ambrosiano DeVilliersen VanDenHeuvel Xiaoping Tanakashita Watanuki Ngozichukwu Siobhánna Zsófika Jürgenson François-Xavier Björnsdotter'.split(
    ' ',
  );
const findings =
  'The lungs are clear without focal consolidation.|Heart size is within normal limits.|There is a 4.2 x 3.1 cm mass in the right lower lobe.|No pleural effusion or pneumothorax.|Mild degenerative changes of the thoracic spine at T4/5 and T10-T11.|The liver measures 15.4 cm and is homogeneous.|White matter hyperintensities are stable.|Long segment of bowel wall thickening.|The left hand and right foot are unremarkable.|Grade 2 anterolisthesis of L4 on L5.|Small hiatal hernia.|CTDIvol 12.4 mGy, DLP 455.2 mGy-cm.|Series 3, image 45: 6 mm nodule, unchanged.|Gallbladder is surgically absent.|SUVmax 8.4, previously 6.1.|Mediastinal contours are unremarkable.|No hydronephrosis or nephrolithiasis.|BI-RADS 2: benign.|The ACL and PCL are intact.|Brown fat uptake in the neck.|Patient may return for follow up in 6 months.|Head of pancreas is normal.|Bony structures are intact.'.split(
    '|',
  );
const eponymSentences =
  '# disease is known.|Known # disease, stable.|Findings are typical of # disease.|# syndrome cannot be excluded.|No sign of # disease.'.split(
    '|',
  );
const diseases =
  'Parkinson Hodgkin Crohn Graves Wilson Addison Paget Marfan Turner Baker Barrett Bell Whipple Alzheimer Huntington Sjogren Behcet Raynaud Cushing Castleman Gaucher Fabry Kawasaki Takayasu Lynch Hashimoto Budd-Chiari Peutz-Jeghers'.split(
    ' ',
  );
const fixedEponyms =
  'A Baker cyst is seen in the popliteal fossa.|Foley catheter in the bladder.|Bell palsy on the left.|Hodgkin lymphoma in remission.|Colles fracture of the distal radius.|Chiari I malformation.|Schmorl nodes at L2 and L3.|Meckel diverticulum.|Barrett esophagus.|Swan-Ganz catheter tip in the pulmonary artery.|Hill-Sachs lesion.|Bankart repair.|Lisfranc injury is not seen; Lisfranc ligament intact.|Salter-Harris II fracture.|Bosniak 2F cyst.|Morton neuroma.|Dandy-Walker malformation.|Klatskin tumor.|Whipple procedure.|Nissen fundoplication.|Doppler waveforms are normal.|Gerota fascia is thickened.|Virchow node is enlarged.|Osgood-Schlatter disease.|Legg-Calve-Perthes disease.|Guillain-Barre syndrome.|Wilms tumor.|Kerley B lines.|Hampton hump.|Charcot joint.'.split(
    '|',
  );
const months = 'January February March April May June July August September October November December'.split(' ');
const weekdays = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

const namesFolder = join(import.meta.dirname, '../../../shared/corpus/deid-text/names');
/** Whether the names of the corpus take part; without them all names are of our own lists and syllables. */
export const hasCorpus = existsSync(join(namesFolder, 'census1990-last.txt'));
const corpusNames = (file: string): readonly string[] =>
  hasCorpus
    ? readFileSync(join(namesFolder, file), 'utf8')
        .split('\n')
        .filter((name) => name.length > 2)
    : [];
const surnames = corpusNames('census1990-last.txt');
const firstNames = [...corpusNames('first-female-en.txt'), ...corpusNames('first-male-en.txt')];

/** Sentences in which a name is a diagnosis, and the same names as those of persons. */
export function buildEponymSentences(): readonly {
  readonly text: string;
  readonly name: string;
  readonly isPerson: boolean;
}[] {
  const kept = [
    ...diseases.flatMap((name) =>
      eponymSentences.map((sentence) => ({ text: sentence.replace('#', name), name, isPerson: false })),
    ),
    ...fixedEponyms.flatMap((text) =>
      ['', 'Impression: ', '1. ', 'Also: '].map((before) => ({ text: before + text, name: text, isPerson: false })),
    ),
    ...diseases.flatMap((name) =>
      [
        "#'s disease in the family.",
        'History of # disease since childhood.',
        'Evaluate for # syndrome.',
        'Changes of # disease, advanced.',
        'Suspected # disease.',
        'Negative for # syndrome or similar.',
        'Patient with # disease presents for imaging.',
        'Likely # disease versus metastasis.',
        'h/o # disease.',
      ].map((sentence) => ({
        text: sentence.replace('#', name),
        name,
        isPerson: false,
      })),
    ),
  ];
  const removed = [...diseases, ...trickyNames.slice(0, 40)]
    .filter((name) => !name.includes('-'))
    .flatMap((name) =>
      [
        'Discussed with Dr. # at noon.',
        'Mr. # has chest pain.',
        'Electronically signed by J. #, MD',
        'Referring: Dr. #',
        'PATIENT: #, MARTA',
        'Results were called to # by phone.',
        'Mrs. # was informed.',
        'Dictated by: Peter #',
        'The patient, Mrs. #, has # disease.',
      ].map((sentence) => ({
        text: sentence.replaceAll('#', name),
        name,
        isPerson: true,
      })),
    );
  return [...kept, ...removed];
}

export function buildPlantedReport(seed: number): PlantedReport {
  const random = seededRandom(seed, 77);
  const spans: { start: number; end: number; kind: PlantedKind }[] = [];
  let text = '';
  const say = (words: string): void => {
    text += words;
  };
  const plant = (words: string, kind: PlantedKind): void => {
    spans.push({ start: text.length, end: text.length + words.length, kind });
    text += words;
  };
  const [family, given] = [surname(random), firstName(random)];
  const [reader, referrer, caller] = [person(random), person(random), person(random)];
  const caps = random.below(5) === 0;
  const cased = (words: string): string => (caps ? words.toUpperCase() : words);
  const birth = randomDate(random, 1925, 2005);
  const exam = randomDate(random, 2008, 2025);
  const id = String(100000 + random.below(99999999));
  const accession = `${random.pick(['', 'A', 'XR', 'CT-'])}${1000000 + random.below(89999999)}`;
  const known = {
    patient: `${family}^${given}`,
    persons: [reader, referrer, caller].map(([f, g]) => `${f}^${g}`),
    id,
    accession,
    birth: birth.iso,
  };

  if (random.below(2) === 0) {
    plant(`${cased(random.pick(places(random)))}`, 'place');
    say('\n');
    plant(
      `${1 + random.below(9999)} ${surname(random)} ${random.pick(['Rd', 'Street', 'Ave', 'Blvd', 'Lane'])}, ${surname(random)}ville, ${random.pick(['OH', 'TX', 'CA', 'NY'])} ${10000 + random.below(89999)}`,
      'place',
    );
    say('\n');
  }
  say(cased(random.pick(['Patient: ', 'PATIENT NAME: ', 'Re: ', 'Name: '])));
  plant(
    cased(
      random.pick([
        `${family}, ${given}`,
        `${given} ${family}`,
        `${family.toUpperCase()}, ${given.toUpperCase()}`,
        `${given} ${given.charAt(0)}. ${family}`,
      ]),
    ),
    'patient',
  );
  say(random.pick(['   MRN: ', '  Medical Record #: ', '\nMRN ', '\nPatient ID: ']));
  plant(random.below(3) === 0 ? `00${id}` : id, 'id');
  say(random.pick(['   DOB: ', '\nDate of Birth: ', '\nBorn ']));
  plant(formatDate(birth, random), 'date');
  say(random.pick(['\nAccession: ', '\nAcc # ', '\nAccession Number: ']));
  plant(accession, 'id');
  say('\nExam date: ');
  plant(formatDate(exam, random), 'date');
  say(`\n${random.pick(['Referring: Dr. ', 'Ordering physician: ', 'REFERRING PHYSICIAN: Dr. '])}`);
  plant(
    cased(
      random.pick([
        `${referrer[1].charAt(0)}. ${referrer[0]}`,
        `${referrer[1]} ${referrer[0]}`,
        `${referrer[0]}, ${referrer[1]}`,
      ]),
    ),
    'person',
  );
  say(cased('\n\nClinical history: '));
  const age = 90 + random.below(14);
  if (random.below(3) === 0) {
    plant(String(age), 'age');
    say(random.pick([' year old', '-year-old', ' y/o', ' yo']));
  } else say(`${20 + random.below(69)} year old`);
  say(
    cased(` with ${random.pick(['cough', 'chest pain', 'known Crohn disease', 'a fall', 'Foley catheter in place'])}.`),
  );
  if (random.below(3) === 0) {
    say(` ${random.pick(['Mr. ', 'Mrs. ', 'Ms. '])}`);
    plant(random.below(6) === 0 ? family.toLowerCase() : family, 'patient');
    say(' is followed since ');
    plant(`${random.pick(months)} ${2005 + random.below(19)}`, 'date');
    say('.');
  }
  say('\nComparison: ');
  plant(formatDate(randomDate(random, 2000, 2024), random), 'date');
  say(' and ');
  plant(formatDate(randomDate(random, 2000, 2024), random), 'date');
  say('.\n\nFINDINGS:');
  for (let line = 0; line < 5; line += 1) say(` ${cased(random.pick(findings))}`);
  if (random.below(2) === 0) say(` ${random.pick(fixedEponyms)}`);
  say(cased('\n\nIMPRESSION:\n1. '));
  say(cased(random.pick(findings)));
  say(
    random.pick([
      '\nResults were discussed with Dr. ',
      '\nFindings discussed with Dr. ',
      '\nNotified Dr. ',
      '\nPaged Dr.\n',
    ]),
  );
  plant(cased(random.pick([caller[0], `${caller[1].charAt(0)}. ${caller[0]}`, `${caller[1]} ${caller[0]}`])), 'person');
  say(random.pick([' by telephone at ', ' by phone: ', ', callback ']));
  plant(phone(random), 'phone');
  say(' on ');
  plant(formatDate(exam, random), 'date');
  say('.');
  if (random.below(3) === 0) {
    say('\nAddendum: reviewed with ');
    plant(`${firstName(random)} ${surname(random)}`, 'person');
    say(', MD, on ');
    plant(formatDate(exam, random), 'date');
    say('. ');
    plant(family, 'patient');
    say(' was informed.');
  }
  say(
    `\n\n${random.pick(['Electronically signed by ', 'Dictated by: ', 'Read by: ', 'Signed by: ', 'Interpreted by '])}`,
  );
  plant(cased(`${reader[1]} ${reader[0]}`), 'person');
  say(random.pick([', MD', ', M.D.', ' MD', ', DO']));
  say(' on ');
  plant(formatDate(exam, random), 'date');
  if (random.below(3) === 0) {
    say('\nContact: ');
    plant(`${reader[1].charAt(0).toLowerCase()}.test${random.below(99)}@clinic.example`, 'contact');
  }
  return { text, spans, known };
}

function surname(random: Random): string {
  const kind = random.below(10);
  if (kind === 0) return random.pick(trickyNames);
  if (kind === 1) return random.pick(worldNames);
  if (kind < 4 || surnames.length === 0) return syllables(random);
  return kind < 6 ? random.pick(surnames.slice(0, 1000)) : random.pick(surnames);
}

function firstName(random: Random): string {
  return random.below(4) === 0 || firstNames.length === 0 ? syllables(random) : random.pick(firstNames);
}

function person(random: Random): readonly [string, string] {
  return [surname(random), firstName(random)];
}

function syllables(random: Random): string {
  const parts = 'ba dra fen gul hov jor kli lum mir nex pol qua rith sto tur vel wim xan yel zor'.split(' ');
  const word = Array.from({ length: 2 + random.below(2) }, () => random.pick(parts)).join('');
  return word.charAt(0).toUpperCase() + word.slice(1) + random.pick(['n', 'ski', 'o', 'er', 'as']);
}

function places(random: Random): readonly string[] {
  const name = surname(random);
  return [
    `${name} General Hospital`,
    `${name} Imaging Associates`,
    `St. ${firstName(random)} Hospital`,
    `${name} Medical Center`,
    `University of ${syllables(random)} Hospital`,
  ];
}

function phone(random: Random): string {
  const [a, b, c] = [200 + random.below(799), 200 + random.below(799), 1000 + random.below(8999)];
  return random.pick([
    `${a}-${b}-${c}`,
    `(${a}) ${b}-${c}`,
    `${a}.${b}.${c}`,
    `+1 ${a} ${b} ${c}`,
    `${a}-${b}-${c} ext. ${random.below(900) + 100}`,
    `x${c}`,
    `+49 30 ${b}${c}`,
    `${b}-${c}`,
  ]);
}

type Day = { readonly y: number; readonly m: number; readonly d: number; readonly iso: string };

function randomDate(random: Random, from: number, to: number): Day {
  const [y, m, d] = [from + random.below(to - from + 1), 1 + random.below(12), 1 + random.below(28)];
  return { y, m, d, iso: `${y}${two(m)}${two(d)}` };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Thirty formats. */
function formatDate({ y, m, d }: Day, random: Random): string {
  const month = months[m - 1] ?? '';
  const short = month.slice(0, 3);
  const yy = two(y % 100);
  const day = weekdays[new Date(Date.UTC(y, m - 1, d)).getUTCDay()] ?? '';
  const suffix =
    d % 10 === 1 && d !== 11 ? 'st' : d % 10 === 2 && d !== 12 ? 'nd' : d % 10 === 3 && d !== 13 ? 'rd' : 'th';
  const spanish = 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'.split(' ')[
    m - 1
  ];
  const german = 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(' ')[m - 1];
  return random.pick([
    `${m}/${d}/${y}`,
    `${two(m)}/${two(d)}/${y}`,
    `${m}/${d}/${yy}`,
    `${two(m)}/${two(d)}/${yy}`,
    `${m}-${d}-${y}`,
    `${two(m)}-${two(d)}-${yy}`,
    `${y}-${two(m)}-${two(d)}`,
    `${y}/${two(m)}/${two(d)}`,
    `${y}.${two(m)}.${two(d)}`,
    `${y}${two(m)}${two(d)}`,
    `${two(d)}.${two(m)}.${y}`,
    `${d}.${m}.${yy}`,
    `${month} ${d}, ${y}`,
    `${short} ${d}, ${y}`,
    `${short}. ${d}, ${y}`,
    `${month} ${d}${suffix}, ${y}`,
    `${month} ${d} ${y}`,
    `${d} ${month} ${y}`,
    `${d} ${short} ${y}`,
    `${two(d)}-${short.toUpperCase()}-${y}`,
    `${two(d)}-${short}-${yy}`,
    `${two(d)}${short.toUpperCase()}${y}`,
    `${day}, ${month} ${d}, ${y}`,
    `${d}${suffix} of ${month} ${y}`,
    `${d}${suffix} of ${month}, ${y}`,
    `${d} de ${spanish} de ${y}`,
    `${d}. ${german} ${y}`,
    `${month.toUpperCase()} ${d}, ${y}`,
    `${y}-${short}-${two(d)}`,
    `${y}年${m}月${d}日`,
  ]);
}
