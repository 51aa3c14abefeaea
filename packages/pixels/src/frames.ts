/**
 * Where the bytes of each frame lie inside a data set, without reading the frames themselves: arithmetic for native
 * pixel data, `encapsulated-frames.ts` for fragments.
 *
 * Frames are numbered from 1, as in PS3.18 §8.2.
 */

import { formOf } from '@isocenter/dicom/data-set-form';
import type { Finding, Parsed } from '@isocenter/dicom/finding';
import { readRanges } from './byte-source.ts';
import { swapBytes } from './codecs/native.ts';
import { locateEncapsulatedFrames } from './encapsulated-frames.ts';
import { PixelsError } from './errors.ts';
import { assertFrameInRange, type FrameTable, type ImageObject } from './frame-table.ts';
import { defaultImageBudget, type ImageBudget, type ImageDescription, nativeFrameBits } from './image-description.ts';
import { swapWidthOf } from './native-value.ts';
import { type PixelDataElement, readPixelDataElement } from './pixel-data-element.ts';

/**
 * Reads what is needed to find every frame of an image; findings say where tables were wrong or data is missing.
 * `budget` limits what is read of an encoded frame; native frames were held against it with their description.
 */
export async function locateFrames(
  image: ImageObject,
  description: ImageDescription,
  budget: ImageBudget = defaultImageBudget,
): Promise<Parsed<FrameTable>> {
  const form = formOf(image.header, image.transferSyntax);
  const element = await readPixelDataElement(image.source, image.pixelDataOffset, form);
  if (image.transferSyntax.encapsulated || element.lengthBytes === undefined) {
    return locateEncapsulatedFrames(image, element, { description, budget });
  }
  return locateNativeFrames(image, element, description);
}

function locateNativeFrames(
  image: ImageObject,
  element: PixelDataElement,
  description: ImageDescription,
): Parsed<FrameTable> {
  const { numberOfFrames } = description;
  const frameBits = nativeFrameBits(description);
  const available = Math.min(element.lengthBytes ?? 0, Math.max(0, image.source.lengthBytes - element.valueOffset));
  const needed = Math.ceil((frameBits * numberOfFrames) / 8);
  const bitsOf = (frame: number) => {
    assertFrameInRange(frame, numberOfFrames);
    return { first: (frame - 1) * frameBits, last: frame * frameBits };
  };
  const table: FrameTable = {
    numberOfFrames,
    async ranges(frame) {
      const { first, last } = bitsOf(frame);
      const from = Math.min(Math.floor(first / 8), available);
      const to = Math.min(Math.ceil(last / 8), available);
      return [{ offset: element.valueOffset + from, lengthBytes: to - from }];
    },
    async read(frame) {
      const { first, last } = bitsOf(frame);
      const swapWidth = swapWidthOf(image, element);
      // Whole words, so that a frame that begins inside one can be swapped.
      const from = Math.floor(first / 8 / swapWidth) * swapWidth;
      const to = Math.min(Math.ceil(last / 8 / swapWidth) * swapWidth, available);
      if (to <= first / 8) {
        throw new PixelsError('frame-truncated', 'the data set ends before the frame', {
          frame,
          lengthBytes: available,
        });
      }
      const range = { offset: element.valueOffset + from, lengthBytes: to - from };
      const bytes = await readRanges(image.source, [range]);
      const ordered = swapWidth > 1 ? swapBytes(new Uint8Array(bytes), swapWidth) : bytes;
      return cutBits(ordered, first - from * 8, frameBits);
    },
  };
  return { value: table, findings: available < needed ? [shortFinding(available, needed)] : [] };
}

/** Returns the bits `first` to `first + count` with the first of them at the start of a byte. */
function cutBits(bytes: Uint8Array, first: number, count: number): Uint8Array {
  const start = bytes.subarray(first >> 3);
  const lengthBytes = Math.ceil(count / 8);
  const shift = first & 7;
  if (shift === 0) return start.subarray(0, lengthBytes);
  const cut = new Uint8Array(Math.min(lengthBytes, start.length));
  for (let i = 0; i < cut.length; i++) cut[i] = ((start[i] ?? 0) >> shift) | ((start[i + 1] ?? 0) << (8 - shift));
  return cut;
}

function shortFinding(available: number, needed: number): Finding {
  const message = `Pixel Data holds ${available} of the ${needed} bytes that its frames need.`;
  return { code: 'pixel-data-short', severity: 'error', message };
}
