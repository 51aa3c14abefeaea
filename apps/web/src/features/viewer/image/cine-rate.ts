/**
 * How fast a multi-frame image wants to be played: what the header recommends, from the most binding to the least
 * (PS3.3 §C.7.6.5.1.1), within what a screen can show.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { getNumber, getNumbers } from '@isocenter/dicom/values';

/** Frames per second where the header says nothing. */
export const defaultCineRate = 12;
const cineRateLimits = { lowest: 1, highest: 60 } as const;

export function readCineRate(dataSet: DataSet): number {
  const positive = (value: number | undefined) => (value !== undefined && value > 0 ? value : undefined);
  const recommended = positive(getNumber(dataSet, tagOf('RecommendedDisplayFrameRate')));
  const cine = positive(getNumber(dataSet, tagOf('CineRate')));
  const frameTime = positive(getNumber(dataSet, tagOf('FrameTime')));
  const vector = getNumbers(dataSet, tagOf('FrameTimeVector')).slice(1); // The first increment is always zero.
  const meanTime = positive(vector.reduce((sum, time) => sum + time, 0) / vector.length);
  const rate =
    recommended ??
    cine ??
    (frameTime === undefined ? undefined : 1000 / frameTime) ??
    (meanTime === undefined ? undefined : 1000 / meanTime) ??
    defaultCineRate;
  return Math.min(cineRateLimits.highest, Math.max(cineRateLimits.lowest, Math.round(rate)));
}
