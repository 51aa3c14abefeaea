/** What sort of field a value stands in: a word may be a code in one of them and a name in another. */

import type { DataElement } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { groupOf, type Tag } from '@isocenter/dicom/tag';
import type { Vr } from '@isocenter/dicom/vr';
import { codeTags, keptTags } from '../kept-attributes.ts';

export type Field =
  /** Of VR PN, where any word is a name. */
  | 'name'
  /** Whatever people type. */
  | 'text'
  /** Codes, their meanings, and what devices write by themselves. */
  | 'controlled'
  /** Names of makers and models, many of which are names of people: Vida, Amira, Galan. */
  | 'maker'
  | 'number'
  | 'date'
  | 'uid'
  /** Bytes that nobody says the meaning of. */
  | 'binary'
  /** Compressed samples, among which a short word stands by chance. */
  | 'picture';

const fieldOfVr: Readonly<Partial<Record<Vr, Field>>> = {
  PN: 'name',
  LO: 'text',
  SH: 'text',
  ST: 'text',
  LT: 'text',
  UT: 'text',
  UC: 'text',
  AE: 'controlled',
  AS: 'controlled',
  CS: 'controlled',
  UR: 'controlled',
  DS: 'number',
  IS: 'number',
  DA: 'date',
  DT: 'date',
  TM: 'date',
  UI: 'uid',
};

const samples = 0x7fe0;

const makers: ReadonlySet<Tag> = new Set(
  (
    [
      'Manufacturer',
      'ManufacturerModelName',
      'ManufacturerRelatedModelGroup',
      'SecondaryCaptureDeviceManufacturer',
      'SecondaryCaptureDeviceManufacturerModelName',
      'DetectorManufacturerName',
      'DetectorManufacturerModelName',
    ] as const
  ).map(tagOf),
);

export function fieldOf({ tag, vr }: DataElement): Field {
  if (makers.has(tag)) return 'maker';
  const field = fieldOfVr[vr] ?? 'binary';
  if (field === 'text' && (keptTags.has(tag) || codeTags.has(tag))) return 'controlled';
  return field === 'binary' && groupOf(tag) === samples ? 'picture' : field;
}

/** True for fields of words. */
export function isTextual(field: Field): boolean {
  return field === 'text' || field === 'name' || field === 'controlled' || field === 'maker';
}
