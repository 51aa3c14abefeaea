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

it('shows a colour by its brightest and by its darkest channel, too', () => {
  const { channels } = viewsOf(colours, display);
  expect(channels.map(({ samples }) => [...samples])).toEqual([
    [0, 250, 200, 255],
    [0, 20, 10, 255],
  ]);
});

it('shows grey in windows alone', () => {
  const grey = {
    ...colours,
    samplesPerPixel: 1,
    photometricInterpretation: 'MONOCHROME2',
    cells: Uint8Array.of(0, 1, 2, 9),
  };
  expect(viewsOf(grey, display).channels).toEqual([]);
});
