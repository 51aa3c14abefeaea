/**
 * The outer surface of what lies in a volume: what is denser than air (CT) or brighter than the background (MR, PET),
 * closed by 8 mm so that dark skull, nostrils and ears do not let the air in, and its largest piece, which leaves table
 * and holders out.
 *
 * What the scan cut off is not air: nothing floods in from below, where neck or skull end at the last slice.
 */

import { distanceTo } from './distance.ts';
import type { Grid, Survey } from './grid.ts';
import type { HeadModality } from './volume.ts';

export type OuterSurface = Grid & {
  /** 1 inside of the outer surface. */
  readonly isBody: Uint8Array;
  /** 1 in the air around it that the volume shows. */
  readonly isAir: Uint8Array;
  /** Millimetres from the surface, up to 16: above 0 outside, below inside. What the scan cut off counts as neither. */
  readonly heightMm: Float32Array;
  /** Above it lies the body, in values of the modality. */
  readonly threshold: number;
};

/** Hounsfield units between air and skin. */
const skinHounsfield = -500;

const closingMm = 8;

/** As far from the surface its distance is known; farther cells are as far as that. */
const knownCells = 8;

/** Of Otsu's threshold, which splits dark from bright tissue: skin is darker, noise of the background far below. */
const shareOfOtsu = 0.5;

/** Returns undefined where nothing stands out of the background. */
export function findOuterSurface(survey: Survey, modality: HeadModality): OuterSurface | undefined {
  const threshold = thresholdOf(survey, modality);
  if (threshold === undefined) return undefined;
  const { dimensions, origin, stepMm, values, isInside } = survey;
  const body = new Uint8Array(values.length);
  for (let at = 0; at < body.length; at++) body[at] = isInside[at] === 1 && (values[at] ?? 0) > threshold ? 1 : 0;
  const closed = close(body, survey);
  const isAir = flood(closed, survey);
  const isBody = largestPiece(isAir, survey);
  if (!isBody.includes(1)) return undefined;
  return { dimensions, origin, stepMm, isBody, isAir, threshold, heightMm: heightOf(isBody, isAir, survey) };
}

/** Returns what lies between air and body, in values of the modality; undefined where all values are equal. */
export function thresholdOf({ values, isInside }: Survey, modality: HeadModality): number | undefined {
  if (modality === 'CT') return skinHounsfield;
  const [bottom, top] = rangeOf(values, isInside);
  if (!(top > bottom)) return undefined;
  const fine = histogram({ values, isInside }, { bottom, top, bins: 4096 });
  // Fat and vessels far brighter than the rest would leave a few bins to all that matters.
  const brightest = bottom + ((quantileBin(fine, 0.995) + 1) / 4096) * (top - bottom);
  const bins = histogram({ values, isInside }, { bottom, top: brightest, bins: 256 });
  return bottom + ((otsuBin(bins) * shareOfOtsu) / 256) * (brightest - bottom);
}

type Seen = Pick<Survey, 'values' | 'isInside'>;

function rangeOf(values: Float32Array, isInside: Uint8Array): readonly [number, number] {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let at = 0; at < values.length; at++) {
    if (isInside[at] !== 1) continue;
    const value = values[at] ?? 0;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return [lowest, highest];
}

function histogram(
  { values, isInside }: Seen,
  { bottom, top, bins }: { readonly bottom: number; readonly top: number; readonly bins: number },
): Float64Array {
  const counts = new Float64Array(bins);
  const scale = bins / (top - bottom);
  for (let at = 0; at < values.length; at++) {
    if (isInside[at] !== 1) continue;
    const bin = Math.min(bins - 1, Math.floor(((values[at] ?? 0) - bottom) * scale));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

function quantileBin(counts: Float64Array, share: number): number {
  let left = counts.reduce((sum, count) => sum + count, 0) * share;
  return counts.findIndex((count) => {
    left -= count;
    return left <= 0;
  });
}

/** The bin that splits a histogram into the two classes farthest apart (Otsu 1979). */
function otsuBin(bins: Float64Array): number {
  const total = bins.reduce((sum, count) => sum + count, 0);
  const moment = bins.reduce((sum, count, bin) => sum + count * bin, 0);
  let [best, bestBin, below, belowMoment] = [-1, 0, 0, 0];
  for (let bin = 0; bin < bins.length; bin++) {
    below += bins[bin] ?? 0;
    belowMoment += (bins[bin] ?? 0) * bin;
    if (below === 0 || below === total) continue;
    const apart = belowMoment / below - (moment - belowMoment) / (total - below);
    const between = below * (total - below) * apart * apart;
    if (between > best) [best, bestBin] = [between, bin];
  }
  return bestBin;
}

function close(body: Uint8Array, { dimensions, stepMm }: Grid): Uint8Array {
  const reach = Math.round(closingMm / stepMm);
  const toBody = distanceTo(body, dimensions, { to: 1, reach });
  const dilated = new Uint8Array(body.length);
  for (let at = 0; at < body.length; at++) dilated[at] = (toBody[at] ?? 0) <= reach ? 1 : 0;
  const toRest = distanceTo(dilated, dimensions, { to: 0, reach });
  for (let at = 0; at < body.length; at++) dilated[at] = (toRest[at] ?? 0) > reach || body[at] === 1 ? 1 : 0;
  return dilated;
}

/** Air that can be reached from the sides and the top of the volume. */
function flood(closed: Uint8Array, { dimensions: [nx, ny], isInside }: Survey): Uint8Array {
  const isAir = new Uint8Array(closed.length);
  const open = new Uint8Array(closed.length);
  for (let at = 0; at < closed.length; at++) open[at] = isInside[at] === 1 && closed[at] !== 1 ? 1 : 0;
  const slice = nx * ny;
  const fill = createFloodFill(open, { row: nx, slice });
  for (let at = 0; at < closed.length; at++) {
    if (open[at] !== 1 || isAir[at] === 1) continue;
    const isInner =
      isInside[at - 1] === 1 &&
      isInside[at + 1] === 1 &&
      isInside[at - nx] === 1 &&
      isInside[at + nx] === 1 &&
      isInside[at + slice] === 1;
    if (!isInner) fill(at, isAir);
  }
  return isAir;
}

function largestPiece(isAir: Uint8Array, { dimensions: [nx, ny], isInside }: Survey): Uint8Array {
  const rest = new Uint8Array(isAir.length);
  for (let at = 0; at < rest.length; at++) rest[at] = isInside[at] === 1 && isAir[at] !== 1 ? 1 : 0;
  const fill = createFloodFill(rest, { row: nx, slice: nx * ny });
  let [start, most] = [-1, 0];
  for (let at = 0; at < rest.length; at++) {
    if (rest[at] !== 1) continue;
    const count = fill(at);
    if (count > most) [start, most] = [at, count];
  }
  const isBody = new Uint8Array(isAir.length);
  for (let at = 0; at < rest.length; at++) rest[at] = isInside[at] === 1 && isAir[at] !== 1 ? 1 : 0;
  if (start >= 0) fill(start, isBody);
  return isBody;
}

/**
 * Returns a function that takes a cell and all that hang together with it out of `open`, marks them and counts them. No
 * cell at the border of the grid may be open.
 */
function createFloodFill(
  open: Uint8Array,
  { row, slice }: { readonly row: number; readonly slice: number },
): (start: number, marks?: Uint8Array) => number {
  // Each cell is put there once.
  const stack = new Int32Array(open.length);
  return (start, marks) => {
    let [held, count] = [0, 0];
    const reach = (at: number): void => {
      if (open[at] !== 1) return;
      open[at] = 0;
      stack[held] = at;
      held += 1;
    };
    reach(start);
    while (held > 0) {
      held -= 1;
      const at = stack[held] ?? 0;
      count += 1;
      if (marks !== undefined) marks[at] = 1;
      reach(at - 1);
      reach(at + 1);
      reach(at - row);
      reach(at + row);
      reach(at - slice);
      reach(at + slice);
    }
    return count;
  };
}

function heightOf(isBody: Uint8Array, isAir: Uint8Array, { dimensions, stepMm }: Grid): Float32Array {
  const heights = distanceTo(isBody, dimensions, { to: 1, reach: knownCells });
  const depths = distanceTo(isAir, dimensions, { to: 1, reach: knownCells });
  // The surface lies half way between the centres of two cells.
  for (let at = 0; at < heights.length; at++) {
    heights[at] = isBody[at] === 1 ? (0.5 - (depths[at] ?? 0)) * stepMm : ((heights[at] ?? 0) - 0.5) * stepMm;
  }
  return heights;
}
