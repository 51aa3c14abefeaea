import { expect, test } from 'vitest';
import { wordsInEnglish } from '../../../languages/words-in-english.ts';
import { describeScale, describeToolUnit } from './length-unit.ts';
import { fitScaleBar } from './scale-bar.ts';

const t = wordsInEnglish();

test('the bar has a round length and fits', () => {
  expect(fitScaleBar(2, 150)).toEqual({ millimetres: 50, lengthPx: 100 });
  expect(fitScaleBar(1, 200)).toEqual({ millimetres: 200, lengthPx: 200 });
  expect(fitScaleBar(300, 120)?.millimetres).toBe(0.2);
  expect(fitScaleBar(0, 120)).toBeUndefined();
  expect(fitScaleBar(Number.NaN, 120)).toBeUndefined();
});

test('lengths say on what they rest', () => {
  expect(
    ['mm', 'mm Proj', 'mm² ERMF', 'mm Calibrated', 'px', 'px²', 'cm US Region'].map((unit) =>
      describeToolUnit(t, unit),
    ),
  ).toEqual([
    'mm',
    'mm at detector',
    'mm², estimated magnification',
    'mm, calibrated',
    'px, uncalibrated',
    'px², uncalibrated',
    'cm',
  ]);
  expect(describeScale(t, 50, 'patient')).toBe('5 cm');
  expect(describeScale(t, 5, 'detector')).toBe('5 mm at detector');
});
