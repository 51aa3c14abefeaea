/**
 * De-identifies reports that are no DICOM objects: HL7 v2 messages, and plain text of which nothing is known but what it
 * says itself.
 *
 * Their names are made from their content under the key: file names of reports name patients.
 */

import { fiducialOf } from '../identity-kind.ts';
import type { LeakFinding } from '../leak-scan/leak-search.ts';
import type { LedgerEntry } from '../ledger.ts';
import type { ProfileOptions } from '../profile-options.ts';
import { createPseudonyms } from '../pseudonyms.ts';
import type { IdentitySpan } from '../text/find-identity.ts';
import { replaceIdentity } from '../text/replace-identity.ts';
import { createWordLists, type TermLists, type WordLists } from '../text/word-lists.ts';
import { createCaseReplacer } from './case-replacer.ts';
import { createCaseFinder } from './case-texts.ts';
import { cleanMessage } from './hl7/clean-message.ts';
import { encodeHl7, isHl7, parseHl7 } from './hl7/message.ts';
import { scanMessage } from './hl7/scan-message.ts';

export type DeidentifiedReport =
  | {
      readonly kind: 'done';
      readonly bytes: Uint8Array;
      /** `PSEUDONYM.hl7` or `.txt`, the same for the same content. */
      readonly name: string;
      readonly ledger: readonly LedgerEntry[];
    }
  | { readonly kind: 'held'; readonly reason: 'unreadable' | 'too-large' }
  /** Identity of the fields of a message is still in it. */
  | { readonly kind: 'held'; readonly reason: 'leak-found'; readonly leaks: readonly LeakFinding[] };

/** What a file says it is by its name; text with a message in it is one. */
export type ReportForm = 'hl7' | 'txt';

/** @param isReleased says which findings a person has looked at and let pass */
export type ReportDeidentifier = (
  input: Uint8Array,
  form: ReportForm,
  isReleased?: (leak: LeakFinding) => boolean,
) => DeidentifiedReport;

/** Longer text is no report, and is searched whole. */
const maxReportBytes = 2 ** 23;

/** @throws DeidError `key-too-short` */
export function createReportDeidentifier({
  key,
  profile,
  lists: ofSite,
}: {
  readonly key: Uint8Array;
  readonly profile: ProfileOptions;
  /** Words of the site. */
  readonly lists?: TermLists | undefined;
}): ReportDeidentifier {
  const pseudonyms = createPseudonyms(key);
  let made: WordLists | undefined;
  return (input, form, isReleased = () => false) => {
    if (input.length > maxReportBytes) return { kind: 'held', reason: 'too-large' };
    made ??= createWordLists(ofSite);
    const name = pseudonyms.identifier('report', Buffer.from(input).toString('latin1'));
    const isMessage = form === 'hl7' || isHl7(input);
    const cleaned = isMessage ? cleanedMessages(input, made) : cleanedText(input, name, made);
    if (cleaned === undefined) return { kind: 'held', reason: 'unreadable' };
    const { bytes, ledger } = cleaned;
    const leaks = cleaned.leaks.filter((leak) => !isReleased(leak));
    if (leaks.length > 0) return { kind: 'held', reason: 'leak-found', leaks };
    return { kind: 'done', bytes, ledger, name: `${name}.${isMessage ? 'hl7' : 'txt'}` };
  };

  function cleanedMessages(input: Uint8Array, lists: WordLists): Cleaned | undefined {
    const file = parseHl7(input);
    if (file === undefined) return undefined;
    const cleaned = file.messages.map((original) => {
      const { message, ledger } = cleanMessage(original, { profile, pseudonyms, lists });
      return { message, ledger, leaks: scanMessage({ original, cleaned: message, profile, lists }) };
    });
    const bytes = encodeHl7({ encoding: file.encoding, messages: cleaned.map(({ message }) => message) });
    return (
      bytes && {
        bytes,
        ledger: cleaned.flatMap(({ ledger }) => ledger),
        leaks: cleaned.flatMap(({ leaks }) => leaks),
      }
    );
  }

  function cleanedText(input: Uint8Array, name: string, lists: WordLists): Cleaned | undefined {
    const utf8 = Buffer.from(input).toString('utf8');
    const encoding = utf8.includes('\ufffd') ? 'latin1' : 'utf8';
    const text = encoding === 'utf8' ? utf8 : Buffer.from(input).toString('latin1');
    if (text.includes('\0')) return undefined;
    const { find, terms } = createCaseFinder({ known: [], texts: [text], lists });
    const spans = find(text);
    const shiftDays = pseudonyms.shiftDays(patientOfText(text, spans, name), profile.keepsWeekday);
    const replacer = createCaseReplacer({ profile, pseudonyms, shiftDays, terms, lists });
    const cleaned = replaceIdentity(text, spans, replacer);
    const ledger = spans.map(({ kind }): LedgerEntry => ({ path: `text ${fiducialOf(kind)}`, action: 'clean' }));
    return { bytes: Buffer.from(cleaned, encoding), ledger, leaks: [] };
  }
}

/** As `patientKeyOf` has it for data sets: by the id that a text names, or else by the name that its content gives it. */
export function patientOfText(text: string, spans: readonly IdentitySpan[], name: string): string {
  const id = spans.find(({ kind }) => kind === 'patient-id');
  return id === undefined ? `study\0${name}` : `id\0${text.slice(id.start, id.end).trim().toUpperCase()}`;
}

type Cleaned = {
  readonly bytes: Uint8Array;
  readonly ledger: readonly LedgerEntry[];
  readonly leaks: readonly LeakFinding[];
};
