/**
 * Puts fragments together to frames where no offset table says how, PS3.5 §A.4: one fragment a frame where the numbers
 * agree, else a frame begins with each fragment that begins a codestream.
 */

import type { ByteRange, ByteSource } from './byte-source.ts';
import type { Fragment } from './fragments.ts';
import { isVideo } from './video.ts';

type Grouping = {
  readonly numberOfFrames: number;
  readonly transferSyntax: { readonly uid: string };
  readonly readAt: ByteSource['readAt'];
};

/** Returns the fragments of each frame in order; fewer groups than frames where they cannot be told. */
export async function groupFragments(
  fragments: readonly Fragment[],
  grouping: Grouping,
): Promise<readonly (readonly ByteRange[])[]> {
  const { numberOfFrames, transferSyntax } = grouping;
  if (numberOfFrames === 1 || isVideo(transferSyntax.uid)) return [fragments];
  if (fragments.length <= numberOfFrames) return fragments.map((fragment) => [fragment]);
  const groups: ByteRange[][] = [];
  for (const fragment of fragments) {
    const begins = await beginsCodestream(fragment, grouping.readAt);
    const current = groups.at(-1);
    if (begins || current === undefined) groups.push([fragment]);
    else current.push(fragment);
  }
  if (groups.length === numberOfFrames) return groups;
  // RLE and deflated frames have one fragment each, PS3.5 §A.4.2 and §A.4.13; what follows the last is no frame.
  return oneFragmentEach.has(transferSyntax.uid) ? fragments.slice(0, numberOfFrames).map((f) => [f]) : [];
}

const oneFragmentEach: ReadonlySet<string> = new Set(['1.2.840.10008.1.2.5', '1.2.840.10008.1.2.8.1']);

/** JPEG and JPEG-LS (FFD8H FFH), JPEG 2000 (FF4FH FF51H) or its JP2 box, JPEG XL (FF0AH) or its box. */
async function beginsCodestream(fragment: Fragment, readAt: ByteSource['readAt']): Promise<boolean> {
  if (fragment.lengthBytes < 4) return false;
  const bytes = await readAt(fragment.offset, 4);
  const start = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);
  return start >>> 8 === 0xffd8ff || start === 0xff4fff51 || start >>> 16 === 0xff0a || start === 0x0000000c;
}
