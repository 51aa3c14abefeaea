import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPersonName, joinPersonName, parsePersonName, splitPersonName } from './person-name.ts';

describe('parsePersonName', () => {
  it('reads three groups of five components', () => {
    expect(parsePersonName('Adams^John Robert Quincy^^Rev.^B.A. M.Div.=山田^太郎=やまだ^たろう')).toEqual({
      alphabetic: { family: 'Adams', given: 'John Robert Quincy', middle: '', prefix: 'Rev.', suffix: 'B.A. M.Div.' },
      ideographic: { family: '山田', given: '太郎', middle: '', prefix: '', suffix: '' },
      phonetic: { family: 'やまだ', given: 'たろう', middle: '', prefix: '', suffix: '' },
    });
  });

  it('leaves out groups that are empty', () => {
    expect(parsePersonName('==X')).toEqual({
      phonetic: { family: 'X', given: '', middle: '', prefix: '', suffix: '' },
    });
    expect(parsePersonName('')).toEqual({});
  });

  it('keeps what a sixth component and a fourth group hold', () => {
    expect(parsePersonName('A^B^C^D^E^F=I=P=Q')).toMatchObject({
      alphabetic: { suffix: 'E^F' },
      phonetic: { family: 'P=Q' },
    });
  });
});

it('takes delimiters with nothing after them for no group', () => {
  expect(splitPersonName('===')).toEqual({});
  expect(splitPersonName('A==P=')).toEqual({ alphabetic: 'A', phonetic: 'P' });
});

describe('formatPersonName', () => {
  it('leaves out trailing components and groups that are empty', () => {
    expect(formatPersonName(parsePersonName('A^^^^==P^'))).toBe('A==P');
  });

  it('gives a text that is read as the same name', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const name = parsePersonName(text);
        expect(parsePersonName(formatPersonName(name))).toEqual(name);
        expect(splitPersonName(joinPersonName(splitPersonName(text)))).toEqual(splitPersonName(text));
      }),
    );
  });
});
