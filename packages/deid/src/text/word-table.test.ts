import { expect, test } from 'vitest';
import { formatWordTable } from '../../../../tools/report-words/format.ts';
import { WordTable } from './word-table.ts';

const letters = 'abno';

/** Of up to four letters, half of all there are, so that most lines hold both words and gaps. */
const words = new Set(
  Array.from({ length: 1000 }, (_, number) =>
    [...number.toString(4)].map((digit) => letters[Number(digit)]).join(''),
  ).filter((_, number) => number % 3 !== 1),
);

function tableOf(list: ReadonlySet<string>): WordTable {
  const [, table = ''] = formatWordTable('words', ['a test'], list).split('`');
  return new WordTable(table);
}

test('a table has the words that it was made of and no others', () => {
  const table = tableOf(words);
  const asked = Array.from({ length: 4 ** 5 }, (_, number) =>
    [...number.toString(4)].map((digit) => letters[Number(digit)]).join(''),
  );
  expect(asked.filter((word) => table.has(word) !== words.has(word))).toEqual([]);
  expect(['', 'zzz', 'A', '0a', 'ab1'].filter((word) => table.has(word))).toEqual([]);
});

test('a table of one word and one of none are asked like others', () => {
  expect(tableOf(new Set(['heart'])).has('heart')).toBe(true);
  expect(tableOf(new Set()).has('heart')).toBe(false);
});
