/**
 * Whether a stored copy is intact, and whether two hold equal elements and pixels, whatever transfer syntax and encoding of lengths each has.
 *
 * Asked only when a SOP Instance UID comes again with other bytes. A wrong «yes» would drop a copy, so everything that
 * cannot be compared counts as different: the second copy is then kept and a person sees the conflict.
 * Deliberately not compared beyond 128 MiB, where only identical bytes count as the same.
 */

import { createHash, type Hash, randomUUID } from 'node:crypto';
import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { DicomError } from '@isocenter/dicom/errors';
import { parseDataSet } from '@isocenter/dicom/parse';
import { isGroupLength } from '@isocenter/dicom/tag';
import { isTextVr } from '@isocenter/dicom/text-value';
import { explicitVrLittleEndian, findTransferSyntax, type TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import type { Vr } from '@isocenter/dicom/vr';
import type { ObjectLocation } from '../storage/log-entry.ts';
import { releaseBuffers } from '../storage/release-buffer.ts';
import { StorageError, type StorageErrorCode } from '../storage/storage-error.ts';
import type { Comparison, StoredVersion } from './index-decision.ts';
import { inflateRaw } from './inflate.ts';

const maxComparedBytes = 128 << 20;

export type PixelDecoder = {
  /** Returns the data set in Explicit VR Little Endian with native Pixel Data. Rejects where no codec can. */
  decodeToNative(dataSet: Uint8Array, transferSyntax: TransferSyntax): Promise<Uint8Array>;
};

export type PixelLikeness =
  | 'same'
  | 'different'
  /** Neither copy has pixels. */
  | 'none'
  /** They cannot be read or decoded, or are too long to be compared. */
  | 'unknown';

/** Yields what lies at a place, in whichever spool. */
export type ObjectSource = {
  read(location: ObjectLocation): AsyncIterable<Uint8Array>;
  /** As `BlobLog.prove`. */
  prove(location: ObjectLocation): Promise<void>;
};

/** Returns the comparison the index decides by; what cannot be read is equal to nothing else. */
export function createComparison(source: ObjectSource, decoder: PixelDecoder): Comparison {
  return { sameObject: createSameObject(source, decoder), isIntact: (version) => isIntact(source, version) };
}

/** Returns what tells whether two copies show the same, whatever their headers say; for people, who decide by it. */
export function createPixelComparison(
  source: Pick<ObjectSource, 'read'>,
  decoder: PixelDecoder,
): (left: ComparedVersion, right: ComparedVersion) => Promise<PixelLikeness> {
  return async (left, right) => {
    if (left.lengthBytes > maxComparedBytes || right.lengthBytes > maxComparedBytes) return 'unknown';
    try {
      return await likenessOf([await readContent(source, left), await readContent(source, right)], decoder);
    } catch (error) {
      if (isUnreadable(error)) return 'unknown';
      throw error;
    }
  };
}

const damagedCodes: ReadonlySet<StorageErrorCode> = new Set(['corrupt-record', 'not-found', 'key-destroyed']);

/** Copies in a store that is away, or under a key that is: they were proven before, and the index must go on. */
const awayCodes: ReadonlySet<StorageErrorCode> = new Set([
  'store-unavailable',
  'wrong-store',
  'key-service-unavailable',
]);

async function isIntact(source: ObjectSource, { location }: StoredVersion): Promise<boolean> {
  try {
    await source.prove(location);
    return true;
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    if (awayCodes.has(error.code)) return true;
    if (damagedCodes.has(error.code)) return false;
    throw error;
  }
}

function createSameObject(source: ObjectSource, decoder: PixelDecoder): Comparison['sameObject'] {
  return async (left, right) => {
    if (left.lengthBytes > maxComparedBytes || right.lengthBytes > maxComparedBytes) return false;
    try {
      return await isSame(await readContent(source, left), await readContent(source, right), decoder);
    } catch (error) {
      if (isUnreadable(error)) return false;
      throw error;
    }
  };
}

async function likenessOf(contents: readonly (Content | undefined)[], decoder: PixelDecoder): Promise<PixelLikeness> {
  const [left, right] = contents;
  if (left === undefined || right === undefined) return 'unknown';
  const [hasLeft, hasRight] = [hasPixels(left.dataSet), hasPixels(right.dataSet)];
  if (!hasLeft && !hasRight) return 'none';
  if (hasLeft !== hasRight) return 'different';
  const digestOf = async (content: Content) => pixelDigest(content.dataSet) ?? (await nativeDigest(content, decoder));
  const digests = [await digestOf(left), await digestOf(right)];
  if (digests.includes(undefined)) return 'unknown';
  return digests[0] === digests[1] && hasSameFloats(left.dataSet, right.dataSet) ? 'same' : 'different';
}

function hasPixels(dataSet: DataSet): boolean {
  return dataSet.elements.some(({ tag }) => pixelTags.has(tag));
}

function hasSameFloats(left: DataSet, right: DataSet): boolean {
  const [first, second] = [left, right].map((dataSet) => {
    const hash = createHash('sha256');
    for (const element of dataSet.elements) {
      if (pixelTags.has(element.tag) && element.tag !== tagOf('PixelData')) {
        hashElement(hash, element, dataSet.littleEndian);
      }
    }
    return hash.digest('hex');
  });
  return first === second;
}

async function isSame(left: Content | undefined, right: Content | undefined, decoder: PixelDecoder): Promise<boolean> {
  if (left === undefined || right === undefined) return false;
  if (headerDigest(left.dataSet) !== headerDigest(right.dataSet)) return false;
  const [leftPixels, rightPixels] = [pixelDigest(left.dataSet), pixelDigest(right.dataSet)];
  if (leftPixels !== undefined && rightPixels !== undefined) return leftPixels === rightPixels;
  return (await decodedDigest(left, decoder)) === (await decodedDigest(right, decoder));
}

/**
 * Data that will be no better next time, such as a deflated object of more bytes than are held, or that lies in a store
 * that is away; the index must go on.
 */
function isUnreadable(error: unknown): boolean {
  if (error instanceof DicomError) return true;
  return error instanceof StorageError && (lastingCodes.has(error.code) || awayCodes.has(error.code));
}

const lastingCodes: ReadonlySet<StorageErrorCode> = new Set([
  'corrupt-record',
  'not-found',
  'key-destroyed',
  'key-missing',
]);

async function readWhole(source: Pick<ObjectSource, 'read'>, location: ObjectLocation): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source.read(location)) pieces.push(piece);
  if (pieces.length === 1 && pieces[0] !== undefined) return pieces[0];
  const whole = Buffer.concat(pieces);
  releaseBuffers(pieces);
  return whole;
}

type ComparedVersion = Pick<StoredVersion, 'transferSyntaxUid' | 'location' | 'lengthBytes'>;

/** An element, and how the numbers in it are written. */
export type PlacedElement = { readonly element: DataElement; readonly littleEndian: boolean };

type Content = { readonly bytes: Uint8Array; readonly transferSyntax: TransferSyntax; readonly dataSet: DataSet };

async function readContent(source: Pick<ObjectSource, 'read'>, version: ComparedVersion): Promise<Content | undefined> {
  const transferSyntax = findTransferSyntax(version.transferSyntaxUid);
  if (transferSyntax === undefined) return undefined;
  const bytes = await readWhole(source, version.location);
  const { value, findings } = parseDataSet(bytes, transferSyntax, { inflate: inflateRaw });
  if (findings.some((finding) => finding.severity === 'error')) return undefined;
  return { bytes, transferSyntax, dataSet: value };
}

/** Elements that say how the pixels are encoded, or nothing: they may differ between equal objects. */
const encodingTags: ReadonlySet<number> = new Set(
  (
    [
      'PixelData',
      'PhotometricInterpretation',
      'PlanarConfiguration',
      'ExtendedOffsetTable',
      'ExtendedOffsetTableLengths',
      'EncapsulatedPixelDataValueTotalLength',
      'DataSetTrailingPadding',
    ] as const
  ).map(tagOf),
);

function headerDigest(dataSet: DataSet): string {
  const hash = createHash('sha256');
  for (const element of dataSet.elements) {
    if (!encodingTags.has(element.tag)) hashElement(hash, element, dataSet.littleEndian);
  }
  return hash.digest('hex');
}

/**
 * Adds tag and value, numbers in little endian and text without padding. The VR is left out: implicit VR does not
 * carry it. Lengths and markers keep neighbouring values apart.
 */
function hashElement(hash: Hash, element: DataElement, littleEndian: boolean): void {
  if (isGroupLength(element.tag)) return;
  if (element.value.kind === 'sequence') {
    hash.update(`${element.tag}[`);
    for (const item of element.value.items) {
      hash.update('{');
      for (const inner of item.elements) hashElement(hash, inner, item.littleEndian);
      hash.update('}');
    }
    hash.update(']');
    return;
  }
  if (element.value.kind === 'fragments') {
    hash.update(`${element.tag}#`);
    for (const fragment of element.value.fragments) hash.update(`${fragment.length}:`).update(fragment);
    return;
  }
  if (element.value.kind === 'absent') {
    hash.update(randomUUID()); // not read, so never equal
    return;
  }
  const bytes = withoutPadding(inLittleEndian(element.value.bytes, element.vr, littleEndian), element.vr);
  hash.update(`${element.tag}=${bytes.length}:`).update(bytes);
}

const pixelTags: ReadonlySet<number> = new Set(
  (['PixelData', 'FloatPixelData', 'DoubleFloatPixelData'] as const).map(tagOf),
);

/** Digest of native Pixel Data; undefined where the pixels are encapsulated, the digest of nothing where none are. */
function pixelDigest(dataSet: DataSet): string | undefined {
  const pixelData = dataSet.elements.find((element) => element.tag === tagOf('PixelData'));
  const photometric = dataSet.elements.find((element) => element.tag === tagOf('PhotometricInterpretation'));
  const planar = dataSet.elements.find((element) => element.tag === tagOf('PlanarConfiguration'));
  if (pixelData !== undefined && pixelData.value.kind !== 'bytes') return undefined;
  const hash = createHash('sha256');
  for (const element of [photometric, planar, pixelData]) {
    if (element !== undefined) hashElement(hash, element, dataSet.littleEndian);
  }
  return hash.digest('hex');
}

async function decodedDigest(content: Content, decoder: PixelDecoder): Promise<string> {
  const digest = await nativeDigest(content, decoder);
  // What cannot be decoded is equal only to the same bytes.
  return digest ?? createHash('sha256').update(content.transferSyntax.uid).update(content.bytes).digest('hex');
}

async function nativeDigest(content: Content, decoder: PixelDecoder): Promise<string | undefined> {
  try {
    const native = await decoder.decodeToNative(content.bytes, content.transferSyntax);
    return pixelDigest(parseDataSet(native, explicitVrLittleEndian).value);
  } catch {
    return undefined; // No codec, or pixels that it refuses.
  }
}

/** True where two elements hold the same value; values that were not read are equal to nothing. */
export function isSameValue(left: PlacedElement, right: PlacedElement): boolean {
  const [first, second] = [left, right].map(({ element, littleEndian }) => {
    const hash = createHash('sha256');
    hashElement(hash, element, littleEndian);
    return hash.digest('hex');
  });
  return first === second;
}

const wordBytes: ReadonlyMap<Vr, 2 | 4 | 8> = new Map<Vr, 2 | 4 | 8>([
  ['US', 2],
  ['SS', 2],
  ['OW', 2],
  ['AT', 2],
  ['UL', 4],
  ['SL', 4],
  ['FL', 4],
  ['OF', 4],
  ['OL', 4],
  ['FD', 8],
  ['OD', 8],
  ['OV', 8],
  ['SV', 8],
  ['UV', 8],
]);

function inLittleEndian(bytes: Uint8Array, vr: Vr, littleEndian: boolean): Uint8Array {
  const width = wordBytes.get(vr);
  if (littleEndian || width === undefined || bytes.length % width !== 0) return bytes;
  const swapped = Buffer.from(bytes);
  if (width === 2) return swapped.swap16();
  return width === 4 ? swapped.swap32() : swapped.swap64();
}

/**
 * Spaces at the end of a text, and zeros at the end of a UID, mean nothing, PS3.5 §6.2: writers pad as they like. Implicit
 * VR reads private text as UN, where spaces are left out of account, too. In numbers every bit counts.
 */
function withoutPadding(bytes: Uint8Array, vr: Vr): Uint8Array {
  const isText = isTextVr(vr);
  if (!isText && vr !== 'UN') return bytes;
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0x20 || (isText && bytes[end - 1] === 0))) end -= 1;
  return bytes.subarray(0, end);
}
