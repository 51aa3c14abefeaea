/**
 * From stored values of one sample a pixel to 8-bit grey: modality transformation, VOI transformation, polarity,
 * PS3.4 §N.2. Padding and pixels without data come out black.
 */

import type { DecodedFrame } from './decode.ts';
import type { DisplayParameters, Modality } from './display-parameters.ts';
import { lookUp } from './lookup-table.ts';
import { rangeOf, type StoredValues, storedValuesOf, type ValueRange } from './stored-values.ts';
import { type Voi, voiFunction, windowOver } from './voi.ts';

/** A table of greys is made for at most this many different values; beyond, each pixel is computed. */
const largestTable = 2 ** 18;

/** @param chosen a transformation that a person chose, in place of those that the data set proposes */
export function renderGrey(frame: DecodedFrame, display: DisplayParameters, chosen?: Voi): Uint8Array {
  const values = storedValuesOf(frame);
  const range = rangeOf(values, frame.validPixels);
  const toGrey = greyFunction(frame, values, display, chosen);
  const pixels = new Uint8Array(values.length);
  if (range === undefined) return pixels;
  const integers = !(values instanceof Float32Array || values instanceof Float64Array);
  if (integers && range.highest - range.lowest < largestTable)
    mapByTable(values, pixels, range, frame.validPixels, toGrey);
  else for (let i = 0; i < frame.validPixels; i++) pixels[i] = toGrey(values[i] ?? 0);
  return pixels;
}

/** The transformation that is shown where nobody chose one: the first proposed, else one that shows all there is. */
function defaultVoi(frame: DecodedFrame, values: StoredValues, display: DisplayParameters): Voi {
  const [proposed] = display.voi;
  if (proposed !== undefined) return proposed;
  const modality = modalityFunction(display.modality);
  const plain = display.modality.kind === 'rescale' && display.modality.slope === 1 && display.modality.intercept === 0;
  if (plain && frame.bitsStored <= 8 && !frame.signed) {
    return { kind: 'window', ...windowOver(0, 2 ** frame.bitsStored - 1) };
  }
  const range = rangeOf(values, frame.validPixels, display.padding);
  const ends = [modality(range?.lowest ?? 0), modality(range?.highest ?? 0)];
  return { kind: 'window', ...windowOver(Math.min(...ends), Math.max(...ends)) };
}

function greyFunction(
  frame: DecodedFrame,
  values: StoredValues,
  display: DisplayParameters,
  chosen: Voi | undefined,
): (stored: number) => number {
  const modality = modalityFunction(display.modality);
  const voi = voiFunction(chosen ?? defaultVoi(frame, values, display));
  const { lowest: from, highest: to } = display.padding ?? { lowest: Number.NaN, highest: Number.NaN };
  const [scale, offset] = display.inverse ? [-255, 255] : [255, 0];
  return (stored) => {
    if (stored >= from && stored <= to) return 0;
    return Math.round(voi(modality(stored)) * scale + offset);
  };
}

function modalityFunction(modality: Modality): (stored: number) => number {
  if (modality.kind === 'lut') return (stored) => lookUp(modality.table, stored);
  const { slope, intercept } = modality;
  return (stored) => stored * slope + intercept;
}

function mapByTable(
  values: StoredValues,
  pixels: Uint8Array,
  range: ValueRange,
  count: number,
  toGrey: (stored: number) => number,
): void {
  const { lowest, highest } = range;
  const table = new Uint8Array(highest - lowest + 1);
  for (let value = lowest; value <= highest; value++) table[value - lowest] = toGrey(value);
  for (let i = 0; i < count; i++) pixels[i] = table[(values[i] ?? 0) - lowest] ?? 0;
}
