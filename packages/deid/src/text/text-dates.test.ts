import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findDates, shiftTextDate } from './text-dates.ts';

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

describe('dates moved in text', () => {
  it.each([
    ['3/14/2019', '3/4/2019'],
    ['03-14-19', '03-04-19'],
    ['2019-03-14', '2019-03-04'],
    ['14 MAR 2019', '4 MAR 2019'],
    ['Thursday, March 14th, 2019', 'Monday, March 4th, 2019'],
    ['14 de marzo de 2019', '4 de marzo de 2019'],
    ['20190314', '20190304'],
    ['14.03.2019', '04.03.2019'],
    ['the fourteenth of March 2019', 'the fourth of March 2019'],
    ['in March 2019', 'in March 2019'],
    ['in 2019', 'in 2019'],
    ["Mar '19", "Mar '19"],
    ['2019年3月14日', '2019年3月4日'],
  ])('%j becomes %j ten days earlier', (text, expected) => {
    const [date] = findDates(text);
    expect(date).toBeDefined();
    const moved = date && shiftTextDate(text, date, -10);
    expect(date && text.slice(0, date.start) + moved + text.slice(date.end)).toBe(expected);
  });

  it.each([
    'BP 120/80',
    'L4/5',
    '3 x 4 x 5 mm',
    '1.2.840.10008',
    'T2/FLAIR',
    'grade 2 may represent',
    'images 12 and 14',
  ])('finds none in %j', (text) => {
    expect(findDates(text)).toEqual([]);
  });
});
