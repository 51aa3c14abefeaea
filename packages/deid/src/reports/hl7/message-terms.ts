/** What a message says of a case: who it is about, under which numbers, and who had to do with it. */

import { fold } from '../../text/fold.ts';
import type { IdentityTerm } from '../../text/term-set.ts';
import type { WordLists } from '../../text/word-lists.ts';
import { readEscapedText } from './escaped-text.ts';
import { getIdentityFields, type IdentityField } from './fields.ts';
import type { Hl7Delimiters, Hl7Message } from './message.ts';

/** Returns the identity in the fields of a message that are made for it, each value once. */
export function termsOfMessage({ segments, delimiters }: Hl7Message, lists: WordLists): readonly IdentityTerm[] {
  const terms = new Map<string, IdentityTerm>();
  for (const { name, fields } of segments)
    for (const [at, field] of getIdentityFields(name))
      for (const repetition of (fields[at] ?? '').split(delimiters.repetition))
        for (const term of termsOf(field, componentsOf(repetition, delimiters), lists))
          terms.set(`${term.kind} ${term.value}`, term);
  return [...terms.values()];
}

/** Returns the components of a field as text; of parts of a component the first, but for those of a family name. */
export function componentsOf(repetition: string, delimiters: Hl7Delimiters): readonly string[] {
  return repetition
    .split(delimiters.component)
    .map((part) => readEscapedText(part, delimiters).text.replaceAll('""', '').trim());
}

function termsOf(
  { kind, type }: IdentityField,
  components: readonly string[],
  lists: WordLists,
): readonly IdentityTerm[] {
  const [first = '', second = '', third = '', fourth = ''] = components;
  const person = (...parts: readonly string[]): IdentityTerm => ({
    kind,
    value: parts
      .map((part) => part.replaceAll('&', ' ').trim())
      .join('^')
      .replace(/\^+$/, ''),
  });
  const list = (...values: readonly string[]): IdentityTerm[] =>
    values.filter((value) => /[\p{L}\p{N}]/u.test(value)).map((value) => ({ kind, value }));
  switch (type) {
    case 'xpn':
      return named(person(first, second, third));
    case 'xcn':
      // Some write the name where the id belongs.
      return /\d/.test(first) || first === ''
        ? [
            ...named(person(second, third, fourth)),
            ...(first === '' ? [] : [{ kind: 'other-id', value: first } as const]),
          ]
        : named(second === '' ? person(first) : person(second, third, fourth));
    case 'ndl': {
      const [, family = '', given = '', middle = ''] = first.split('&');
      return named(person(family, given, middle));
    }
    case 'date':
      return list(first.slice(0, 8));
    case 'phone':
      return list(first, [components[5] ?? '', components[6] ?? ''].join(''), components[11] ?? '');
    case 'address':
      return list(first.split('&')[0] ?? '', second, third).filter(({ value }) => value.length > 3);
    case 'name':
      return list(first.split('&')[0] ?? '').filter(({ value }) => isNamed(value, lists));
    default:
      return list(first);
  }
}

function named(term: IdentityTerm): readonly IdentityTerm[] {
  return /\p{L}/u.test(term.value) ? [term] : [];
}

/** A department called by what it does is in every text. */
function isNamed(value: string, lists: WordLists): boolean {
  const words = fold(value).match(/[\p{L}]{3,}/gu) ?? [];
  return words.some((word) => !lists.isWord(word) && !lists.isImagingWord(word));
}
