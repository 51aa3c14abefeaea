/** Small pictures: a slope with a little noise, letters burned in where asked, identity in bits that nobody shows. */

import type { Attributes } from '@isocenter/dicom/build';
import type { PlantedBox } from './answer-key.ts';
import { forEachGlyphPixel, sizeOfGlyphs } from './glyphs.ts';
import type { Planter } from './planter.ts';

export type PictureOptions = {
  readonly rows?: number;
  readonly columns?: number;
  readonly frames?: number;
  readonly samples?: 1 | 3;
  readonly bits?: 8 | 12 | 16;
  /** Lines burned into the upper left corner of each frame. */
  readonly lines?: readonly string[];
  /** Text whose half bytes stand in the four bits above Bits Stored. */
  readonly highBits?: string;
};

const dots = 2;
const margin = 4;

/** Image Pixel Module, PS3.3 §C.7.6.3. */
export function picture(p: Planter, options: PictureOptions = {}): Attributes {
  const { samples = 1, bits = 12, frames = 1, lines = [], highBits } = options;
  const boxes = lines.map(
    (text, line): PlantedBox => ({
      ...{ x: margin, y: margin + line * 18, text, scale: dots },
      ...sizeOfGlyphs(text, dots),
    }),
  );
  for (const box of boxes) p.burnIn(box);
  const width = Math.max(options.columns ?? 32, ...boxes.map((box) => box.x + box.width + margin));
  const columns = width + (width % 2);
  const rows = Math.max(options.rows ?? 24, ...boxes.map((box) => box.y + box.height + 2 * margin));
  const bytesPerSample = bits === 8 ? 1 : 2;
  const buffer = Buffer.alloc(rows * columns * samples * frames * bytesPerSample);
  const brightest = 2 ** bits - 1;
  const set = (frame: number, x: number, y: number, value: number): void => {
    for (let sample = 0; sample < samples; sample += 1) {
      const at = ((frame * rows + y) * columns + x) * samples + sample;
      if (bytesPerSample === 1) buffer.writeUInt8(value, at);
      else buffer.writeUInt16LE(value, 2 * at);
    }
  };
  for (let frame = 0; frame < frames; frame += 1) {
    for (let y = 0; y < rows; y += 1) {
      for (let x = 0; x < columns; x += 1) {
        set(frame, x, y, Math.floor(((x + y) / (columns + rows)) * brightest * 0.5) + p.random.below(brightest >> 5));
      }
    }
    for (const { x, y, text, scale } of boxes) {
      forEachGlyphPixel(text, scale, (dx, dy) => set(frame, x + dx, y + dy, brightest));
    }
  }
  if (highBits !== undefined) writeHighBits(buffer, highBits);
  return {
    SamplesPerPixel: samples,
    PhotometricInterpretation: samples === 3 ? 'RGB' : 'MONOCHROME2',
    ...(samples === 3 && { PlanarConfiguration: 0 }),
    ...(frames > 1 && { NumberOfFrames: frames }),
    Rows: rows,
    Columns: columns,
    BitsAllocated: 8 * bytesPerSample,
    BitsStored: bits,
    HighBit: bits - 1,
    PixelRepresentation: 0,
    LossyImageCompression: '00',
    PixelData: { vr: bits === 8 ? 'OB' : 'OW', value: new Uint8Array(buffer) },
  };
}

/** Returns the bytes that stand in the four bits above twelve, two cells each. */
export function readHighBits(pixels: Uint8Array): Buffer {
  const bytes = Buffer.alloc(pixels.length >> 2);
  for (let at = 0; at < bytes.length; at += 1) {
    bytes[at] = ((pixels[4 * at + 1] ?? 0) & 0xf0) | ((pixels[4 * at + 3] ?? 0) >> 4);
  }
  return bytes;
}

function writeHighBits(buffer: Buffer, text: string): void {
  for (const [place, byte] of Buffer.from(text, 'latin1').entries()) {
    buffer.writeUInt8((buffer.readUInt8(4 * place + 1) & 0x0f) | (byte & 0xf0), 4 * place + 1);
    buffer.writeUInt8((buffer.readUInt8(4 * place + 3) & 0x0f) | ((byte & 0x0f) << 4), 4 * place + 3);
  }
}

/** Overlay Plane Module in group 6000, PS3.3 §C.9.2, its bits the letters of a name. */
export function overlay(p: Planter): Attributes {
  const text = p.patient.family.toUpperCase();
  const { width, height } = sizeOfGlyphs(text, 1);
  const columns = Math.ceil((width + 2) / 8) * 8;
  const bits = Buffer.alloc((columns * (height + 3)) / 8 + (((columns * (height + 3)) / 8) % 2));
  forEachGlyphPixel(text, 1, (x, y) => {
    const bit = (y + 1) * columns + x + 1;
    bits.writeUInt8(bits.readUInt8(bit >> 3) | (1 << (bit & 7)), bit >> 3);
  });
  const here = 'overlay';
  return {
    '60000010': { vr: 'US', value: height + 3 },
    '60000011': { vr: 'US', value: columns },
    '60000022': { vr: 'LO', value: `Of ${p.word(here)}` },
    '60000040': { vr: 'CS', value: 'G' },
    '60000045': { vr: 'LO', value: 'USER' },
    '60000050': { vr: 'SS', value: [1, 1] },
    '60000100': { vr: 'US', value: 1 },
    '60000102': { vr: 'US', value: 0 },
    '60001500': { vr: 'LO', value: p.personInText(here) },
    '60003000': { vr: 'OW', value: bits },
    '60004000': { vr: 'LT', value: `Marked by ${p.personInText(here)}` },
  };
}

/** Curve Module, retired, PS3.3-2004 §C.10.2, with a name instead of points. */
export function curve(p: Planter): Attributes {
  const here = 'curve';
  return {
    '50000005': { vr: 'US', value: 2 },
    '50000010': { vr: 'US', value: 4 },
    '50000020': { vr: 'CS', value: 'ECG' },
    '50000022': { vr: 'LO', value: `Curve of ${p.word(here)}` },
    '50000103': { vr: 'US', value: 0 },
    '50002500': { vr: 'LO', value: p.word(here) },
    '50003000': { vr: 'OW', value: Buffer.from(`${p.personInText(here)} `.padEnd(22)) },
  };
}

/** Icon Image Sequence, PS3.3 §C.7.6.1.1.6, with the name in it as pixels and, behind them, as text. */
export function icon(p: Planter): Attributes {
  const text = p.word('icon image');
  return {
    IconImageSequence: [
      {
        SamplesPerPixel: 1,
        PhotometricInterpretation: 'MONOCHROME2',
        Rows: 8,
        Columns: 8,
        BitsAllocated: 8,
        BitsStored: 8,
        HighBit: 7,
        PixelRepresentation: 0,
        PixelData: { vr: 'OB', value: Buffer.from(text.padEnd(64)) },
      },
    ],
  };
}
