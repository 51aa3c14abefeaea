import { expect, test } from 'vitest';
import {
  edgeLetters,
  edgeLettersFromText,
  type ImageOrientation,
  lettersOf,
  oppositeLetters,
  type Presentation,
  parseImageOrientation,
} from './orientation.ts';

const upright: Presentation = { rotationDegrees: 0, flipHorizontal: false, flipVertical: false };

function orientationOf(cosines: readonly number[]): ImageOrientation {
  const orientation = parseImageOrientation(cosines);
  if (orientation === undefined) throw new Error('The cosines of this test are no orientation.');
  return orientation;
}

const axial = orientationOf([1, 0, 0, 0, 1, 0]);
const coronal = orientationOf([1, 0, 0, 0, 0, -1]);
const sagittal = orientationOf([0, 1, 0, 0, 0, -1]);

test('an axial slice has the right of the patient at the left of the screen', () => {
  expect(edgeLetters(axial, upright)).toEqual({ left: 'R', right: 'L', top: 'A', bottom: 'P' });
});

test('coronal and sagittal slices stand on the feet', () => {
  expect(edgeLetters(coronal, upright)).toEqual({ left: 'R', right: 'L', top: 'H', bottom: 'F' });
  expect(edgeLetters(sagittal, upright)).toEqual({ left: 'A', right: 'P', top: 'H', bottom: 'F' });
});

test('an oblique plane names its strongest direction first and leaves out less than five degrees', () => {
  expect(lettersOf([0.8, -0.6, 0])).toBe('LA');
  expect(lettersOf([0.9988, 0.0489, 0])).toBe('L');
  expect(lettersOf([-0.2, 0.5, 0.84])).toBe('HPR');
});

test('mirroring swaps the letters of one axis only', () => {
  expect(edgeLetters(axial, { ...upright, flipHorizontal: true })).toEqual({
    left: 'L',
    right: 'R',
    top: 'A',
    bottom: 'P',
  });
  expect(edgeLetters(axial, { ...upright, flipVertical: true })).toEqual({
    left: 'R',
    right: 'L',
    top: 'P',
    bottom: 'A',
  });
});

test('a quarter turn clockwise brings the top to the right', () => {
  expect(edgeLetters(axial, { ...upright, rotationDegrees: 90 })).toEqual({
    top: 'R',
    right: 'A',
    bottom: 'L',
    left: 'P',
  });
});

test('the letters of a projection come from Patient Orientation and turn in the same way', () => {
  expect(edgeLettersFromText(['L', 'F'], upright)).toEqual({ left: 'R', right: 'L', top: 'H', bottom: 'F' });
  expect(edgeLettersFromText(['L', 'F'], { ...upright, rotationDegrees: 90 })).toEqual({
    top: 'R',
    right: 'H',
    bottom: 'L',
    left: 'F',
  });
  expect(edgeLettersFromText(['L', 'F'], { ...upright, flipHorizontal: true })?.left).toBe('L');
  expect(edgeLettersFromText(['L', 'F'], { ...upright, rotationDegrees: 30 })).toBeUndefined();
  expect(edgeLettersFromText(['A'], upright)).toBeUndefined();
});

test('cosines that are no orientation are refused', () => {
  expect(parseImageOrientation([1, 0, 0, 1, 0, 0])).toBeUndefined();
  expect(parseImageOrientation([1, 0, 0])).toBeUndefined();
  expect(parseImageOrientation([2, 0, 0, 0, 1, 0])).toBeUndefined();
});

test('opposites', () => {
  expect(oppositeLetters('ARH')).toBe('PLF');
});
