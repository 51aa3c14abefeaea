/**
 * What a condition tests: an attribute of the data dictionary (PS3.6), reached through sequences or not, or a fact about
 * how the study came. `StudyDescription`, `RequestAttributesSequence.RequestedProcedureID`, `00091001`, `callingAe`.
 */

import { type RuleFact, ruleFacts } from '@isocenter/contract/rule-facts';
import { findDictionaryVr, findTag } from '@isocenter/dicom/dictionary';
import { parseTag, type Tag } from '@isocenter/dicom/tag';

export type Field =
  | { readonly kind: 'fact'; readonly fact: RuleFact; readonly vr: string }
  /** Every step but the last is a sequence. */
  | { readonly kind: 'attribute'; readonly path: readonly [Tag, ...Tag[]]; readonly vr: string };

/** Why a field is none, for a person; `name` is the part that is wrong. */
export type FieldError = { readonly code: 'unknown-keyword' | 'not-a-sequence' | 'no-text'; readonly name: string };

/** Values of these are bytes, items or tags that nobody writes down. */
const untestable: ReadonlySet<string> = new Set('OB OD OF OL OV OW SQ UN AT'.split(' '));

export function parseField(text: string): Field | FieldError {
  if (isFact(text)) return { kind: 'fact', fact: text, vr: ruleFacts[text].vr };
  const steps: Tag[] = [];
  const names = text.split('.');
  for (const [index, name] of names.entries()) {
    const tag = findTag(name) ?? (/^[0-9A-Fa-f]{8}$/.test(name) ? parseTag(name) : undefined);
    if (tag === undefined) return { code: 'unknown-keyword', name };
    if (index < names.length - 1 && findDictionaryVr(tag) !== 'SQ') return { code: 'not-a-sequence', name };
    steps.push(tag);
  }
  const [first, ...rest] = steps;
  const name = names.at(-1) ?? '';
  if (first === undefined) return { code: 'unknown-keyword', name };
  // What is private may hold anything; what the dictionary leaves open (`US or SS`) begins with what it can be.
  const vr = (findDictionaryVr(steps.at(-1) ?? first) ?? 'LO').split(' ')[0] ?? 'LO';
  return untestable.has(vr) ? { code: 'no-text', name } : { kind: 'attribute', path: [first, ...rest], vr };
}

export function isFieldError(field: Field | FieldError): field is FieldError {
  return 'code' in field;
}

function isFact(text: string): text is RuleFact {
  return Object.hasOwn(ruleFacts, text);
}
