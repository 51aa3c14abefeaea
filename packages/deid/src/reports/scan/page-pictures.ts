/** Pictures of scanned pages that are files of their own: PNG, JPEG, and TIFF of one or more pages. */

import type { ReadPage } from '../pdf/read-pdf.ts';

/** Of all pages together; A4 at 600 dots an inch has 35 million. */
const maxPixels = 1e8;

/** Where a picture does not say how large it is; in dots an inch. */
const usualDensity = 150;

/** Points an inch. */
const points = 72;

/** Returns each picture as a page of its size; undefined where the file is none, damaged or too large. */
export async function readPagePictures(bytes: Uint8Array): Promise<readonly ReadPage[] | undefined> {
  const { default: sharp } = await import('sharp');
  const options = { limitInputPixels: maxPixels, failOn: 'warning' } as const;
  try {
    const whole = await sharp(bytes, options).metadata();
    const pages: ReadPage[] = [];
    let pixels = 0;
    for (let page = 0; page < (whole.pages ?? 1); page++) {
      const picture = sharp(bytes, { ...options, page });
      const { channels, density = usualDensity } = await picture.metadata();
      const { data, info } = await picture
        .autoOrient()
        .flatten({ background: 'white' })
        .toColourspace(channels < 3 ? 'b-w' : 'srgb')
        .raw({ depth: 'uchar' })
        .toBuffer({ resolveWithObject: true });
      pixels += info.width * info.height;
      if (pixels > maxPixels || (info.channels !== 1 && info.channels !== 3)) return undefined;
      const samples = new Uint8Array(data.buffer, data.byteOffset, data.length);
      const image = { width: info.width, height: info.height, channels: info.channels, samples } as const;
      const [width, height] = [(info.width / density) * points, (info.height / density) * points];
      pages.push({ width, height, lines: [], hidden: [], picture: { x: 0, y: 0, width, height, image } });
    }
    return pages.length > 0 ? pages : undefined;
  } catch {
    // Whatever the reader says of a damaged file, nothing of it goes out.
    return undefined;
  }
}
