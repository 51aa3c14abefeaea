/**
 * Instances as DICOM files: a fresh preamble and file meta information, then the data set as received or in Explicit VR
 * Little Endian.
 *
 * As received costs no more than reading. Implicit VR and big endian are rewritten on the way, with the pixels streamed;
 * deflated data sets are turned in memory, compressed ones frame by frame by the decoder that is passed in. What would
 * take more memory than is held for it can be had as received only.
 */

import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { formOf } from '@isocenter/dicom/data-set-form';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { DicomError } from '@isocenter/dicom/errors';
import { parseDataSet } from '@isocenter/dicom/parse';
import { encodeFileMeta } from '@isocenter/dicom/part10';
import { tagFrom } from '@isocenter/dicom/tag';
import { explicitVrLittleEndian, type TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { isDecodable } from '@isocenter/pixels/decode';
import { PixelsError } from '@isocenter/pixels/errors';
import { readPixelDataElement } from '@isocenter/pixels/pixel-data-element';
import { inflateRaw } from '../archive/inflate.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Renderer } from '../rendering/renderer.ts';
import { littleEndianChunks } from './byte-order.ts';
import type { StoredInstance } from './instance-repository.ts';
import { openImage, type Reads, sourceOf, transferSyntaxOf } from './stored-data-set.ts';

/** PS3.7 §D.3.3.2; the UID is that of `packages/dicom`. */
const implementationVersionName = 'ISOCENTER';

/**
 * What is written anew is held in memory: the elements before and after the pixels, or all of a deflated data set, in
 * bytes each. The headers of tens of thousands of frames take less.
 */
const maxHeldBytes = 32 << 20;
const undefinedLength = 0xffffffff;

export type InstanceFile = {
  readonly transferSyntaxUid: string;
  /** Undefined where it is not known beforehand. */
  readonly lengthBytes: number | undefined;
  chunks(): AsyncIterable<Uint8Array>;
};

/** Returns the file with the data set as it was received. */
export function receivedFile(archive: Reads, instance: StoredInstance): InstanceFile {
  const { transferSyntaxUid } = instance;
  return {
    transferSyntaxUid,
    lengthBytes: fileMetaOf(instance, transferSyntaxUid).length + instance.lengthBytes,
    async *chunks() {
      yield fileMetaOf(instance, transferSyntaxUid);
      yield* archive.read(instance.location);
    },
  };
}

/** False where it is known without reading it that an instance cannot be had in Explicit VR Little Endian here. */
export function isExplicitPossible(instance: StoredInstance): boolean {
  const { transferSyntaxUid, lengthBytes, pixelDataOffset } = instance;
  const { encapsulated, deflated } = transferSyntaxOf(instance);
  if (transferSyntaxUid === explicitVrLittleEndian.uid) return true;
  if (encapsulated && pixelDataOffset !== undefined) return isDecodable(transferSyntaxUid);
  return (deflated ? lengthBytes : (pixelDataOffset ?? lengthBytes)) <= maxHeldBytes;
}

/**
 * Returns the file with equal elements and pixels in Explicit VR Little Endian. What cannot be written anew shows here,
 * all but frames after the first.
 *
 * @throws HttpProblem `transcoding-not-possible` where no codec can, or more would be held in memory than may be
 */
export async function explicitFile(
  archive: Reads,
  renderer: Pick<Renderer, 'decodeToNative'>,
  instance: StoredInstance,
): Promise<InstanceFile> {
  const transferSyntax = transferSyntaxOf(instance);
  if (transferSyntax.uid === explicitVrLittleEndian.uid) return receivedFile(archive, instance);
  if (!isExplicitPossible(instance)) throw notPossible(transferSyntax);
  try {
    return explicitChunks(instance, await explicitDataSet(archive, renderer, instance));
  } catch (error) {
    throw error instanceof PixelsError || error instanceof DicomError ? notPossible(transferSyntax, error) : error;
  }
}

/**
 * Returns the data set with equal elements and pixels in Explicit VR Little Endian.
 * @throws HttpProblem `transcoding-not-possible`, PixelsError, DicomError
 */
export function explicitDataSet(
  archive: Reads,
  renderer: Pick<Renderer, 'decodeToNative'>,
  instance: StoredInstance,
): Promise<AsyncIterable<Uint8Array> | Iterable<Uint8Array>> {
  const { encapsulated, deflated } = transferSyntaxOf(instance);
  if (deflated || instance.pixelDataOffset === undefined) return turnInMemory(archive, instance);
  return encapsulated
    ? decodedChunks(archive, renderer, instance)
    : rewriteAroundPixels(archive, instance, instance.pixelDataOffset);
}

function explicitChunks(
  instance: StoredInstance,
  dataSet: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): InstanceFile {
  return {
    transferSyntaxUid: explicitVrLittleEndian.uid,
    lengthBytes: undefined,
    async *chunks() {
      yield fileMetaOf(instance, explicitVrLittleEndian.uid);
      yield* dataSet;
    },
  };
}

function fileMetaOf({ sopClassUid, sopInstanceUid }: StoredInstance, transferSyntaxUid: string): Uint8Array {
  return encodeFileMeta({
    sopClassUid: toAscii(sopClassUid),
    sopInstanceUid: toAscii(sopInstanceUid),
    transferSyntaxUid,
    implementationVersionName,
  });
}

/** Keeps the length. File meta information knows no character set, and UIDs with other characters do occur. */
function toAscii(uid: string): string {
  return uid.replace(/[^ -~]/g, '?');
}

/**
 * Native pixels: the elements before and after them are written anew, the pixels go past as they are read, words of big
 * endian turned, PS3.5 §A.1 to §A.3.
 */
async function rewriteAroundPixels(
  archive: Reads,
  instance: StoredInstance,
  pixelDataOffset: number,
): Promise<AsyncIterable<Uint8Array>> {
  const { location, lengthBytes } = instance;
  const transferSyntax = transferSyntaxOf(instance);
  const { littleEndian } = transferSyntax;
  const header = await parseRange(archive, instance, { start: 0, end: pixelDataOffset, transferSyntax });
  const form = formOf(header, transferSyntax);
  const element = await readPixelDataElement(sourceOf(archive, instance), pixelDataOffset, form);
  // Fragments have no place here, but where they stand they are written the same in both encodings of little endian.
  if (element.lengthBytes === undefined && !littleEndian) throw notPossible(transferSyntax);
  const start = element.valueOffset;
  const end = Math.min(start + (element.lengthBytes ?? lengthBytes), lengthBytes);
  if (lengthBytes - end > maxHeldBytes) throw notPossible(transferSyntax);
  const before = encodeExplicit(header);
  const readAs = { ...transferSyntax, ...form };
  const after = encodeExplicit(
    await parseRange(archive, instance, { start: end, end: lengthBytes, transferSyntax: readAs }),
  );
  const writtenLength = element.lengthBytes === undefined ? undefinedLength : end - start;
  return (async function* () {
    yield before;
    yield pixelDataHeader(element.tag, writtenLength);
    const pixels = archive.read(location, { start, end });
    yield* littleEndian ? pixels : littleEndianChunks(pixels, element.vr);
    yield after;
  })();
}

/** Returns the whole elements that a range holds. */
async function parseRange(
  archive: Reads,
  instance: StoredInstance,
  {
    start,
    end,
    transferSyntax,
  }: { readonly start: number; readonly end: number; readonly transferSyntax: TransferSyntax },
): Promise<DataSet> {
  const bytes = start === end ? new Uint8Array() : await archive.readRange(instance.location, start, end);
  return parseDataSet(bytes, transferSyntax, { inflate: inflateRaw }).value;
}

function encodeExplicit(dataSet: DataSet): Uint8Array {
  return encodeDataSet(withoutGroupLengths(dataSet), explicitVrLittleEndian);
}

/** Tag, VR, two reserved bytes and a length of 32 bits, PS3.5 Table 7.1-1. */
function pixelDataHeader(tag: number, lengthBytes: number): Uint8Array {
  const header = Buffer.alloc(12);
  header.writeUInt16LE(Math.floor(tag / 0x10000), 0);
  header.writeUInt16LE(tag % 0x10000, 2);
  header.write(tag === tagFrom(0x7fe0, 0x0008) ? 'OF' : tag === tagFrom(0x7fe0, 0x0009) ? 'OD' : 'OW', 4, 'latin1');
  header.writeUInt32LE(lengthBytes, 8);
  return header;
}

/** The first piece is made before anything is sent: what cannot be decoded shows there. */
async function decodedChunks(
  archive: Reads,
  renderer: Pick<Renderer, 'decodeToNative'>,
  instance: StoredInstance,
): Promise<AsyncIterable<Uint8Array>> {
  const { pieces, first } = await beginDecoding(archive, renderer, instance);
  return (async function* () {
    try {
      for (let piece = first; piece.done !== true; piece = await pieces.next()) yield piece.value;
    } finally {
      await pieces.return(undefined);
    }
  })();
}

async function beginDecoding(archive: Reads, renderer: Pick<Renderer, 'decodeToNative'>, instance: StoredInstance) {
  const image = await openImage(archive, instance);
  if (image === undefined) throw notPossible(transferSyntaxOf(instance));
  const pieces = renderer.decodeToNative(image);
  return { pieces, first: await pieces.next() };
}

async function turnInMemory(archive: Reads, instance: StoredInstance): Promise<readonly Uint8Array[]> {
  const transferSyntax = transferSyntaxOf(instance);
  return [encodeExplicit(await parseRange(archive, instance, { start: 0, end: instance.lengthBytes, transferSyntax }))];
}

/** Lengths of groups (gggg,0000) would be wrong in another encoding; they are retired, PS3.5 §7.2. */
function withoutGroupLengths(dataSet: DataSet): DataSet {
  const isKept = ({ tag }: DataElement) => tag % 0x10000 !== 0;
  return { ...dataSet, elements: dataSet.elements.filter(isKept) };
}

function notPossible({ name }: TransferSyntax, cause?: unknown): HttpProblem {
  return new HttpProblem('transcoding-not-possible', {
    detail: `This object in ${name} cannot be turned here; transfer-syntax=* gives it as received.`,
    cause,
  });
}
