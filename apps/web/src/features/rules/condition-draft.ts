/**
 * Conditions as they are edited: groups of which all, any or none must hold, with tests in them. Every condition of a rule
 * can be shown so, and comes back with the same meaning.
 */

import type { RuleCondition, RuleTest } from '@isocenter/contract/rules';
import type { Words } from '../../languages/catalogue.ts';

export type Operator = 'equals' | 'in' | 'matches' | 'range' | 'exists' | 'missing';

export type TestDraft = {
  readonly kind: 'test';
  readonly field: string;
  readonly operator: Operator;
  /** Of `equals` and `matches`; of `in` with commas between. */
  readonly text: string;
  readonly from: string;
  readonly to: string;
  readonly each: boolean;
};

export type GroupDraft = {
  readonly kind: 'group';
  readonly mode: 'all' | 'any' | 'none';
  readonly parts: readonly Draft[];
};

export type Draft = TestDraft | GroupDraft;

export const newTest: TestDraft = {
  kind: 'test',
  field: '',
  operator: 'equals',
  text: '',
  from: '',
  to: '',
  each: false,
};

/** Returns a group whatever the condition is; an empty one for none. */
export function toDraft(condition: RuleCondition | undefined): GroupDraft {
  if (condition === undefined) return { kind: 'group', mode: 'all', parts: [] };
  const draft = draftOf(condition);
  return draft.kind === 'group' ? draft : { kind: 'group', mode: 'all', parts: [draft] };
}

/** Undefined for a group in which there is nothing: it always holds. */
export function toCondition(draft: Draft): RuleCondition | undefined {
  if (draft.kind === 'test') return toTest(draft);
  const parts = draft.parts.flatMap((part) => toCondition(part) ?? []);
  const [first] = parts;
  if (first === undefined) return undefined;
  if (draft.mode === 'none') return { not: parts.length === 1 ? first : { any: parts } };
  return draft.mode === 'all' ? { all: parts } : { any: parts };
}

/** What a rule's summary says of a test. */
export function describeTest(t: Words, test: RuleTest): string {
  const field = test.each === true ? t('rules.everyField', { field: test.field }) : test.field;
  if ('equals' in test) return t('rules.isEqual', { field, value: test.equals });
  if ('in' in test) return t('rules.isOneOf', { field, values: test.in.join(', ') });
  if ('matches' in test) return t('rules.matchesValue', { field, value: test.matches });
  if ('exists' in test) return t(test.exists ? 'rules.isThere' : 'rules.isNotThere', { field: test.field });
  const { from = '', to } = test;
  if (to === undefined) return t('rules.fromValue', { field, from });
  return from === '' ? t('rules.upTo', { field, to }) : t('rules.fromTo', { field, from, to });
}

function draftOf(condition: RuleCondition): Draft {
  if ('all' in condition) return { kind: 'group', mode: 'all', parts: condition.all.map(draftOf) };
  if ('any' in condition) return { kind: 'group', mode: 'any', parts: condition.any.map(draftOf) };
  if (!('not' in condition)) return draftOfTest(condition);
  const inner = condition.not;
  return { kind: 'group', mode: 'none', parts: 'any' in inner ? inner.any.map(draftOf) : [draftOf(inner)] };
}

function draftOfTest(test: RuleTest): TestDraft {
  const draft = { ...newTest, field: test.field, each: test.each === true };
  if ('equals' in test) return { ...draft, operator: 'equals', text: test.equals };
  if ('in' in test) return { ...draft, operator: 'in', text: test.in.join(', ') };
  if ('matches' in test) return { ...draft, operator: 'matches', text: test.matches };
  if ('exists' in test) return { ...draft, operator: test.exists ? 'exists' : 'missing' };
  return { ...draft, operator: 'range', from: test.from ?? '', to: test.to ?? '' };
}

function toTest({ field, operator, text, from, to, each }: TestDraft): RuleTest {
  const of = { field: field.trim(), ...(each ? { each: true as const } : {}) };
  switch (operator) {
    case 'equals':
      return { ...of, equals: text };
    case 'in':
      return {
        ...of,
        in: text
          .split(',')
          .map((one) => one.trim())
          .filter((one) => one !== ''),
      };
    case 'matches':
      return { ...of, matches: text };
    case 'range':
      return { ...of, ...(from === '' ? {} : { from }), ...(to === '' ? {} : { to }) };
    case 'exists':
    case 'missing':
      return { field: field.trim(), exists: operator === 'exists' };
  }
}
