import { expect, test } from 'vitest';
import { expandSubsampled, ybrFullToRgb, ybrPartialToRgb } from './ybr.ts';

test('keeps grey grey', () => {
  const cells = Uint8Array.from(Array.from({ length: 256 }, (_, y) => [y, 128, 128]).flat());
  ybrFullToRgb(cells, 8);
  expect([...cells]).toEqual(Array.from({ length: 256 }, (_, y) => [y, y, y]).flat());
});

test('turns the primaries of PS3.3 §C.7.6.3.1.2 back within one step', () => {
  for (const [r, g, b] of [
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
    [12, 200, 90],
  ] as const) {
    const cells = Uint8Array.of(
      Math.round(0.299 * r + 0.587 * g + 0.114 * b),
      Math.min(255, Math.round(-0.1687 * r - 0.3313 * g + 0.5 * b + 128)),
      Math.min(255, Math.round(0.5 * r - 0.4187 * g - 0.0813 * b + 128)),
    );
    ybrFullToRgb(cells, 8);
    for (const [i, value] of [r, g, b].entries()) expect(Math.abs((cells[i] ?? 0) - value)).toBeLessThanOrEqual(2);
  }
});

test('stretches the range of YBR_PARTIAL', () => {
  const cells = Uint8Array.of(16, 128, 128, 235, 128, 128);
  ybrPartialToRgb(cells, 8);
  expect([...cells]).toEqual([0, 0, 0, 255, 255, 255]);
});

test('gives two pixels the colour they share', () => {
  expect([...expandSubsampled(Uint8Array.of(1, 2, 70, 80, 3, 4, 71, 81))]).toEqual([
    1, 70, 80, 2, 70, 80, 3, 71, 81, 4, 71, 81,
  ]);
});
