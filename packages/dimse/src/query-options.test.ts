import { expect, test } from 'vitest';
import { answerQueryOptions, proposeQueryOptions, readQueryOptions } from './query-options.ts';

const supported = new Set(['relational', 'timezone', 'emptyValue'] as const);
const answerTo = (...information: readonly number[]) => [
  ...answerQueryOptions({ sopClassUid: '1.2', information: Uint8Array.from(information) }, 'find', supported)
    .information,
];

test('the answer is as long as the proposal, and says yes to what is proposed and supported', () => {
  expect(answerTo(1)).toEqual([1]);
  expect(answerTo(1, 1, 1)).toEqual([1, 0, 0]);
  expect(answerTo(0, 1, 1, 1)).toEqual([0, 0, 0, 1]);
  expect(answerTo(1, 1, 1, 1, 1, 1, 1)).toEqual([1, 0, 0, 1, 0, 1, 0]);
  // What comes after the last known byte is not answered; only 1 is yes.
  expect(answerTo(2, 0, 0, 255, 0, 1, 1, 1, 1)).toEqual([0, 0, 0, 0, 0, 1, 0]);
  expect(answerTo()).toEqual([]);
});

test('a retrieval has no options of queries', () => {
  const proposal = proposeQueryOptions('1.2', 'move', new Set(['relational', 'timezone']));
  expect([...proposal.information]).toEqual([1, 0]);
  expect([...readQueryOptions(Uint8Array.of(1, 0, 0, 1), 'find')]).toEqual(['relational', 'timezone']);
  expect([...readQueryOptions(Uint8Array.of(1, 0, 0, 1), 'get')]).toEqual(['relational']);
});
