/**
 * The elements around Pixel Data, written anew along with the pixels: those before it with the few that describe the
 * pixel encoding replaced, and the header of Pixel Data itself, PS3.5 §7.1.
 *
 * Everything is canonical. Group lengths, which would be wrong, and offset tables of fragments that are no more are left
 * out; all else, private elements included, stays.
 */

import { buildElement } from '@isocenter/dicom/build';
import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { isGroupLength, type Tag } from '@isocenter/dicom/tag';
import type { TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { numberWidth } from '@isocenter/dicom/vr';
import { swapBytes } from './codecs/native.ts';

/** What an Image Pixel Macro says of how samples are laid out, which a codec may change; PS3.3 §C.7.6.3.1. */
export type PixelEncoding = {
  readonly samplesPerPixel: number;
  readonly photometricInterpretation: string;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
};

/** Length of fragments, PS3.5 §A.4. */
export const undefinedLength = 0xffffffff;

/** Returns the elements that say how pixels are encoded, colour by pixel. */
export function describeEncoding(encoding: PixelEncoding): readonly DataElement[] {
  const short = (keyword: Keyword, value: number) => buildElement(tagOf(keyword), 'US', value);
  return [
    buildElement(tagOf('PhotometricInterpretation'), 'CS', encoding.photometricInterpretation),
    ...(encoding.samplesPerPixel > 1 ? [short('PlanarConfiguration', 0)] : []),
    short('BitsAllocated', encoding.bitsAllocated),
    short('BitsStored', encoding.bitsStored),
    short('HighBit', encoding.highBit),
  ];
}

export type HeaderOptions = {
  /** Take the place of the elements with their tags. */
  readonly replaced?: readonly DataElement[];
  readonly target: TransferSyntax;
};

/**
 * Returns the elements before Pixel Data as bytes. The data set's own `source` is left out, so that all is canonical.
 * @throws DicomError as `encodeDataSet`
 */
export function encodeHeader(
  { littleEndian, characterSets }: DataSet,
  elements: readonly DataElement[],
  { replaced = [], target }: HeaderOptions,
): Uint8Array {
  const tags = new Set(replaced.map(({ tag }) => tag));
  const tables: readonly Tag[] = [tagOf('ExtendedOffsetTable'), tagOf('ExtendedOffsetTableLengths')];
  const kept = elements.filter(
    ({ tag }) => tag < tagOf('FloatPixelData') && !tags.has(tag) && !isGroupLength(tag) && !tables.includes(tag),
  );
  const inserted = littleEndian ? replaced : replaced.map(inBigEndian);
  const written = replaced.length === 0 ? kept : [...kept, ...inserted].sort((a, b) => a.tag - b.tag);
  return encodeDataSet({ elements: written, littleEndian, characterSets }, { ...target, deflated: false });
}

/** Built elements are little endian; among those of a big endian data set they are as it is. */
function inBigEndian(element: DataElement): DataElement {
  if (element.value.kind !== 'bytes') return element;
  const bytes = swapBytes(Uint8Array.from(element.value.bytes), numberWidth(element.vr));
  return { ...element, value: { kind: 'bytes', bytes } };
}

/** OB or OW by Bits Allocated, PS3.5 §A.2; float elements have a VR each. */
export function nativeVr(tag: Tag, bitsAllocated: number): 'OB' | 'OD' | 'OF' | 'OW' {
  if (tag === tagOf('FloatPixelData')) return 'OF';
  if (tag === tagOf('DoubleFloatPixelData')) return 'OD';
  return bitsAllocated > 8 ? 'OW' : 'OB';
}

/** Tag, VR and two reserved bytes where the VR is explicit, 32-bit length; PS3.5 Tables 7.1-1 and 7.1-3. */
export function encodePixelDataHeader(
  tag: Tag,
  { vr, lengthBytes }: { readonly vr: string; readonly lengthBytes: number },
  { explicitVr, littleEndian }: TransferSyntax,
): Uint8Array {
  const bytes = new Uint8Array(explicitVr ? 12 : 8);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, tag >>> 16, littleEndian);
  view.setUint16(2, tag & 0xffff, littleEndian);
  if (explicitVr) bytes.set([vr.charCodeAt(0), vr.charCodeAt(1)], 4);
  view.setUint32(explicitVr ? 8 : 4, lengthBytes, littleEndian);
  return bytes;
}
