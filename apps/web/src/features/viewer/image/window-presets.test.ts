import { expect, test } from 'vitest';
import { wordsInEnglish } from '../../../languages/words-in-english.ts';
import { automaticWindow, presetsOf, presetsOfHeader, windowOfRange } from './window-presets.ts';

const t = wordsInEnglish();

test('only CT has presets in absolute values', () => {
  expect(presetsOf(t, 'CT').map((preset) => preset.name)).toContain('Lung');
  expect(presetsOf(t, 'MR')).toEqual([]);
  expect(presetsOf(t, undefined)).toEqual([]);
});

test('windows of the header keep their explanation, and one without a width is left out', () => {
  const brain = { center: 40, width: 80, function: 'LINEAR' } as const;
  const bone = { center: 600, width: 1500, function: 'SIGMOID' } as const;
  expect(presetsOfHeader(t, [brain, bone], ['BRAIN'])).toEqual([
    { name: 'BRAIN', window: { center: 40, width: 80 }, function: 'LINEAR' },
    { name: 'From header 2', window: { center: 600, width: 1500 }, function: 'SIGMOID' },
  ]);
  expect(presetsOfHeader(t, [{ ...brain, width: 0 }], [])).toEqual([]);
  expect(presetsOfHeader(t, [brain, brain], [])).toHaveLength(1);
});

test('a range of one value still has a width', () => {
  expect(windowOfRange(7, 7)).toEqual({ center: 7.5, width: 1 });
});

test('the automatic window is not moved by a few extreme samples', () => {
  const samples = new Int16Array(10_000).map((_, index) => (index < 10 ? 30_000 : index % 1000));
  const window = automaticWindow(samples);
  expect(window?.width).toBeLessThan(1100);
  expect(automaticWindow([])).toBeUndefined();
});
