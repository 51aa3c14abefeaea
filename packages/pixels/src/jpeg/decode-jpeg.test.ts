import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeLosslessJpeg, type LosslessImage } from '../../test/lossless-jpeg.ts';
import { decodeJpeg } from './decode-jpeg.ts';

const image = fc
  .record({ rows: fc.integer({ min: 1, max: 9 }), columns: fc.integer({ min: 1, max: 9 }) })
  .chain(({ rows, columns }) =>
    fc.record({ components: fc.constantFrom(1, 3), precision: fc.integer({ min: 2, max: 16 }) }).chain((form) =>
      fc
        .uint16Array({
          minLength: rows * columns * form.components,
          maxLength: rows * columns * form.components,
          max: 2 ** form.precision - 1,
        })
        .map((samples): LosslessImage => ({ rows, columns, ...form, samples })),
    ),
  );

test('gives back every lossless image, whatever its predictor, restarts and bits', () => {
  fc.assert(
    fc.property(image, fc.integer({ min: 1, max: 7 }), fc.constantFrom(0, 1, 2), (one, predictor, restartRows) => {
      const bytes = encodeLosslessJpeg(one, { predictor, pointTransform: 0, restartRows });
      const decoded = decodeJpeg(bytes, { ...one, samplesPerPixel: one.components });
      expect([...decoded.samples]).toEqual([...one.samples]);
      expect(decoded.complete).toBe(true);
    }),
    { numRuns: 300 },
  );
});

const small: LosslessImage = { rows: 4, columns: 5, components: 1, precision: 12, samples: ramp(20) };
const size = { rows: 4, columns: 5, samplesPerPixel: 1 };
const whole = encodeLosslessJpeg(small, { predictor: 1, pointTransform: 0, restartRows: 0 });

test('shifts samples back by the point transform', () => {
  const bytes = encodeLosslessJpeg(small, { predictor: 1, pointTransform: 2, restartRows: 0 });
  expect([...decodeJpeg(bytes, size).samples]).toEqual([...small.samples].map((sample) => sample & ~3));
});

test('says that a picture is incomplete and gives what there is', () => {
  const decoded = decodeJpeg(whole.slice(0, whole.length - 12), size);
  expect(decoded.complete).toBe(false);
  expect([...decoded.samples.slice(0, 3)]).toEqual([...small.samples.slice(0, 3)]);
});

test.each([
  ['another size', whole, { ...size, columns: 6 }, 'codestream-mismatch'],
  ['another number of components', whole, { ...size, samplesPerPixel: 3 }, 'codestream-mismatch'],
  ['no frame', Uint8Array.of(0xff, 0xd8, 0xff, 0xd9), size, 'codestream-malformed'],
  ['arithmetic coding', Uint8Array.of(0xff, 0xd8, 0xff, 0xcc, 0, 4, 0, 0), size, 'codec-missing'],
  ['a segment that reaches beyond it', Uint8Array.of(0xff, 0xd8, 0xff, 0xc4, 9, 9, 0, 0), size, 'codestream-malformed'],
  [
    'more codes than a length has room for',
    Uint8Array.of(0xff, 0xd8, 0xff, 0xc4, 0, 22, 0, 3, ...Array(15).fill(0), 1, 2, 3),
    size,
    'codestream-malformed',
  ],
])('refuses a codestream with %s', (_, bytes, expected, code) => {
  expect(() => decodeJpeg(bytes, expected)).toThrow(expect.objectContaining({ code }));
});

function ramp(count: number): Uint16Array {
  return Uint16Array.from({ length: count }, (_, i) => (i * 523) % 4096);
}
