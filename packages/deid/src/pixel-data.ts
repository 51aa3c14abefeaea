/**
 * Takes out of Pixel Data what is no picture: bytes beyond the last frame, bits above the stored ones, in which old
 * objects keep overlays (PS3.5 §8.1.2), and the metadata of compressed frames (`codestream-metadata.ts`). The samples stay
 * as they are; a picture that holds nothing else is returned as it was.
 */

import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { getNumber, getString } from '@isocenter/dicom/values';
import { stripCodestream } from './codestream-metadata.ts';

const pixelData = tagOf('PixelData');

/** Of frames by their places, and no longer true when a frame has become shorter, PS3.3 §C.7.6.3. */
const offsetTables = new Set([tagOf('ExtendedOffsetTable'), tagOf('ExtendedOffsetTableLengths')]);

/** Returns the data set with a cleaned picture; `isChanged` where anything was taken out. */
export function cleanPixelData(dataSet: DataSet): { readonly dataSet: DataSet; readonly isChanged: boolean } {
  const element = dataSet.elements.find(({ tag }) => tag === pixelData);
  const cleaned = element && cleanElement(element, dataSet);
  if (cleaned === undefined || cleaned === element) return { dataSet, isChanged: false };
  const isEncapsulated = cleaned.value.kind === 'fragments';
  const elements = dataSet.elements
    .filter(({ tag }) => !isEncapsulated || !offsetTables.has(tag))
    .map((one) => (one === element ? cleaned : one));
  return { dataSet: { ...dataSet, elements }, isChanged: true };
}

function cleanElement(element: DataElement, dataSet: DataSet): DataElement {
  const { value } = element;
  if (value.kind === 'fragments') {
    const fragments = cleanFragments(value.fragments);
    return fragments === value.fragments ? element : { ...element, value: { kind: 'fragments', fragments } };
  }
  if (value.kind !== 'bytes') return element;
  const bytes = cleanSamples(value.bytes, dataSet);
  return bytes === value.bytes ? element : { ...element, value: { kind: 'bytes', bytes } };
}

/** The first fragment is the Basic Offset Table, PS3.5 §A.4, and is made to fit. */
function cleanFragments(fragments: readonly Uint8Array[]): readonly Uint8Array[] {
  const [table, ...frames] = fragments;
  const cleaned = frames.map(stripCodestream);
  if (table === undefined || cleaned.every((one, number) => one === frames[number])) return fragments;
  return [movedTable(table, frames, cleaned), ...cleaned];
}

const itemHeaderBytes = 8;

function movedTable(table: Uint8Array, before: readonly Uint8Array[], after: readonly Uint8Array[]): Uint8Array {
  const places = new Map<number, number>();
  let [from, to] = [0, 0];
  for (const [number, fragment] of before.entries()) {
    places.set(from, to);
    from += evenLength(fragment) + itemHeaderBytes;
    to += evenLength(after[number] ?? fragment) + itemHeaderBytes;
  }
  const moved = new Uint8Array(table.length);
  const [source, target] = [table, moved].map((one) => new DataView(one.buffer, one.byteOffset, one.length));
  for (let at = 0; at + 4 <= table.length; at += 4) {
    const place = places.get(source?.getUint32(at, true) ?? 0);
    // A table that was wrong before is left out, which is allowed.
    if (place === undefined) return new Uint8Array(0);
    target?.setUint32(at, place, true);
  }
  return moved;
}

function evenLength({ length }: Uint8Array): number {
  return length + (length & 1);
}

function cleanSamples(bytes: Uint8Array, dataSet: DataSet): Uint8Array {
  const expected = expectedBytes(dataSet);
  return withoutHighBits(expected < bytes.length ? bytes.subarray(0, expected) : bytes, dataSet);
}

/**
 * Returns the bytes of all frames, PS3.5 §8.1.1 and PS3.3 §C.7.6.3.1.2, made even: in big endian, the byte of padding is not
 * the last one. Infinity where the data set does not say.
 */
function expectedBytes(dataSet: DataSet): number {
  const number = (keyword: Parameters<typeof tagOf>[0]): number | undefined => getNumber(dataSet, tagOf(keyword));
  const [rows, columns, bits] = [number('Rows'), number('Columns'), number('BitsAllocated')];
  if (rows === undefined || columns === undefined || bits === undefined) return Number.POSITIVE_INFINITY;
  const isSubsampled = getString(dataSet, tagOf('PhotometricInterpretation')) === 'YBR_FULL_422';
  const samples = isSubsampled ? 2 : (number('SamplesPerPixel') ?? 1);
  const bytesEach = (rows * columns * samples * bits) / 8;
  // Frames of one bit follow each other within a byte; some writers begin each with a byte of its own.
  const bytes = Math.ceil(bytesEach) * (number('NumberOfFrames') ?? 1);
  return bytes + (bytes & 1);
}

/** Returns the samples of 16 bits without the bits above High Bit; the same bytes where they only extend the sign. */
function withoutHighBits(bytes: Uint8Array, dataSet: DataSet): Uint8Array {
  const stored = getNumber(dataSet, tagOf('BitsStored')) ?? 16;
  const highBit = getNumber(dataSet, tagOf('HighBit')) ?? stored - 1;
  if (getNumber(dataSet, tagOf('BitsAllocated')) !== 16 || stored >= 16 || highBit !== stored - 1) return bytes;
  const isSigned = getNumber(dataSet, tagOf('PixelRepresentation')) === 1;
  const samples = samplesOf(bytes, dataSet.littleEndian);
  const first = findForeignBits(samples, stored, isSigned);
  if (first === undefined) return bytes;
  const clean = samples.slice();
  for (let at = first; at < clean.length; at += 1) clean[at] = withoutForeignBits(clean[at] ?? 0, stored, isSigned);
  return bytesOf(clean, dataSet.littleEndian);
}

/** Loops by number: each sample of each picture comes through here. */
function findForeignBits(samples: Uint16Array, stored: number, isSigned: boolean): number | undefined {
  if (usedBits(samples) >>> stored === 0) return undefined;
  for (let at = 0; at < samples.length; at += 1) {
    const sample = samples[at] ?? 0;
    if (sample !== withoutForeignBits(sample, stored, isSigned)) return at;
  }
  return undefined;
}

/** Returns the bits that any sample has, looking at two at a time. */
function usedBits(samples: Uint16Array): number {
  const skipped = samples.byteOffset % 4 === 0 ? 0 : 1;
  const pairs = new Uint32Array(samples.buffer, samples.byteOffset + skipped * 2, (samples.length - skipped) >> 1);
  const used = (samples[0] ?? 0) | ((samples.at(-1) ?? 0) << 16) | usedInPairs(pairs);
  return (used | (used >>> 16)) & 0xffff;
}

/**
 * Four pairs at a step: the loop is what a header-only run does most. It stands last and alone, since V8 gives up what it
 * compiled of a loop that runs when it comes to code behind it that had not run yet, for each picture again.
 */
function usedInPairs(pairs: Uint32Array): number {
  const whole = pairs.length - (pairs.length % 4);
  let used = (pairs[whole] ?? 0) | (pairs[whole + 1] ?? 0) | (pairs[whole + 2] ?? 0);
  for (let at = 0; at < whole; at += 4)
    used |= (pairs[at] ?? 0) | (pairs[at + 1] ?? 0) | (pairs[at + 2] ?? 0) | (pairs[at + 3] ?? 0);
  return used;
}

/** Devices differ in whether they extend the sign: both ways there is nothing above it, and nothing to take out. */
function withoutForeignBits(sample: number, stored: number, isSigned: boolean): number {
  const value = sample & ((1 << stored) - 1);
  const extended = isSigned && value >>> (stored - 1) === 1 ? value | (0xffff << stored) : value;
  return sample === value ? sample : extended & 0xffff;
}

function samplesOf(bytes: Uint8Array, littleEndian: boolean): Uint16Array {
  const count = bytes.length >> 1;
  if (littleEndian && bytes.byteOffset % 2 === 0) return new Uint16Array(bytes.buffer, bytes.byteOffset, count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, count * 2);
  return Uint16Array.from({ length: count }, (_, place) => view.getUint16(place * 2, littleEndian));
}

function bytesOf(samples: Uint16Array, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(samples.length * 2);
  const view = new DataView(bytes.buffer);
  for (const [place, sample] of samples.entries()) view.setUint16(place * 2, sample, littleEndian);
  return bytes;
}
