/** The web application may import nothing of the server; that both speak of the same problems is shown here. */

import { expect, test } from 'vitest';
import { problems as table } from '../apps/server/src/http/problem-table.ts';
import { problems as words } from '../apps/web/src/languages/problems/en.ts';

/** What the typed client finds itself. */
const ofTheClient = ['unexpected', 'unreachable'];

test('every problem that the node answers has words in the catalogues, in English its own', () => {
  const known = Object.entries(words).filter(([code]) => !ofTheClient.includes(code));
  expect(Object.fromEntries(known)).toEqual(
    Object.fromEntries(Object.entries(table).map(([code, { title }]) => [code, title])),
  );
});
