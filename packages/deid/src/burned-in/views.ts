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
   * The darker and the brighter half of all values: black letters stand out from the dark parts of busy ground, and white
   * ones from the bright parts. Of a colour its brightest channel is seen in the first, its darkest in the second.
   */
  readonly halves: readonly RenderedImage[];
};

export function viewsOf(frame: DecodedFrame, display: DisplayParameters): Views {
  if (frame.samplesPerPixel > 1 || frame.photometricInterpretation === 'PALETTE COLOR') {
    const shown = renderFrame(frame, display);
    return { shown: [shown], flat: flatten(shown, flatRadius), halves: halvesOf(shown) };
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
  const [first] = shown;
  const flat: RenderedImage = { width: frame.columns, height: frame.rows, channels: 1, samples };
  return { shown, flat, halves: first === undefined ? [] : halvesOf(first) };
}

function halvesOf({ width, height, channels, samples }: RenderedImage): readonly RenderedImage[] {
  const darker = new Uint8Array(width * height);
  const brighter = new Uint8Array(width * height);
  for (let at = 0; at < darker.length; at++) {
    let [darkest, brightest] = [255, 0];
    for (let sample = at * channels; sample < (at + 1) * channels; sample++) {
      darkest = Math.min(darkest, samples[sample] ?? 0);
      brightest = Math.max(brightest, samples[sample] ?? 0);
    }
    darker[at] = Math.min(255, 2 * brightest);
    brighter[at] = Math.max(0, 2 * darkest - 255);
  }
  return [darker, brighter].map((plane) => ({ width, height, channels: 1, samples: plane }));
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
