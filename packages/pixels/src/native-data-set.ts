/**
 * A data set in Explicit VR Little Endian with native Pixel Data, made of one in any Transfer Syntax with a codec, and
 * yielded piece by piece: memory holds a frame or two, whatever the number of frames.
 *
 * Elements stay as they are, but for those that describe the pixel encoding; group lengths, which would be wrong, are
 * left out. Lossless syntaxes keep every cell, colour model included; JPEG colour comes out as RGB. What is lossy
 * stays marked as lossy only if the data set says so (PS3.3 §C.7.6.1.1.5).
 */

import { buildElement } from '@isocenter/dicom/build';
import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { formOf } from '@isocenter/dicom/data-set-form';
import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { isGroupLength, type Tag } from '@isocenter/dicom/tag';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { createBitPacker } from './bit-packer.ts';
import { bytesOf } from './codecs/native.ts';
import type { DecodedFrame } from './decode.ts';
import { PixelsError } from './errors.ts';
import type { FrameTable, ImageObject } from './frame-table.ts';
import type { ImageDescription } from './image-description.ts';
import { decodeNested } from './native-icons.ts';
import { encodeTrailer, findFragmentsEnd } from './native-trailer.ts';
import { readNativeValue } from './native-value.ts';
import { type PixelDataElement, readPixelDataElement } from './pixel-data-element.ts';

/** The longest even value that a 32-bit length can say, PS3.5 §7.1.1. */
const longestValueBytes = 0xfffffffe;

export type LocatedImage = {
  readonly image: ImageObject;
  readonly description: ImageDescription;
  readonly table: FrameTable;
};

/** Decodes a frame, here or in a worker. */
export type DecodeFrame = (
  frame: Uint8Array,
  transferSyntaxUid: string,
  description: ImageDescription,
) => Promise<DecodedFrame>;

/**
 * Yields the bytes of the data set; a piece may be kept.
 * @throws PixelsError before anything was yielded: `native-too-large`, `trailer-not-readable`, and what decoding the
 *   first frame throws; later what decoding the others throws; `frame-truncated` where a frame is incomplete
 * @throws DicomError before anything was yielded, as `encodeDataSet`
 */
export async function* decodeToNative(located: LocatedImage, decodeFrame: DecodeFrame): AsyncGenerator<Uint8Array> {
  const { image } = located;
  const form = formOf(image.header, image.transferSyntax);
  const element = await readPixelDataElement(image.source, image.pixelDataOffset, form);
  const isNative = !image.transferSyntax.encapsulated && element.lengthBytes !== undefined;
  if (isNative) yield* copyNative(located, element);
  else yield* decodeFrames(located, element, decodeFrame);
}

async function* copyNative(
  { image, description }: LocatedImage,
  element: PixelDataElement,
): AsyncGenerator<Uint8Array> {
  const value = readNativeValue(image, element, description);
  const vr = nativeVr(element.tag, description.bitsAllocated);
  const trailer = await encodeTrailer(image, element.valueOffset + (element.lengthBytes ?? 0));
  yield encodeHeader(image.header, image.header.elements, []);
  yield elementHeader(element.tag, vr, value.lengthBytes + (value.lengthBytes & 1));
  yield* value.pieces();
  if (value.lengthBytes & 1) yield Uint8Array.of(0);
  yield trailer;
}

async function* decodeFrames(
  { image, description, table }: LocatedImage,
  element: PixelDataElement,
  decodeFrame: DecodeFrame,
): AsyncGenerator<Uint8Array> {
  const decode = async (frame: number): Promise<DecodedFrame> => {
    const decoded = await decodeFrame(await table.read(frame), image.transferSyntax.uid, description);
    if (decoded.findings.some((finding) => finding.severity === 'error')) {
      throw new PixelsError('frame-truncated', 'an incomplete frame is not written out as native', { frame });
    }
    return decoded;
  };
  const first = await decode(1);
  const oneBit = first.bitsAllocated === 1;
  const totalBits = first.cells.length * (oneBit ? 1 : first.cells.BYTES_PER_ELEMENT * 8) * table.numberOfFrames;
  const lengthBytes = 2 * Math.ceil(totalBits / 16);
  if (lengthBytes > longestValueBytes) {
    throw new PixelsError('native-too-large', 'native Pixel Data is longer than its length can say', { lengthBytes });
  }
  const decodeIcon = (frame: Uint8Array, icon: ImageDescription) => decodeFrame(frame, image.transferSyntax.uid, icon);
  const elements = await decodeNested(image.header.elements, decodeIcon, describeDecoded);
  const end = await findFragmentsEnd(image, element, await table.ranges(table.numberOfFrames));
  const trailer = await encodeTrailer(image, end);
  yield encodeHeader(image.header, elements, describeDecoded(first));
  yield elementHeader(element.tag, nativeVr(element.tag, first.bitsAllocated), lengthBytes);
  const packer = oneBit ? createBitPacker() : undefined;
  let written = 0;
  for (let frame = 1; frame <= table.numberOfFrames; frame++) {
    const decoded = frame === 1 ? first : await decode(frame);
    if (!isSameForm(decoded, first)) {
      throw new PixelsError('codestream-mismatch', 'frames of one image are coded in different forms', { frame });
    }
    const bytes = packer?.push(decoded.cells) ?? bytesOf(decoded.cells);
    written += bytes.length;
    yield bytes;
  }
  const rest = packer?.finish() ?? new Uint8Array();
  yield rest;
  if (written + rest.length < lengthBytes) yield new Uint8Array(lengthBytes - written - rest.length);
  yield trailer;
}

/** The elements that say how pixels are encoded, as they are after decoding; PS3.3 §C.7.6.3.1. */
function describeDecoded(frame: DecodedFrame): readonly DataElement[] {
  const short = (keyword: Keyword, value: number) => buildElement(tagOf(keyword), 'US', value);
  return [
    buildElement(tagOf('PhotometricInterpretation'), 'CS', frame.photometricInterpretation),
    ...(frame.samplesPerPixel > 1 ? [short('PlanarConfiguration', 0)] : []),
    short('BitsAllocated', frame.bitsAllocated),
    short('BitsStored', frame.bitsStored),
    short('HighBit', frame.highBit),
  ];
}

/** Elements before Pixel Data, with some in place of others. Without `source`, they are written canonically. */
function encodeHeader(
  { littleEndian, characterSets }: DataSet,
  elements: readonly DataElement[],
  replaced: readonly DataElement[],
): Uint8Array {
  const tags = new Set(replaced.map(({ tag }) => tag));
  const tables: readonly Tag[] = [tagOf('ExtendedOffsetTable'), tagOf('ExtendedOffsetTableLengths')];
  const kept = elements.filter(
    ({ tag }) => tag < tagOf('FloatPixelData') && !tags.has(tag) && !isGroupLength(tag) && !tables.includes(tag),
  );
  const written = replaced.length === 0 ? kept : [...kept, ...replaced].sort((a, b) => a.tag - b.tag);
  return encodeDataSet({ elements: written, littleEndian, characterSets }, explicitVrLittleEndian);
}

/** OB or OW by Bits Allocated, PS3.5 §A.2; float elements have a VR each. */
function nativeVr(tag: Tag, bitsAllocated: number): string {
  if (tag === tagOf('FloatPixelData')) return 'OF';
  if (tag === tagOf('DoubleFloatPixelData')) return 'OD';
  return bitsAllocated > 8 ? 'OW' : 'OB';
}

/** Tag, VR, two reserved bytes, 32-bit length, PS3.5 Table 7.1-1. */
function elementHeader(tag: Tag, vr: string, lengthBytes: number): Uint8Array {
  const bytes = new Uint8Array(12);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, tag >>> 16, true);
  view.setUint16(2, tag & 0xffff, true);
  bytes.set([vr.charCodeAt(0), vr.charCodeAt(1)], 4);
  view.setUint32(8, lengthBytes, true);
  return bytes;
}

function isSameForm(a: DecodedFrame, b: DecodedFrame): boolean {
  return (
    a.photometricInterpretation === b.photometricInterpretation &&
    a.bitsAllocated === b.bitsAllocated &&
    a.cells.byteLength === b.cells.byteLength
  );
}
