/**
 * A data set with native Pixel Data, in Explicit VR Little Endian or another little endian syntax without fragments, made
 * of one in any Transfer Syntax with a codec, and yielded piece by piece: memory holds a frame or two, whatever the
 * number of frames.
 *
 * Elements stay as they are, but for those that describe the pixel encoding, see `rewritten-elements.ts`. Lossless
 * syntaxes keep every cell, colour model included; JPEG colour comes out as RGB. What is lossy stays marked as lossy only
 * if the data set says so (PS3.3 §C.7.6.1.1.5).
 */

import { formOf } from '@isocenter/dicom/data-set-form';
import { explicitVrLittleEndian, type TransferSyntax } from '@isocenter/dicom/transfer-syntax';
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
import { describeEncoding, encodeHeader, encodePixelDataHeader, nativeVr } from './rewritten-elements.ts';

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
 * @param target a little endian syntax without fragments; deflating its bytes is left to the caller
 * @throws PixelsError before anything was yielded: `native-too-large`, `trailer-not-readable`, and what decoding the
 *   first frame throws; later what decoding the others throws; `frame-truncated` where a frame is incomplete
 * @throws DicomError before anything was yielded, as `encodeDataSet`
 */
export async function* decodeToNative(
  located: LocatedImage,
  decodeFrame: DecodeFrame,
  target: TransferSyntax = explicitVrLittleEndian,
): AsyncGenerator<Uint8Array> {
  const { image } = located;
  const form = formOf(image.header, image.transferSyntax);
  const element = await readPixelDataElement(image.source, image.pixelDataOffset, form);
  const isNative = !image.transferSyntax.encapsulated && element.lengthBytes !== undefined;
  if (isNative) yield* copyNative(located, element, target);
  else yield* decodeFrames(located, element, { decodeFrame, target });
}

async function* copyNative(
  { image, description }: LocatedImage,
  element: PixelDataElement,
  target: TransferSyntax,
): AsyncGenerator<Uint8Array> {
  const value = readNativeValue(image, element);
  const vr = nativeVr(element.tag, description.bitsAllocated);
  const trailer = await encodeTrailer(image, element.valueOffset + (element.lengthBytes ?? 0), target);
  const lengthBytes = value.lengthBytes + (value.lengthBytes & 1);
  yield encodeHeader(image.header, image.header.elements, { target });
  yield encodePixelDataHeader(element.tag, { vr, lengthBytes }, target);
  yield* value.pieces();
  if (value.lengthBytes & 1) yield Uint8Array.of(0);
  yield trailer;
}

async function* decodeFrames(
  { image, description, table }: LocatedImage,
  element: PixelDataElement,
  { decodeFrame, target }: { readonly decodeFrame: DecodeFrame; readonly target: TransferSyntax },
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
  const elements = await decodeNested(image.header.elements, decodeIcon, describeEncoding);
  const end = await findFragmentsEnd(image, element, await table.ranges(table.numberOfFrames));
  const trailer = await encodeTrailer(image, end, target);
  const vr = nativeVr(element.tag, first.bitsAllocated);
  yield encodeHeader(image.header, elements, { replaced: describeEncoding(first), target });
  yield encodePixelDataHeader(element.tag, { vr, lengthBytes }, target);
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

function isSameForm(a: DecodedFrame, b: DecodedFrame): boolean {
  return (
    a.photometricInterpretation === b.photometricInterpretation &&
    a.bitsAllocated === b.bitsAllocated &&
    a.cells.byteLength === b.cells.byteLength
  );
}
