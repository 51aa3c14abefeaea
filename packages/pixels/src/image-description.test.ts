import { buildDataSet } from '@isocenter/dicom/build';
import { expect, test } from 'vitest';
import { describeImage, nativeFrameBits } from './image-description.ts';

const ct = {
  SamplesPerPixel: 1,
  PhotometricInterpretation: 'MONOCHROME2',
  Rows: 4,
  Columns: 6,
  BitsAllocated: 16,
  BitsStored: 12,
  HighBit: 11,
  PixelRepresentation: 1,
};

test('reads the Image Pixel Macro', () => {
  const { value, findings } = describeImage(buildDataSet(ct));
  expect(value).toEqual({
    rows: 4,
    columns: 6,
    numberOfFrames: 1,
    samplesPerPixel: 1,
    photometricInterpretation: 'MONOCHROME2',
    planarConfiguration: 0,
    bitsAllocated: 16,
    bitsStored: 12,
    highBit: 11,
    signed: true,
    sampleKind: 'integer',
  });
  expect(findings).toEqual([]);
});

test.each([
  ['more bits stored than allocated', { ...ct, BitsStored: 17 }, { bitsStored: 16, highBit: 15 }],
  ['a high bit below the bits stored', { ...ct, HighBit: 3 }, { highBit: 11 }],
  ['no frames', { ...ct, NumberOfFrames: 0 }, { numberOfFrames: 1 }],
  [
    'no photometric interpretation',
    { ...ct, PhotometricInterpretation: '' },
    { photometricInterpretation: 'MONOCHROME2' },
  ],
])('mends %s and says so', (_, attributes, mended) => {
  const { value, findings } = describeImage(buildDataSet(attributes));
  expect(value).toMatchObject(mended);
  expect(findings.length).toBeGreaterThanOrEqual(1);
  expect(findings.every(({ code }) => code === 'image-attribute-mended')).toBe(true);
});

test.each([
  ['rows', { ...ct, Rows: 0 }],
  ['columns', { ...ct, Columns: null }],
  ['bits allocated', { ...ct, BitsAllocated: 12 }],
  ['samples', { ...ct, SamplesPerPixel: 2 }],
])('refuses an image without usable %s', (_, attributes) => {
  expect(() => describeImage(buildDataSet(attributes))).toThrow(
    expect.objectContaining({ code: 'image-attribute-invalid' }),
  );
});

test('refuses what is larger than the budget before anybody allocates it', () => {
  const tooLarge = expect.objectContaining({ code: 'image-too-large' });
  expect(() => describeImage(buildDataSet({ ...ct, Rows: 65535, Columns: 65535 }))).toThrow(tooLarge);
  expect(() => describeImage(buildDataSet({ ...ct, NumberOfFrames: 2_000_000_000 }))).toThrow(tooLarge);
});

test('takes the width of float pixel data from its element', () => {
  const { value } = describeImage(buildDataSet({ ...ct, BitsAllocated: 32, FloatPixelData: new Uint8Array(96) }));
  expect(value).toMatchObject({ sampleKind: 'float', bitsAllocated: 32, signed: true });
});

test.each([
  [{ ...ct, BitsAllocated: 1, BitsStored: 1, HighBit: 0 }, 24],
  [{ ...ct, SamplesPerPixel: 3, PhotometricInterpretation: 'RGB', BitsAllocated: 8, BitsStored: 8, HighBit: 7 }, 576],
  [
    {
      ...ct,
      SamplesPerPixel: 3,
      PhotometricInterpretation: 'YBR_FULL_422',
      BitsAllocated: 8,
      BitsStored: 8,
      HighBit: 7,
    },
    384,
  ],
])('counts the bits of a native frame', (attributes, bits) => {
  expect(nativeFrameBits(describeImage(buildDataSet(attributes)).value)).toBe(bits);
});
