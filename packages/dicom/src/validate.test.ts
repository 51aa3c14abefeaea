import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tagFrom } from './tag.ts';
import { isUid, validateElement, validateValue } from './validate.ts';
import { type Vr, vrs } from './vr.ts';

const codes = (vr: Vr, value: string) => validateValue(vr, value).map(({ code }) => code);

describe('validateValue', () => {
  it.each<[Vr, string]>([
    ['AE', 'ISO CENTER'],
    ['AS', '018M'],
    ['CS', 'ORIGINAL_1 A'],
    ['DA', '20240229'],
    ['DS', '-1.5e+03'],
    ['DS', '.5'],
    ['DT', '20240229101112.5+0100'],
    ['IS', '-2147483648'],
    ['IS', '+12'],
    ['LO', '64 characters are allowed here whatever their number of bytes: ä'],
    ['LT', 'two\r\nlines'],
    ['PN', 'TEST^A^B^C^D=X=Y'],
    ['SH', 'short'],
    ['TM', '235960'],
    ['UI', '1.2.840.10008.0'],
    ['UR', 'https://isocenter.invalid/?a=b'],
    ['DA', ''],
    ['US', 'not judged'],
  ])('finds nothing in %s %j', (vr, value) => expect(codes(vr, value)).toEqual([]));

  it.each<[Vr, string, string]>([
    ['AE', 'SEVENTEEN LETTERS', 'value-too-long'],
    ['AS', '18Y', 'invalid-age'],
    ['CS', 'Original', 'invalid-code-string'],
    ['DA', '20230229', 'invalid-date'],
    ['DA', '1993.08.22', 'invalid-date'],
    ['DS', '1,5', 'invalid-decimal-string'],
    ['DS', '1234567890.123456', 'value-too-long'],
    ['DT', '20241301', 'invalid-date-time'],
    ['IS', '1.0', 'invalid-integer-string'],
    ['IS', '2147483648', 'invalid-integer-string'],
    ['IS', '-2147483649', 'invalid-integer-string'],
    ['LO', 'a\tb', 'control-character'],
    ['LO', 'a\ufffd', 'undecodable-text'],
    ['PN', 'A=B=C=D', 'invalid-person-name'],
    ['PN', 'A^B^C^D^E^F', 'invalid-person-name'],
    ['PN', 'A'.repeat(65), 'invalid-person-name'],
    ['TM', '10:11:12', 'invalid-time'],
    ['TM', '2400', 'invalid-time'],
    ['UI', '1.02', 'invalid-uid'],
    ['UI', '1..2', 'invalid-uid'],
    ['UR', 'a b', 'invalid-uri'],
  ])('finds in %s %j: %s', (vr, value, code) => expect(codes(vr, value)).toEqual([code]));

  it('never repeats a value, whatever it is', () => {
    const marked = fc.string({ minLength: 1 }).map((text) => `MARKED${text}MARKED`);
    fc.assert(
      fc.property(fc.constantFrom(...vrs), marked, (vr, value) => {
        expect(JSON.stringify(validateValue(vr, value, { tag: tagFrom(0x10, 0x10), offset: 8 }))).not.toContain(
          'MARKED',
        );
      }),
    );
  });
});

describe('validateElement', () => {
  it('judges each value of an element and says where it stands', () => {
    // 20240101 \ 2024 and a pad: the second value is no date.
    const bytes = new TextEncoder().encode('20240101\\2024 ');
    const element = {
      tag: tagFrom(0x8, 0x20),
      vr: 'DA' as const,
      value: { kind: 'bytes' as const, bytes },
      source: { offset: 40, valueOffset: 48, lengthBytes: 14 },
    };
    expect(validateElement(element, [])).toMatchObject([{ code: 'invalid-date', tag: element.tag, offset: 40 }]);
  });
});

describe('isUid', () => {
  it('limits the length to 64', () => {
    expect(isUid(`1.${'2'.repeat(62)}`)).toBe(true);
    expect(isUid(`1.${'2'.repeat(63)}`)).toBe(false);
    expect(isUid('')).toBe(false);
  });
});
