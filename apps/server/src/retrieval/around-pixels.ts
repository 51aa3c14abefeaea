/**
 * Data sets written anew in another encoding without a codec: native pixels go past as they are read, words of big endian
 * turned, and the elements before and after them are encoded again, PS3.5 §A.1 to §A.3.
 *
 * What has no pixels, and what is deflated, is turned in memory. Either way no more is held than `maxHeldBytes` at a time.
 */

import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { formOf } from '@isocenter/dicom/data-set-form';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { parseDataSet } from '@isocenter/dicom/parse';
import { isGroupLength, tagFrom } from '@isocenter/dicom/tag';
import type { TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { readPixelDataElement } from '@isocenter/pixels/pixel-data-element';
import { encodePixelDataHeader, undefinedLength } from '@isocenter/pixels/rewritten-elements';
import { inflateRaw } from '../archive/inflate.ts';
import { littleEndianChunks } from './byte-order.ts';
import type { StoredInstance } from './instance-repository.ts';
import { notPossible } from './retrieval-error.ts';
import { type Reads, sourceOf, transferSyntaxOf } from './stored-data-set.ts';

/**
 * What is written anew is held in memory: the elements before and after the pixels, or all of a deflated data set, in
 * bytes each. The headers of tens of thousands of frames take less.
 */
export const maxHeldBytes = 32 << 20;

/** Yields the data set in a little endian syntax without fragments. @throws DicomError, PixelsError, RetrievalError */
export async function rewriteAroundPixels(
  archive: Reads,
  instance: StoredInstance,
  { pixelDataOffset, target }: { readonly pixelDataOffset: number; readonly target: TransferSyntax },
): Promise<AsyncIterable<Uint8Array>> {
  const { location, lengthBytes } = instance;
  const transferSyntax = transferSyntaxOf(instance);
  const { littleEndian } = transferSyntax;
  const header = await parseRange(archive, instance, { start: 0, end: pixelDataOffset, transferSyntax });
  const form = formOf(header, transferSyntax);
  const element = await readPixelDataElement(sourceOf(archive, instance), pixelDataOffset, form);
  // Fragments have no place here, but where they stand they are written the same in all encodings of little endian.
  if (element.lengthBytes === undefined && !littleEndian) throw notPossible(transferSyntax);
  const start = element.valueOffset;
  const end = Math.min(start + (element.lengthBytes ?? lengthBytes), lengthBytes);
  if (lengthBytes - end > maxHeldBytes) throw notPossible(transferSyntax);
  const before = encodeIn(target, header);
  const readAs = { ...transferSyntax, ...form };
  const after = encodeIn(
    target,
    await parseRange(archive, instance, { start: end, end: lengthBytes, transferSyntax: readAs }),
  );
  const written = {
    vr: pixelDataVr(element.tag),
    lengthBytes: element.lengthBytes === undefined ? undefinedLength : end - start,
  };
  return (async function* () {
    yield before;
    yield encodePixelDataHeader(element.tag, written, target);
    const pixels = archive.read(location, { start, end });
    yield* littleEndian ? pixels : littleEndianChunks(pixels, element.vr);
    yield after;
  })();
}

/** Returns the data set in a syntax without fragments. @throws DicomError */
export async function turnInMemory(
  archive: Reads,
  instance: StoredInstance,
  target: TransferSyntax,
): Promise<Uint8Array> {
  const transferSyntax = transferSyntaxOf(instance);
  return encodeIn(target, await parseRange(archive, instance, { start: 0, end: instance.lengthBytes, transferSyntax }));
}

type Range = { readonly start: number; readonly end: number; readonly transferSyntax: TransferSyntax };

/** Returns the whole elements that a range holds. */
async function parseRange(
  archive: Reads,
  instance: StoredInstance,
  { start, end, transferSyntax }: Range,
): Promise<DataSet> {
  const bytes = start === end ? new Uint8Array() : await archive.readRange(instance.location, start, end);
  return parseDataSet(bytes, transferSyntax, { inflate: inflateRaw }).value;
}

/** Lengths of groups (gggg,0000) would be wrong in another encoding; they are retired, PS3.5 §7.2. */
function encodeIn(target: TransferSyntax, dataSet: DataSet): Uint8Array {
  const isKept = ({ tag }: DataElement) => !isGroupLength(tag);
  return encodeDataSet(
    { ...dataSet, elements: dataSet.elements.filter(isKept) },
    // The bytes are deflated as they leave.
    { ...target, deflated: false },
  );
}

function pixelDataVr(tag: number): 'OD' | 'OF' | 'OW' {
  if (tag === tagFrom(0x7fe0, 0x0008)) return 'OF';
  return tag === tagFrom(0x7fe0, 0x0009) ? 'OD' : 'OW';
}
