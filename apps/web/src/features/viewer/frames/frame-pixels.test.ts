import type { DecodedFrame } from '@isocenter/pixels/decode';
import type { DisplayParameters } from '@isocenter/pixels/display-parameters';
import { describe, expect, test } from 'vitest';
import { toFramePixels } from './frame-pixels.ts';

const plain: DisplayParameters = { modality: { kind: 'rescale', slope: 1, intercept: 0 }, voi: [], inverse: false };

function grey(values: readonly number[], signed = false): DecodedFrame {
  return {
    rows: 1,
    columns: values.length,
    samplesPerPixel: 1,
    cells: new Uint16Array(new Int16Array(values).buffer),
    bitsAllocated: 16,
    bitsStored: 16,
    highBit: 15,
    signed,
    photometricInterpretation: 'MONOCHROME2',
    validPixels: values.length,
    findings: [],
  };
}

function greyOf(frame: DecodedFrame, display: DisplayParameters) {
  const pixels = toFramePixels(frame, display);
  if (pixels.kind !== 'grey') throw new Error('The frame of this test is grey.');
  return pixels;
}

describe('grey values', () => {
  test('are those after the modality transformation, in the smallest type that holds them', () => {
    const pixels = greyOf(grey([0, 1024, 3000]), {
      ...plain,
      modality: { kind: 'rescale', slope: 1, intercept: -1024 },
    });
    expect(pixels.samples).toEqual(new Int16Array([-1024, 0, 1976]));
    expect([pixels.lowest, pixels.highest]).toEqual([-1024, 1976]);
  });

  test('become fractions where the slope is one', () => {
    const pixels = greyOf(grey([1, 2]), { ...plain, modality: { kind: 'rescale', slope: 0.5, intercept: 0 } });
    expect(pixels.samples).toEqual(new Float32Array([0.5, 1]));
  });

  test('of padding are drawn black, whichever end is black', () => {
    const padding = { lowest: -2000, highest: -2000 };
    expect(greyOf(grey([-2000, 10, 500], true), { ...plain, padding }).samples[0]).toBe(10);
    expect(greyOf(grey([-2000, 10, 500], true), { ...plain, padding, inverse: true }).samples[0]).toBe(500);
  });

  test('that the file lacks are drawn black too', () => {
    expect(greyOf({ ...grey([5, 6, 0]), validPixels: 2 }, plain).samples[2]).toBe(5);
  });
});

describe('the first window', () => {
  test('is the first that the header offers', () => {
    const window = { center: 40, width: 80, function: 'LINEAR' } as const;
    expect(greyOf(grey([0, 100]), { ...plain, voi: [{ kind: 'window', ...window }] }).window).toEqual(window);
  });

  test('spans the output of a VOI table, which is applied to the values', () => {
    const table = { firstMapped: 0, bits: 8, entries: new Uint16Array([0, 200, 255]) };
    const pixels = greyOf(grey([0, 1, 2]), { ...plain, voi: [{ kind: 'lut', table }] });
    expect([...pixels.samples]).toEqual([0, 200, 255]);
    expect(pixels.window).toEqual({ center: 127.5, width: 255, function: 'LINEAR_EXACT' });
  });

  test('spans what is there where the header says nothing', () => {
    expect(greyOf(grey([100, 500]), plain).window).toEqual({ center: 300, width: 400, function: 'LINEAR_EXACT' });
  });
});

test('colour comes out as RGB', () => {
  const frame = {
    ...grey([]),
    columns: 1,
    samplesPerPixel: 3,
    bitsAllocated: 8,
    bitsStored: 8,
    highBit: 7,
    validPixels: 1,
  };
  const pixels = toFramePixels({ ...frame, cells: new Uint8Array([1, 2, 3]), photometricInterpretation: 'RGB' }, plain);
  expect(pixels).toEqual({ kind: 'colour', rows: 1, columns: 1, samples: new Uint8Array([1, 2, 3]) });
});
