/**
 * Marks of a letter or two, such as `R` or `F`, may stay, and short names are easily taken for them: `Fu` is read as `F` where
 * its second letter is faint. So they stay only where no other picture of the frame shows something else in their place.
 */

import { isHarmless } from './allow-list.ts';
import { lettersOf, type Reading } from './text-recogniser.ts';

/** Letters and digits of a mark. */
const longestMark = 2;

/** What is read in another picture counts from this mean probability on, and where it has so many letters. */
const sureOfOther = 0.6;
const leastOfOther = 2;

/**
 * Returns what another picture shows in place of a mark, if that may not stay; otherwise the reading as it was.
 * @param read reads the same place in one of the others
 */
export async function readAgain<T>(
  first: Reading,
  others: readonly T[],
  read: (other: T) => Promise<Reading>,
): Promise<Reading> {
  if (lettersOf(first) > longestMark || !isHarmless(first)) return first;
  for (const other of others) {
    const reading = await read(other);
    const isSure = lettersOf(reading) >= leastOfOther && reading.confidence >= sureOfOther;
    if (isSure && !isHarmless({ text: reading.text, confidence: 1 })) return reading;
  }
  return first;
}
