/** A rule in one line of what it does and one of when. */

import type { RuleCondition, RuleDefinition, SendAction } from '@isocenter/contract/rules';
import type { Words } from '../../languages/catalogue.ts';
import { describeTest } from './condition-draft.ts';

type RuleWords = { readonly does: string; readonly when: string };

export function describeRule(t: Words, { do: actions, when }: RuleDefinition): RuleWords {
  const does = actions.map((action) => {
    if ('send' in action) {
      const sending = t(sends[action.priority ?? 'medium'], { destinations: action.send.join(', ') });
      const { deidentifiedBy: project } = action;
      return project === undefined ? sending : t('rules.deidentified', { sending, project });
    }
    if ('label' in action) return t('rules.labels', { labels: action.label.join(', ') });
    if ('prefetch' in action) {
      return t('rules.fetches', { count: action.prefetch.maximum, archive: action.prefetch.from });
    }
    return t('drop' in action ? 'rules.drops' : 'rules.stops');
  });
  const always = when === undefined;
  return {
    does: does.join(' · '),
    when: always ? t('rules.always') : t('rules.when', { condition: describeCondition(t, when) }),
  };
}

const sends = { high: 'rules.sendsHigh', medium: 'rules.sends', low: 'rules.sendsLow' } as const satisfies Record<
  NonNullable<SendAction['priority']>,
  string
>;

function describeCondition(t: Words, condition: RuleCondition): string {
  if ('all' in condition) return joined(t, 'rules.and', condition.all);
  if ('any' in condition) return joined(t, 'rules.orElse', condition.any);
  if ('not' in condition) return t('rules.notThis', { condition: describeCondition(t, condition.not) });
  return describeTest(t, condition);
}

function joined(t: Words, how: 'rules.and' | 'rules.orElse', parts: readonly RuleCondition[]): string {
  return parts.map((part) => describeInner(t, part)).reduce((first, second) => t(how, { first, second }));
}

function describeInner(t: Words, condition: RuleCondition): string {
  const text = describeCondition(t, condition);
  return 'field' in condition || 'not' in condition ? text : `(${text})`;
}
