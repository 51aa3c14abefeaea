import { expect, test } from 'vitest';
import { SharedQueue } from './shared-queue.ts';

test('what one worker gives back is taken by another that waits for it', async () => {
  const queue = new SharedQueue(['a', 'b']);
  expect([await queue.take(), queue.tryTake(), queue.tryTake()]).toEqual(['a', 'b', undefined]);
  const waiting = queue.take();
  queue.done();
  queue.giveBack('b');
  expect(await waiting).toBe('b');
  const last = queue.take();
  queue.done();
  expect(await last).toBeUndefined();
});

test('whoever waits hears of the end', async () => {
  const queue = new SharedQueue(['a', 'b']);
  expect(await queue.take()).toBe('a');
  queue.close();
  expect(await queue.take()).toBeUndefined();
  queue.giveBack('a');
  expect(queue.tryTake()).toBeUndefined();
});
