/**
 * Names of persons in text: known ones, and those that a title, a label, a credential or a verb gives away, that no list
 * of words knows, or that are written as names are. What is a word or an eponym besides is decided by what stands around
 * it: a title wins over a disease; "Parkinson disease" stays, "Mr. Parkinson" goes.
 *
 * Works on tokens; whoever calls says which of them are dates, identifiers and institutions already.
 */

import { markKnown } from './names/known-names.ts';
import { extend, markRepeated } from './names/more-of-names.ts';
import { markAfterLabels, markByNeighbours } from './names/name-context.ts';
import type { NameMark, Reading } from './names/reading.ts';
import { markUnknown } from './names/unknown-names.ts';
import type { Token } from './tokens.ts';

/** Returns for each token whether it is part of a name. */
export function markNames(
  text: string,
  tokens: readonly Token[],
  options: Pick<Reading, 'lists' | 'set' | 'taken'> & { readonly knowsLanguage: boolean },
): readonly (NameMark | undefined)[] {
  const reading: Reading = { text, tokens, ...options, marks: new Array(tokens.length) };
  markAfterLabels(reading);
  for (const [index, token] of tokens.entries()) markByNeighbours(reading, token, index);
  for (const [index, token] of tokens.entries()) markKnown(reading, token, index);
  if (options.knowsLanguage) for (const [index, token] of tokens.entries()) markUnknown(reading, token, index);
  for (const index of [...tokens.keys(), ...tokens.keys()]) extend(reading, index);
  markRepeated(reading);
  for (const index of tokens.keys()) extend(reading, index);
  return reading.marks;
}
