import type { RuleDefinition } from '@isocenter/contract/rules';
import { expect, test } from 'vitest';
import { wordsInEnglish } from '../../languages/words-in-english.ts';
import { checkRule, newRule, toDefinition, toRuleDraft } from './rule-draft.ts';

const t = wordsInEnglish();

const whole: RuleDefinition = {
  name: 'Test',
  enabled: false,
  trigger: 'series',
  when: { all: [{ field: 'Modality', equals: 'CT' }] },
  do: [
    { send: ['READING'], priority: 'high' },
    { label: ['ct', 'to read'] },
    { prefetch: { from: 'ARCHIVE', modality: 'same', withinDays: 730, maximum: 2 } },
    { send: ['ARCHIVE'] },
    { send: ['STUDY'], priority: 'high', deidentifiedBy: 'Lung study' },
    { prefetch: { from: 'OTHER', modality: ['MR'], maximum: 1 } },
    { stop: true },
  ],
};

test('a rule is edited and comes back', () => {
  expect(toDefinition(toRuleDraft(whole))).toEqual(whole);
});

test('what leaves de-identified never comes back as what leaves as it is', () => {
  const rule = { ...whole, do: [{ send: ['STUDY'], deidentifiedBy: 'Lung study' }, { send: ['READING'] }] };
  expect(toRuleDraft(rule)).toMatchObject({ send: ['STUDY'], deidentifiedBy: 'Lung study' });
  expect(toDefinition(toRuleDraft(rule))).toEqual(rule);
});

test('labels are written small and each once', () => {
  expect(toDefinition({ ...newRule, labels: ' CT, ct ,,new ' }).do).toEqual([{ label: ['ct', 'new'] }]);
});

test.each([
  [newRule, 'Give the rule a name'],
  [{ ...newRule, name: 'Test' }, 'Choose what the rule does'],
  [{ ...newRule, name: 'Test', stop: true }, undefined],
])('%#', (draft, reason) => {
  expect(checkRule(t, draft)).toBe(reason);
});
