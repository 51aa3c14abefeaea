import { backgroundHeader } from '@isocenter/contract/headers';
import { expect, test } from 'vitest';
import { markBackground, Presence, presentMs } from './presence.ts';

test('what is asked while nobody is at the page is marked, and no more once somebody is', async () => {
  const page = new EventTarget();
  let now = 0;
  const presence = new Presence(page, () => now);
  const marks: (string | null)[] = [];
  const ask = markBackground(async (_, init) => {
    marks.push(new Headers(init?.headers).get(backgroundHeader));
    return new Response();
  }, presence);
  await ask('/a', { headers: { accept: 'x' } });
  now = presentMs;
  await ask('/b', { headers: { accept: 'x' } });
  page.dispatchEvent(new Event('keydown'));
  await ask('/c');
  expect(marks).toEqual([null, '1', null]);
});
