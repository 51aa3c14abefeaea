import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findDates } from './text-dates.ts';

/** What dates are written with, and what stands around them. */
const pieces = fc.constantFrom(
  ...['0', '1', '7', '12', '07', '31', '99', '2020', '1987', "'20", '20240131', '-', '/', '.', ' ', ', ', ': '],
  ...['st', 'th', 'first', 'Twenty-First', 'the ', 'of ', 'de ', 'del ', 'in ', 'since ', 'mid-', 'on ', 'T', ' mm'],
  ...['jan', 'March', 'MAY', 'dec', 'septiembre', 'Okt', 'mai', 'Monday, ', 'fri ', 'Christmas', 'eid', 'x', 'B', '\n'],
);

describe('dates', () => {
  it('are found in plain text as they are beside letters of which hints say nothing', () => {
    fc.assert(
      fc.property(fc.array(pieces, { minLength: 1, maxLength: 9 }), (parts) => {
        const text = parts.join('');
        expect(findDates(text)).toEqual(findDates(`${text} ü`));
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['12jan2020', 1],
    ['on 3/4', 1],
    ['firstmay2020', 1],
    ['May the first, 2021', 1],
    ['in 1998', 1],
    ['2020-05', 1],
    ['20240131', 1],
    ['Marker 12, set 3, outside', 0],
  ])('are %j: %i', (text, count) => {
    expect(findDates(text)).toHaveLength(count);
  });
});
