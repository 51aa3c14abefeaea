import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HttpProblem } from '../http/problem.ts';
import { parseRenderingQuery, parseThumbnailQuery } from './rendering-query.ts';

describe('parseRenderingQuery', () => {
  it('reads quality, viewport and window', () => {
    expect(parseRenderingQuery('quality=80&viewport=512,256,0,10,-100,50.5&window=-600,1500,SIGMOID')).toEqual({
      quality: 80,
      viewport: { width: 512, height: 256, region: { x: 0, y: 10, width: -100, height: 50.5 } },
      window: { center: -600, width: 1500, shape: 'sigmoid' },
    });
    expect(parseRenderingQuery('viewport=64,64&window=40,400')).toMatchObject({
      viewport: { width: 64, height: 64, region: undefined },
      window: { shape: 'linear' },
    });
    expect(parseRenderingQuery('')).toEqual({ quality: undefined, viewport: undefined, window: undefined });
  });

  it.each([
    'quality=0',
    'quality=101',
    'quality=x',
    'viewport=1',
    'viewport=0,10',
    'viewport=99999,1',
    'viewport=1,1,2',
    'viewport=1,1,-1,0,5,5',
    'viewport=1,1,0,0,0,5',
    'window=1',
    'window=1,0',
    'window=1,0.5,linear',
    'window=1,2,cubic',
    'window=1,2,linear,x',
  ])('refuses %s', (queryString) => {
    expect(() => parseRenderingQuery(queryString)).toThrow(
      expect.objectContaining({ code: 'rendering-parameter-invalid' }),
    );
  });

  it('reads or refuses any query', () => {
    const anyValue = fc.string({ unit: fc.constantFrom(...'0123456789.,-+eE linear') });
    fc.assert(
      fc.property(fc.constantFrom('quality', 'viewport', 'window'), anyValue, (name, value) => {
        try {
          parseRenderingQuery(`${name}=${encodeURIComponent(value)}`);
        } catch (error) {
          expect(error).toBeInstanceOf(HttpProblem);
        }
      }),
    );
  });
});

describe('parseThumbnailQuery', () => {
  it('takes a size and nothing else', () => {
    expect(parseThumbnailQuery('viewport=64,32,1,1,5,5&window=1,2')).toEqual({
      quality: undefined,
      viewport: { width: 64, height: 32, region: undefined },
      window: undefined,
    });
    expect(parseThumbnailQuery('').viewport).toEqual({ width: 128, height: 128, region: undefined });
  });
});
