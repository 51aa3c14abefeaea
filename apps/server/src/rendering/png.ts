/**
 * Writes rendered samples as PNG (ISO/IEC 15948), for speed: each line is the difference to the one above (§9.2, "Up"), and
 * DEFLATE looks for runs only, because noise has nothing else to find. A CT slice takes a third of libpng's time and is
 * smaller by a quarter.
 */

import { promisify } from 'node:util';
import { isMarkedAsUntransferable } from 'node:worker_threads';
import { constants, crc32, deflate } from 'node:zlib';
import type { RenderedImage } from '@isocenter/pixels/render';
import { releaseBuffers } from '../storage/release-buffer.ts';

/** Larger pictures would hold up the thread: the differences are taken in it, at about a gigabyte a second. */
export const maxPngBytes = 4 * 2 ** 20;

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const colourTypes = { 1: 0, 3: 2 } as const;
const filterUp = 2;

const compress = promisify(deflate);

export async function encodePng(image: RenderedImage): Promise<Buffer> {
  const lines = differences(image);
  const packed = await compress(lines, {
    level: 1,
    strategy: constants.Z_RLE,
    memLevel: 9,
    // In one step: whatever cannot be compressed grows by less.
    chunkSize: lines.length + (lines.length >> 8) + 1024,
  });
  const pixels = chunk('IDAT', packed);
  const picture = Buffer.concat([signature, chunk('IHDR', header(image)), pixels, chunk('IEND')]);
  releaseBuffers([lines, pixels]);
  // What is small lies in a pool.
  if (!isMarkedAsUntransferable(packed.buffer)) releaseBuffers([new Uint8Array(packed.buffer)]);
  return picture;
}

function header({ width, height, channels }: RenderedImage): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  // 8 bits a sample; compression, filter method and interlace have one value that fits: 0.
  data[8] = 8;
  data[9] = colourTypes[channels];
  return data;
}

function differences({ width, height, channels, samples }: RenderedImage): Uint8Array {
  const stride = width * channels;
  const lines = new Uint8Array((stride + 1) * height);
  let at = 0;
  for (let from = 0; from < samples.length; from += stride) {
    lines[at++] = filterUp;
    for (let i = from; i < from + stride; i++) lines[at++] = (samples[i] ?? 0) - (samples[i - stride] ?? 0);
  }
  return lines;
}

/** Length, type, data and the CRC of type and data, §5.3. */
function chunk(type: string, data: Uint8Array = new Uint8Array()): Buffer {
  const whole = Buffer.allocUnsafeSlow(data.length + 12);
  whole.writeUInt32BE(data.length, 0);
  whole.write(type, 4, 'latin1');
  whole.set(data, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, data.length + 8)), data.length + 8);
  return whole;
}
