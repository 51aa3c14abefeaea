/**
 * Paints the pictures of a page into one, as they lie over one another on white paper: scanners write pages in strips, and
 * text apart from its ground. A single upright picture keeps its pixels.
 */

import type { RenderedImage } from '@isocenter/pixels/render';
import type { Matrix, PaintedPicture } from './painted-pictures.ts';
import type { PdfPicture } from './pdf-page.ts';

/** Of the whole: a page of A4 at 600 dots an inch has 35 million. */
const maxPixels = 4e7;

/** Pixels a point of what is put together: 300 an inch, since a small picture may be finer than a page of it could be. */
const maxDensity = 300 / 72;

/** Returns one picture with its place on a page; undefined where they are too large together. */
export function composePage(
  pictures: readonly PaintedPicture[],
  page: { readonly width: number; readonly height: number },
): PdfPicture | undefined {
  // What lies beyond the edge of the page is not shown.
  const boxes = pictures.map(({ matrix }) => boundsOf(matrix));
  const left = Math.max(0, Math.min(...boxes.map((box) => box.left)));
  const top = Math.max(0, Math.min(...boxes.map((box) => box.top)));
  const width = Math.min(page.width, Math.max(...boxes.map((box) => box.left + box.width))) - left;
  const height = Math.min(page.height, Math.max(...boxes.map((box) => box.top + box.height))) - top;
  const most = pictures.length === 1 ? Number.POSITIVE_INFINITY : maxDensity;
  const densities = pictures.map(densityOf);
  const columns = Math.round(width * Math.min(most, Math.max(...densities.map(([across]) => across))));
  const rows = Math.round(height * Math.min(most, Math.max(...densities.map(([, down]) => down))));
  if (!(columns > 0 && rows > 0 && columns * rows <= maxPixels)) return undefined;
  const channels = pictures.every(({ isGrey }) => isGrey) ? 1 : 3;
  const image = {
    width: columns,
    height: rows,
    channels,
    samples: new Uint8Array(columns * rows * channels).fill(255),
  } as const;
  for (const picture of pictures) paint(image, picture, { left, top, width, height });
  return { x: left, y: page.height - top - height, width, height, image };
}

/** In points, with y down. */
export type Area = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };

/** Returns the area around what the unit square becomes. */
export function boundsOf(matrix: Matrix): Area {
  const corners = [at(matrix, 0, 0), at(matrix, 1, 0), at(matrix, 0, 1), at(matrix, 1, 1)];
  const [left, top] = [Math.min(...corners.map(([x]) => x)), Math.min(...corners.map(([, y]) => y))];
  const [right, bottom] = [Math.max(...corners.map(([x]) => x)), Math.max(...corners.map(([, y]) => y))];
  return { left, top, width: right - left, height: bottom - top };
}

function paint({ width, height, channels, samples }: RenderedImage, picture: PaintedPicture, area: Area): void {
  const back = inverse(picture.matrix);
  if (back === undefined) return;
  for (let row = 0; row < height; row++) {
    const y = area.top + ((row + 0.5) * area.height) / height;
    for (let column = 0; column < width; column++) {
      const [u, v] = at(back, area.left + ((column + 0.5) * area.width) / width, y);
      if (u < 0 || u >= 1 || v <= 0 || v > 1) continue;
      const colour = picture.pixel(Math.floor(u * picture.width), Math.floor((1 - v) * picture.height));
      const opacity = (colour & 255) / 255;
      if (opacity === 0) continue;
      const to = (row * width + column) * channels;
      for (let channel = 0; channel < channels; channel++) {
        const under = samples[to + channel] ?? 255;
        samples[to + channel] = Math.round(under + (((colour >>> (24 - 8 * channel)) & 255) - under) * opacity);
      }
    }
  }
}

/** Pixels a point, across and down the page as it is shown. */
function densityOf({ matrix: [a, b, c, d], width, height }: PaintedPicture): readonly [number, number] {
  const [along, beside] = [width / Math.hypot(a, b), height / Math.hypot(c, d)];
  return Math.abs(b) + Math.abs(c) > Math.abs(a) + Math.abs(d) ? [beside, along] : [along, beside];
}

function at([a, b, c, d, e, f]: Matrix, x: number, y: number): readonly [number, number] {
  return [a * x + c * y + e, b * x + d * y + f];
}

function inverse([a, b, c, d, e, f]: Matrix): Matrix | undefined {
  const determinant = a * d - b * c;
  if (!(Math.abs(determinant) > 0)) return undefined;
  const [k, l, m, n] = [d / determinant, -b / determinant, -c / determinant, a / determinant];
  return [k, l, m, n, -(k * e + m * f), -(l * e + n * f)];
}
