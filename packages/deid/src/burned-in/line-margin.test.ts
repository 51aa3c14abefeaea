import { expect, it } from 'vitest';
import { withMargin } from './line-margin.ts';

it('adds a short word at each end of a line, lying or standing, and little beside it', () => {
  expect(withMargin({ x: 191, y: 143, width: 36, height: 10 })).toEqual({ x: 166, y: 141, width: 86, height: 14 });
  expect(withMargin({ x: 143, y: 191, width: 10, height: 36 })).toEqual({ x: 141, y: 166, width: 14, height: 86 });
});

it('adds no more than a letter or two to large lines', () => {
  expect(withMargin({ x: 100, y: 100, width: 300, height: 40 })).toEqual({ x: 68, y: 94, width: 364, height: 52 });
});
