/**
 * Hands out what is planted into one object, and remembers it: words, names, numbers, dates and UIDs that occur nowhere
 * else, each with the position that it is hidden in.
 */

import type { Attributes } from '@isocenter/dicom/build';
import { randomUid } from '../phantom/uid.ts';
import type { Random } from '../random.ts';
import type { PlantedBox, PlantedToken } from './answer-key.ts';
import { birthDateForms, namesOf, type PlantedPatient, personNameOf } from './people.ts';
import type { PlantedWords } from './words.ts';

/** UIDs that several objects of a study name. */
export type SharedUids = {
  readonly study: string;
  readonly series: string;
  readonly instance: string;
  readonly frameOfReference: string;
  /** Instances of other series of the study that references name, by SOP Class and SOP Instance UID. */
  readonly referenced: readonly (readonly [sopClass: string, instance: string, series: string])[];
};

export type Planter = {
  readonly random: Random;
  readonly patient: PlantedPatient;
  readonly uids: SharedUids;
  readonly instanceNumber: number;
  readonly tokens: readonly PlantedToken[];
  /** UIDs that name instances, which must change. */
  readonly instanceUids: ReadonlySet<string>;
  readonly boxes: readonly PlantedBox[];
  /** Harmless words beside a token, by the token. */
  readonly keptBeside: ReadonlyMap<string, readonly string[]>;
  /** A word; each call another. */
  word(position: string): string;
  /** `Test…^Test…`, another person each time. */
  person(position: string): string;
  /** A person as prose has them, `Testabc Testdef`. */
  personInText(position: string): string;
  number(position: string, digits?: number): string;
  /** A UID of no other object. */
  uid(): string;
  /** A UID in a place where no UID is looked for. */
  hiddenUid(position: string): string;
  /** DA, of the days around the study. */
  date(): string;
  time(): string;
  /** The name of the patient as text, which need not be planted twice. */
  patientInText(position: string): string;
  /** Their birth date as people write dates. */
  birthDateInText(): string;
  patientName(): string;
  /** Notes that words beside what was planted are harmless and shall stay. */
  keep(text: string, ...words: readonly string[]): void;
  burnIn(box: PlantedBox): void;
  code(value: string, scheme: string, meaning: string): Attributes;
};

export function createPlanter(
  patient: PlantedPatient,
  uids: SharedUids,
  {
    random,
    words,
    instanceNumber,
    studyDay,
  }: {
    readonly random: Random;
    readonly words: PlantedWords;
    readonly instanceNumber: number;
    readonly studyDay: Date;
  },
): Planter {
  const tokens: PlantedToken[] = patientTokens(patient);
  const instanceUids = new Set<string>([uids.study, uids.series, uids.instance, uids.frameOfReference]);
  for (const [, instance, series] of uids.referenced) instanceUids.add(instance).add(series);
  const boxes: PlantedBox[] = [];
  const keptBeside = new Map<string, readonly string[]>();
  const plant = (text: string, position: string): string => {
    tokens.push({ text, position });
    return text;
  };
  const uid = (): string => {
    const made = randomUid(random);
    instanceUids.add(made);
    return made;
  };
  const two = (number: number): string => String(number).padStart(2, '0');
  return {
    random,
    patient,
    uids,
    instanceNumber,
    tokens,
    instanceUids,
    boxes,
    keptBeside,
    word: (position) => plant(words.word(), position),
    person: (position) => `${plant(words.name(), position)}^${plant(words.name(), position)}`,
    personInText: (position) => `${plant(words.name(), position)} ${plant(words.name(), position)}`,
    number: (position, digits = 8) => plant(words.digits(digits), position),
    uid,
    hiddenUid: (position) => plant(uid(), position),
    date: () => {
      const day = new Date(studyDay.getTime() + random.below(3) * 864e5);
      return day.toISOString().slice(0, 10).replaceAll('-', '');
    },
    time: () => `${two(random.below(24))}${two(random.below(60))}${two(random.below(60))}`,
    patientInText: () => {
      const { family, given, nativeFamily, nativeGiven } = patient;
      const native = nativeFamily !== undefined && namesOf(patient).includes(nativeFamily) && random.below(2) === 0;
      if (native) return `${nativeFamily} ${nativeGiven}`;
      const forms = [`${given} ${family}`, `${family}, ${given}`, `${family}^${given}`, `${given[0]}. ${family}`];
      return random.pick([...forms, family.toUpperCase(), `${family} ${given}`.toLowerCase()]);
    },
    birthDateInText: () => random.pick(birthDateForms(patient)),
    patientName: () => personNameOf(patient),
    keep: (text, ...kept) => keptBeside.set(text.split(' ')[0] ?? text, kept),
    burnIn: (box) => boxes.push(box),
    code: (CodeValue, CodingSchemeDesignator, CodeMeaning) => ({ CodeValue, CodingSchemeDesignator, CodeMeaning }),
  };
}

/** Position of what is known of the patient from Patient Module and record. */
export const ofPatient = 'known of the patient';

function patientTokens(patient: PlantedPatient): PlantedToken[] {
  const { family, given, middle, idDigits, issuer, otherId, street, town, phone } = patient;
  const texts = new Set([...namesOf(patient), family, given, middle, idDigits, issuer, otherId, street, town, phone]);
  for (const form of birthDateForms(patient)) texts.add(form);
  return [...texts].map((text) => ({ text, position: ofPatient }));
}
