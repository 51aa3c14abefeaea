/**
 * Plants text in pictures as devices and people burn it in: fonts, sizes, strengths, places and directions by a seeded
 * generator, drawn into the stored values of a decoded frame.
 */

import type { DecodedFrame } from '@isocenter/pixels/decode';
import { storedValueOf } from '@isocenter/pixels/stored-values';
import sharp from 'sharp';

export type Random = () => number;

/** Mulberry32. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type Planted = {
  readonly text: string;
  readonly font: string;
  readonly size: number;
  readonly turned: 0 | 90 | 270;
  readonly strength: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Pixels, by number, whose value the text changed so far that it can be seen. */
  readonly ink: readonly number[];
};

const fonts = ['DejaVu Sans', 'DejaVu Sans Mono', 'DejaVu Serif', 'DejaVu Sans Condensed', 'DejaVu Sans:bold'];
const surnames = [
  'Abara',
  'Vance',
  'Prentice',
  'Lindqvist',
  'Ortega',
  'Holloway',
  'Nakamura',
  'Okonkwo',
  'Zielinski',
  'Fu',
  'Müller',
  'O’Brien',
];
const givenNames = ['Tomas', 'Astrid', 'Mary', 'Li', 'Bartholomew', 'Ana', 'Yusuf', 'Ingrid', 'Kofi', 'Zoë'];
/** The share of a string's pixels that can be seen; of letters that are as their ground nothing can be read. */
const leastVisible = 1 / 3;

const places = ['ST MARY HOSP', 'NORTHSIDE IMAGING', 'Klinik am See', 'County General', 'RIVER CLINIC'];

export function makeString(random: Random): string {
  const of = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] ?? (list[0] as T);
  const digits = (count: number) => Array.from({ length: count }, () => Math.floor(random() * 10)).join('');
  const day = `${1930 + Math.floor(random() * 80)}-${String(1 + Math.floor(random() * 12)).padStart(2, '0')}-${String(1 + Math.floor(random() * 28)).padStart(2, '0')}`;
  const makers: readonly (() => string)[] = [
    () => `${of(surnames)}, ${of(givenNames)}`,
    () => `${of(surnames)}^${of(givenNames)}`.toUpperCase(),
    () => `${of(givenNames)} ${of(surnames)}`,
    () => `MRN ${digits(6)}`,
    () => `ID: ${digits(8)}`,
    () => digits(7),
    () => `Acc:${digits(8)}`,
    () => `DOB ${day}`,
    () => day,
    () => `DR ${of(surnames).toUpperCase()}`,
    () => of(places),
    () => `Tel ${digits(3)}-${digits(4)}`,
    () => `${digits(2)}:${digits(2)}:${digits(2)}`,
    () => of(surnames),
  ];
  return of(makers)();
}

export type Drawn = { readonly width: number; readonly height: number; readonly alpha: Uint8Array };

/** Draws text on nothing; alpha is 0 to 255, cut to what is drawn. */
export async function drawText(text: string, font: string, size: number, turned: 0 | 90 | 270): Promise<Drawn> {
  const [family = '', weight = 'normal'] = font.split(':');
  const width = Math.ceil(text.length * size + 20);
  const height = Math.ceil(size * 2);
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><text x="4" y="${size * 1.4}" font-family="${family}" font-weight="${weight}" font-size="${size}" fill="white">${escaped}</text></svg>`;
  const upright = await sharp(Buffer.from(svg))
    .extractChannel('alpha')
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const cut = cutToInk({ width: upright.info.width, height: upright.info.height, alpha: upright.data });
  return turned === 0 ? cut : turnDrawn(cut, turned);
}

function cutToInk({ width, height, alpha }: Drawn): Drawn {
  let [left, right, top, bottom] = [width, 0, height, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((alpha[y * width + x] ?? 0) < 64) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  const cut = new Uint8Array((right - left + 1) * (bottom - top + 1));
  for (let y = top, to = 0; y <= bottom; y++) for (let x = left; x <= right; x++) cut[to++] = alpha[y * width + x] ?? 0;
  return { width: right - left + 1, height: bottom - top + 1, alpha: cut };
}

function turnDrawn({ width, height, alpha }: Drawn, turned: 90 | 270): Drawn {
  const result = new Uint8Array(alpha.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [column, row] = turned === 90 ? [height - 1 - y, x] : [y, width - 1 - x];
      result[row * height + column] = alpha[y * width + x] ?? 0;
    }
  }
  return { width: height, height: width, alpha: result };
}

/** Values between which the frame is shown, by percentile, so that strength is what somebody sees. */
export type Shown = { readonly low: number; readonly high: number; readonly lowest: number; readonly highest: number };

export function shownRange(frame: DecodedFrame): Shown {
  const toValue = storedValueOf(frame);
  const sorted = Float64Array.from(frame.cells, (cell) => (isReal(frame) ? cell : toValue(cell))).sort();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return { low: at(0.01), high: Math.max(at(0.99), at(0.01) + 1), lowest: at(0), highest: at(1) };
}

function isReal({ cells }: DecodedFrame): boolean {
  return cells instanceof Float32Array || cells instanceof Float64Array;
}

/**
 * Draws one string into the cells; undefined where there is no room or it could not be seen.
 * @param taken boxes already used; the new one is added
 */
export async function plant(
  frame: DecodedFrame,
  shown: Shown,
  random: Random,
  taken: { x: number; y: number; width: number; height: number }[],
): Promise<Planted | undefined> {
  const { rows, columns, samplesPerPixel: samples, cells } = frame;
  const text = makeString(random);
  const font = fonts[Math.floor(random() * fonts.length)] ?? 'DejaVu Sans';
  const size = sizeFor(Math.min(rows, columns), random);
  const direction = random();
  const turned = direction < 0.86 ? 0 : direction < 0.93 ? 90 : 270;
  const drawn = await drawText(text, font, size, turned);
  if (drawn.width + 4 > columns || drawn.height + 4 > rows) return undefined;
  const room = { x: columns - drawn.width - 4, y: rows - drawn.height - 4 };
  const atEdge = random() < 0.5;
  const place = (length: number) => 2 + Math.round((atEdge ? (random() < 0.5 ? 0 : 1) : random()) * length);
  const x = atEdge && random() < 0.5 ? 2 + Math.round(random() * room.x) : place(room.x);
  const y = place(room.y);
  const near = { x: x - size, y: y - size, width: drawn.width + 2 * size, height: drawn.height + 2 * size };
  if (
    taken.some(
      (box) =>
        near.x < box.x + box.width &&
        box.x < near.x + near.width &&
        near.y < box.y + box.height &&
        box.y < near.y + near.height,
    )
  )
    return undefined;
  const strengths = ['highest', 'bright', 'dark', 'lowest', 'faint'] as const;
  const strength = strengths[Math.floor(random() * strengths.length)] ?? 'highest';
  const span = shown.high - shown.low;
  const toValue = isReal(frame) ? (cell: number) => cell : storedValueOf(frame);
  const middle = groundOf(frame, { x, y, ...drawn }, toValue);
  const colour = Array.from({ length: samples }, () => (samples === 1 || random() < 0.7 ? 1 : random()));
  const target = {
    highest: shown.highest,
    bright: shown.low + 0.75 * span,
    dark: shown.low + 0.2 * span,
    lowest: shown.lowest,
    faint: middle.median + (random() < 0.5 && middle.median - 0.2 * span >= shown.lowest ? -0.2 : 0.2) * span,
  }[strength];
  const value = Math.min(Math.max(target, shown.lowest), shown.highest);
  // What nobody can see is not planted: strength against the ground, and against its noise.
  if (Math.abs(value - middle.median) < Math.max(0.15 * span, 3 * middle.deviation)) return undefined;
  const ink: number[] = [];
  let letterPixels = 0;
  const before = cells.slice();
  const mask = frame.bitsStored >= 32 ? 0xffffffff : 2 ** frame.bitsStored - 1;
  for (let row = 0; row < drawn.height; row++) {
    for (let column = 0; column < drawn.width; column++) {
      const alpha = (drawn.alpha[row * drawn.width + column] ?? 0) / 255;
      if (alpha === 0) continue;
      const pixel = (y + row) * columns + x + column;
      let change = 0;
      for (let sample = 0; sample < samples; sample++) {
        const at = pixel * samples + sample;
        const ground = toValue(cells[at] ?? 0);
        const drawnValue = ground + (value * (colour[sample] ?? 1) - ground) * alpha;
        const after = isReal(frame) ? drawnValue : Math.round(drawnValue);
        change = Math.max(change, Math.abs(after - ground));
        cells[at] = isReal(frame) ? after : (after & mask) << (frame.highBit + 1 - frame.bitsStored);
      }
      if (alpha < 0.4) continue;
      letterPixels++;
      if (change >= 0.05 * span) ink.push(pixel);
    }
  }
  if (ink.length < leastVisible * letterPixels) {
    cells.set(before as never);
    return undefined;
  }
  taken.push({ x, y, width: drawn.width, height: drawn.height });
  return { text, font, size, turned, strength, x, y, width: drawn.width, height: drawn.height, ink };
}

/** Letters of 9 to 64 pixels; small ones as often as devices write them. */
function sizeFor(shortest: number, random: Random): number {
  const largest = Math.max(10, Math.min(64, shortest / 12));
  return Math.round(9 + (largest - 9) * random() ** 2);
}

function groundOf(
  frame: DecodedFrame,
  box: { x: number; y: number; width: number; height: number },
  toValue: (cell: number) => number,
) {
  const values: number[] = [];
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++)
      values.push(toValue(frame.cells[(y * frame.columns + x) * frame.samplesPerPixel] ?? 0));
  }
  values.sort((a, b) => a - b);
  const median = values[values.length >> 1] ?? 0;
  const deviation =
    (values.reduce((sum, value) => sum + Math.abs(value - median), 0) / Math.max(1, values.length)) * 1.25;
  return { median, deviation };
}
