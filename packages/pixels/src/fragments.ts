/**
 * Items of encapsulated Pixel Data, PS3.5 Table A.4-1: tag (FFFE,E000), 32-bit length, value, always little endian.
 */

import type { ByteSource } from './byte-source.ts';
import { PixelsError } from './errors.ts';

/** Tag and length, in bytes. */
export const itemHeaderBytes = 8;

/** Fragments that a scan keeps; a slide level of a million tiles is the largest thing met. */
export const fragmentBudget = 2_000_000;

/** The value of one item; cut to what the source holds. */
export type Fragment = { readonly offset: number; readonly lengthBytes: number };

type ReadAt = ByteSource['readAt'];

/** Reads the item that begins at an offset; undefined where none does, such as at the sequence delimiter. */
export async function readItem(readAt: ReadAt, at: number, sourceBytes: number): Promise<Fragment | undefined> {
  if (at + itemHeaderBytes > sourceBytes) return undefined;
  const bytes = await readAt(at, itemHeaderBytes);
  if (bytes.length < itemHeaderBytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint16(0, true) !== 0xfffe || view.getUint16(2, true) !== 0xe000) return undefined;
  const offset = at + itemHeaderBytes;
  return { offset, lengthBytes: Math.min(view.getUint32(4, true), sourceBytes - offset) };
}

/**
 * Lists the items from an offset on, up to the sequence delimiter or to where no item begins.
 * @throws PixelsError `image-too-large` where there are more than the budget allows
 */
export async function scanFragments(readAt: ReadAt, from: number, sourceBytes: number): Promise<readonly Fragment[]> {
  const fragments: Fragment[] = [];
  for (let at = from; ; ) {
    const item = await readItem(readAt, at, sourceBytes);
    if (item === undefined) return fragments;
    if (fragments.length === fragmentBudget) {
      throw new PixelsError('image-too-large', 'more fragments than the budget allows', { expected: fragmentBudget });
    }
    fragments.push(item);
    at = item.offset + item.lengthBytes;
  }
}
