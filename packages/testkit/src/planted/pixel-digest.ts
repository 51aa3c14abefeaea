/** Digests of Pixel Data that stay the same as long as each pixel does. */

import { createHash } from 'node:crypto';
import type { DataElement } from '@isocenter/dicom/data-set';
import { bytesOfElement } from './element-paths.ts';

/** Returns the SHA-256 of the value; of JPEG codestreams without segments that say nothing of the picture. */
export function pixelDigest(element: DataElement): string {
  const bytes = bytesOfElement(element);
  const isJpeg = element.value.kind === 'fragments' && bytes[0] === 0xff && bytes[1] === 0xd8;
  return createHash('sha256')
    .update(isJpeg ? withoutComments(bytes) : bytes)
    .digest('hex');
}

/** Leaves out APPn and COM segments before the first scan, ITU-T T.81 §B.2.4. */
function withoutComments(bytes: Uint8Array): Buffer {
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at + 1] !== 0xda) {
    const marker = bytes[at + 1] ?? 0;
    const end = at + 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
    if (!((marker >= 0xe0 && marker <= 0xef) || marker === 0xfe)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  // A codestream ends in EOI; what pads it to even length says nothing.
  const rest = Buffer.from(bytes.subarray(at));
  return Buffer.concat([...kept, rest.subarray(0, rest.lastIndexOf(Buffer.from([0xff, 0xd9])) + 2)]);
}
