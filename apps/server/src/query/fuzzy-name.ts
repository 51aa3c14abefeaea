/**
 * Fuzzy semantic matching of person names, PS3.18 §8.3.4.2, whose semantics are the origin server's choice.
 *
 * Each word of the key must begin a word of the name, in any order and in any of its groups, as it is written or as it
 * sounds: `Mayer, An` finds `Anna Maria^Meier`. How words sound is told by spellings that are common in names written in
 * Latin letters; other scripts match by their words alone. No index helps, so every name that may be seen is looked at.
 */

import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { foldedText } from '../archive/storable-text.ts';

/** Far more than a name has. */
const maxWords = 16;

/** What separates the words of a name, and of its groups and values as JSON. */
const separators = /[-\s^=,.'"*]+/u;
const beginsWord = `(^|[-[:space:]^,.'"])`;

/** Spellings of one sound, applied in this order to folded text; then doubled letters count once. */
const spellings: readonly (readonly [from: string, to: string])[] = [
  ['ph', 'f'],
  ['th', 't'],
  ['dt', 't'],
  ['ck', 'k'],
  ['ch', 'k'],
  ['c', 'k'],
  ['y', 'i'],
  ['j', 'i'],
  ['z', 's'],
  ['w', 'v'],
  ['ae', 'a'],
  ['oe', 'o'],
  ['ue', 'u'],
  ['ei', 'i'],
  ['ai', 'i'],
  ['ie', 'i'],
];

/**
 * Returns the condition that a name matches; undefined where the key has no words, or `?`, which stands for a letter.
 *
 * @param groups folded groups of the name, JSON, see `archive/folded-name.ts`
 */
export function matchFuzzyName(groups: RawBuilder<unknown>, key: string): RawBuilder<SqlBool> | undefined {
  const words = foldedText(key).split(separators).filter(Boolean).slice(0, maxWords);
  if (words.length === 0 || key.includes('?')) return undefined;
  const text = sql<string>`(${groups})::text collate "C"`;
  const sound = spellings.reduce(
    (spelled, [from, to]) => sql<string>`replace(${spelled}, ${sql.lit(from)}, ${sql.lit(to)})`,
    text,
  );
  const sounding = sql<string>`regexp_replace(${sound}, '(.)\\1+', '\\1', 'g')`;
  const each = words.map(
    (word) => sql<SqlBool>`(${text} ~ ${patternOf(word)} or ${sounding} ~ ${patternOf(soundOf(word))})`,
  );
  return sql<SqlBool>`(${sql.join(each, sql` and `)})`;
}

function soundOf(word: string): string {
  const spelled = spellings.reduce((text, [from, to]) => text.replaceAll(from, to), word);
  return spelled.replace(/(.)\1+/gu, '$1');
}

function patternOf(word: string): string {
  return beginsWord + word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
