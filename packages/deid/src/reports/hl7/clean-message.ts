/**
 * Takes identity out of an HL7 v2 message: fields by what they are for (`fields.ts`), text by what is known of the case.
 * Ids of the patient and of orders become the pseudonyms that they have in images, and dates move by as many days, so that
 * a message stays linked to the scan that it is about.
 */

import { shiftDateTimeText } from '../../date-shift.ts';
import type { LedgerEntry } from '../../ledger.ts';
import type { ProfileOptions } from '../../profile-options.ts';
import type { Pseudonyms } from '../../pseudonyms.ts';
import { isStandardUid } from '../../standard-uids.ts';
import type { WordLists } from '../../text/word-lists.ts';
import { createCaseReplacer } from '../case-replacer.ts';
import { createCaseFinder } from '../case-texts.ts';
import { cleanLines, joinLines, type LineCleaning } from './clean-lines.ts';
import { type FieldAction, findFieldActions } from './fields.ts';
import type { Hl7Message, Hl7Segment } from './message.ts';
import { type MessagePatient, patientOf } from './message-patient.ts';
import { componentsOf, termsOfMessage } from './message-terms.ts';
import { valueActionOf } from './observation-value.ts';
import { textGroupsOf, textOf } from './text-groups.ts';

export type MessageCleaning = {
  readonly profile: ProfileOptions;
  readonly pseudonyms: Pseudonyms;
  readonly lists: WordLists;
};

export type CleanedMessage = { readonly message: Hl7Message; readonly ledger: readonly LedgerEntry[] };

/** Years from which on an age tells who it is, 45 CFR §164.514(b)(2)(i)(C). */
const oldestAge = 90;

/** LOINC codes of the age of a patient. */
const ages: ReadonlySet<string> = new Set(['21612-7', '29553-5', '30525-0', '30972-4']);

/** Segments that say something by being there. */
const always: ReadonlySet<string> = new Set(['BHS', 'BTS', 'FHS', 'FTS', 'MSH', 'PID', 'PV1']);

export function cleanMessage(message: Hl7Message, cleaning: MessageCleaning): CleanedMessage {
  const { profile, pseudonyms, lists } = cleaning;
  const { delimiters, segments } = message;
  const known = termsOfMessage(message, lists);
  const groups = textGroupsOf(segments);
  const texts = groups.map((group) => joinLines(group.map(textOf), delimiters));
  const { find, terms } = createCaseFinder({ known, texts, lists });
  const year = Number(/^\d{4}/.exec(fieldOf(segments, 'OBR', 7) || fieldOf(segments, 'MSH', 7))?.[0] ?? '');
  let patient = patientOf(segments, delimiters, { pseudonyms, profile });
  const linesFor = (one: MessagePatient): LineCleaning => ({
    delimiters,
    find,
    replacer: createCaseReplacer({
      profile,
      pseudonyms,
      shiftDays: one.shiftDays,
      terms,
      lists,
      ...(year > 0 && { year }),
    }),
  });
  let lines = linesFor(patient);
  const ledger: LedgerEntry[] = [];
  const counts = new Map<string, number>();
  const cleanedTexts = new Map<Hl7Segment, string>();
  const cleaned = segments.flatMap((segment, number): readonly Hl7Segment[] => {
    const { name, fields, end } = segment;
    if (name === 'PID') {
      patient = patientOf(segments.slice(number), delimiters, { pseudonyms, profile });
      lines = linesFor(patient);
    }
    const group = groups.find(([first]) => first === segment);
    if (group !== undefined)
      for (const [at, text] of cleanLines(group.map(textOf), lines).entries()) {
        const member = group[at];
        if (member !== undefined) cleanedTexts.set(member, text);
      }
    counts.set(name, (counts.get(name) ?? 0) + 1);
    const path = `${name || 'line'}[${counts.get(name)}]`;
    const actions = findFieldActions(name);
    if (actions === undefined) {
      ledger.push({ path, action: 'remove' });
      return [];
    }
    const context: FieldCleaning = { ...cleaning, message, segment, patient, lines, text: cleanedTexts.get(segment) };
    const results = fields.map((field, at) => {
      if (at === 0 || field === '' || isSeparator(name, at)) return { text: field };
      return cleanField(field, actions.get(at), context);
    });
    for (const [at, { action }] of results.entries())
      if (action !== undefined) ledger.push({ path: `${path}-${at}`, action });
    const written = { name, fields: trimmed(results.map(({ text }) => text)), end };
    return isBare(written, actions) ? [] : [written];
  });
  return { message: { delimiters, segments: cleaned }, ledger };
}

type FieldCleaning = MessageCleaning & {
  readonly message: Hl7Message;
  readonly segment: Hl7Segment;
  readonly patient: MessagePatient;
  readonly lines: LineCleaning;
  /** What its text became together with that of its neighbours. */
  readonly text: string | undefined;
};

type CleanedField = { readonly text: string; readonly action?: LedgerEntry['action'] };

function cleanField(field: string, action: FieldAction | undefined, context: FieldCleaning): CleanedField {
  const done = (text: string, as: LedgerEntry['action']): CleanedField =>
    text === field ? { text } : { text, action: text === '' ? 'remove' : as };
  const { profile, pseudonyms, patient, message, lines } = context;
  const { repetition } = message.delimiters;
  const each = (clean: (components: readonly string[]) => string): string =>
    field
      .split(repetition)
      .map((one) => clean(componentsOf(one, message.delimiters)))
      .join(repetition);
  switch (action) {
    case 'keep':
      return done(isHarmless(field, context) ? field : '', 'remove');
    case 'code':
      return done(
        field
          .split(repetition)
          .map((one) => codeOf(one, context))
          .join(repetition),
        'clean',
      );
    case 'text':
      return done(context.text ?? cleanLines([field], lines)[0] ?? '', 'clean');
    case 'date':
      return done(
        each(([first = '']) => dateOf(first, context)),
        'shift',
      );
    case 'patient-id':
      return done(
        context.segment.name === 'PID' ? patient.pseudonym : each((one) => idOf(one, 'patient-id', context)),
        'pseudonym',
      );
    case 'patient-name':
      return done(patient.pseudonym, 'pseudonym');
    case 'order':
      return done(
        each((one) => idOf(one, 'accession-number', context)),
        'pseudonym',
      );
    case 'id':
      return done(
        each((one) => idOf(one, 'message-id', context)),
        'pseudonym',
      );
    case 'uid':
      return done(
        each(([first = '']) => uidOf(first, profile, pseudonyms)),
        'uid',
      );
    case 'characteristic':
      return done(profile.retainPatientCharacteristics === true && isHarmless(field, context) ? field : '', 'remove');
    case 'institution':
      return done(profile.retainInstitutionIdentity === true ? field : '', 'remove');
    case 'value':
      return cleanValue(field, context);
    default:
      return done('', 'remove');
  }
}

function cleanValue(field: string, context: FieldCleaning): CleanedField {
  const { segment, profile, pseudonyms } = context;
  const [type = '', concept = ''] = [segment.fields[2], segment.fields[3]];
  const action = valueActionOf(type, field);
  if (action === 'uid') return { text: uidOf(field.trim(), profile, pseudonyms), action: 'uid' };
  if (action === 'number') {
    const isAge = ages.has(concept.split(context.message.delimiters.component)[0] ?? '');
    return isAge && Number(field) >= oldestAge ? { text: String(oldestAge), action: 'cap' } : { text: field };
  }
  if (action === 'person') return { text: personOf(field, context), action: 'dummy' };
  return cleanField(field, action, context);
}

/** Ids of persons are left out. */
function personOf(field: string, { message, lines }: FieldCleaning): string {
  const names = componentsOf(field, message.delimiters).filter((part) => /\p{L}/u.test(part) && !/\d/.test(part));
  const text = names.slice(0, 3).join(message.delimiters.component);
  return lines.replacer(text, { start: 0, end: text.length, kind: 'other-person', source: 'known' }, text);
}

/** A code of HL7's own tables has few letters and none that is known of the case. */
function isHarmless(field: string, { lines, message }: FieldCleaning): boolean {
  const { component, repetition, subcomponent } = message.delimiters;
  const parts = [component, repetition, subcomponent].reduce(
    (all, separator) => all.flatMap((part) => part.split(separator)),
    [field],
  );
  if (!parts.every((part) => /^[\p{L}\p{N}._+*%/ :=<>()-]{0,30}$/u.test(part))) return false;
  return !lines.find(parts.join(' ')).some(({ source }) => source === 'known');
}

/** Of a coded element: code, text, system, and the same of the other code; and the text that somebody typed. */
function codeOf(repetition: string, context: FieldCleaning): string {
  const { component } = context.message.delimiters;
  const kept = repetition.split(component).map((part, place) => {
    if (part === '' || place > 8) return '';
    const isText = place === 1 || place === 4 || place === 8;
    if (isText) return cleanLines([part], context.lines)[0] ?? '';
    return place < 6 && isHarmless(part, context) ? part : '';
  });
  return trimmed(kept).join(component);
}

function idOf([id = '']: readonly string[], domain: string, { pseudonyms }: FieldCleaning): string {
  return id === '' ? '' : pseudonyms.identifier(domain, id);
}

function uidOf(text: string, { retainUids }: ProfileOptions, pseudonyms: Pseudonyms): string {
  if (!/^\d+(?:\.\d+)+$/.test(text)) return '';
  return retainUids === true || isStandardUid(text) ? text : pseudonyms.uid(text);
}

function dateOf(text: string, { profile, patient }: FieldCleaning): string {
  if (profile.dates === 'full') return /^\d{4,14}(?:\.\d+)?(?:[+-]\d{4})?$/.test(text) ? text : '';
  return profile.dates === undefined ? '' : (shiftDateTimeText(text, patient.shiftDays) ?? '');
}

function fieldOf(segments: readonly Hl7Segment[], name: string, at: number): string {
  return segments.find((segment) => segment.name === name)?.fields[at] ?? '';
}

/** Field 1 of a header is the separator itself, and field 2 the others. */
function isSeparator(name: string, at: number): boolean {
  return at <= 2 && (name === 'MSH' || name === 'BHS' || name === 'FHS');
}

/** Nothing but the number of a segment was left of it. */
function isBare({ name, fields }: Hl7Segment, actions: ReadonlyMap<number, FieldAction>): boolean {
  if (always.has(name)) return false;
  return fields.every((field, at) => at === 0 || field === '' || (at === 1 && actions.get(at) === 'keep'));
}

function trimmed(parts: readonly string[]): readonly string[] {
  const last = parts.findLastIndex((part) => part !== '');
  return parts.slice(0, last + 1);
}
