/** Decodes a picture that the node has rendered into RGB, for frames whose pixels cannot be had otherwise. */

import { DecodeError } from './decoder-pool.ts';
import type { FramePixels } from './frame-pixels.ts';

/** @throws DecodeError where the browser cannot read it. */
export async function decodePicture(picture: Blob): Promise<FramePixels> {
  const bitmap = await createImageBitmap(picture).catch(() => {
    throw new DecodeError('picture-unreadable');
  });
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (context === null) throw new DecodeError('picture-unreadable');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  const samples = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    samples[pixel * 3] = data[pixel * 4] ?? 0;
    samples[pixel * 3 + 1] = data[pixel * 4 + 1] ?? 0;
    samples[pixel * 3 + 2] = data[pixel * 4 + 2] ?? 0;
  }
  return { kind: 'colour', rows: height, columns: width, samples };
}
