/**
 * Carries out a plan on a data set and on every item of its sequences, PS3.15 §E.1.1.
 *
 * The result holds elements only: bytes that could not be read as elements, padding after values and the form in which
 * things stood are not taken over, since nobody knows what they say. Pixel Data stays; pictures are the matter of
 * `burned-in` and `faces`.
 */

import { buildElement } from '@isocenter/dicom/build';
import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { findDictionaryVr, tagOf } from '@isocenter/dicom/dictionary';
import type { Tag } from '@isocenter/dicom/tag';
import { decodeTextValues, isTextVr } from '@isocenter/dicom/text-value';
import { getString } from '@isocenter/dicom/values';
import { type Vr, vrs } from '@isocenter/dicom/vr';
import { shiftDateText, shiftDateTimeText } from './date-shift.ts';
import { dummyTextOf } from './dummy-value.ts';
import { isPublishedScheme } from './kept-attributes.ts';
import type { Ledger } from './ledger.ts';
import type { Action, Plan } from './plan.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import type { ContentDecisions } from './reports/content-decision.ts';
import type { Location } from './rules/attribute-selector.ts';
import { locate, type ObjectRules, type RuleDecision } from './rules/compile-rules.ts';
import { isHarmless } from './value-check.ts';

export type Patient = {
  /** What Patient ID and Patient's Name become. */
  readonly pseudonym: string;
  readonly shiftDays: number;
};

export type CleaningContext = {
  readonly plan: Plan;
  readonly pseudonyms: Pseudonyms;
  readonly patient: Patient;
  readonly ledger: Ledger;
  /** Of the Clean Structured Content Option. */
  readonly content?: ContentDecisions;
  /** Of the site; they decide before the plan does. */
  readonly rules?: ObjectRules | undefined;
};

/** UIDs that the standard itself has given, PS3.5 §9. */
const standardRoot = '1.2.840.10008.';

/** Ages from here on are of so few people that the age tells who it is, 45 CFR §164.514(b)(2)(i)(C). */
const cappedAge = '090Y';

const codingSchemeDesignator = tagOf('CodingSchemeDesignator');
const patientName = tagOf('PatientName');
const patientId = tagOf('PatientID');

export function deidentifyDataSet(dataSet: DataSet, context: CleaningContext): DataSet {
  return cleanDataSet(dataSet, { ...context, isNested: false, isBlank: false, enclosing: [] });
}

type Place = CleaningContext & {
  readonly isNested: boolean;
  /** Inside of a sequence that is replaced by a dummy of itself: codes go, too. */
  readonly isBlank: boolean;
  /** The sequences around an element, outermost first; only where there are rules. */
  readonly enclosing: readonly Location[];
};

function cleanDataSet(dataSet: DataSet, place: Place): DataSet {
  const elements: DataElement[] = [];
  for (const element of dataSet.elements) {
    const cleaned = cleanElement(asDeclared(element), dataSet, place);
    if (cleaned !== undefined) elements.push(cleaned);
  }
  return { elements, littleEndian: dataSet.littleEndian, characterSets: dataSet.characterSets };
}

/** Returns an element of unknown VR with the one that the dictionary has for it, PS3.5 §6.2.2. */
function asDeclared(element: DataElement): DataElement {
  if (element.vr !== 'UN') return element;
  const declared = findDictionaryVr(element.tag);
  return vrs.includes(declared as Vr) && isTextVr(declared as Vr) ? { ...element, vr: declared as Vr } : element;
}

function cleanElement(element: DataElement, dataSet: DataSet, place: Place): DataElement | undefined {
  const { tag, vr, value } = element;
  const ruled = place.rules?.decide(element, dataSet, place);
  place.ledger.decidedBy(ruled?.mark);
  const decided = ruled !== undefined || place.isBlank ? undefined : place.content?.get(dataSet)?.get(tag);
  if (decided !== undefined) {
    if (decided.action !== undefined) place.ledger.add(tag, decided.action);
    return decided.element;
  }
  const action = ruled?.action ?? place.plan.actionOf(tag, vr, place.isNested);
  if (action === 'hold') place.ledger.add(tag, 'hold');
  if (action === 'remove' || value.kind === 'absent') return removed(tag, place);
  if (ruled?.action === 'keep') place.ledger.add(tag, 'keep');
  if (value.kind === 'sequence') {
    const enclosing = place.rules === undefined ? place.enclosing : [...place.enclosing, locate(element, dataSet)];
    return cleanSequence(element, value.items, action, { ...place, enclosing });
  }
  // Fragments are Pixel Data, and nothing else.
  if (value.kind === 'fragments')
    return tag === pixelData && action === 'keep' ? { tag, vr, value } : removed(tag, place);
  if (action === 'keep') return { tag, vr, value };
  return cleanValue(element, value.bytes, { ...place, dataSet, action, replacement: ruled?.replacement });
}

const pixelData = tagOf('PixelData');

function removed(tag: Tag, { ledger }: Place): undefined {
  ledger.add(tag, 'remove');
}

function cleanSequence({ tag, vr }: DataElement, items: readonly DataSet[], action: Action, place: Place): DataElement {
  if (action === 'empty' && items.length > 0) place.ledger.add(tag, 'empty');
  const isBlank = place.isBlank || action === 'dummy';
  if (action === 'dummy') place.ledger.add(tag, 'dummy');
  const kept = action === 'empty' ? [] : items;
  const cleaned = kept.map((item, number) => {
    place.ledger.enter(tag, number);
    const one = cleanDataSet(item, { ...place, isNested: true, isBlank });
    place.ledger.leave();
    return one;
  });
  return { tag, vr, value: { kind: 'sequence', items: cleaned } };
}

type Cleaning = Place & {
  readonly dataSet: DataSet;
  readonly action: Action;
  /** Of the rule that decided. */
  readonly replacement: RuleDecision['replacement'];
};

/** What is empty already is left so by every action, and needs no entry. */
function cleanValue({ tag, vr }: DataElement, bytes: Uint8Array, cleaning: Cleaning): DataElement | undefined {
  const { action, ledger } = cleaning;
  const kept: DataElement = { tag, vr, value: { kind: 'bytes', bytes } };
  if (bytes.length === 0) return kept;
  if (cleaning.replacement !== undefined) return mapped(kept, bytes, cleaning, cleaning.replacement);
  switch (action) {
    case 'check':
      return isHarmless(bytes, vr) ? kept : removed(tag, cleaning);
    case 'code':
      return isPublishedCode(cleaning) ? kept : dummy(kept, bytes, cleaning);
    case 'empty':
      ledger.add(tag, 'empty');
      return { tag, vr, value: { kind: 'bytes', bytes: new Uint8Array(0) } };
    case 'uid':
      return mapped(kept, bytes, cleaning, (uid) =>
        uid.startsWith(standardRoot) ? uid : cleaning.pseudonyms.uid(uid),
      );
    case 'pseudonym':
      return mapped(kept, bytes, cleaning, (text) => pseudonymOf(tag, text, cleaning));
    case 'shift':
      return shifted(kept, bytes, cleaning);
    case 'cap':
      return capped(kept, bytes, cleaning);
    default:
      return dummy(kept, bytes, cleaning);
  }
}

function isPublishedCode({ dataSet, isBlank }: Cleaning): boolean {
  return !isBlank && isPublishedScheme(getString(dataSet, codingSchemeDesignator) ?? '');
}

/** Returns the element with each of its values replaced; empty values among them stay empty. */
function mapped(
  { tag, vr }: DataElement,
  bytes: Uint8Array,
  { dataSet, ledger, action }: Cleaning,
  replace: (value: string) => string,
): DataElement {
  const values = decodeTextValues(bytes, vr, dataSet.characterSets);
  const replaced = values.map((value) => (value === '' ? '' : replace(value.trim())));
  if (action !== 'keep' && action !== 'check' && replaced.some((value, number) => value !== values[number]))
    ledger.add(tag, action);
  return buildElement(tag, vr, replaced);
}

function pseudonymOf(tag: Tag, text: string, { pseudonyms, patient, isNested }: Cleaning): string {
  if (tag === patientName || tag === patientId) {
    // An item may be about another patient; only the object's own id and name become the same pseudonym.
    return isNested ? pseudonyms.identifier('patient-id', text) : patient.pseudonym;
  }
  return pseudonyms.identifier(tag === tagOf('AccessionNumber') ? 'accession-number' : 'study-id', text);
}

/** A value that is no date is nobody knows what, and is replaced. */
function shifted(element: DataElement, bytes: Uint8Array, cleaning: Cleaning): DataElement {
  const { tag, vr } = element;
  const { shiftDays } = cleaning.patient;
  // Timezone Offset From UTC (0008,0201) goes with the dates and says nothing else.
  if (vr !== 'DA' && vr !== 'DT') return isHarmless(bytes, vr) ? element : dummy(element, bytes, cleaning);
  const shift = vr === 'DA' ? shiftDateText : shiftDateTimeText;
  return mapped(element, bytes, cleaning, (text) => shift(text, shiftDays) ?? dummyTextOf(tag, vr) ?? '');
}

function capped(element: DataElement, bytes: Uint8Array, cleaning: Cleaning): DataElement {
  return mapped(element, bytes, cleaning, (text) => {
    const years = /^(\d{3})Y$/.exec(text)?.[1];
    if (years !== undefined) return Number(years) > 89 ? cappedAge : text;
    return /^\d{3}[DWM]$/.test(text) ? text : (dummyTextOf(element.tag, 'AS') ?? '');
  });
}

function dummy({ tag, vr }: DataElement, bytes: Uint8Array, cleaning: Cleaning): DataElement {
  const { ledger, pseudonyms, patient } = cleaning;
  ledger.add(tag, 'dummy');
  const isDate = (vr === 'DA' || vr === 'DT') && cleaning.plan.options.dates === 'modified';
  if (isDate) return shifted({ tag, vr, value: { kind: 'bytes', bytes } }, bytes, cleaning);
  if (vr === 'UI') return buildElement(tag, vr, pseudonyms.uid(`${patient.pseudonym} ${tag}`));
  const text = dummyTextOf(tag, vr);
  if (text !== undefined) return buildElement(tag, vr, text);
  return { tag, vr, value: { kind: 'bytes', bytes: new Uint8Array(bytes.length) } };
}
