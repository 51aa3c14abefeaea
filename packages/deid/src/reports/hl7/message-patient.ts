/** Whom a message is about, told from others as the headers of images tell them. */

import type { ProfileOptions } from '../../profile-options.ts';
import type { Pseudonyms } from '../../pseudonyms.ts';
import type { Hl7Delimiters, Hl7Segment } from './message.ts';
import { componentsOf } from './message-terms.ts';

export type MessagePatient = {
  /** What Patient ID and Patient's Name of the images become. */
  readonly pseudonym: string;
  readonly shiftDays: number;
};

/** Of the types of an id (HL7 Table 0203) those that images have; else the first counts. */
const typesOfImages = ['MR', 'PI', 'PT'];

/** Returns the patient of the first PID; where a message has none, dates move by days of its own. */
export function patientOf(
  segments: readonly Hl7Segment[],
  delimiters: Hl7Delimiters,
  { pseudonyms, profile }: { readonly pseudonyms: Pseudonyms; readonly profile: ProfileOptions },
): MessagePatient {
  const fields = segments.find(({ name }) => name === 'PID')?.fields ?? [];
  const repetitions = (at: number): readonly (readonly string[])[] =>
    (fields[at] ?? '').split(delimiters.repetition).map((one) => componentsOf(one, delimiters));
  const ids = repetitions(3).filter(([id = '']) => id !== '');
  const [id = ''] =
    typesOfImages.map((type) => ids.find((one) => one[4] === type)).find((one) => one !== undefined) ??
    ids[0] ??
    repetitions(2)[0] ??
    [];
  return {
    pseudonym: pseudonyms.identifier('patient-id', id),
    shiftDays: pseudonyms.shiftDays(keyOf(id, fields, repetitions), profile.keepsWeekday),
  };
}

/** As `patientKeyOf` has it for data sets. */
function keyOf(
  id: string,
  fields: readonly string[],
  repetitions: (at: number) => readonly (readonly string[])[],
): string {
  if (id !== '') return `id\0${id.toUpperCase()}`;
  const [family = '', given = '', middle = '', suffix = '', prefix = ''] = repetitions(5)[0] ?? [];
  const name = [family.split('&')[0], given, middle, prefix, suffix].join('^').replace(/\^+$/, '').toUpperCase();
  const [birthDate = '', sex = ''] = [fields[7]?.slice(0, 8), fields[8]?.toUpperCase()];
  return name === '' ? `study\0${fields.join('|')}` : ['name', name, birthDate, sex].join('\0');
}
