/**
 * The bytes of an image with native little endian pixels as if its frames were masked, made where they are read: a frame or
 * two in memory, whatever their number.
 */

import type { ByteSource } from '@isocenter/pixels/byte-source';
import { nativeFrameBits } from '@isocenter/pixels/image-description';
import type { LocatedImage } from '@isocenter/pixels/native-data-set';
import { type Mask, maskFrame } from './mask-frame.ts';

/** @throws PixelsError what finding the first frame throws */
export async function maskedSource(
  { image, table, description }: LocatedImage,
  masks: readonly Mask[],
): Promise<ByteSource> {
  const { source } = image;
  const frameBits = nativeFrameBits(description);
  const pixelsOffset = (await table.ranges(1))[0]?.offset ?? source.lengthBytes;
  let held: { readonly frame: number; readonly bytes: Uint8Array } | undefined;
  const maskedFrame = async (frame: number): Promise<Uint8Array> => {
    if (held?.frame !== frame) held = { frame, bytes: maskFrame(await table.read(frame), description, masks) };
    return held.bytes;
  };
  return {
    lengthBytes: source.lengthBytes,
    async readAt(offset, lengthBytes) {
      const bytes = (await source.readAt(offset, lengthBytes)).slice();
      const startBit = (offset - pixelsOffset) * 8;
      const endBit = startBit + bytes.length * 8;
      const first = Math.max(1, 1 + Math.floor(startBit / frameBits));
      const last = Math.min(table.numberOfFrames, Math.ceil(endBit / frameBits));
      for (let frame = first; frame <= last; frame++) {
        // A frame that the source cuts off entirely has nothing to mask.
        const [range] = await table.ranges(frame);
        if (range === undefined || range.lengthBytes === 0) continue;
        copyBits(await maskedFrame(frame), bytes, { toBit: (frame - 1) * frameBits - startBit, count: frameBits });
      }
      return bytes;
    },
  };
}

/** Copies bits, the least significant of a byte first, to a place that may lie partly outside. */
function copyBits(
  from: Uint8Array,
  to: Uint8Array,
  { toBit, count }: { readonly toBit: number; readonly count: number },
): void {
  if (toBit % 8 === 0 && count % 8 === 0) {
    const skipped = Math.max(0, -toBit / 8);
    const at = Math.max(0, toBit / 8);
    to.set(from.subarray(skipped, Math.max(skipped, Math.min(from.length, skipped + to.length - at))), at);
    return;
  }
  // Frames of single bits follow one another without padding, PS3.5 §8.1.1.
  const end = Math.min(count, from.length * 8, to.length * 8 - toBit);
  for (let bit = Math.max(0, -toBit); bit < end; bit++) {
    const at = toBit + bit;
    const mask = 1 << (at & 7);
    const isSet = ((from[bit >> 3] ?? 0) >> (bit & 7)) & 1;
    to[at >> 3] = isSet === 1 ? (to[at >> 3] ?? 0) | mask : (to[at >> 3] ?? 0) & ~mask;
  }
}
