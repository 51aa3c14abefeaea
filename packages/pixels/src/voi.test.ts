import { expect, test } from 'vitest';
import { isWindowValid, type Voi, voiFunction, windowOver } from './voi.ts';

const linear = (center: number, width: number): Voi => ({ kind: 'window', center, width, function: 'LINEAR' });

// The four examples of PS3.3 §C.11.2.1.2.1: window, a value that is just black, one that is just white.
test.each([
  [2048, 4096, 0, 4095],
  [2048, 1, 2047, 2048],
  [0, 100, -50, 49],
  [0, 1, -1, 0],
])('LINEAR %d/%d is black at %d and white at %d', (center, width, black, white) => {
  const grey = voiFunction(linear(center, width));
  expect([grey(black), grey(black - 1), grey(white), grey(white + 1)]).toEqual([0, 0, 1, 1]);
});

test('LINEAR spans its width less one', () => {
  expect(voiFunction(linear(2048, 4096))(1024)).toBeCloseTo((1024 - 2047.5) / 4095 + 0.5, 12);
});

test('LINEAR_EXACT spans its width', () => {
  const grey = voiFunction({ kind: 'window', center: 0.5, width: 1, function: 'LINEAR_EXACT' });
  expect([grey(0), grey(0.25), grey(0.5), grey(1), grey(2)]).toEqual([0, 0.25, 0.5, 1, 1]);
});

test('SIGMOID is half at its centre and approaches both ends', () => {
  const grey = voiFunction({ kind: 'window', center: 100, width: 40, function: 'SIGMOID' });
  expect(grey(100)).toBe(0.5);
  expect(grey(140)).toBeCloseTo(1 / (1 + Math.exp(-4)), 12);
  expect(grey(-1e9)).toBe(0);
});

test('a table gives values outside it its first and last entry', () => {
  const table = { firstMapped: 10, bits: 12, entries: Uint16Array.of(0, 2048, 4095) };
  const grey = voiFunction({ kind: 'lut', table });
  expect([grey(-5), grey(10), grey(11), grey(12), grey(99)]).toEqual([0, 0, 2048 / 4095, 1, 1]);
});

test('a window over one value shows it black', () => {
  expect(voiFunction({ kind: 'window', ...windowOver(7, 7) })(7)).toBe(0);
});

test.each([
  [linear(40, 400), true],
  [linear(40, 0.5), false],
  [linear(Number.NaN, 400), false],
  [{ kind: 'window', center: 0, width: 0.5, function: 'SIGMOID' } as const, true],
  [{ kind: 'window', center: 0, width: 0, function: 'LINEAR_EXACT' } as const, false],
])('%o can be used: %s', (voi, valid) => {
  expect(voi.kind === 'window' && isWindowValid(voi)).toBe(valid);
});
