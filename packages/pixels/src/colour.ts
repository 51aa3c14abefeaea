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
import { narrowCells, storedValueOf } from './stored-values.ts';

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
  const cells = narrowCells(frame.cells);
  if (cells === undefined) throw new PixelsError('not-renderable', 'palette colour of more than 16 bits');
  const [red, green, blue] = [palette.red, palette.green, palette.blue].map((table) => bytesByCell(table, frame));
  const pixels = new Uint8Array(frame.rows * frame.columns * 3);
  for (let i = 0, to = 0; i < frame.validPixels; i++, to += 3) {
    const cell = cells[i] ?? 0;
    pixels[to] = red?.[cell] ?? 0;
    pixels[to + 1] = green?.[cell] ?? 0;
    pixels[to + 2] = blue?.[cell] ?? 0;
  }
  return pixels;
}

/** Retired colour models, PS3.3 §C.7.6.3.1.2. */
const unknownColours: ReadonlySet<string> = new Set(['HSV', 'ARGB', 'CMYK']);

/** The stored values as fresh, unsigned cells that may be changed. */
function unsignedValues(frame: DecodedFrame): Cells {
  if (frame.samplesPerPixel !== 3) throw new PixelsError('not-renderable', 'colour of other than three samples');
  const values = frame.cells.slice();
  if (frame.bitsStored === values.BYTES_PER_ELEMENT * 8) return values;
  const toValue = storedValueOf({ ...frame, signed: false });
  for (let i = 0; i < values.length; i++) values[i] = toValue(values[i] ?? 0);
  return values;
}

function scaleToBytes(values: Cells, bits: number): Uint8Array {
  const scale = 255 / (2 ** bits - 1);
  const pixels = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) pixels[i] = Math.round((values[i] ?? 0) * scale);
  return pixels;
}

/** The entry of every possible cell, as bytes. */
function bytesByCell(table: LookupTable, frame: DecodedFrame): Uint8Array {
  const toValue = storedValueOf(frame);
  const shift = table.bits - 8;
  const bytes = new Uint8Array(2 ** Math.max(8, frame.bitsAllocated));
  for (let cell = 0; cell < bytes.length; cell++) {
    const entry = lookUp(table, toValue(cell));
    bytes[cell] = shift >= 0 ? entry >> shift : entry << -shift;
  }
  return bytes;
}
