import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAccept, parseMediaType } from './media-type.ts';

describe('parseMediaType', () => {
  it('reads parameters, quoted or not', () => {
    const parsed = parseMediaType('Multipart/Related; type="application/dicom"; Boundary=a;x="b;\\"c"');
    expect(parsed?.type).toBe('multipart/related');
    expect(Object.fromEntries(parsed?.parameters ?? [])).toEqual({
      type: 'application/dicom',
      boundary: 'a',
      x: 'b;"c',
    });
  });

  it.each(['', 'dicom', 'a/b/c', 'a /b', '/'])('reads nothing from %j', (text) => {
    expect(parseMediaType(text)).toBeUndefined();
  });
});

describe('parseAccept', () => {
  it('orders by quality and keeps the order of equals', () => {
    const types = parseAccept(
      'image/png;q=0.5, application/dicom, */*;q=0.1, text/html;q=0, multipart/related;type="a/b, c"',
    );
    expect(types.map(({ type, quality }) => [type, quality])).toEqual([
      ['application/dicom', 1],
      ['multipart/related', 1],
      ['image/png', 0.5],
      ['*/*', 0.1],
    ]);
  });

  it('reads any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(Array.isArray(parseAccept(text))).toBe(true);
      }),
    );
  });
});
