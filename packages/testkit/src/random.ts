/**
 * Random numbers that a seed decides, so that whatever a random test finds can be found again. Not for secrets.
 */

export type Random = {
  /** Returns a number from 0 up to, not including, 1. */
  fraction(): number;
  /** Returns an integer from 0 to `limit` − 1; `limit` is at most 2^32. */
  below(limit: number): number;
  /** Returns one of the values, of which there is at least one. */
  pick<T>(values: readonly T[]): T;
};

/**
 * Returns the random numbers of a seed, by the generator sfc32.
 *
 * @param seed integer from 0 to 2^53 − 1
 * @param stream integer from 0 to 2^32 − 1; each gives other numbers for the same seed
 */
export function seededRandom(seed: number, stream = 0): Random {
  let a = seed | 0;
  let b = (seed / 0x100000000) | 0;
  let c = 0x9e3779b9 ^ stream;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  // The first numbers still resemble the seed.
  for (let round = 0; round < 12; round += 1) next();
  const fraction = (): number => next() / 0x100000000;
  const below = (limit: number): number => Math.floor(fraction() * limit);
  const pick = <T>(values: readonly T[]): T => {
    if (values.length === 0) throw new RangeError('nothing to pick from');
    // The index is inside the list.
    return values[below(values.length)] as T;
  };
  return { fraction, below, pick };
}
