/**
 * The identity that an object held before it was cleaned: names, ids, dates and UIDs of the patient, the order and the
 * staff, in the data set, in every item, and in the file meta information. What the profile keeps is not sought.
 */

import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { findDictionaryVr, tagOf } from '@isocenter/dicom/dictionary';
import type { Tag } from '@isocenter/dicom/tag';
import { decodeTextValues, isTextVr } from '@isocenter/dicom/text-value';
import { getStrings } from '@isocenter/dicom/values';
import type { Vr } from '@isocenter/dicom/vr';
import type { IdentityKind } from '../identity-kind.ts';
import { isUidOfCase } from '../standard-uids.ts';
import { kindOfTag } from '../text/header-terms.ts';
import type { IdentityTerm } from '../text/term-set.ts';

export type ObjectIdentity = {
  /** Each value once, in the order of kinds. */
  readonly terms: readonly IdentityTerm[];
  readonly uids: ReadonlySet<string>;
};

/** Whether an attribute stays as it is. */
export type IsKept = (tag: Tag, vr: Vr, isNested: boolean) => boolean;

const kindsBesides: ReadonlyMap<number, IdentityKind> = new Map<number, IdentityKind>(
  (
    [
      ['patient-id', ['ClinicalTrialSubjectID', 'ClinicalTrialSubjectReadingID']],
      ['other-id', ['PlateID', 'CassetteID']],
      ['institution', ['CurrentPatientLocation', 'PatientInstitutionResidence', 'ClinicalTrialSiteName']],
      ['device', ['SourceApplicationEntityTitle', 'SendingApplicationEntityTitle', 'ReceivingApplicationEntityTitle']],
    ] as const
  ).flatMap(([kind, keywords]) => keywords.map((keyword) => [tagOf(keyword), kind] as const)),
);

/** What a maker or a model is called says nothing of a site or a device that is named after it. */
const makers = (['Manufacturer', 'ManufacturerModelName', 'SoftwareVersions'] as const).map(tagOf);

/** Of the file meta information; the rest of it is of whoever wrote the file. */
const metaTags: ReadonlySet<Tag> = new Set(
  (
    [
      'MediaStorageSOPInstanceUID',
      'SourceApplicationEntityTitle',
      'SendingApplicationEntityTitle',
      'ReceivingApplicationEntityTitle',
    ] as const
  ).map(tagOf),
);

const order: readonly IdentityKind[] = ['patient-name', 'patient-id', 'birth-date', 'other-person', 'accession-number'];

/** @param fileMeta of the original, whose application entity titles and UIDs are as much of its identity */
export function identityOf(dataSet: DataSet, fileMeta: DataSet | undefined, isKept: IsKept): ObjectIdentity {
  const terms = new Map<string, IdentityTerm>();
  const [uids, keptUids] = [new Set<string>(), new Set<string>()];
  const ofMakers = plainLetters(makers.flatMap((tag) => getStrings(dataSet, tag)).join(' '));
  const add = (kind: IdentityKind, value: string): void => {
    const isOfMaker = (kind === 'institution' || kind === 'device') && ofMakers.includes(plainLetters(value));
    if (value.trim() !== '' && !isOfMaker) terms.set(`${kind} ${value}`, { kind, value });
  };
  const look = (from: DataSet, isKeptHere: (element: DataElement) => boolean): void => {
    for (const element of from.elements) {
      const { value } = element;
      if (value.kind === 'sequence') for (const item of value.items) look(item, ({ tag, vr }) => isKept(tag, vr, true));
      if (value.kind !== 'bytes' || value.bytes.length === 0) continue;
      const kind = kindOf(element);
      if (kind === undefined) continue;
      const isHere = isKeptHere(element);
      if (kind === 'uid') for (const uid of textsOf(element, from)) (isHere ? keptUids : uids).add(uid);
      else if (!isHere) for (const text of textsOf(element, from)) add(kind, text);
    }
  };
  look(dataSet, ({ tag, vr }) => isKept(tag, vr, false));
  if (fileMeta !== undefined) look(fileMeta, ({ tag }) => !metaTags.has(tag));
  const ofCase = [...uids].filter((uid) => isUidOfCase(uid) && !keptUids.has(uid));
  return { terms: [...terms.values()].sort((a, b) => rankOf(a) - rankOf(b)), uids: new Set(ofCase) };
}

function rankOf({ kind }: IdentityTerm): number {
  const rank = order.indexOf(kind);
  return rank < 0 ? order.length : rank;
}

function kindOf({ tag, vr }: DataElement): IdentityKind | 'uid' | undefined {
  const kind = kindOfTag.get(tag) ?? kindsBesides.get(tag);
  if (kind !== undefined && vr !== 'UI') return kind;
  const meant = vr === 'UN' ? findDictionaryVr(tag) : vr;
  if (meant === 'PN') return 'other-person';
  return meant === 'UI' ? 'uid' : undefined;
}

function textsOf({ vr, value }: DataElement, { characterSets }: DataSet): readonly string[] {
  if (value.kind !== 'bytes' || !(isTextVr(vr) || vr === 'UN')) return [];
  return decodeTextValues(value.bytes, vr === 'UN' ? 'LO' : vr, characterSets);
}

function plainLetters(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}
