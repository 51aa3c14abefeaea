import { expect, test } from 'vitest';
import {
  edgeLetters,
  edgeLettersFromText,
  lettersOf,
  oppositeLetters,
  parseImageOrientation,
  type ScreenDirections,
  type Vector,
} from './orientation.ts';

/** The screen's axes over an image that lies as it is stored. */
function directionsOf(cosines: readonly number[]): ScreenDirections<Vector> {
  const orientation = parseImageOrientation(cosines);
  if (orientation === undefined) throw new Error('The cosines of this test are no orientation.');
  return { right: orientation.row, down: orientation.column };
}

const axial = directionsOf([1, 0, 0, 0, 1, 0]);
const coronal = directionsOf([1, 0, 0, 0, 0, -1]);
const sagittal = directionsOf([0, 1, 0, 0, 0, -1]);

test('an axial slice has the right of the patient at the left of the screen', () => {
  expect(edgeLetters(axial)).toEqual({ left: 'R', right: 'L', top: 'A', bottom: 'P' });
});

test('coronal and sagittal slices stand on the feet', () => {
  expect(edgeLetters(coronal)).toEqual({ left: 'R', right: 'L', top: 'H', bottom: 'F' });
  expect(edgeLetters(sagittal)).toEqual({ left: 'A', right: 'P', top: 'H', bottom: 'F' });
});

test('an oblique plane names its strongest direction first and leaves out less than five degrees', () => {
  expect(lettersOf([0.8, -0.6, 0])).toBe('LA');
  expect(lettersOf([0.9988, 0.0489, 0])).toBe('L');
  expect(lettersOf([-0.2, 0.5, 0.84])).toBe('HPR');
});

test('a mirrored or turned image takes its letters along', () => {
  expect(edgeLetters({ ...axial, right: [-3, 0, 0] })).toEqual({ left: 'L', right: 'R', top: 'A', bottom: 'P' });
  expect(edgeLetters({ right: [0, -1, 0], down: [1, 0, 0] })).toEqual({ top: 'R', right: 'A', bottom: 'L', left: 'P' });
});

test('the letters of a projection come from Patient Orientation and turn in the same way', () => {
  const stored = { right: [1, 0], down: [0, 1] } as const;
  expect(edgeLettersFromText(['L', 'F'], stored)).toEqual({ left: 'R', right: 'L', top: 'H', bottom: 'F' });
  expect(edgeLettersFromText(['L', 'F'], { right: [0, -2], down: [2, 0] })).toEqual({
    top: 'R',
    right: 'H',
    bottom: 'L',
    left: 'F',
  });
  expect(edgeLettersFromText(['L', 'F'], { ...stored, right: [-1, 0] })?.left).toBe('L');
  expect(edgeLettersFromText(['L', 'F'], { right: [1, 1], down: [-1, 1] })).toBeUndefined();
  expect(edgeLettersFromText(['A'], stored)).toBeUndefined();
});

test('cosines that are no orientation are refused', () => {
  expect(parseImageOrientation([1, 0, 0, 1, 0, 0])).toBeUndefined();
  expect(parseImageOrientation([1, 0, 0])).toBeUndefined();
  expect(parseImageOrientation([2, 0, 0, 0, 1, 0])).toBeUndefined();
});

test('opposites', () => {
  expect(oppositeLetters('ARH')).toBe('PLF');
});
