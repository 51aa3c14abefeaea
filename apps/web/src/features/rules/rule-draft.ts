/** A rule as its form has it, and the definition that is made of it. */

import type { DeliveryPriority } from '@isocenter/contract/deliveries';
import type { RuleAction, RuleDefinition, RulePrefetch, SendAction } from '@isocenter/contract/rules';
import type { Words } from '../../languages/catalogue.ts';
import { type GroupDraft, toCondition, toDraft } from './condition-draft.ts';

export type PrefetchDraft = {
  readonly from: string;
  readonly sameModality: boolean;
  readonly sameBodyPart: boolean;
  readonly withinYears: number | undefined;
  readonly maximum: number;
};

export type RuleDraft = {
  readonly name: string;
  readonly enabled: boolean;
  readonly trigger: RuleDefinition['trigger'];
  readonly when: GroupDraft;
  readonly send: readonly string[];
  readonly priority: DeliveryPriority;
  /** Name of a project of de-identification; as it is where it is undefined. */
  readonly deidentifiedBy: string | undefined;
  /** With commas between. */
  readonly labels: string;
  readonly prefetch: PrefetchDraft | undefined;
  /** Into the trash. */
  readonly drop: boolean;
  readonly stop: boolean;
  /** What the form does not show: sending in another way, further requests for priors, and lists instead of `same`. */
  readonly more: readonly RuleAction[];
};

export const newPrefetch: PrefetchDraft = {
  from: '',
  sameModality: true,
  sameBodyPart: false,
  withinYears: 5,
  maximum: 3,
};

export const newRule: RuleDraft = {
  name: '',
  enabled: true,
  trigger: 'study',
  when: toDraft(undefined),
  send: [],
  priority: 'medium',
  deidentifiedBy: undefined,
  labels: '',
  prefetch: undefined,
  drop: false,
  stop: false,
  more: [],
};

const daysOfYear = 365;

export function toRuleDraft({ name, enabled, trigger, when, do: actions }: RuleDefinition): RuleDraft {
  const prefetches = actions.flatMap((action) => ('prefetch' in action ? [action] : []));
  const shown = prefetches.find(({ prefetch }) => isShown(prefetch));
  const sends = actions.flatMap((action) => ('send' in action ? [action] : []));
  const priority = sends[0]?.priority ?? 'medium';
  const deidentifiedBy = sends[0]?.deidentifiedBy;
  const isAlike = (action: SendAction) =>
    (action.priority ?? 'medium') === priority && action.deidentifiedBy === deidentifiedBy;
  return {
    name,
    enabled,
    trigger,
    when: toDraft(when),
    send: [...new Set(sends.filter(isAlike).flatMap((action) => action.send))],
    priority,
    deidentifiedBy,
    labels: actions.flatMap((action) => ('label' in action ? action.label : [])).join(', '),
    prefetch: shown && toPrefetchDraft(shown.prefetch),
    drop: actions.some((action) => 'drop' in action),
    stop: actions.some((action) => 'stop' in action),
    more: [...sends.filter((action) => !isAlike(action)), ...prefetches.filter((action) => action !== shown)],
  };
}

export function toDefinition(draft: RuleDraft): RuleDefinition {
  const when = toCondition(draft.when);
  const labels = [...new Set(draft.labels.split(',').map((label) => label.trim().toLowerCase()))];
  const label = labels.filter((one) => one !== '');
  return {
    name: draft.name.trim(),
    enabled: draft.enabled,
    trigger: draft.trigger,
    ...(when === undefined ? {} : { when }),
    do: [
      ...(draft.send.length === 0 ? [] : [toSend(draft)]),
      ...(label.length === 0 ? [] : [{ label }]),
      ...(draft.prefetch === undefined ? [] : [{ prefetch: toPrefetch(draft.prefetch) }]),
      ...draft.more,
      ...(draft.drop ? [{ drop: true as const }] : draft.stop ? [{ stop: true as const }] : []),
    ],
  };
}

/** Why a rule cannot be saved yet; the node says what else is wrong. */
export function checkRule(t: Words, draft: RuleDraft): string | undefined {
  if (draft.name.trim() === '') return t('rules.nameIt');
  if (draft.prefetch?.from === '') return t('rules.chooseFrom');
  if (toDefinition(draft).do.length === 0) return t('rules.chooseWhat');
  return undefined;
}

function toSend({ send, priority, deidentifiedBy }: RuleDraft): RuleAction {
  return {
    send: [...send],
    ...(priority === 'medium' ? {} : { priority }),
    ...(deidentifiedBy === undefined ? {} : { deidentifiedBy }),
  };
}

function isShown({ modality, bodyPart, withinDays }: RulePrefetch): boolean {
  const isSame = (wanted: RulePrefetch['modality']) => wanted === undefined || wanted === 'same';
  return isSame(modality) && isSame(bodyPart) && (withinDays ?? 0) % daysOfYear === 0;
}

function toPrefetchDraft({ from, modality, bodyPart, withinDays, maximum }: RulePrefetch): PrefetchDraft {
  const withinYears = withinDays === undefined ? undefined : withinDays / daysOfYear;
  return { from, sameModality: modality === 'same', sameBodyPart: bodyPart === 'same', withinYears, maximum };
}

function toPrefetch({ from, sameModality, sameBodyPart, withinYears, maximum }: PrefetchDraft): RulePrefetch {
  return {
    from,
    ...(sameModality ? { modality: 'same' as const } : {}),
    ...(sameBodyPart ? { bodyPart: 'same' as const } : {}),
    ...(withinYears === undefined ? {} : { withinDays: withinYears * daysOfYear }),
    maximum,
  };
}
