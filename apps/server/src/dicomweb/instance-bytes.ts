/**
 * Instances as DICOM files: a fresh preamble and file meta information, then the data set as received or in Explicit VR
 * Little Endian.
 *
 * As received costs no more than reading. Implicit VR is rewritten on the way, with the pixels streamed; big endian and
 * deflated data sets are turned in memory, compressed ones frame by frame by the decoder that is passed in.
 */

import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { DicomError } from '@isocenter/dicom/errors';
import { parseDataSet } from '@isocenter/dicom/parse';
import { encodeFileMeta } from '@isocenter/dicom/part10';
import { tagFrom } from '@isocenter/dicom/tag';
import { explicitVrLittleEndian, type TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { PixelsError } from '@isocenter/pixels/errors';
import { readPixelDataElement } from '@isocenter/pixels/pixel-data-element';
import { inflateRaw } from '../archive/inflate.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Renderer } from '../rendering/renderer.ts';
import type { StoredInstance } from './instance-repository.ts';
import { openImage, type Reads, readHeader, sourceOf, transferSyntaxOf } from './stored-data-set.ts';

/** PS3.7 §D.3.3.2; the UID is that of `packages/dicom`. */
const implementationVersionName = 'ISOCENTER';

/** Data sets that are turned in memory; beyond this they are sent as received. */
const maxTurnedBytes = 1 << 30;
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
    lengthBytes: fileMetaLength(instance, transferSyntaxUid) + instance.lengthBytes,
    async *chunks() {
      yield fileMetaOf(instance, transferSyntaxUid);
      yield* archive.read(instance.location);
    },
  };
}

/**
 * Returns the file with equal elements and pixels in Explicit VR Little Endian.
 *
 * @throws HttpProblem `transcoding-not-possible` where no codec can, or the result would be beyond measure
 */
export async function explicitFile(
  archive: Reads,
  renderer: Pick<Renderer, 'decodeToNative'>,
  instance: StoredInstance,
): Promise<InstanceFile> {
  const transferSyntax = transferSyntaxOf(instance);
  if (transferSyntax.uid === explicitVrLittleEndian.uid) return receivedFile(archive, instance);
  if (transferSyntax.encapsulated && instance.pixelDataOffset !== undefined) {
    return explicitChunks(instance, await decodedChunks(archive, renderer, instance));
  }
  if (transferSyntax.littleEndian && !transferSyntax.deflated) {
    return explicitChunks(instance, rewriteHeader(archive, instance));
  }
  return explicitChunks(instance, [await turnInMemory(archive, instance)]);
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
 * Length of what `fileMetaOf` returns, by arithmetic: all but three UIDs is the same in every file, and the length of a
 * study's answer is needed before its first byte.
 */
function fileMetaLength({ sopClassUid, sopInstanceUid }: StoredInstance, transferSyntaxUid: string): number {
  fixedMetaBytes ??= encodeFileMeta({
    sopClassUid: '',
    sopInstanceUid: '',
    transferSyntaxUid: '',
    implementationVersionName,
  }).length;
  const padded = (uid: string) => uid.length + (uid.length % 2);
  return fixedMetaBytes + padded(sopClassUid) + padded(sopInstanceUid) + padded(transferSyntaxUid);
}

/** The same in every file; worked out on first use. */
let fixedMetaBytes: number | undefined;

/** Native little endian, implicit VR as a rule: the header is written anew, pixels have the same bytes, PS3.5 §A.1 and §A.2. */
async function* rewriteHeader(archive: Reads, instance: StoredInstance): AsyncGenerator<Uint8Array, void> {
  const { location, lengthBytes, pixelDataOffset } = instance;
  const transferSyntax = transferSyntaxOf(instance);
  const header = await readHeader(archive, instance);
  yield encodeDataSet(withoutGroupLengths(header), explicitVrLittleEndian);
  if (pixelDataOffset === undefined) return;
  const element = await readPixelDataElement(sourceOf(archive, instance), pixelDataOffset, transferSyntax);
  const { tag, valueOffset } = element;
  // Fragments have no place here, but where they stand they are written the same in both encodings.
  const end = Math.min(valueOffset + (element.lengthBytes ?? lengthBytes), lengthBytes);
  yield pixelDataHeader(tag, element.lengthBytes === undefined ? undefinedLength : end - valueOffset);
  yield* archive.read(location, { start: valueOffset, end });
  if (end === lengthBytes) return;
  const rest = parseDataSet(await archive.readRange(location, end, lengthBytes), transferSyntax).value;
  yield encodeDataSet(rest, explicitVrLittleEndian);
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
  const transferSyntax = transferSyntaxOf(instance);
  const { pieces, first } = await beginDecoding(archive, renderer, instance).catch((cause: unknown) => {
    throw cause instanceof PixelsError || cause instanceof DicomError ? notPossible(transferSyntax, cause) : cause;
  });
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

async function turnInMemory(archive: Reads, instance: StoredInstance): Promise<Uint8Array> {
  const transferSyntax = transferSyntaxOf(instance);
  if (instance.lengthBytes > maxTurnedBytes) throw notPossible(transferSyntax);
  const bytes = await archive.readRange(instance.location, 0, instance.lengthBytes);
  try {
    const dataSet = parseDataSet(bytes, transferSyntax, { inflate: inflateRaw }).value;
    return encodeDataSet(withoutGroupLengths(dataSet), explicitVrLittleEndian);
  } catch (error) {
    // What inflates to more than may be held in memory.
    throw error instanceof DicomError ? notPossible(transferSyntax, error) : error;
  }
}

/** Lengths of groups (gggg,0000) would be wrong in another encoding; they are retired, PS3.5 §7.2. */
function withoutGroupLengths(dataSet: DataSet): DataSet {
  const isKept = ({ tag }: DataElement) => tag % 0x10000 !== 0;
  return { ...dataSet, elements: dataSet.elements.filter(isKept) };
}

function notPossible({ name }: TransferSyntax, cause?: unknown): HttpProblem {
  return new HttpProblem('transcoding-not-possible', {
    detail: `Pixels in ${name} cannot be decoded here; transfer-syntax=* gives them as received.`,
    cause,
  });
}
