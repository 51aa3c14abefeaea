/**
 * The second pass over a message that was cleaned, as `leak-scan` has it for objects: what the fields of the original say of
 * who it is about, and of who had to do with it, is searched in every field that is left. What is found is not sent on.
 */

import type { Field } from '../../leak-scan/field.ts';
import type { LeakFinding, LeakSearch } from '../../leak-scan/leak-search.ts';
import { createLeakTerms, uidRootOf } from '../../leak-scan/leak-terms.ts';
import { searchText } from '../../leak-scan/search-text.ts';
import type { ProfileOptions } from '../../profile-options.ts';
import { isUidOfCase } from '../../standard-uids.ts';
import type { WordLists } from '../../text/word-lists.ts';
import { joinLines } from './clean-lines.ts';
import { type FieldAction, findFieldActions } from './fields.ts';
import type { Hl7Message, Hl7Segment } from './message.ts';
import { termsOfMessage } from './message-terms.ts';
import { valueActionOf } from './observation-value.ts';
import { textGroupsOf, textOf } from './text-groups.ts';

export type ScannedMessage = {
  readonly original: Hl7Message;
  readonly cleaned: Hl7Message;
  readonly profile: ProfileOptions;
  readonly lists: WordLists;
};

/** Findings name segments and fields of the cleaned message, `OBX[2]-5`, and the type of identity; never a value. */
export function scanMessage({ original, cleaned, profile, lists }: ScannedMessage): readonly LeakFinding[] {
  const sought = termsOfMessage(original, lists).filter(
    ({ kind }) => kind !== 'institution' || profile.retainInstitutionIdentity !== true,
  );
  const uids = new Set(profile.retainUids === true ? [] : uidsOf(original));
  const terms = createLeakTerms(sought, [...new Set([...uids].map(uidRootOf))].sort(), lists);
  const search: LeakSearch = { terms, uids, lists, isKept: () => false };
  const findings = new Map<string, LeakFinding>();
  const look = (path: string, text: string, field: Field): void =>
    searchText(text, { field, isDateOfCase: () => true }, search, (kind) =>
      findings.set(`${path} ${kind}`, { path, kind }),
    );
  const paths = pathsOf(cleaned.segments);
  for (const segment of cleaned.segments)
    for (const [at, field] of segment.fields.entries()) {
      const kind = at === 0 || field === '' ? undefined : searchedAs(actionOf(segment, at));
      if (kind !== undefined) look(`${paths.get(segment)}-${at}`, joinLines([field], cleaned.delimiters), kind);
    }
  // A name may end one line and go on in the next.
  for (const group of textGroupsOf(cleaned.segments)) {
    const [first] = group;
    const text = joinLines(group.map(textOf), cleaned.delimiters);
    if (first !== undefined && group.length > 1) look(`${paths.get(first)}…`, text, 'text');
  }
  return [...findings.values()];
}

/** What segments are called in a ledger: each by its number among those of its name. */
function pathsOf(segments: readonly Hl7Segment[]): ReadonlyMap<Hl7Segment, string> {
  const counts = new Map<string, number>();
  return new Map(
    segments.map((segment) => {
      const number = (counts.get(segment.name) ?? 0) + 1;
      counts.set(segment.name, number);
      return [segment, `${segment.name || 'line'}[${number}]`];
    }),
  );
}

/** Dates that are left were moved, and numbers measured; of the site stays what the profile keeps. */
function searchedAs(action: FieldAction | 'number' | 'person' | undefined): Field | undefined {
  switch (action) {
    case 'date':
    case 'number':
    case 'institution':
      return undefined;
    case 'keep':
    case 'characteristic':
      return 'controlled';
    default:
      return 'text';
  }
}

function actionOf({ name, fields }: Hl7Segment, at: number): FieldAction | 'number' | 'person' | undefined {
  const action = findFieldActions(name)?.get(at);
  return action === 'value' ? valueActionOf(fields[2] ?? '', fields[at] ?? '') : action;
}

function uidsOf({ segments, delimiters }: Hl7Message): readonly string[] {
  return segments.flatMap((segment) =>
    segment.fields.flatMap((field, at) => {
      const uid = actionOf(segment, at) === 'uid' ? (field.split(delimiters.component)[0]?.trim() ?? '') : '';
      return isUidOfCase(uid) ? [uid] : [];
    }),
  );
}
