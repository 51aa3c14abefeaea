/**
 * Carries out a plan on a data set and on every item of its sequences, PS3.15 §E.1.1.
 *
 * The result holds elements only: bytes that could not be read as elements, padding after values and the form in which
 * things stood are not taken over, since nobody knows what they say. Pixel Data stays; pictures are the matter of
 * `burned-in` and `faces`.
 */

import { buildElement } from '@isocenter/dicom/build';
import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { findDictionaryVr, type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { isPrivate, isPrivateCreator, type Tag } from '@isocenter/dicom/tag';
import { decodeTextValues, encodeTextValues, isTextVr } from '@isocenter/dicom/text-value';
import { findElement, getString } from '@isocenter/dicom/values';
import { type Vr, vrs } from '@isocenter/dicom/vr';
import { shiftDateText, shiftDateTimeText } from './date-shift.ts';
import { dummyTextOf } from './dummy-value.ts';
import type { HeaderTexts } from './header-text/header-texts.ts';
import { isPublishedScheme } from './kept-attributes.ts';
import type { Ledger } from './ledger.ts';
import type { Action, Plan } from './plan.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import type { ContentDecision, ContentDecisions } from './reports/content-decision.ts';
import type { Location } from './rules/attribute-selector.ts';
import { locate, type ObjectRules, type RuleDecision } from './rules/compile-rules.ts';
import { declaredSafeOf, type SafePrivate, safePrivateOf } from './safe-private.ts';
import { isStandardUid } from './standard-uids.ts';
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
  /** Of the case that the object is of. */
  readonly texts: HeaderTexts;
};

/** Ages from here on are of so few people that the age tells who it is, 45 CFR §164.514(b)(2)(i)(C). */
const cappedAge = '090Y';

const codingSchemeDesignator = tagOf('CodingSchemeDesignator');
const patientName = tagOf('PatientName');
const patientId = tagOf('PatientID');

export function deidentifyDataSet(dataSet: DataSet, context: CleaningContext): DataSet {
  const { retainSafePrivate } = context.plan.options;
  const declaredSafe = retainSafePrivate === true ? declaredSafeOf(dataSet) : new Set<string>();
  return cleanDataSet(dataSet, {
    ...context,
    declaredSafe,
    isNested: false,
    isBlank: false,
    parent: undefined,
    enclosing: [],
  });
}

type Place = CleaningContext & {
  readonly isNested: boolean;
  /** The sequence that it lies in. */
  readonly parent: Tag | undefined;
  /** Private blocks and elements that the object says are safe. */
  readonly declaredSafe: ReadonlySet<string>;
  /** Of the data set or item that is at hand, where what is safe is kept. */
  readonly safe?: SafePrivate | undefined;
  /** Inside of a sequence that is replaced by a dummy of itself: codes go, too. */
  readonly isBlank: boolean;
  /** The sequences around an element, outermost first; only where there are rules. */
  readonly enclosing: readonly Location[];
};

function cleanDataSet(dataSet: DataSet, around: Place): DataSet {
  const isSafeKept = around.plan.options.retainSafePrivate === true;
  const safe = isSafeKept ? safePrivateOf(dataSet, around.declaredSafe) : undefined;
  const place = { ...around, safe };
  const elements: DataElement[] = [];
  for (const element of dataSet.elements) {
    const cleaned = cleanElement(asDeclared(element), dataSet, place);
    if (cleaned !== undefined) elements.push(cleaned);
  }
  const { littleEndian, characterSets } = dataSet;
  return {
    elements: safe === undefined ? elements : withOwnersOnly(elements, safe, place),
    littleEndian,
    characterSets,
  };
}

/** Names of owners stay where something of theirs does. */
function withOwnersOnly(elements: readonly DataElement[], safe: SafePrivate, place: Place): readonly DataElement[] {
  const owners = new Set<Tag>();
  for (const { tag } of elements) if (isPrivate(tag) && !isPrivateCreator(tag)) owners.add(safe.creatorTagOf(tag));
  return elements.filter(({ tag }) => {
    if (!isPrivateCreator(tag) || owners.has(tag)) return true;
    removed(tag, place);
    return false;
  });
}

/** What is safe by its name is held to what its VR is for; the name of its owner stays with it. */
function cleanPrivate(
  element: DataElement,
  dataSet: DataSet,
  place: Place,
  safe: SafePrivate,
): DataElement | undefined {
  const { tag, value } = element;
  if (isPrivateCreator(tag)) return value.kind === 'bytes' ? { tag, vr: 'LO', value } : removed(tag, place);
  const vr = safe.vrOf(tag, element.vr);
  if (vr === undefined) return removed(tag, place);
  if (value.kind === 'sequence')
    return cleanSequence({ ...element, vr }, value.items, 'keep', within(element, dataSet, place));
  if (value.kind !== 'bytes' || vr === 'SQ') return removed(tag, place);
  const declared = { ...element, vr };
  if (vr === 'UI') return cleanValue(declared, value.bytes, { ...place, dataSet, action: 'uid' });
  if (vr === 'LO' || vr === 'SH') return cleanValue(declared, value.bytes, { ...place, dataSet, action: 'vouch' });
  return cleanValue(declared, value.bytes, { ...place, dataSet, action: 'check' });
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
  if (ruled === undefined && place.safe !== undefined && isPrivate(tag))
    return cleanPrivate(element, dataSet, place, place.safe);
  const decided = ruled !== undefined || place.isBlank ? undefined : place.content?.get(dataSet)?.get(tag);
  if (decided !== undefined && !isHeaderText(tag, place, decided)) {
    if (decided.action !== undefined) place.ledger.add(tag, decided.action);
    return decided.element;
  }
  if (decided !== undefined && value.kind === 'bytes')
    return cleanValue({ tag, vr, value }, value.bytes, { ...place, dataSet, action: 'clean' });
  const action = ruled?.action ?? actionFor(tag, vr, dataSet, place);
  if (action === 'hold') place.ledger.add(tag, 'hold');
  if (action === 'remove' || value.kind === 'absent') return removed(tag, place);
  if (ruled?.action === 'keep') place.ledger.add(tag, 'keep');
  if (value.kind === 'sequence') return cleanSequence(element, value.items, action, within(element, dataSet, place));
  // Fragments are Pixel Data, and nothing else.
  if (value.kind === 'fragments')
    return tag === pixelData && action === 'keep' ? { tag, vr, value } : removed(tag, place);
  if (action === 'keep')
    return vr !== 'UI' || ruled !== undefined || isHarmless(value.bytes, vr) ? { tag, vr, value } : removed(tag, place);
  return cleanValue(element, value.bytes, { ...place, dataSet, action, replacement: ruled?.replacement });
}

/** Returns the place of what lies in a sequence, as rules name it. */
function within(sequence: DataElement, dataSet: DataSet, place: Place): Place {
  return place.rules === undefined ? place : { ...place, enclosing: [...place.enclosing, locate(sequence, dataSet)] };
}

/** Text beside a picture is as short as that of headers, and held to the same; in reports it is sentences. */
function isHeaderText(tag: Tag, { parent }: Place, { action }: ContentDecision): boolean {
  return tag === textValue && parent === acquisitionContexts && (action === undefined || action === 'clean');
}

const textValue = tagOf('TextValue');
const acquisitionContexts = tagOf('AcquisitionContextSequence');

/** Of type 2 in Referenced Request Sequence (0040,A370), PS3.3 §C.17.2: these are there, empty or not. */
const neededInRequest: ReadonlySet<Tag> = new Set(
  (
    [
      'AccessionNumber',
      'FillerOrderNumberImagingServiceRequest',
      'PlacerOrderNumberImagingServiceRequest',
      'ReferencedStudySequence',
      'RequestedProcedureCodeSequence',
      'RequestedProcedureDescription',
      'RequestedProcedureID',
    ] satisfies Keyword[]
  ).map(tagOf),
);

function actionFor(tag: Tag, vr: Vr, dataSet: DataSet, { plan, isNested, parent }: Place): Action {
  const action = plan.actionOf(tag, vr, isNested);
  if (action !== 'remove') return action;
  if (parent === referencedRequests && neededInRequest.has(tag)) return 'empty';
  return !isNested && responsible.has(tag) && isOfAnimal(dataSet) ? 'empty' : action;
}

/** Of type 2C: whoever answers for an animal is named, empty or not, PS3.3 §C.7.1.1. */
const responsible: ReadonlySet<Tag> = new Set(
  (['ResponsiblePerson', 'ResponsibleOrganization'] satisfies Keyword[]).map(tagOf),
);

function isOfAnimal(dataSet: DataSet): boolean {
  return [tagOf('PatientSpeciesDescription'), tagOf('PatientSpeciesCodeSequence')].some((tag) =>
    findElement(dataSet, tag),
  );
}

const referencedRequests = tagOf('ReferencedRequestSequence');
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
    const one = cleanDataSet(item, { ...place, isNested: true, isBlank, parent: tag });
    place.ledger.leave();
    return one;
  });
  return { tag, vr, value: { kind: 'sequence', items: cleaned } };
}

type Cleaning = Place & {
  readonly dataSet: DataSet;
  /** `vouch`: kept where every word of it is known. */
  readonly action: Action | 'vouch';
  /** Of the rule that decided. */
  readonly replacement?: RuleDecision['replacement'] | undefined;
};

/** What is empty already is left so by every action, and needs no entry. */
function cleanValue({ tag, vr }: DataElement, bytes: Uint8Array, cleaning: Cleaning): DataElement | undefined {
  const { action, ledger } = cleaning;
  const kept: DataElement = { tag, vr, value: { kind: 'bytes', bytes } };
  if (bytes.length === 0) return kept;
  if (cleaning.replacement !== undefined) return mapped(kept, bytes, cleaning, cleaning.replacement);
  switch (action) {
    case 'check':
      if (!isHarmless(bytes, vr)) return removed(tag, cleaning);
      return vr === 'CS' ? vouched(kept, bytes, cleaning) : kept;
    case 'vouch':
      return isVouched(kept, bytes, cleaning) && isClean(kept, bytes, cleaning) ? kept : removed(tag, cleaning);
    case 'clean':
    case 'search':
      return cleaning.isBlank ? dummy(kept, bytes, cleaning) : cleanedText(kept, bytes, cleaning);
    case 'code':
      return isPublishedCode(cleaning) ? publishedCode(kept, bytes, cleaning) : dummy(kept, bytes, cleaning);
    case 'empty':
      ledger.add(tag, 'empty');
      return { tag, vr, value: { kind: 'bytes', bytes: new Uint8Array(0) } };
    case 'uid':
      return mapped(kept, bytes, cleaning, (uid) => (isStandardUid(uid) ? uid : cleaning.pseudonyms.uid(uid)));
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

/** Characters of a value, PS3.5 Table 6.2-1. */
const maxLengths: Readonly<Partial<Record<Vr, number>>> = { LO: 64, SH: 16, ST: 1024, LT: 10_240 };

/** Returns the element without what identifies; the same where nothing does, to the byte. */
function cleanedText(element: DataElement, bytes: Uint8Array, cleaning: Cleaning): DataElement {
  const { tag, vr } = element;
  const { texts, patient, dataSet, action } = cleaning;
  if (tag === codingSchemeDesignator && isPublishedScheme(getString(dataSet, tag) ?? '')) return element;
  const maxLength = maxLengths[vr] ?? Number.POSITIVE_INFINITY;
  const values = decodeTextValues(bytes, vr, dataSet.characterSets);
  const cleaned = values.map((text) =>
    action === 'search' ? texts.withoutKnown(text, maxLength) : texts.clean(text, patient.shiftDays, maxLength),
  );
  if (cleaned.every((text, number) => text === values[number])) return element;
  const encoded = encodeTextValues(cleaned, vr, dataSet.characterSets);
  if (encoded === undefined) return dummy(element, bytes, cleaning);
  cleaning.ledger.add(tag, 'clean');
  return { tag, vr, value: { kind: 'bytes', bytes: encoded } };
}

/** Returns a code string without the values that hold a word which is no defined term, nor a word of imaging. */
function vouched(element: DataElement, bytes: Uint8Array, cleaning: Cleaning): DataElement {
  if (isVouched(element, bytes, cleaning)) return element;
  const { tag, vr } = element;
  const values = decodeTextValues(bytes, vr, []).map((text) => (cleaning.texts.isVouched(text) ? text : ''));
  cleaning.ledger.add(tag, 'empty');
  return buildElement(tag, vr, values.every((text) => text === '') ? [] : values);
}

function isVouched({ vr }: DataElement, bytes: Uint8Array, { texts, dataSet }: Cleaning): boolean {
  return decodeTextValues(bytes, vr, dataSet.characterSets).every((text) => texts.isVouched(text));
}

function isClean({ vr }: DataElement, bytes: Uint8Array, { texts, dataSet }: Cleaning): boolean {
  return decodeTextValues(bytes, vr, dataSet.characterSets).every(
    (text) => texts.clean(text, 0, Number.POSITIVE_INFINITY) === text,
  );
}

/** A code is kept where it can be one; what it means is text like any. */
function publishedCode(element: DataElement, bytes: Uint8Array, cleaning: Cleaning): DataElement {
  const isMeaning = element.tag === codeMeaning || element.tag === extendedCodeMeaning;
  if (isMeaning) return cleanedText(element, bytes, cleaning);
  return isVouched(element, bytes, cleaning) ? element : dummy(element, bytes, cleaning);
}

const codeMeaning = tagOf('CodeMeaning');
const extendedCodeMeaning = tagOf('ExtendedCodeMeaning');

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
  const isChanged = replaced.some((value, number) => value !== values[number]);
  const isKeeping = action === 'keep' || action === 'check' || action === 'search' || action === 'vouch';
  if (isChanged && !isKeeping) ledger.add(tag, action);
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
