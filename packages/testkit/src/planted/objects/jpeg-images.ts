/** Images in JPEG baseline, with identity in segments that no viewer shows, PS3.5 §A.4.1. */

import type { Attributes } from '@isocenter/dicom/build';
import { jpegBaseline } from '@isocenter/dicom/transfer-syntax';
import { forEachGlyphPixel, sizeOfGlyphs } from '../glyphs.ts';
import { encodeFlatJpeg } from '../jpeg.ts';
import type { Planter } from '../planter.ts';
import { type ObjectTemplate, storage } from './object-template.ts';

/** Dots are blocks of eight pixels. */
const scale = 8;

function jpegPicture(p: Planter, text: string): Attributes {
  const { width, height } = sizeOfGlyphs(text, 1);
  const [columns, rows] = [Math.max(width + 2, 8), Math.max(height + 6, 8)];
  const blocks = Array.from({ length: rows }, () => Array.from({ length: columns }, () => 20 + p.random.below(60)));
  forEachGlyphPixel(text, 1, (x, y) => {
    const row = blocks[y + 1];
    if (row !== undefined) row[x + 1] = 250;
  });
  if (text !== '') p.burnIn({ x: scale, y: scale, width: width * scale, height: height * scale, text, scale });
  const jpeg = encodeFlatJpeg(blocks, {
    app1: p.personInText('JPEG application segment'),
    comment: `${p.personInText('JPEG comment')} ${p.patient.idDigits}`,
  });
  return {
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: rows * scale,
    Columns: columns * scale,
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
    PixelRepresentation: 0,
    LossyImageCompression: '01',
    LossyImageCompressionRatio: 10,
    LossyImageCompressionMethod: 'ISO_10918_1',
    PixelData: { vr: 'OB', value: new Uint8Array(jpeg.length % 2 ? Buffer.concat([jpeg, Buffer.alloc(1)]) : jpeg) },
  };
}

function ultrasound(p: Planter, text: string): Attributes {
  return {
    ContentDate: p.date(),
    ContentTime: p.time(),
    ImageType: ['DERIVED', 'PRIMARY'],
    PatientOrientation: '',
    ...jpegPicture(p, text),
  };
}

export const jpegImages: readonly ObjectTemplate[] = [
  {
    name: 'ultrasound, JPEG',
    sopClassUid: storage('6.1'),
    modality: 'US',
    transferSyntaxUid: jpegBaseline.uid,
    build: (p) => ultrasound(p, ''),
  },
  {
    name: 'ultrasound, JPEG with text',
    sopClassUid: storage('6.1'),
    modality: 'US',
    transferSyntaxUid: jpegBaseline.uid,
    build: (p) => ultrasound(p, p.patient.family.toUpperCase().slice(4, 11)),
  },
];
