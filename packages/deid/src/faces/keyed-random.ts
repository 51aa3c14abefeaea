/**
 * Numbers that nobody can tell without the key of the project and that are the same in every run with it: a series that is
 * cleaned again becomes the same to the byte.
 */

import { createCipheriv, createHmac } from 'node:crypto';

const blockBytes = 65_536;

/** @param use what the numbers are for; each use has its own */
export function createKeyedRandom(key: Uint8Array, use: string): () => number {
  const secret = createHmac('sha256', key).update(`faces\0${use}`).digest();
  const cipher = createCipheriv('aes-256-ctr', secret, new Uint8Array(16));
  const blank = new Uint8Array(blockBytes);
  let block = Buffer.alloc(0);
  let at = 0;
  return () => {
    if (at === block.length) [block, at] = [cipher.update(blank), 0];
    at += 4;
    return block.readUInt32LE(at - 4) / 2 ** 32;
  };
}
