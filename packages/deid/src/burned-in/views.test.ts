import type { DecodedFrame } from '@isocenter/pixels/decode';
import { expect, it } from 'vitest';
import { viewsOf } from './views.ts';

/** Black, orange, blue and white. */
const colours: DecodedFrame = {
  ...{ rows: 2, columns: 2, samplesPerPixel: 3, bitsAllocated: 8, bitsStored: 8, highBit: 7, signed: false },
  ...{ photometricInterpretation: 'RGB', validPixels: 4, findings: [] },
  cells: Uint8Array.of(0, 0, 0, 250, 140, 20, 10, 30, 200, 255, 255, 255),
};

const display = { modality: { kind: 'rescale', slope: 1, intercept: 0 }, voi: [], inverse: false } as const;

it('shows the darker half by the brightest channel of a colour, and the brighter half by its darkest', () => {
  const { halves } = viewsOf(colours, display);
  expect(halves.map(({ samples }) => [...samples])).toEqual([
    [0, 255, 255, 255],
    [0, 0, 0, 255],
  ]);
});

it('shows each half of grey with twice the contrast', () => {
  const grey = {
    ...colours,
    samplesPerPixel: 1,
    photometricInterpretation: 'MONOCHROME2',
    cells: Uint8Array.of(0, 51, 204, 255),
  };
  expect(viewsOf(grey, display).halves.map(({ samples }) => [...samples])).toEqual([
    [0, 102, 255, 255],
    [0, 0, 153, 255],
  ]);
});
