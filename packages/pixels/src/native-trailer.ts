/**
 * What stands after Pixel Data (padding, signatures), written out along with pixels that are encoded anew: found by the length of the
 * value or by the items of its fragments, PS3.5 Table A.4-1, and never dropped.
 */

import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { formOf } from '@isocenter/dicom/data-set-form';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { parseDataSet } from '@isocenter/dicom/parse';
import { isGroupLength } from '@isocenter/dicom/tag';
import type { TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { type ByteRange, readAhead } from './byte-source.ts';
import { PixelsError } from './errors.ts';
import { itemHeaderBytes, readItem } from './fragments.ts';
import type { ImageObject } from './frame-table.ts';
import type { PixelDataElement } from './pixel-data-element.ts';

/** What retrieval holds of the elements after pixels that need no decoding, too; in bytes. */
const longestTrailerBytes = 32 * 2 ** 20;

/** Item headers that lie this near one another are read at once, in bytes. */
const scanWindowBytes = 16 * 1024;

/**
 * Returns the elements from an offset on in the target's form; nothing where there are none.
 * @throws PixelsError `trailer-not-readable` where they are too many to hold
 * @throws DicomError as `encodeDataSet`
 */
export async function encodeTrailer(
  { source, header, transferSyntax }: ImageObject,
  from: number,
  target: TransferSyntax,
): Promise<Uint8Array> {
  const lengthBytes = Math.max(0, source.lengthBytes - from);
  if (lengthBytes > longestTrailerBytes) {
    throw new PixelsError('trailer-not-readable', 'more stands after Pixel Data than is held', {
      offset: from,
      lengthBytes,
      expected: longestTrailerBytes,
    });
  }
  const bytes = await source.readAt(from, lengthBytes);
  // The source is inflated already.
  const readAs = { ...transferSyntax, ...formOf(header, transferSyntax), deflated: false };
  const { value } = parseDataSet(bytes, readAs);
  const isKept = ({ tag }: DataElement) => !isGroupLength(tag);
  return encodeDataSet(
    { ...builtForm(value), elements: value.elements.filter(isKept) },
    { ...target, deflated: false },
  );
}

/** The data set as if read in another form, so that it is written canonically, as what stands before the pixels is. */
function builtForm({ source, ...dataSet }: DataSet): DataSet {
  if (source === undefined) return dataSet;
  const { transferSyntax: _, ...rest } = source;
  return { ...dataSet, source: rest };
}

/**
 * Returns the offset after encapsulated Pixel Data.
 * @param lastFrame where the last frame lies
 * @throws PixelsError `trailer-not-readable` where no sequence delimiter follows the fragments
 */
export async function findFragmentsEnd(
  { source }: ImageObject,
  element: PixelDataElement,
  lastFrame: readonly ByteRange[],
): Promise<number> {
  const { lengthBytes } = source;
  const readAt = readAhead(source, scanWindowBytes);
  if (element.lengthBytes !== undefined) return element.valueOffset + element.lengthBytes;
  const last = lastFrame.at(-1);
  // Without items, the frame is all there is.
  if (last === undefined || (await readItem(readAt, element.valueOffset, lengthBytes)) === undefined)
    return lengthBytes;
  let at = last.offset - itemHeaderBytes;
  for (;;) {
    const item = await readItem(readAt, at, lengthBytes);
    if (item === undefined) break;
    at = item.offset + item.lengthBytes;
  }
  if (at === lengthBytes) return lengthBytes;
  if (isDelimiter(await readAt(at, itemHeaderBytes))) return at + itemHeaderBytes;
  throw new PixelsError('trailer-not-readable', 'no sequence delimiter follows the fragments', { offset: at });
}

/** (FFFE,E0DD), in little endian as everything encapsulated is, PS3.5 §A.4. */
function isDelimiter(bytes: Uint8Array): boolean {
  return [0xfe, 0xff, 0xdd, 0xe0].every((byte, at) => bytes[at] === byte);
}
