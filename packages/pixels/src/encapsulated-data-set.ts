/**
 * A data set with encapsulated Pixel Data, made of an image in any Transfer Syntax with a codec, and yielded piece by
 * piece: a fragment a frame, PS3.5 §A.4, with no more than two frames in memory.
 *
 * The Basic Offset Table is empty, since the lengths of later fragments are not known when it is written; one fragment a
 * frame tells the frames apart without it. An Extended Offset Table of other fragments is left out. Images inside
 * sequences become native. Elements stay as they are, but for those that describe the pixel encoding; what says that an
 * image is lossy (PS3.3 §C.7.6.1.1.5) says so still.
 */

import { formOf } from '@isocenter/dicom/data-set-form';
import { tagOf } from '@isocenter/dicom/dictionary';
import type { TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import type { EncodedFrame } from './encode.ts';
import { PixelsError } from './errors.ts';
import type { ImageDescription } from './image-description.ts';
import type { DecodeFrame, LocatedImage } from './native-data-set.ts';
import { decodeNested } from './native-icons.ts';
import { encodeTrailer, findFragmentsEnd } from './native-trailer.ts';
import { type PixelDataElement, readPixelDataElement } from './pixel-data-element.ts';
import { describeEncoding, encodeHeader, encodePixelDataHeader, undefinedLength } from './rewritten-elements.ts';

/** Item (FFFE,E000) and Sequence Delimitation Item (FFFE,E0DD), PS3.5 Table A.4-1. */
const itemTag = 0xe000;
const delimiterTag = 0xe0dd;

export type FrameCodec = {
  /** Encodes the frame of a number, from 1, without loss, here or in a worker. */
  encode(frame: number): Promise<EncodedFrame>;
  /** Decodes icons. */
  readonly decode: DecodeFrame;
};

/**
 * Yields the bytes of the data set; a piece may be kept.
 * @throws PixelsError before anything was yielded: `trailer-not-readable`, `not-encodable` where there are no integer
 *   pixels, and what encoding the first frame throws; later what encoding the others throws
 * @throws DicomError before anything was yielded, as `encodeDataSet`
 */
export async function* encodeToFragments(
  { image, table, description }: LocatedImage,
  target: TransferSyntax,
  codec: FrameCodec,
): AsyncGenerator<Uint8Array, void> {
  const { uid } = image.transferSyntax;
  if (description.sampleKind !== 'integer') {
    throw new PixelsError('not-encodable', 'floating point pixels have no codec', { transferSyntaxUid: target.uid });
  }
  const form = formOf(image.header, image.transferSyntax);
  const element = await readPixelDataElement(image.source, image.pixelDataOffset, form);
  const first = await codec.encode(1);
  const decodeIcon = (frame: Uint8Array, icon: ImageDescription) => codec.decode(frame, uid, icon);
  const elements = await decodeNested(image.header.elements, decodeIcon, describeEncoding);
  const trailer = await encodeTrailer(image, await endOf(image, element, table), target);
  const header = { vr: 'OB', lengthBytes: undefinedLength };
  yield encodeHeader(image.header, elements, { replaced: describeEncoding(first.encoding), target });
  yield encodePixelDataHeader(tagOf('PixelData'), header, target);
  yield delimiting(itemTag, 0);
  for await (const { encoding, bytes } of inOrder(first, table.numberOfFrames, codec)) {
    if (!isSameForm(encoding, first.encoding)) {
      throw new PixelsError('codestream-mismatch', 'frames of one image are coded in different forms');
    }
    yield delimiting(itemTag, bytes.length + (bytes.length & 1));
    yield bytes;
    if (bytes.length & 1) yield Uint8Array.of(0);
  }
  yield delimiting(delimiterTag, 0);
  yield trailer;
}

/** Encodes the next frame while the one before is on its way. */
async function* inOrder(first: EncodedFrame, numberOfFrames: number, codec: FrameCodec): AsyncGenerator<EncodedFrame> {
  let current: Promise<EncodedFrame> = Promise.resolve(first);
  for (let frame = 1; frame <= numberOfFrames; frame++) {
    const encoded = await current;
    if (frame < numberOfFrames) {
      current = codec.encode(frame + 1);
      // It may fail before its turn comes; the error is met when it is awaited.
      current.catch(() => undefined);
    }
    yield encoded;
  }
}

async function endOf(
  image: LocatedImage['image'],
  element: PixelDataElement,
  table: LocatedImage['table'],
): Promise<number> {
  const isNative = !image.transferSyntax.encapsulated && element.lengthBytes !== undefined;
  if (isNative) return element.valueOffset + (element.lengthBytes ?? 0);
  return findFragmentsEnd(image, element, await table.ranges(table.numberOfFrames));
}

/** Group FFFEH, element, 32-bit length, in little endian. */
function delimiting(element: number, lengthBytes: number): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfffe, true);
  view.setUint16(2, element, true);
  view.setUint32(4, lengthBytes, true);
  return bytes;
}

function isSameForm(a: EncodedFrame['encoding'], b: EncodedFrame['encoding']): boolean {
  return a.photometricInterpretation === b.photometricInterpretation && a.bitsAllocated === b.bitsAllocated;
}
