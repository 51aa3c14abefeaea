/**
 * The Clean Structured Content Option, PS3.15 §E.3.4: what becomes of the values of content items (PS3.3 §C.17.3) in
 * reports, key objects, acquisition contexts and preparations of specimens.
 *
 * Values whose concept Table E.3.4-1 names are kept, cleaned or replaced as it says; text of any other concept is cleaned.
 * Numbers, units and coordinates stay. References to instances, UIDs, and dates of other concepts are those of the plan.
 *
 * Deviation: where the table removes an item (X), its value is replaced instead. Items are referred to by their position
 * (PS3.3 §C.17.3.2.5), which has to hold.
 */

import { buildElement } from '@isocenter/dicom/build';
import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import type { Tag } from '@isocenter/dicom/tag';
import { findElement, getItems, getNumber, getString } from '@isocenter/dicom/values';
import { termsToldBy } from '../header-text/told-terms.ts';
import { withDeviceWords } from '../header-text/unknown-words.ts';
import { fiducialOf } from '../identity-kind.ts';
import type { ProfileOptions } from '../profile-options.ts';
import type { Pseudonyms } from '../pseudonyms.ts';
import { termsOfDataSet } from '../text/header-terms.ts';
import { type Replacer, replaceIdentity } from '../text/replace-identity.ts';
import type { IdentityTerm } from '../text/term-set.ts';
import type { WordLists } from '../text/word-lists.ts';
import { createCaseReplacer } from './case-replacer.ts';
import { createCaseFinder } from './case-texts.ts';
import { decideCodes } from './content-codes.ts';
import { type ContentConcept, findContentConcept } from './content-concepts.ts';
import type { ContentDecision, ContentDecisions } from './content-decision.ts';
import { encodedText } from './encoded-text.ts';

export type ContentPatient = { readonly pseudonym: string; readonly shiftDays: number };

export type ContentCleaner = (dataSet: DataSet, patient: ContentPatient) => ContentDecisions;

/** Years from which on an age tells who it is, 45 CFR §164.514(b)(2)(i)(C). */
const oldestAge = 90;

/** Code of SNOMED CT for what is not known, PS3.16 CID 271. */
const unknownCode = { CodeValue: '261665006', CodingSchemeDesignator: 'SCT', CodeMeaning: 'Unknown' };

/** Returns a function that decides for one object after the other. */
export function createContentCleaner(
  profile: ProfileOptions,
  pseudonyms: Pseudonyms,
  lists: WordLists,
): ContentCleaner {
  const headerLists = withDeviceWords(lists);
  return (dataSet, patient) => {
    const items = contentItemsOf(dataSet);
    if (items.length === 0) return new Map();
    const clean = textCleanerOf(dataSet, items, {
      ...{ profile, pseudonyms, shiftDays: patient.shiftDays },
      ...{ lists, headerLists },
    });
    const context: Cleaning = { profile, pseudonyms, patient, clean };
    const decisions = new Map<DataSet, ReadonlyMap<Tag, ContentDecision>>();
    for (const item of items) {
      decide(item, context, decisions);
      for (const [code, decided] of decideCodes(item.dataSet, { clean, lists, pseudonyms }))
        decisions.set(code, decided);
    }
    return decisions;
  };
}

type ContentItem = { readonly dataSet: DataSet; readonly concept: ContentConcept | undefined };

type Cleaning = {
  readonly profile: ProfileOptions;
  readonly pseudonyms: Pseudonyms;
  readonly patient: ContentPatient;
  readonly clean: (text: string) => string;
};

/** Returns every item with a value type, wherever it stands. */
function contentItemsOf(dataSet: DataSet): readonly ContentItem[] {
  const items: ContentItem[] = [];
  const visit = (at: DataSet): void => {
    if (getString(at, valueType) !== undefined || findElement(at, conceptName) !== undefined)
      items.push({ dataSet: at, concept: findContentConcept(at) });
    for (const { value } of at.elements) if (value.kind === 'sequence') value.items.forEach(visit);
  };
  visit(dataSet);
  return items;
}

const valueType = tagOf('ValueType');
const conceptName = tagOf('ConceptNameCodeSequence');
const textValue = tagOf('TextValue');

type TextCleaning = {
  readonly profile: ProfileOptions;
  readonly pseudonyms: Pseudonyms;
  readonly shiftDays: number;
  readonly lists: WordLists;
  /** With what devices write. */
  readonly headerLists: WordLists;
};

/** Searches all texts of an object first: what one of them gives away is known in the others. */
function textCleanerOf(
  dataSet: DataSet,
  items: readonly ContentItem[],
  { lists, headerLists, ...options }: TextCleaning,
): (text: string) => string {
  const language = languageOf(items);
  const named = [...termsOfDataSet(dataSet), ...items.flatMap(termsOfItem)];
  const known = [...named, ...termsToldBy(dataSet, named, headerLists)];
  const texts = items.flatMap((item) => getString(item.dataSet, textValue) ?? []);
  const { find, terms } = createCaseFinder({ known, texts, lists, language });
  const year = Number(getString(dataSet, tagOf('StudyDate'))?.slice(0, 4) ?? '');
  const replacer: Replacer = createCaseReplacer({ ...options, terms, lists, ...(year > 0 && { year }) });
  return (text) => replaceIdentity(text, find(text), replacer);
}

/** Ids and institutions that stand in items of their own. */
function termsOfItem({ dataSet, concept }: ContentItem): readonly IdentityTerm[] {
  const value = getString(dataSet, textValue);
  if (value === undefined || concept === undefined || concept.options.includes('T')) return [];
  if (concept.kind === 'device') return [];
  return concept.kind === 'other-id' && !/\d{3}/.test(value) ? [] : [{ kind: concept.kind, value }];
}

/** Language of Content Item and Descendants, PS3.16 TID 1204; two letters, as far as English is told from others. */
function languageOf(items: readonly ContentItem[]): string {
  for (const { dataSet } of items) {
    const [name] = getItems(dataSet, conceptName);
    if (name === undefined || getString(name, tagOf('CodeValue')) !== '121049') continue;
    const [code] = getItems(dataSet, tagOf('ConceptCodeSequence'));
    const language = (code && getString(code, tagOf('CodeValue')))?.toLowerCase() ?? 'en';
    return /^en(?:g|-|$)/.test(language) ? 'en' : language;
  }
  return 'en';
}

function decide(
  { dataSet, concept }: ContentItem,
  context: Cleaning,
  decisions: Map<DataSet, ReadonlyMap<Tag, ContentDecision>>,
): void {
  const decided = new Map<Tag, ContentDecision>();
  decisions.set(dataSet, decided);
  const keeps = concept !== undefined && isKept(concept, context.profile);
  for (const element of dataSet.elements) {
    const decision = keeps ? keptValue(element, concept) : replacedValue({ element, dataSet, concept }, context);
    if (decision !== undefined) decided.set(element.tag, decision);
  }
  if (keeps && concept.options.includes('C')) capAge(dataSet, decisions);
}

function isKept({ options }: ContentConcept, profile: ProfileOptions): boolean {
  return (
    (options.includes('D') && profile.retainDeviceIdentity === true) ||
    (options.includes('I') && profile.retainInstitutionIdentity === true) ||
    (options.includes('C') && profile.retainPatientCharacteristics === true)
  );
}

/** What is kept of a device, an institution or a patient: text and UIDs as they are; numbers and codes are by any plan. */
function keptValue({ tag, vr, value }: DataElement, { options }: ContentConcept): ContentDecision | undefined {
  const isValue = tag === textValue || (tag === tagOf('UID') && options.includes('D'));
  return isValue ? { element: { tag, vr, value } } : undefined;
}

type Value = {
  readonly element: DataElement;
  readonly dataSet: DataSet;
  readonly concept: ContentConcept | undefined;
};

function replacedValue(value: Value, context: Cleaning): ContentDecision | undefined {
  const { element, dataSet, concept } = value;
  const { tag, vr } = element;
  if (tag === textValue) return textDecision(value, context);
  if (concept === undefined) return undefined;
  const type = getString(dataSet, valueType);
  if (tag === tagOf('PersonName') && isSubject(dataSet))
    return { element: buildElement(tag, vr, context.patient.pseudonym), action: 'pseudonym' };
  // Of all dates only the subject's birth date is named without the options that keep dates.
  if (tag === tagOf('Date') && !concept.options.includes('F'))
    return { element: buildElement(tag, vr, '19000101'), action: 'dummy' };
  const isEmptied =
    (type === 'NUM' && tag === tagOf('MeasuredValueSequence')) ||
    (type === 'CONTAINER' && tag === tagOf('ContentSequence'));
  if (type === 'NUMERIC' && tag === tagOf('NumericValue'))
    return { element: buildElement(tag, vr, '0'), action: 'dummy' };
  if (isEmptied) return { element: buildElement(tag, 'SQ', []), action: 'empty' };
  if (type === 'CODE' && tag === tagOf('ConceptCodeSequence'))
    return { element: buildElement(tag, 'SQ', [unknownCode]), action: 'dummy' };
  return undefined;
}

/** Subject Name, PS3.16 TID 1007. */
function isSubject(item: DataSet): boolean {
  const [name] = getItems(item, conceptName);
  return name !== undefined && getString(name, tagOf('CodeValue')) === '121029';
}

function textDecision({ element, dataSet, concept }: Value, context: Cleaning): ContentDecision | undefined {
  const { tag, vr } = element;
  const text = getString(dataSet, tag);
  // Of another VR it is nobody knows what, and goes by the plan.
  if (text === undefined || vr !== 'UT') return undefined;
  const isCleaned =
    concept === undefined || (concept.options.includes('T') && context.profile.cleanDescriptors === true);
  const replaced = isCleaned ? cleanedText(text, context) : placeholderOf(text, concept, context);
  if (replaced === text) return { element: { tag, vr, value: element.value } };
  return { element: encodedText(element, replaced, dataSet), action: isCleaned ? 'clean' : 'dummy' };
}

/** What could not be read cannot be searched. */
function cleanedText(text: string, { clean }: Cleaning): string {
  return text.includes('\ufffd') ? fiducialOf('text') : clean(text);
}

function placeholderOf(text: string, { kind }: ContentConcept, { pseudonyms }: Cleaning): string {
  const isLinked = kind === 'patient-id' || kind === 'accession-number';
  return isLinked ? pseudonyms.identifier(kind, text.trim()) : fiducialOf(kind);
}

function capAge(item: DataSet, decisions: Map<DataSet, ReadonlyMap<Tag, ContentDecision>>): void {
  const numericValue = tagOf('NumericValue');
  for (const measured of getItems(item, tagOf('MeasuredValueSequence'))) {
    const [unit] = getItems(measured, tagOf('MeasurementUnitsCodeSequence'));
    const isYears = unit !== undefined && getString(unit, tagOf('CodeValue')) === 'a';
    if (!isYears || (getNumber(measured, numericValue) ?? 0) < oldestAge) continue;
    const element = buildElement(numericValue, 'DS', String(oldestAge));
    decisions.set(measured, new Map([[numericValue, { element, action: 'cap' }]]));
  }
}
