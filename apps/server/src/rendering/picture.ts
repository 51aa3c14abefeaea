/** Writes rendered samples as JPEG, PNG or GIF, cropped and scaled as a viewport asks, PS3.18 §8.3.5.1.3. */

import { PixelsError } from '@isocenter/pixels/errors';
import type { RenderedImage } from '@isocenter/pixels/render';
import sharp, { type Sharp } from 'sharp';
import { RenderingError } from './errors.ts';
import type { Viewport } from './parameters.ts';
import { encodePng, maxPngBytes } from './png.ts';

export type PictureFormat = 'jpeg' | 'png' | 'gif';

export type PictureOptions = {
  readonly format: PictureFormat;
  /** Of JPEG, 1 to 100. */
  readonly quality?: number;
  readonly viewport?: Viewport;
};

const defaultQuality = 90;

/** ITU-T T.81 §B.2.2 gives 16 bits to each side, and so does GIF89a. */
const longestSide = 65_535;

/**
 * @throws RenderingError `rendering-parameter-invalid` where the viewport lies outside the image
 * @throws PixelsError `not-renderable` where the picture would be too large for its format
 */
export async function encodePicture(image: RenderedImage, options: PictureOptions): Promise<Buffer> {
  const { width, height, channels, samples } = image;
  if (options.format === 'png' && options.viewport === undefined && samples.length <= maxPngBytes) {
    return encodePng(image);
  }
  let picture = sharp(samples, { raw: { width, height, channels } });
  if (options.viewport !== undefined) picture = applyViewport(picture, image, options.viewport);
  if (channels === 1) picture = picture.toColourspace('b-w');
  if (options.format === 'png') {
    return picture.png({ compressionLevel: 3, adaptiveFiltering: false }).toBuffer();
  }
  if (options.viewport === undefined && Math.max(width, height) > longestSide) {
    throw new PixelsError(
      'not-renderable',
      'the image is larger than JPEG and GIF can be; a viewport makes it smaller',
    );
  }
  // A palette has a place for each of 256 greys; nothing is dithered.
  if (options.format === 'gif') return picture.gif({ colours: 256, dither: 0 }).toBuffer();
  const quality = options.quality ?? defaultQuality;
  // Optimal Huffman tables save 3 % of the bytes for 60 % more time.
  return picture.jpeg({ quality, optimiseCoding: false, chromaSubsampling: '4:4:4' }).toBuffer();
}

/** Returns the part of an image that a viewport shows, in its size. @throws RenderingError as above */
export async function scaleToViewport(image: RenderedImage, viewport: Viewport): Promise<RenderedImage> {
  const { width, height, channels, samples } = image;
  const picture = applyViewport(sharp(samples, { raw: { width, height, channels } }), image, viewport);
  const shown = channels === 1 ? picture.toColourspace('b-w') : picture;
  const { data, info } = await shown.raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels, samples: data };
}

function applyViewport(picture: Sharp, image: RenderedImage, viewport: Viewport): Sharp {
  const { region, width, height } = viewport;
  let shown = picture;
  if (region !== undefined) {
    const left = Math.floor(region.left);
    const top = Math.floor(region.top);
    if (left >= image.width || top >= image.height) {
      throw new RenderingError('rendering-parameter-invalid', 'the viewport lies outside the image');
    }
    shown = shown.extract({
      left,
      top,
      width: Math.min(Math.max(1, Math.round(region.width ?? image.width)), image.width - left),
      height: Math.min(Math.max(1, Math.round(region.height ?? image.height)), image.height - top),
    });
    if (region.mirrored) shown = shown.flop();
    if (region.upsideDown) shown = shown.flip();
  }
  return shown.resize({ width, height, fit: 'inside' });
}
