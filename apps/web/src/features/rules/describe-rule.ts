/** A rule in one line of what it does and one of when. */

import type { RuleCondition, RuleDefinition, SendAction } from '@isocenter/contract/rules';
import { describeTest } from './condition-draft.ts';

export function describeRule({ do: actions, when }: RuleDefinition): { readonly does: string; readonly when: string } {
  const does = actions.map((action) => {
    if ('send' in action) return `send to ${action.send.join(', ')}${priorityOf(action)}`;
    if ('label' in action) return `label ${action.label.join(', ')}`;
    if ('prefetch' in action) return `fetch up to ${action.prefetch.maximum} earlier from ${action.prefetch.from}`;
    return 'drop' in action ? 'move to the trash' : 'stop';
  });
  return { does: does.join(' · '), when: when === undefined ? 'always' : `when ${describeCondition(when)}` };
}

const priorityOf = ({ priority = 'medium' }: Pick<SendAction, 'priority'>) =>
  priority === 'medium' ? '' : `, ${priority} priority`;

function describeCondition(condition: RuleCondition): string {
  if ('all' in condition) return condition.all.map(describeInner).join(' and ');
  if ('any' in condition) return condition.any.map(describeInner).join(' or ');
  if ('not' in condition) return `not (${describeCondition(condition.not)})`;
  return describeTest(condition);
}

function describeInner(condition: RuleCondition): string {
  const text = describeCondition(condition);
  return 'field' in condition || 'not' in condition ? text : `(${text})`;
}
