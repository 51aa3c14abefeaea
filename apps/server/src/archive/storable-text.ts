/**
 * Text that PostgreSQL takes as it is: no NUL, no lone surrogate, and short enough for an index entry.
 *
 * Only the index is affected; the object itself keeps its bytes.
 */

/** Longest text kept in a column with an index, in characters; a B-tree entry ends at 2 704 bytes. */
const maxIndexedCharacters = 600;

/** Returns the text without what a column cannot hold. */
export function storableText(text: string | undefined): string {
  if (text === undefined) return '';
  // Well formed last: the cut may go through a surrogate pair.
  return text.replaceAll('\0', '').slice(0, maxIndexedCharacters).toWellFormed();
}

/** Returns a JSON value in which every string is storable, to any depth. */
export function storableJson<T>(value: T): T {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed() as T; // a string in, a string out
  if (Array.isArray(value)) return value.map(storableJson) as T; // same shape, element by element
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, storableJson(inner)])) as T; // same keys
}

/** Returns lower-case text without accents, for matching that ignores both. Syllables of Hangul stay one character. */
export function foldedText(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().normalize('NFC');
}
