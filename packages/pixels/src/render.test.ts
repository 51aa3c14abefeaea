import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { expect, test } from 'vitest';
import { createFrameDecoder } from './decode.ts';
import { readDisplayParameters } from './display-parameters.ts';
import { describeImage } from './image-description.ts';
import { renderFrame } from './render.ts';
import type { Voi } from './voi.ts';

const grey8 = { Rows: 1, Columns: 4, SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2', BitsAllocated: 8 };
const grey16 = { ...grey8, BitsAllocated: 16, BitsStored: 16, HighBit: 15, PixelRepresentation: 0 };
const colour = { ...grey8, Columns: 2, SamplesPerPixel: 3, PhotometricInterpretation: 'RGB', PlanarConfiguration: 0 };

test('shows 8-bit grey without window as it is', async () => {
  expect(await render(grey8, [0, 1, 128, 255])).toEqual([0, 1, 128, 255]);
});

test('spreads 16-bit grey without window from its lowest to its highest value', async () => {
  expect(await render(grey16, words(1000, 1001, 1002, 1003))).toEqual([0, 85, 170, 255]);
});

test('applies rescale, then the first window', async () => {
  const ct = { ...grey16, RescaleSlope: 2, RescaleIntercept: -100, WindowCenter: [50.5, 0], WindowWidth: [101, 1] };
  // 2 × 50 − 100 = 0 is black, 2 × 100 − 100 = 100 is white.
  expect(await render(ct, words(0, 50, 75, 100))).toEqual([0, 0, 128, 255]);
});

test('applies the window that a person chose instead', async () => {
  const chosen: Voi = { kind: 'window', center: 50.5, width: 101, function: 'LINEAR' };
  const ct = { ...grey16, WindowCenter: 9999, WindowWidth: 1 };
  expect(await render(ct, words(0, 25, 50, 100), chosen)).toEqual([0, 64, 128, 255]);
});

test('inverts MONOCHROME1 and Presentation LUT Shape INVERSE', async () => {
  const inverted = [255, 254, 127, 0];
  expect(await render({ ...grey8, PhotometricInterpretation: 'MONOCHROME1' }, [0, 1, 128, 255])).toEqual(inverted);
  expect(await render({ ...grey8, PresentationLUTShape: 'INVERSE' }, [0, 1, 128, 255])).toEqual(inverted);
});

test('reads two’s complement of the bits stored', async () => {
  const signed = { ...grey16, BitsStored: 12, HighBit: 11, PixelRepresentation: 1 };
  // 800H is −2048, 7FFH is 2047; what stands above the high bit is no part of the value.
  expect(await render(signed, words(0x0800, 0x0fff, 0x07ff, 0x57ff))).toEqual([0, 127, 255, 255]);
});

test('leaves out overlays above and below the bits stored', async () => {
  const shifted = { ...grey16, BitsStored: 8, HighBit: 11, WindowCenter: 128, WindowWidth: 256 };
  expect(await render(shifted, words(0xf00f, 0x0010, 0x0800, 0xfff0))).toEqual([0, 1, 128, 255]);
});

test('neither counts nor shows padding', async () => {
  const padded = { ...grey16, PixelRepresentation: 1, PixelPaddingValue: { vr: 'SS', value: -2000 } } as const;
  expect(await render(padded, words(0xf830, 100, 200, 300))).toEqual([0, 0, 128, 255]);
  const range = {
    ...padded,
    PixelPaddingRangeLimit: { vr: 'SS', value: -1990 },
    PhotometricInterpretation: 'MONOCHROME1',
  } as const;
  expect(await render(range, words(0xf83a, 100, 200, 300))).toEqual([0, 255, 128, 0]);
});

test('applies a modality table and a VOI table', async () => {
  const table = (first: number, bits: number, entries: readonly number[]) => [
    {
      LUTDescriptor: { vr: 'US', value: [entries.length, first, bits] } as const,
      LUTData: { vr: 'US', value: entries } as const,
    },
  ];
  const xa = { ...grey16, ModalityLUTSequence: table(10, 16, [1, 2, 3]), VOILUTSequence: table(1, 8, [0, 51, 255]) };
  expect(await render(xa, words(9, 10, 11, 12))).toEqual([0, 0, 51, 255]);
});

test('takes rescale and window of a frame from its functional groups', async () => {
  const group = (slope: number, center: number) => ({
    PixelValueTransformationSequence: [{ RescaleSlope: slope, RescaleIntercept: 0 }],
    FrameVOILUTSequence: [{ WindowCenter: center, WindowWidth: 101 }],
  });
  const enhanced = {
    ...grey16,
    NumberOfFrames: 2,
    WindowCenter: 5,
    WindowWidth: 3,
    SharedFunctionalGroupsSequence: [group(7, 0)],
    PerFrameFunctionalGroupsSequence: [group(1, 50.5), group(2, 50.5)],
  };
  expect(await render(enhanced, words(0, 25, 50, 100))).toEqual([0, 64, 128, 255]);
  expect(await render(enhanced, words(0, 25, 50, 100), undefined, 2)).toEqual([0, 128, 255, 255]);
});

test('shows 32-bit integers and real numbers', async () => {
  const dose = { ...grey16, BitsAllocated: 32, BitsStored: 32, HighBit: 31 };
  const bytes = [...new Uint8Array(Uint32Array.of(0, 1_000_000_000, 2_000_000_000, 4_000_000_000).buffer)];
  expect(await render(dose, bytes)).toEqual([0, 64, 128, 255]);
  const map = { ...grey16, BitsAllocated: 32, FloatPixelData: new Uint8Array() };
  expect(await render(map, [...new Uint8Array(Float32Array.of(-1, -0.5, 0, 1).buffer)])).toEqual([0, 64, 128, 255]);
});

test('shows 1-bit images as black and white', async () => {
  const segment = { ...grey8, BitsAllocated: 1, BitsStored: 1, HighBit: 0 };
  expect(await render(segment, [0b0110])).toEqual([0, 255, 255, 0]);
});

test('leaves pixels without data black, not grey', async () => {
  const ct = { ...grey16, RescaleIntercept: -1000, WindowCenter: -1000, WindowWidth: 101 };
  expect(await render(ct, words(0, 50).concat(7))).toEqual([129, 255, 0, 0]);
});

test('shows colour by pixel and by plane', async () => {
  const pixels = [255, 0, 9, 1, 2, 3];
  expect(await render(colour, pixels)).toEqual(pixels);
  expect(await render({ ...colour, PlanarConfiguration: 1 }, [255, 1, 0, 2, 9, 3])).toEqual(pixels);
});

test('brings 16-bit colour to 8 bits', async () => {
  const wide = { ...colour, BitsAllocated: 16, BitsStored: 16, HighBit: 15 };
  expect(await render(wide, words(65535, 0, 257, 32768, 514, 771))).toEqual([255, 0, 1, 128, 2, 3]);
});

test('shows YBR_FULL and YBR_FULL_422', async () => {
  expect(await render({ ...colour, PhotometricInterpretation: 'YBR_FULL' }, [76, 85, 255, 9, 128, 128])).toEqual([
    254, 0, 0, 9, 9, 9,
  ]);
  expect(await render({ ...colour, PhotometricInterpretation: 'YBR_FULL_422' }, [9, 200, 128, 128])).toEqual([
    9, 9, 9, 200, 200, 200,
  ]);
});

test('looks palette colours up, of 8 and of 16 bits', async () => {
  const palette = (bits: number, scale: number) => {
    const colours = { Red: [1, 2, 3], Green: [10, 20, 30], Blue: [100, 150, 200] };
    const tables = Object.entries(colours).flatMap(([name, entries]) => [
      [`${name}PaletteColorLookupTableDescriptor`, { vr: 'US', value: [3, 5, bits] }],
      [
        `${name}PaletteColorLookupTableData`,
        new Uint8Array(Uint16Array.from(entries, (entry) => entry * scale).buffer),
      ],
    ]);
    // The keys are the keywords of PS3.3 §C.7.6.3.1.5.
    return { ...grey8, PhotometricInterpretation: 'PALETTE COLOR', ...(Object.fromEntries(tables) as Attributes) };
  };
  const expected = [1, 10, 100, 1, 10, 100, 2, 20, 150, 3, 30, 200];
  expect(await render(palette(16, 256), [0, 5, 6, 99])).toEqual(expected);
  expect(await render(palette(8, 1), [0, 5, 6, 99])).toEqual(expected);
});

test.each([
  ['a palette image without palette', { ...grey8, PhotometricInterpretation: 'PALETTE COLOR' }],
  ['CMYK', { ...colour, Columns: 1, SamplesPerPixel: 4, PhotometricInterpretation: 'CMYK' }],
])('refuses %s', async (_, attributes) => {
  await expect(render(attributes, [0, 0, 0, 0])).rejects.toMatchObject({ code: 'not-renderable' });
});

async function render(attributes: Attributes, bytes: readonly number[], voi?: Voi, frame = 1): Promise<number[]> {
  const dataSet = buildDataSet(attributes);
  const { value: description } = describeImage(dataSet);
  const decoded = await createFrameDecoder().decodeFrame(
    Uint8Array.from(bytes),
    explicitVrLittleEndian.uid,
    description,
  );
  const display = readDisplayParameters(dataSet, description, frame);
  return [...renderFrame(decoded, display, voi === undefined ? {} : { voi }).samples];
}

function words(...values: number[]): number[] {
  return [...new Uint8Array(Uint16Array.from(values).buffer)];
}
