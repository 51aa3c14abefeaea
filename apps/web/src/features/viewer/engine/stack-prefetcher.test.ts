import { expect, test } from 'vitest';
import { prefetchOrder, StackPrefetcher } from './stack-prefetcher.ts';

test('the nearest frames come first, more of them ahead than behind', () => {
  expect(prefetchOrder(10, 100, { direction: 1, limit: 6 })).toEqual([11, 12, 9, 13, 14, 8]);
  expect(prefetchOrder(10, 100, { direction: -1, limit: 3 })).toEqual([9, 8, 11]);
});

test('all of a short series is loaded from either end', () => {
  expect([...prefetchOrder(0, 5, { direction: 1, limit: 50 })].sort()).toEqual([1, 2, 3, 4]);
  expect([...prefetchOrder(4, 5, { direction: 1, limit: 50 })].sort()).toEqual([0, 1, 2, 3]);
  expect(prefetchOrder(0, 1, { direction: 1, limit: 50 })).toEqual([]);
});

test('frames are loaded once, few at a time, and what fails does not stop the others', async () => {
  const loaded = new Set<string>();
  const asked: string[] = [];
  let active = 0;
  let most = 0;
  const frames = Array.from({ length: 12 }, (_, index) => `f${index}`);
  const prefetcher = new StackPrefetcher({
    frames,
    limit: 100,
    isLoaded: (id) => loaded.has(id),
    load: async (id) => {
      asked.push(id);
      active += 1;
      most = Math.max(most, active);
      await Promise.resolve();
      active -= 1;
      if (id === 'f2') throw new Error('This frame fails in the test.');
      loaded.add(id);
    },
  });
  prefetcher.moveTo(0);
  for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
  prefetcher.moveTo(5);
  for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
  expect(most).toBe(3);
  expect(asked.filter((id) => id === 'f2')).toHaveLength(1);
  expect(loaded.size).toBe(11);
});
