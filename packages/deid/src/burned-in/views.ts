/**
 * The pictures in which text of a frame is looked for: 8-bit grey or colour, in as many windows as it takes to see letters
 * of any stored value. Text burned into 16 bits may lie far above what the proposed window shows, or far below.
 */

import type { DecodedFrame } from '@isocenter/pixels/decode';
import type { DisplayParameters } from '@isocenter/pixels/display-parameters';
import { type RenderedImage, renderFrame } from '@isocenter/pixels/render';
import { wideValues } from '@isocenter/pixels/stored-values';
import { windowOver } from '@isocenter/pixels/voi';
import { flatten, flattenPlane } from './local-contrast.ts';

/** Shares of the pixels that lie below and above the middle window. */
const tail = 0.01;

/** A window is left out where its ends lie this near to those of one before, in widths of the wider. */
const nearness = 0.2;

/** Neighbours of a pixel are those within this many, somewhat more than small letters are high. */
const flatRadius = 12;

/** Stored values. */
type Range = { readonly low: number; readonly high: number };

export type Views = {
  /** As somebody would see it: the window that most pixels lie in, then those that show something else. */
  readonly shown: readonly RenderedImage[];
  /** Whatever differs from its neighbours, however little, see `local-contrast.ts`. */
  readonly flat: RenderedImage;
  /**
   * Of colours the brightest and the darkest of their channels: black letters on any bright colour, and white letters on any
   * dark one; none of grey.
   */
  readonly channels: readonly RenderedImage[];
};

export function viewsOf(frame: DecodedFrame, display: DisplayParameters): Views {
  if (frame.samplesPerPixel > 1 || frame.photometricInterpretation === 'PALETTE COLOR') {
    const shown = renderFrame(frame, display);
    return { shown: [shown], flat: flatten(shown, flatRadius), channels: channelsOf(shown) };
  }
  const stored = { modality: { kind: 'rescale', slope: 1, intercept: 0 }, voi: [], inverse: false } as const;
  const values = wideValues(frame.cells, frame).subarray(0, frame.validPixels);
  const [whole, middle] = measuredRanges(values.toSorted());
  const ranges = distinct([middle, ...proposedRanges(display).slice(0, 1), whole]);
  const shown = ranges.map(({ low, high }) =>
    renderFrame(frame, stored, { voi: { kind: 'window', ...windowOver(low, high) } }),
  );
  const plane = { width: frame.columns, height: frame.rows, values: new Float32Array(frame.rows * frame.columns) };
  plane.values.set(values);
  const samples = flattenPlane(plane, flatRadius, Math.max((middle.high - middle.low) / 256, Number.MIN_VALUE));
  return { shown, flat: { width: frame.columns, height: frame.rows, channels: 1, samples }, channels: [] };
}

function channelsOf({ width, height, channels, samples }: RenderedImage): readonly RenderedImage[] {
  const brightest = new Uint8Array(width * height);
  const darkest = new Uint8Array(width * height);
  if (channels === 1) return [];
  for (let at = 0; at < brightest.length; at++) {
    const [red, green, blue] = [samples[3 * at] ?? 0, samples[3 * at + 1] ?? 0, samples[3 * at + 2] ?? 0];
    brightest[at] = Math.max(red, green, blue);
    darkest[at] = Math.min(red, green, blue);
  }
  return [brightest, darkest].map((plane) => ({ width, height, channels: 1, samples: plane }));
}

function measuredRanges(sorted: Float64Array): readonly [Range, Range] {
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return [
    { low: at(0), high: at(1) },
    { low: at(tail), high: at(1 - tail) },
  ];
}

function proposedRanges({ modality, voi }: DisplayParameters): readonly Range[] {
  if (modality.kind !== 'rescale') return [];
  return voi.flatMap((one) => {
    if (one.kind !== 'window') return [];
    const ends = [one.center - one.width / 2, one.center + one.width / 2].map(
      (end) => (end - modality.intercept) / modality.slope,
    );
    return [{ low: Math.min(...ends), high: Math.max(...ends) }];
  });
}

function distinct(ranges: readonly Range[]): readonly Range[] {
  const kept: Range[] = [];
  for (const range of ranges) {
    const width = range.high - range.low;
    const isNear = (other: Range) =>
      Math.abs(other.low - range.low) + Math.abs(other.high - range.high) <
      nearness * Math.max(width, other.high - other.low);
    if (kept.length === 0 || (width > 0 && !kept.some(isNear))) kept.push(range);
  }
  return kept;
}
