/** Images of every shape that lossless encoders meet, as data sets in Explicit VR Little Endian, and what they are to say. */

import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { parseDataSet } from '@isocenter/dicom/parse';
import { explicitVrLittleEndian, type TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { findElement } from '@isocenter/dicom/values';
import { seededRandom } from '@isocenter/testkit/random';
import { sourceOfBytes } from '../src/byte-source.ts';
import { locateFrames } from '../src/frames.ts';
import { describeImage } from '../src/image-description.ts';
import type { LocatedImage } from '../src/native-data-set.ts';

export type Shape = {
  readonly rows: number;
  readonly columns: number;
  readonly frames: number;
  readonly samples: 1 | 3;
  readonly photometric: string;
  readonly planar: 0 | 1;
  readonly allocated: 1 | 8 | 16 | 32;
  readonly stored: number;
  readonly signed: boolean;
  /** What lies in the bits above Bits Stored: the sign of signed values, nothing, or anything. */
  readonly above: 'sign' | 'zero' | 'noise';
};

const plain: Shape = {
  rows: 37,
  columns: 51,
  frames: 1,
  samples: 1,
  photometric: 'MONOCHROME2',
  planar: 0,
  allocated: 16,
  stored: 16,
  signed: false,
  above: 'sign',
};
const colour = { samples: 3, photometric: 'RGB', allocated: 8, stored: 8 } as const;

export const shapes: Readonly<Record<string, Shape>> = {
  '8 bits': { ...plain, allocated: 8, stored: 8 },
  '10 bits': { ...plain, stored: 10 },
  '12 bits, MONOCHROME1': { ...plain, stored: 12, photometric: 'MONOCHROME1' },
  '16 bits': plain,
  'signed 16 bits': { ...plain, signed: true },
  'signed 12 bits': { ...plain, stored: 12, signed: true },
  'signed 12 bits without sign extension': { ...plain, stored: 12, signed: true, above: 'zero' },
  '12 bits below an overlay': { ...plain, stored: 12, above: 'noise' },
  '8 bits in 16': { ...plain, stored: 8 },
  '7 bits in 8': { ...plain, allocated: 8, stored: 7 },
  'RGB by pixel': { ...plain, ...colour },
  'RGB by plane': { ...plain, ...colour, planar: 1 },
  'PALETTE COLOR': { ...plain, allocated: 8, stored: 8, photometric: 'PALETTE COLOR' },
  'frames of odd length': { ...plain, rows: 5, columns: 7, frames: 4, allocated: 8, stored: 8 },
  'RGB frames': { ...plain, ...colour, rows: 9, columns: 11, frames: 3 },
  'one pixel': { ...plain, rows: 1, columns: 1 },
  'one row': { ...plain, rows: 1, columns: 300, stored: 12 },
  'flat rows': { ...plain, rows: 40, columns: 400, allocated: 8, stored: 1 },
};

/** Returns the data set, the same for the same shape; noise over a slope. */
export function buildImage(shape: Shape, changes: Attributes = {}): Uint8Array {
  const { rows, columns, frames, samples, allocated, stored, signed } = shape;
  const random = seededRandom(7);
  const count = rows * columns * frames * samples;
  const bytes = Buffer.alloc(allocated === 1 ? Math.ceil(count / 8) : count * (allocated / 8));
  const range = 2 ** Math.min(stored, 30);
  for (let at = 0; at < bytes.length / (Math.max(8, allocated) / 8); at += 1) {
    const value = (Math.floor(at / 3) + random.below(Math.max(2, range >> 3))) % range;
    const isNegative = signed && value >= range / 2;
    const top = shape.above === 'noise' ? random.below(16) * range : isNegative && shape.above === 'sign' ? -range : 0;
    const cell = value + top;
    if (allocated <= 8) bytes.writeUInt8(cell & 0xff, at);
    else if (allocated === 16) bytes.writeUInt16LE(cell & 0xffff, 2 * at);
    else bytes.writeUInt32LE(cell >>> 0, 4 * at);
  }
  const palette = {
    vr: 'OW' as const,
    value: new Uint8Array(Uint16Array.from({ length: 256 }, (_, i) => i << 8).buffer),
  };
  const description = [256, 0, 16];
  const attributes: Attributes = {
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.7',
    SOPInstanceUID: '2.25.77',
    ImageComments: 'TEST',
    LossyImageCompression: '01',
    SamplesPerPixel: samples,
    PhotometricInterpretation: shape.photometric,
    ...(samples === 3 && { PlanarConfiguration: shape.planar }),
    ...(frames > 1 && { NumberOfFrames: frames }),
    Rows: rows,
    Columns: columns,
    BitsAllocated: allocated,
    BitsStored: stored,
    HighBit: stored - 1,
    PixelRepresentation: signed ? 1 : 0,
    ...(shape.photometric === 'PALETTE COLOR' && {
      RedPaletteColorLookupTableDescriptor: description,
      GreenPaletteColorLookupTableDescriptor: description,
      BluePaletteColorLookupTableDescriptor: description,
      RedPaletteColorLookupTableData: palette,
      GreenPaletteColorLookupTableData: palette,
      BluePaletteColorLookupTableData: palette,
    }),
    PixelData: { vr: allocated > 8 ? 'OW' : 'OB', value: new Uint8Array(bytes) },
    ...changes,
  };
  return encodeDataSet(buildDataSet(attributes), explicitVrLittleEndian);
}

/** Opens a data set as the server does. */
export async function openImage(dataSet: Uint8Array, transferSyntax: TransferSyntax): Promise<LocatedImage> {
  const { value: header } = parseDataSet(dataSet, transferSyntax);
  const element = findElement(header, tagOf('PixelData')) ?? findElement(header, tagOf('FloatPixelData'));
  if (element?.source === undefined) throw new Error('there are no pixels');
  const image = { header, transferSyntax, pixelDataOffset: element.source.offset, source: sourceOfBytes(dataSet) };
  const { value: description } = describeImage(header);
  return { image, description, table: (await locateFrames(image, description)).value };
}
