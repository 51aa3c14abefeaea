import { buildDataSet } from '@isocenter/dicom/build';
import { expect, test } from 'vitest';
import { defaultCineRate, readCineRate } from './cine-rate.ts';

test('what the header recommends comes before what can be computed', () => {
  expect(readCineRate(buildDataSet({ RecommendedDisplayFrameRate: 15, CineRate: 30, FrameTime: 100 }))).toBe(15);
  expect(readCineRate(buildDataSet({ CineRate: 30, FrameTime: 100 }))).toBe(30);
  expect(readCineRate(buildDataSet({ FrameTime: 100 }))).toBe(10);
  expect(readCineRate(buildDataSet({ FrameTimeVector: [0, 40, 60] }))).toBe(20);
});

test('a rate that no screen shows is brought within limits, and none is the default', () => {
  expect(readCineRate(buildDataSet({ FrameTime: 0.5 }))).toBe(60);
  expect(readCineRate(buildDataSet({ CineRate: 0 }))).toBe(defaultCineRate);
  expect(readCineRate(buildDataSet({}))).toBe(defaultCineRate);
});
