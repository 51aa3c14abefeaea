/**
 * Masks boxes of a native frame, PS3.5 §8.1 and §8.2: the stored values in the boxes take that of the ground around them,
 * and say in small letters what stood there, where there is room. Nothing else changes, not even unused bits of a cell.
 *
 * Knows every layout of native frames: 1 to 64 bits, signed or not, by pixel or by plane, colour for two pixels at once.
 */

import { type ImageDescription, isSubsampled, nativeFrameBits } from '@isocenter/pixels/image-description';
import { type Box, clipBox } from './box.ts';
import { drawnText, type Glyphs } from './small-letters.ts';

export type Mask = Box & {
  /** What is written in place of the text, such as a fiducial. */
  readonly label?: string;
};

/** The ground is measured in a frame of this many pixels around the box. */
const margin = 2;

/**
 * Returns a copy of a native frame, little endian, as `FrameTable.read` gives it, with the boxes masked.
 */
export function maskFrame(frame: Uint8Array, description: ImageDescription, masks: readonly Mask[]): Uint8Array {
  const bytes = frame.slice();
  const cells = cellAccess(bytes, description);
  const { rows, columns } = description;
  for (const mask of masks) {
    const box = clipBox(isSubsampled(description.photometricInterpretation) ? inPairs(mask) : mask, columns, rows);
    if (box === undefined) continue;
    const letters = mask.label === undefined ? undefined : drawnText(mask.label, box);
    paint(cells, box, letters);
  }
  return bytes;
}

/** Stored values by pixel and sample. */
type CellAccess = {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  /** Values of letters, brightest and darkest that the frame may hold; none where a value is an index to colours. */
  readonly ends: readonly [number, number] | undefined;
  readonly isYbr: boolean;
  get(x: number, y: number, sample: number): number;
  set(x: number, y: number, sample: number, value: number): void;
};

/** Two pixels that share their colour are masked together. */
function inPairs({ x, y, width, height }: Box): Box {
  const left = Math.floor(x / 2) * 2;
  return { x: left, y, width: Math.ceil((x + width) / 2) * 2 - left, height };
}

function paint(cells: CellAccess, box: Box, letters: Glyphs | undefined): void {
  const isIndex = cells.ends === undefined;
  for (let sample = 0; sample < cells.samples; sample++) {
    const around = valuesAround(cells, box, sample);
    const ground = isIndex ? mostFrequent(around) : median(around);
    // The colour differences of YBR stay those of the ground.
    const ink = sample === 0 || !cells.isYbr ? inkOn(ground, cells.ends) : undefined;
    for (let y = 0; y < box.height; y++) {
      for (let x = 0; x < box.width; x++) {
        const isInk = ink !== undefined && letters?.isInk(x, y) === true;
        cells.set(box.x + x, box.y + y, sample, isInk ? ink : ground);
      }
    }
  }
}

/** The end of the range that lies farther from the ground. */
function inkOn(ground: number, ends: readonly [number, number] | undefined): number | undefined {
  if (ends === undefined) return undefined;
  const [low, high] = ends;
  return ground - low > high - ground ? low : high;
}

function valuesAround(cells: CellAccess, box: Box, sample: number): readonly number[] {
  const values: number[] = [];
  const outer = { left: box.x - margin, top: box.y - margin, right: box.x + box.width + margin };
  const bottom = box.y + box.height + margin;
  for (let y = Math.max(0, outer.top); y < Math.min(cells.rows, bottom); y++) {
    for (let x = Math.max(0, outer.left); x < Math.min(cells.columns, outer.right); x++) {
      const isInside = x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
      if (!isInside) values.push(cells.get(x, y, sample));
    }
  }
  return values;
}

/** 0 where the box is the whole picture. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  let best = values[0] ?? 0;
  for (const value of values) {
    const count = (counts.get(value) ?? 0) + 1;
    counts.set(value, count);
    if (count > (counts.get(best) ?? 0)) best = value;
  }
  return best;
}

function cellAccess(bytes: Uint8Array, description: ImageDescription): CellAccess {
  const { rows, columns, samplesPerPixel: samples, bitsAllocated, photometricInterpretation } = description;
  const word = wordAccess(bytes, description);
  const place = placeOf(description);
  const isScale = photometricInterpretation !== 'PALETTE COLOR';
  // A frame that was cut off ends where it ended.
  const count = Math.floor(Math.min(bytes.length * 8, nativeFrameBits(description)) / bitsAllocated);
  return {
    rows,
    columns,
    samples,
    ends: isScale ? valueRange(description, word, count) : undefined,
    isYbr: photometricInterpretation.startsWith('YBR'),
    get(x, y, sample) {
      const at = place(x, y, sample);
      return at < count ? word.get(at) : 0;
    },
    set(x, y, sample, value) {
      const at = place(x, y, sample);
      if (at < count) word.set(at, value);
    },
  };
}

/** Returns which cell of the frame holds a sample of a pixel. */
function placeOf(description: ImageDescription): (x: number, y: number, sample: number) => number {
  const { rows, columns, samplesPerPixel, planarConfiguration, photometricInterpretation } = description;
  if (isSubsampled(photometricInterpretation)) {
    // Y1 Y2 Cb Cr, PS3.3 §C.7.6.3.1.2: two pixels to four cells.
    return (x, y, sample) => {
      const pixel = y * columns + x;
      return (pixel >> 1) * 4 + (sample === 0 ? pixel & 1 : sample + 1);
    };
  }
  if (planarConfiguration === 1) return (x, y, sample) => (sample * rows + y) * columns + x;
  return (x, y, sample) => (y * columns + x) * samplesPerPixel + sample;
}

type Words = { get(at: number): number; set(at: number, value: number): void };

/** Stored values of cells by their number; bits of a cell that are no part of the value stay. */
function wordAccess(bytes: Uint8Array, description: ImageDescription): Words {
  const { bitsAllocated, bitsStored, highBit, signed, sampleKind } = description;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (sampleKind === 'float') {
    return { get: (at) => view.getFloat32(4 * at, true), set: (at, value) => view.setFloat32(4 * at, value, true) };
  }
  if (sampleKind === 'double') {
    return { get: (at) => view.getFloat64(8 * at, true), set: (at, value) => view.setFloat64(8 * at, value, true) };
  }
  if (bitsAllocated === 1) {
    return {
      get: (at) => ((bytes[at >> 3] ?? 0) >> (at & 7)) & 1,
      set(at, value) {
        const bit = 1 << (at & 7);
        bytes[at >> 3] = value === 0 ? (bytes[at >> 3] ?? 0) & ~bit : (bytes[at >> 3] ?? 0) | bit;
      },
    };
  }
  const [read, write] = cellFunctions(view, bitsAllocated);
  const shift = highBit + 1 - bitsStored;
  const up = 31 - highBit;
  const down = 32 - bitsStored;
  const kept = bitsStored === 32 ? 0 : ~((2 ** bitsStored - 1) << shift);
  return {
    get: (at) => (signed ? (read(at) << up) >> down : (read(at) << up) >>> down),
    set: (at, value) => write(at, (read(at) & kept) | ((value << shift) & ~kept)),
  };
}

function cellFunctions(view: DataView, bitsAllocated: number) {
  if (bitsAllocated === 8) {
    return [(at: number) => view.getUint8(at), (at: number, cell: number) => view.setUint8(at, cell)] as const;
  }
  if (bitsAllocated === 16) {
    const write = (at: number, cell: number) => view.setUint16(2 * at, cell, true);
    return [(at: number) => view.getUint16(2 * at, true), write] as const;
  }
  const write = (at: number, cell: number) => view.setUint32(4 * at, cell, true);
  return [(at: number) => view.getUint32(4 * at, true), write] as const;
}

/** The lowest and highest value that the frame has, so that letters do not stretch its range; of RGB all that it may have. */
function valueRange(
  { samplesPerPixel, bitsStored, photometricInterpretation }: ImageDescription,
  words: Words,
  count: number,
): readonly [number, number] {
  if (samplesPerPixel > 1 && !photometricInterpretation.startsWith('YBR')) return [0, 2 ** bitsStored - 1];
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < count; at++) {
    const value = words.get(at);
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
