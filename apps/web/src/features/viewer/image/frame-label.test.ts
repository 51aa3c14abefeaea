import { expect, test } from 'vitest';
import { wordsInEnglish } from '../../../languages/words-in-english.ts';
import { cineLabel } from './frame-label.ts';

const t = wordsInEnglish();

test('frames are told apart from slices', () => {
  expect(cineLabel(t, { index: 11, count: 54, shown: { frame: 1, numberOfFrames: 1 } })).toBe('12 / 54');
  expect(cineLabel(t, { index: 11, count: 96, shown: { frame: 12, numberOfFrames: 96 } })).toBe('Frame 12 / 96');
  expect(cineLabel(t, { index: 11, count: 96, shown: { frame: 2, numberOfFrames: 10 } })).toBe('12 / 96 · frame 2');
});
