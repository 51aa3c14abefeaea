/**
 * Frames of an image as parts of an answer, PS3.18 §10.4.1.1.4: codestreams as they are stored or made without loss, or
 * native cells.
 */

import type { ByteRange, ByteSource } from '@isocenter/pixels/byte-source';
import { isDecodable } from '@isocenter/pixels/decode';
import { PixelsError } from '@isocenter/pixels/errors';
import { nativeFrameBits } from '@isocenter/pixels/image-description';
import { HttpProblem } from '../http/problem.ts';
import type { Renderer } from '../rendering/renderer.ts';
import type { StoredImage } from '../rendering/stored-image.ts';
import { type BulkOffer, type FrameForm, frameForms, octetStream } from './accept.ts';
import { type OutgoingPart, withFirst } from './multipart-writer.ts';

/** As many as a request may name; more are asked for in several requests. */
const maxFrames = 10_000;
/** Read at once. */
const pieceBytes = 1 << 20;

/**
 * Returns the frame numbers of an address, `1,2,3`, each from 1.
 *
 * @throws HttpProblem `frame-list-invalid`
 */
export function parseFrameList(text: string): readonly number[] {
  const parts = text.split(',');
  const frames = parts.map((part) => (/^[1-9]\d{0,8}$/.test(part.trim()) ? Number(part) : Number.NaN));
  if (frames.length > maxFrames || frames.some(Number.isNaN)) {
    throw new HttpProblem('frame-list-invalid', { detail: 'Frames are numbers from 1, with commas between.' });
  }
  return frames;
}

/**
 * Yields a part for each frame, in the order asked for, all in the first form that turns out possible.
 *
 * @throws HttpProblem `frame-not-found` before the first part, `not-acceptable` where no offer fits how frames are stored
 * @throws PixelsError `not-encodable` before the first part where no form is possible, and what reading and decoding throw
 */
export async function* frameParts(
  image: StoredImage,
  frames: readonly number[],
  offers: readonly BulkOffer[],
  renderer: FrameRenderer,
): AsyncGenerator<OutgoingPart, void> {
  const { transferSyntax } = image.image;
  const decodable = isDecodable(transferSyntax.uid);
  const [wanted, ...others] = frameForms(offers, { ...transferSyntax, decodable });
  if (wanted === undefined) {
    throw new HttpProblem('not-acceptable', { detail: `Frames are stored in ${transferSyntax.name}.` });
  }
  if (frames.some((frame) => frame > image.table.numberOfFrames)) throw new HttpProblem('frame-not-found');
  const [first, ...rest] = frames;
  if (first === undefined) return;
  const { form, part } = await firstPart({ image, renderer, frame: first }, wanted, others);
  yield part;
  for (const frame of rest) yield await partOf({ image, renderer, frame }, form);
}

/**
 * Yields Pixel Data as a whole: one part where its cells are native, as the value is without compression, otherwise a part
 * for each frame in their order. Frames that do not end with a byte are no whole value and stay parts.
 *
 * @throws as `frameParts`
 */
export async function* pixelDataParts(
  image: StoredImage,
  offers: readonly BulkOffer[],
  renderer: FrameRenderer,
): AsyncGenerator<OutgoingPart, void> {
  const { numberOfFrames } = image.table;
  const numbers = Array.from({ length: numberOfFrames }, (_, index) => index + 1);
  const parts = frameParts(image, numbers, offers, renderer);
  const first = (await parts.next()).value;
  if (first === undefined) return;
  const isWhole = first.contentType === octetStream && nativeFrameBits(image.description) % 8 === 0;
  if (!isWhole) {
    yield* withFirst(first, parts);
    return;
  }
  const lengthBytes = first.lengthBytes === undefined ? undefined : first.lengthBytes * numberOfFrames;
  yield { contentType: octetStream, lengthBytes, chunks: () => chunksOf(withFirst(first, parts)) };
}

async function* chunksOf(parts: AsyncIterable<OutgoingPart>): AsyncGenerator<Uint8Array | string, void> {
  for await (const part of parts) yield* part.chunks();
}

type FrameRenderer = Pick<Renderer, 'nativeFrame' | 'encodedFrame'>;

type FrameOf = { readonly image: StoredImage; readonly renderer: FrameRenderer; readonly frame: number };

/** The first frame decides: those of one image are alike. */
async function firstPart(
  frame: FrameOf,
  form: FrameForm,
  [next, ...others]: readonly FrameForm[],
): Promise<{ readonly form: FrameForm; readonly part: OutgoingPart }> {
  try {
    return { form, part: await partOf(frame, form) };
  } catch (error) {
    if (next === undefined || !(error instanceof PixelsError) || error.code !== 'not-encodable') throw error;
    return firstPart(frame, next, others);
  }
}

async function partOf({ image, renderer, frame }: FrameOf, form: FrameForm): Promise<OutgoingPart> {
  const { contentType } = form;
  if (form.kind === 'received') {
    return { contentType, ...storedFrame(image.image.source, await image.table.ranges(frame)) };
  }
  const bytes = await (form.kind === 'encoded'
    ? renderer.encodedFrame(image, frame, form.transferSyntaxUid)
    : renderer.nativeFrame(image, frame));
  return { contentType, lengthBytes: bytes.length, chunks: () => [bytes] };
}

/** The codestream of a frame in pieces: that of a video may be longer than memory. */
function storedFrame(source: ByteSource, ranges: readonly ByteRange[]): Omit<OutgoingPart, 'contentType'> {
  return {
    lengthBytes: ranges.reduce((sum, range) => sum + range.lengthBytes, 0),
    async *chunks() {
      for (const { offset, lengthBytes } of ranges) {
        for (let at = 0; at < lengthBytes; at += pieceBytes) {
          yield await source.readAt(offset + at, Math.min(pieceBytes, lengthBytes - at));
        }
      }
    },
  };
}
