/**
 * From stored values to 8-bit RGB, PS3.3 §C.7.6.3.1.2: palettes, RGB and the YBR family. No VOI transformation
 * applies to colour. Pixels without data come out black.
 */

import type { Cells } from './codecs/codec.ts';
import { ybrFullToRgb, ybrPartialToRgb } from './codecs/ybr.ts';
import type { DecodedFrame } from './decode.ts';
import type { Palette } from './display-parameters.ts';
import { PixelsError } from './errors.ts';
import { type LookupTable, lookUp } from './lookup-table.ts';
import { rangeOf, storedValuesOf } from './stored-values.ts';

/** @throws PixelsError `not-renderable` for a Photometric Interpretation of three samples that is not defined */
export function renderColour(frame: DecodedFrame): Uint8Array {
  const values = unsignedValues(frame);
  const { photometricInterpretation: photometric, bitsStored } = frame;
  if (photometric.startsWith('YBR_PARTIAL')) ybrPartialToRgb(values, bitsStored);
  else if (photometric.startsWith('YBR_FULL')) ybrFullToRgb(values, bitsStored);
  else if (unknownColours.has(photometric)) {
    throw new PixelsError('not-renderable', 'colour model that is not rendered');
  }
  const pixels = values instanceof Uint8Array && bitsStored === 8 ? values : scaleToBytes(values, bitsStored);
  pixels.fill(0, frame.validPixels * 3);
  return pixels;
}

export function renderPalette(frame: DecodedFrame, palette: Palette): Uint8Array {
  const values = storedValuesOf(frame);
  const pixels = new Uint8Array(frame.rows * frame.columns * 3);
  const range = rangeOf(values, frame.validPixels);
  if (range === undefined) return pixels;
  const tables = [palette.red, palette.green, palette.blue].map((table) =>
    bytesOver(table, range.lowest, range.highest),
  );
  const [red, green, blue] = tables;
  for (let i = 0, to = 0; i < frame.validPixels; i++, to += 3) {
    const index = (values[i] ?? 0) - range.lowest;
    pixels[to] = red?.[index] ?? 0;
    pixels[to + 1] = green?.[index] ?? 0;
    pixels[to + 2] = blue?.[index] ?? 0;
  }
  return pixels;
}

/** Retired colour models, PS3.3 §C.7.6.3.1.2. */
const unknownColours: ReadonlySet<string> = new Set(['HSV', 'ARGB', 'CMYK']);

/** The stored values as fresh, unsigned cells that may be changed. */
function unsignedValues(frame: DecodedFrame): Cells {
  if (frame.samplesPerPixel !== 3) throw new PixelsError('not-renderable', 'colour of other than three samples');
  const values = storedValuesOf({ ...frame, signed: false });
  if (values instanceof Uint8Array) return values.slice();
  if (values instanceof Uint16Array) return values.slice();
  return Uint32Array.from(values);
}

function scaleToBytes(values: Cells, bits: number): Uint8Array {
  const scale = 255 / (2 ** bits - 1);
  const pixels = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) pixels[i] = Math.round((values[i] ?? 0) * scale);
  return pixels;
}

/** The entries for the values `lowest` to `highest`, as bytes. */
function bytesOver(table: LookupTable, lowest: number, highest: number): Uint8Array {
  const bytes = new Uint8Array(highest - lowest + 1);
  const shift = table.bits - 8;
  for (let value = lowest; value <= highest; value++) {
    const entry = lookUp(table, value);
    bytes[value - lowest] = shift >= 0 ? entry >> shift : entry << -shift;
  }
  return bytes;
}
