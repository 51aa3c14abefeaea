import { expect, test } from 'vitest';
import { proveDeid } from './deid.ts';
import { figuresOf } from './figures.ts';

test('a short run measures and holds what it measured to its bars', async () => {
  const result = await proveDeid(['--runs', '1', '--seed', '3', '--sections', 'text', '--fresh']);
  expect(result).toMatchObject({ seed: 3, runs: 1, violations: 0 });
  expect(result.figures).toContainEqual(
    expect.objectContaining({ name: 'reports: recall with the record', bar: '≥ 0.999', holds: true }),
  );
});

test('a figure that misses its bar, and one that was not shown, hold nothing', () => {
  const row = { id: 'burned-in.clean-touched', value: 3, images: 100, share: 0.03, unit: 'images' };
  const [missed, touched, truth] = figuresOf('burned-in', [{ id: 'burned-in.missed', value: 0, unit: 'strings' }, row]);
  expect(missed).toMatchObject({ value: 0, holds: true });
  expect(touched).toMatchObject({ value: 3, unit: '%', holds: false });
  expect(truth).toMatchObject({ value: undefined, holds: false });
});

test('what is no section is refused', async () => {
  await expect(proveDeid(['--sections', 'hands'])).rejects.toThrow(RangeError);
});
