import { describe, expect, it } from 'vitest';
import { createPseudonyms } from '../pseudonyms.ts';
import { findIdentity } from './find-identity.ts';
import { bySurrogates, replaceIdentity } from './replace-identity.ts';
import { findDates, shiftTextDate } from './text-dates.ts';
import { createWordLists } from './word-lists.ts';

const lists = createWordLists();
const pseudonyms = createPseudonyms(new Uint8Array(32).fill(7));

function surrogates(text: string): string {
  const replacer = bySurrogates({ pseudonyms, patient: 'id\0TEST\0', lists });
  return replaceIdentity(text, findIdentity(text, { lists }), replacer);
}

describe('surrogates', () => {
  it('keep one person one, in any order and case', () => {
    const [first = '', second = ''] = surrogates('Patient: Testova, Quirina\nPatient: QUIRINA TESTOVA').split('\n');
    const [family = '', given = ''] = first.slice('Patient: '.length).split(', ');
    expect(second).toBe(`Patient: ${given.toUpperCase()} ${family.toUpperCase()}`);
    expect(family).not.toBe('Testova');
  });

  it('give an identifier the pseudonym that it has in headers', () => {
    expect(surrogates('MRN: 390464')).toBe(`MRN: ${pseudonyms.identifier('patient-id', '390464')}`);
  });

  it('say 90+ for an age above 89 and change each digit group of a telephone number in its form', () => {
    expect(surrogates('94 year old, call (776) 600-1622')).toMatch(/^90\+ year old, call \(555\) \d{3}-\d{4}$/);
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
