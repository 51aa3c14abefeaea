/** A false patient, and what their records say of them. */

import type { Random } from '../random.ts';
import { type PlantedWords, type Script, scripts } from './words.ts';

export type PlantedPatient = {
  readonly characterSet: readonly string[];
  readonly script: Script | undefined;
  readonly family: string;
  readonly given: string;
  readonly middle: string;
  readonly nativeFamily: string | undefined;
  readonly nativeGiven: string | undefined;
  /** Digits of the Patient ID, which begins with "TEST". */
  readonly idDigits: string;
  readonly patientId: string;
  readonly issuer: string;
  readonly otherId: string;
  readonly birthDate: string;
  readonly street: string;
  readonly town: string;
  readonly phone: string;
  readonly age: number;
};

/** @param number which of the patients it is: each has a character set of its own, until they repeat */
export function inventPatient(number: number, words: PlantedWords, random: Random): PlantedPatient {
  const { characterSet, script } = scripts[number % scripts.length] ?? { characterSet: [] };
  const idDigits = words.digits(8);
  const age = number % 7 === 3 ? 90 + random.below(9) : 18 + random.below(70);
  const two = (value: number): string => String(value).padStart(2, '0');
  return {
    characterSet,
    script,
    family: words.name(),
    given: words.name(),
    middle: words.name(),
    nativeFamily: script && words.native(script),
    nativeGiven: script && words.native(script),
    idDigits,
    patientId: `TEST${idDigits}`,
    issuer: words.word(),
    otherId: words.digits(9),
    birthDate: `${2017 - age}${two(1 + random.below(12))}${two(1 + random.below(28))}`,
    street: words.word(),
    town: words.word(),
    phone: words.digits(7),
    age,
  };
}

/** Returns the value of Patient's Name: alphabetic, ideographic and phonetic where the script has them, PS3.5 §6.2.1. */
export function personNameOf(patient: PlantedPatient): string {
  const { family, given, middle, nativeFamily, nativeGiven, script } = patient;
  const alphabetic = `${family}^${given}^${middle}^^`;
  if (nativeFamily === undefined || nativeGiven === undefined || script === undefined) return alphabetic;
  const isIdeographic = ['試験', '시험', '测试'].includes(script.prefix);
  return isIdeographic ? `${alphabetic}=${nativeFamily}^${nativeGiven}` : `${nativeFamily}^${nativeGiven}^${middle}`;
}

/** Returns what stands for the patient in texts, by which any of them could be found. */
export function namesOf({
  family,
  given,
  middle,
  nativeFamily,
  nativeGiven,
  script,
}: PlantedPatient): readonly string[] {
  const native = [nativeFamily, nativeGiven].filter((name) => name !== undefined);
  const isIdeographic = script !== undefined && ['試験', '시험', '测试'].includes(script.prefix);
  return native.length === 0 || isIdeographic ? [family, given, middle, ...native] : [middle, ...native];
}

/** Returns the birth date in the ways that people write dates. */
export function birthDateForms({ birthDate }: PlantedPatient): readonly string[] {
  const [year, month, day] = [birthDate.slice(0, 4), birthDate.slice(4, 6), birthDate.slice(6)];
  const name = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][Number(month) - 1];
  return [
    birthDate,
    `${year}-${month}-${day}`,
    `${day}.${month}.${year}`,
    `${month}/${day}/${year}`,
    `${day} ${name} ${year}`,
  ];
}
