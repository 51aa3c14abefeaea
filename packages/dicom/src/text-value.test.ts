import { describe, expect, it } from 'vitest';
import { decodeTextValues, encodeTextValues } from './text-value.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('decodeTextValues', () => {
  it('splits at the backslash and removes padding', () => {
    expect(decodeTextValues(bytesOf('ORIGINAL\\PRIMARY \\AXIAL '), 'CS', [])).toEqual(['ORIGINAL', 'PRIMARY', 'AXIAL']);
    expect(decodeTextValues(bytesOf('1.2.3\0'), 'UI', [])).toEqual(['1.2.3']);
    expect(decodeTextValues(bytesOf(' 1\\ 2'), 'DS', [])).toEqual(['1', '2']);
  });

  it('keeps leading spaces and backslashes of free text', () => {
    expect(decodeTextValues(bytesOf('  a\\b  '), 'LT', [])).toEqual(['  a\\b']);
    expect(decodeTextValues(bytesOf(' a\\ b'), 'UC', [])).toEqual([' a', ' b']);
  });

  it('gives no value for an empty field and empty values among several', () => {
    expect(decodeTextValues(bytesOf(''), 'LO', [])).toEqual([]);
    expect(decodeTextValues(bytesOf('  '), 'LO', [])).toEqual([]);
    expect(decodeTextValues(bytesOf('a\\\\b\\'), 'LO', [])).toEqual(['a', '', 'b', '']);
  });
});

describe('encodeTextValues', () => {
  it('pads UIDs with NUL and all else with a space', () => {
    expect(encodeTextValues(['1.2.3'], 'UI', [])).toEqual(bytesOf('1.2.3\0'));
    expect(encodeTextValues(['A', 'BC'], 'CS', [])).toEqual(bytesOf('A\\BC'));
    expect(encodeTextValues(['ABC'], 'CS', [])).toEqual(bytesOf('ABC '));
  });

  it('refuses a character that the character set lacks', () => {
    expect(encodeTextValues(['山'], 'LO', ['ISO_IR 100'])).toBeUndefined();
  });
});
