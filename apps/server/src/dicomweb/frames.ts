/**
 * Frames of an image as parts of an answer, PS3.18 §10.4.1.1.4: codestreams as they are stored, or native cells.
 */

import type { ByteRange, ByteSource } from '@isocenter/pixels/byte-source';
import { isDecodable } from '@isocenter/pixels/decode';
import { HttpProblem } from '../http/problem.ts';
import type { Renderer } from '../rendering/renderer.ts';
import type { StoredImage } from '../rendering/stored-image.ts';
import { type BulkOffer, chooseFrame } from './accept.ts';
import type { OutgoingPart } from './multipart-writer.ts';

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
 * Yields a part for each frame, in the order asked for.
 *
 * @throws HttpProblem `frame-not-found` before the first part, `not-acceptable` where no offer fits how frames are stored
 */
export async function* frameParts(
  image: StoredImage,
  frames: readonly number[],
  offers: readonly BulkOffer[],
  renderer: Pick<Renderer, 'nativeFrame'>,
): AsyncGenerator<OutgoingPart, void> {
  const { table } = image;
  const { transferSyntax, source } = image.image;
  const decodable = isDecodable(transferSyntax.uid);
  const chosen = chooseFrame(offers, { ...transferSyntax, decodable });
  if (chosen === undefined) {
    throw new HttpProblem('not-acceptable', { detail: `Frames are stored in ${transferSyntax.name}.` });
  }
  if (frames.some((frame) => frame > table.numberOfFrames)) throw new HttpProblem('frame-not-found');
  const { contentType } = chosen;
  for (const frame of frames) {
    if (chosen.kind === 'received') yield { contentType, ...storedFrame(source, await table.ranges(frame)) };
    else {
      const bytes = await renderer.nativeFrame(image, frame);
      yield { contentType, lengthBytes: bytes.length, chunks: () => [bytes] };
    }
  }
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
