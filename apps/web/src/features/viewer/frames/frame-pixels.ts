/**
 * From a decoded frame to what the screen is fed with: grey values after the modality transformation (Hounsfield units and
 * their like, which measurements read), or RGB. Windows, inversion and zoom are applied while drawing.
 *
 * Runs in the decoding worker. Rendering to 8 bits for thumbnails is `@isocenter/pixels/render`'s work.
 */

import type { DecodedFrame } from '@isocenter/pixels/decode';
import type { DisplayParameters } from '@isocenter/pixels/display-parameters';
import { lookUp } from '@isocenter/pixels/lookup-table';
import { renderFrame } from '@isocenter/pixels/render';
import { rangeOf, type StoredValues, storedValuesOf } from '@isocenter/pixels/stored-values';
import type { Voi } from '@isocenter/pixels/voi';
import { automaticWindow } from '../image/window-presets.ts';

/** The types of which textures are made. */
export type GreySamples = Uint8Array | Int16Array | Uint16Array | Float32Array;

export type FrameWindow = {
  readonly center: number;
  readonly width: number;
  readonly function: 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID';
};

export type FramePixels =
  | {
      readonly kind: 'grey';
      readonly rows: number;
      readonly columns: number;
      readonly samples: GreySamples;
      readonly lowest: number;
      readonly highest: number;
      /** What is shown before anybody chooses another. */
      readonly window: FrameWindow;
    }
  | { readonly kind: 'colour'; readonly rows: number; readonly columns: number; readonly samples: Uint8Array };

export function toFramePixels(frame: DecodedFrame, display: DisplayParameters): FramePixels {
  const { rows, columns } = frame;
  if (frame.samplesPerPixel > 1 || frame.photometricInterpretation === 'PALETTE COLOR') {
    return { kind: 'colour', rows, columns, samples: renderFrame(frame, display).samples };
  }
  const stored = storedValuesOf(frame);
  const tableVoi = onlyTable(display.voi);
  const value = valueFunction(display, tableVoi);
  const { lowest, highest } = mappedRange(stored, frame.validPixels, display, value);
  const samples = mapSamples(stored, frame.validPixels, display, { lowest, highest, value });
  const window = firstWindow(display.voi) ?? fallbackWindow(frame, samples, tableVoi);
  return { kind: 'grey', rows, columns, samples, lowest, highest, window };
}

type TableVoi = Extract<Voi, { readonly kind: 'lut' }>;

/**
 * A VOI table where the header offers no window: it is applied to the values themselves, since a window cannot stand for
 * its curve. Projections come so, and their values have no unit that would be lost.
 */
function onlyTable(voi: readonly Voi[]): TableVoi | undefined {
  const [first] = voi;
  return first?.kind === 'lut' && voi.every((candidate) => candidate.kind === 'lut') ? first : undefined;
}

function valueFunction({ modality }: DisplayParameters, voi: TableVoi | undefined): (stored: number) => number {
  const transformed =
    modality.kind === 'lut'
      ? (stored: number) => lookUp(modality.table, stored)
      : (stored: number) => stored * modality.slope + modality.intercept;
  return voi === undefined ? transformed : (stored) => lookUp(voi.table, transformed(stored));
}

type Mapped = { readonly lowest: number; readonly highest: number; readonly value: (stored: number) => number };

/** The range of the values that mean something; tables need not be monotonous, so ends of the input are not enough. */
function mappedRange(stored: StoredValues, count: number, display: DisplayParameters, value: Mapped['value']) {
  const isLinear = display.modality.kind === 'rescale' && onlyTable(display.voi) === undefined;
  const range = rangeOf(stored, count, display.padding);
  if (range === undefined) return { lowest: 0, highest: 1 };
  if (isLinear) {
    const ends = [value(range.lowest), value(range.highest)];
    return { lowest: Math.min(...ends), highest: Math.max(...ends) };
  }
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let index = 0; index < count; index += 1) {
    const mapped = value(stored[index] ?? 0);
    if (mapped < lowest) lowest = mapped;
    if (mapped > highest) highest = mapped;
  }
  return { lowest, highest };
}

/** Padding, and pixels that the file lacks, become the value that is drawn black. */
function mapSamples(stored: StoredValues, count: number, display: DisplayParameters, mapped: Mapped): GreySamples {
  const { modality, padding } = display;
  const isIdentity = modality.kind === 'rescale' && modality.slope === 1 && modality.intercept === 0;
  const isPlain =
    isIdentity && padding === undefined && count === stored.length && onlyTable(display.voi) === undefined;
  if (isPlain && isTexture(stored)) return stored;
  const samples = createSamples(stored.length, display, mapped);
  const black = display.inverse ? mapped.highest : mapped.lowest;
  const [from, to] = padding === undefined ? [Number.NaN, Number.NaN] : [padding.lowest, padding.highest];
  for (let index = 0; index < count; index += 1) {
    const value = stored[index] ?? 0;
    samples[index] = value >= from && value <= to ? black : mapped.value(value);
  }
  samples.fill(black, count);
  return samples;
}

function isTexture(values: StoredValues): values is GreySamples {
  return [Uint8Array, Int16Array, Uint16Array, Float32Array].some((type) => values instanceof type);
}

/** The smallest type that holds every value exactly; fractions and large numbers become floats. */
function createSamples(length: number, display: DisplayParameters, { lowest, highest }: Mapped): GreySamples {
  const { modality } = display;
  const isWhole = modality.kind === 'lut' || (Number.isInteger(modality.slope) && Number.isInteger(modality.intercept));
  if (!isWhole) return new Float32Array(length);
  if (lowest >= 0 && highest <= 0xff) return new Uint8Array(length);
  if (lowest >= -0x8000 && highest <= 0x7fff) return new Int16Array(length);
  if (lowest >= 0 && highest <= 0xffff) return new Uint16Array(length);
  return new Float32Array(length);
}

function firstWindow(voi: readonly Voi[]): FrameWindow | undefined {
  for (const candidate of voi) {
    if (candidate.kind === 'window') {
      return { center: candidate.center, width: candidate.width, function: candidate.function };
    }
  }
  return undefined;
}

function fallbackWindow(frame: DecodedFrame, samples: GreySamples, table: TableVoi | undefined): FrameWindow {
  const over = (lowest: number, highest: number): FrameWindow => ({
    center: (lowest + highest) / 2,
    width: Math.max(highest - lowest, 1),
    function: 'LINEAR_EXACT',
  });
  if (table !== undefined) return over(0, 2 ** table.table.bits - 1);
  if (frame.bitsStored <= 8 && !frame.signed) return over(0, 2 ** frame.bitsStored - 1);
  return { ...(automaticWindow(samples) ?? { center: 128, width: 256 }), function: 'LINEAR_EXACT' };
}
