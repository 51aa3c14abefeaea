/**
 * UIDs made of a UUID, PS3.5 §B.2: `2.25.` and the UUID as a decimal number. Seeded, so that a study can be made again.
 */

import type { Random } from '../random.ts';

export function randomUid(random: Random): string {
  const words = Array.from({ length: 4 }, () => BigInt(random.below(2 ** 32)));
  const bits = words.reduce((number, word) => (number << 32n) | word, 0n);
  // Version 4 and the variant of RFC 9562.
  const version = (bits & ~(0xfn << 76n)) | (0x4n << 76n);
  const uuid = (version & ~(0x3n << 62n)) | (0x2n << 62n);
  return `2.25.${uuid}`;
}
