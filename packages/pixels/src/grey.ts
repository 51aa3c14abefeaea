/**
 * From stored values of one sample a pixel to 8-bit grey: modality transformation, VOI transformation, polarity,
 * PS3.4 §N.2. Padding and pixels without data come out black.
 */

import type { DecodedFrame } from './decode.ts';
import type { DisplayParameters, Modality } from './display-parameters.ts';
import { lookUp } from './lookup-table.ts';
import { cellsPresent, narrowCells, rangeOf, storedValueOf, type ValueRange, wideValues } from './stored-values.ts';
import { type Voi, voiFunction, windowOver } from './voi.ts';

/** @param chosen a transformation that a person chose, in place of those that the data set proposes */
export function renderGrey(frame: DecodedFrame, display: DisplayParameters, chosen?: Voi): Uint8Array {
  const voi = chosen ?? display.voi[0] ?? fullRange(frame, display);
  const cells = narrowCells(frame.cells);
  return cells === undefined ? renderWide(frame, display, voi) : renderNarrow(frame, cells, display, voi);
}

/** Cells of up to 16 bits: the grey of each that occurs is computed once, and the pixels are looked up. */
function renderNarrow(
  frame: DecodedFrame,
  cells: Uint16Array,
  display: DisplayParameters,
  voi: Voi | undefined,
): Uint8Array {
  const { validPixels } = frame;
  const present = cellsPresent(cells, validPixels);
  const toValue = storedValueOf(frame);
  const toGrey = greyFunction(display, voi ?? windowOf(presentRange(present, toValue, display), display));
  const greys = new Uint8Array(present.length);
  for (let cell = 0; cell < present.length; cell++) if (present[cell] === 1) greys[cell] = toGrey(toValue(cell));
  const pixels = new Uint8Array(cells.length);
  for (let i = 0; i < validPixels; i++) pixels[i] = greys[cells[i] ?? 0] ?? 0;
  return pixels;
}

/** Cells of 32 bits and real numbers: each pixel is computed. */
function renderWide(frame: DecodedFrame, display: DisplayParameters, voi: Voi | undefined): Uint8Array {
  const values = wideValues(frame.cells, frame).subarray(0, frame.validPixels);
  const toGrey = greyFunction(display, voi ?? windowOf(rangeOf(values, values.length, display.padding), display));
  const pixels = new Uint8Array(frame.cells.length);
  for (let i = 0; i < values.length; i++) pixels[i] = toGrey(values[i] ?? 0);
  return pixels;
}

/** Unsigned images of up to 8 bits without modality transformation are shown as they are. */
function fullRange(frame: DecodedFrame, { modality }: DisplayParameters): Voi | undefined {
  const plain = modality.kind === 'rescale' && modality.slope === 1 && modality.intercept === 0;
  if (!plain || frame.signed || frame.bitsStored > 8) return undefined;
  return { kind: 'window', ...windowOver(0, 2 ** frame.bitsStored - 1) };
}

/** The window from the lowest to the highest modality value, for images that propose nothing. */
function windowOf(stored: ValueRange | undefined, { modality }: DisplayParameters): Voi {
  const modalityOf = modalityFunction(modality);
  const ends = [modalityOf(stored?.lowest ?? 0), modalityOf(stored?.highest ?? 0)];
  return { kind: 'window', ...windowOver(Math.min(...ends), Math.max(...ends)) };
}

function presentRange(
  present: Uint8Array,
  toValue: (cell: number) => number,
  display: DisplayParameters,
): ValueRange | undefined {
  const values: number[] = [];
  for (let cell = 0; cell < present.length; cell++) if (present[cell] === 1) values.push(toValue(cell));
  return rangeOf(values, values.length, display.padding);
}

function greyFunction(display: DisplayParameters, voi: Voi): (stored: number) => number {
  const modalityOf = modalityFunction(display.modality);
  const brightness = voiFunction(voi);
  const { lowest: from, highest: to } = display.padding ?? { lowest: Number.NaN, highest: Number.NaN };
  const [scale, offset] = display.inverse ? [-255, 255] : [255, 0];
  return (stored) => {
    if (stored >= from && stored <= to) return 0;
    return Math.round(brightness(modalityOf(stored)) * scale + offset);
  };
}

function modalityFunction(modality: Modality): (stored: number) => number {
  if (modality.kind === 'lut') return (stored) => lookUp(modality.table, stored);
  const { slope, intercept } = modality;
  return (stored) => stored * slope + intercept;
}
