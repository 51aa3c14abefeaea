/**
 * Makes broken inputs out of good ones: bytes, lengths, VRs and structure of DICOM data, changed at random by a seed.
 *
 * It knows nothing of data sets but how tags, VRs and lengths look, and where the caller says that headers stand; so it
 * serves protocol data units as well.
 */

import type { Random } from './random.ts';

export type MutationPlaces = {
  /** Offsets where headers of elements or items begin; half of all changes aim at one. */
  readonly headers: readonly number[];
};

/** Returns a changed copy of the input, never longer than twice its length and 64 bytes. */
export function mutate(input: Uint8Array, random: Random, places: MutationPlaces = { headers: [] }): Uint8Array {
  let bytes: Uint8Array = input;
  // Most inputs get one change: it takes few to reach a rare state, and many hide each other.
  const changes = 1 + Math.floor(random.below(8) / 4) * random.below(4);
  for (let change = 0; change <= changes; change += 1) {
    const strategy = random.pick(strategies);
    bytes = strategy(bytes, choosePlace(bytes, random, places), random);
  }
  return bytes.length > input.length * 2 + 64 ? bytes.subarray(0, input.length * 2 + 64) : bytes;
}

type Strategy = (bytes: Uint8Array, at: number, random: Random) => Uint8Array;

const strategies: readonly Strategy[] = [
  flipBit,
  setByte,
  setByte,
  setLength,
  setLength,
  setLength,
  setShortLength,
  setVr,
  setVr,
  setTag,
  insertMarker,
  insertMarker,
  removeBytes,
  repeatBytes,
  moveBytes,
  truncate,
];

const bytesOfInterest = [0x00, 0x01, 0x02, 0x08, 0x20, 0x5c, 0x7f, 0x80, 0xe0, 0xfe, 0xff] as const;
const lengthsOfInterest = [
  0, 1, 2, 3, 7, 8, 9, 12, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0xfffe, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffff0,
  0xfffffffe, 0xffffffff,
] as const;
const vrsOfInterest = ['SQ', 'UN', 'OB', 'OW', 'UT', 'UI', 'LO', 'US', 'UL', 'AT', 'PN', 'ZZ', 'sq', '  '] as const;
/** Tags as they stand in little endian; those that begin and end structure, and those that change how others are read. */
const tagsOfInterest = [
  [0xfe, 0xff, 0x00, 0xe0],
  [0xfe, 0xff, 0x0d, 0xe0],
  [0xfe, 0xff, 0xdd, 0xe0],
  [0xff, 0xfe, 0xe0, 0x00],
  [0x08, 0x00, 0x05, 0x00],
  [0x28, 0x00, 0x03, 0x01],
  [0xe0, 0x7f, 0x10, 0x00],
  [0x02, 0x00, 0x10, 0x00],
] as const;

function choosePlace(bytes: Uint8Array, random: Random, { headers }: MutationPlaces): number {
  const header = headers.length > 0 && random.below(2) === 0 ? (headers[random.below(headers.length)] ?? 0) : undefined;
  return header !== undefined && header < bytes.length ? header : random.below(bytes.length + 1);
}

function flipBit(bytes: Uint8Array, at: number, random: Random): Uint8Array {
  const copy = bytes.slice();
  const place = Math.min(at + random.below(12), copy.length - 1);
  if (place >= 0) copy[place] = (copy[place] ?? 0) ^ (1 << random.below(8));
  return copy;
}

function setByte(bytes: Uint8Array, at: number, random: Random): Uint8Array {
  return overwrite(bytes, at + random.below(12), [random.pick(bytesOfInterest)]);
}

/** A length stands 4 bytes after the tag in implicit VR and in items, 8 in the long form of explicit VR. */
function setLength(bytes: Uint8Array, at: number, random: Random): Uint8Array {
  const rest = Math.max(0, bytes.length - at - 8 + random.below(5) - 2);
  const length = random.below(3) === 0 ? rest : random.pick(lengthsOfInterest);
  const isBigEndian = random.below(4) === 0;
  const four = [length & 0xff, (length >>> 8) & 0xff, (length >>> 16) & 0xff, length >>> 24];
  return overwrite(bytes, at + random.pick([4, 8]), isBigEndian ? four.reverse() : four);
}

function setShortLength(bytes: Uint8Array, at: number, random: Random): Uint8Array {
  const length = random.pick(lengthsOfInterest);
  return overwrite(bytes, at + 6, [length & 0xff, (length >>> 8) & 0xff]);
}

function setVr(bytes: Uint8Array, at: number, random: Random): Uint8Array {
  const vr = random.pick(vrsOfInterest);
  return overwrite(bytes, at + 4, [vr.charCodeAt(0), vr.charCodeAt(1)]);
}

function setTag(bytes: Uint8Array, at: number, random: Random): Uint8Array {
  return overwrite(bytes, at, random.pick(tagsOfInterest));
}

/** Puts in an item or a delimiter, with a length. */
function insertMarker(bytes: Uint8Array, at: number, random: Random): Uint8Array {
  const length = random.pick([0, 0, 0xffffffff, 8, 0x100]);
  const four = [length & 0xff, (length >>> 8) & 0xff, (length >>> 16) & 0xff, length >>> 24];
  return splice(bytes, at, 0, Uint8Array.of(...random.pick(tagsOfInterest), ...four));
}

function removeBytes(bytes: Uint8Array, at: number, random: Random): Uint8Array {
  return splice(bytes, at, 1 + random.below(16), new Uint8Array(0));
}

function repeatBytes(bytes: Uint8Array, at: number, random: Random): Uint8Array {
  return splice(bytes, at, 0, bytes.subarray(at, at + 1 + random.below(40)));
}

function moveBytes(bytes: Uint8Array, at: number, random: Random): Uint8Array {
  const from = random.below(bytes.length + 1);
  return splice(bytes, at, 0, bytes.slice(from, from + random.below(40)));
}

function truncate(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.slice(0, at);
}

function overwrite(bytes: Uint8Array, at: number, values: readonly number[]): Uint8Array {
  const copy = bytes.slice();
  for (const [index, value] of values.entries()) if (at + index < copy.length) copy[at + index] = value;
  return copy;
}

function splice(bytes: Uint8Array, at: number, removed: number, added: Uint8Array): Uint8Array {
  const start = Math.min(at, bytes.length);
  const end = Math.min(start + removed, bytes.length);
  const result = new Uint8Array(start + added.length + bytes.length - end);
  result.set(bytes.subarray(0, start));
  result.set(added, start);
  result.set(bytes.subarray(end), start + added.length);
  return result;
}
