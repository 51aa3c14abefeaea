/**
 * Frames of an image as parts of an answer, PS3.18 §10.4.1.1.4: codestreams as they are stored, or native cells.
 */

import { HttpProblem } from '../http/problem.ts';
import type { Renderer } from '../rendering/renderer.ts';
import type { StoredImage } from '../rendering/stored-image.ts';
import { type BulkOffer, chooseFrame } from './accept.ts';
import type { OutgoingPart } from './multipart-writer.ts';

/** As many as a request may name; more are asked for in several requests. */
const maxFrames = 10_000;

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
  const { transferSyntax } = image.image;
  const chosen = chooseFrame(offers, transferSyntax);
  if (chosen === undefined) {
    throw new HttpProblem('not-acceptable', { detail: `Frames are stored in ${transferSyntax.name}.` });
  }
  if (frames.some((frame) => frame > table.numberOfFrames)) throw new HttpProblem('frame-not-found');
  for (const frame of frames) {
    const bytes = chosen.kind === 'received' ? await table.read(frame) : await renderer.nativeFrame(image, frame);
    yield { contentType: chosen.contentType, lengthBytes: bytes.length, chunks: () => [bytes] };
  }
}
