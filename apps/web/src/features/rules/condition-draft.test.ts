import type { RuleCondition } from '@isocenter/contract/rules';
import { expect, test } from 'vitest';
import { wordsInEnglish } from '../../languages/words-in-english.ts';
import { describeTest, newTest, toCondition, toDraft } from './condition-draft.ts';

const t = wordsInEnglish();

const ct = { field: 'Modality', equals: 'CT' } as const;

test.each<[RuleCondition | undefined, RuleCondition | undefined]>([
  [undefined, undefined],
  [ct, { all: [ct] }],
  [
    { all: [ct, { any: [ct, { field: 'A', in: ['x', 'y'] }] }] },
    { all: [ct, { any: [ct, { field: 'A', in: ['x', 'y'] }] }] },
  ],
  [{ not: ct }, { not: ct }],
  [{ not: { any: [ct, ct] } }, { not: { any: [ct, ct] } }],
  [{ not: { all: [ct, ct] } }, { not: { all: [ct, ct] } }],
  [{ not: { not: ct } }, { not: { not: ct } }],
  [{ any: [{ field: 'A', from: '1', each: true }] }, { any: [{ field: 'A', from: '1', each: true }] }],
  [{ any: [{ field: 'A', exists: false }] }, { any: [{ field: 'A', exists: false }] }],
])('%j is edited and comes back', (condition, expected) => {
  expect(toCondition(toDraft(condition))).toEqual(expected);
});

test('groups in which there is nothing are left out', () => {
  const empty = { kind: 'group', mode: 'any', parts: [] } as const;
  expect(toCondition({ kind: 'group', mode: 'all', parts: [empty, { ...newTest, field: ' A ', text: 'x' }] })).toEqual({
    all: [{ field: 'A', equals: 'x' }],
  });
});

test.each([
  [{ field: 'A', from: '1', to: '2' }, 'A from 1 to 2'],
  [{ field: 'A', to: '2', each: true as const }, 'every A up to 2'],
  [{ field: 'A', in: ['x', 'y'] }, 'A is one of x, y'],
  [{ field: 'A', exists: false }, 'A is not there'],
])('%j is told as %j', (given, told) => {
  expect(describeTest(t, given)).toBe(told);
});
