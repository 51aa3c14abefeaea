/**
 * Evaluates rules on the values of a study: pure logic, with the reasons of every verdict. Where values come from lives in
 * `study-values.ts`, what is done in `apply-rules.ts`.
 */

import type { RuleReason } from '@isocenter/contract/rule-trial';
import type { RuleAction, RuleCondition, RuleDefinition, RuleTest } from '@isocenter/contract/rules';
import { isFieldError, parseField } from './field.ts';
import { passes } from './test-value.ts';

/** Distinct values of each field that the rules name; a field without values may be absent. */
export type FieldValues = ReadonlyMap<string, readonly string[]>;

export type Verdict = { readonly holds: boolean; readonly reasons: readonly RuleReason[] };

/** Shown of the values of one test. */
const maxShown = 20;

/** Returns whether a condition holds, with the verdict on each part of it: none is left out because another decided. */
export function evaluate(condition: RuleCondition | undefined, values: FieldValues, depth = 0): Verdict {
  if (condition === undefined) return { holds: true, reasons: [] };
  if ('all' in condition || 'any' in condition) {
    const kind = 'all' in condition ? 'all' : 'any';
    const parts = ('all' in condition ? condition.all : condition.any).map((part) => evaluate(part, values, depth + 1));
    const holds = kind === 'all' ? parts.every((part) => part.holds) : parts.some((part) => part.holds);
    return { holds, reasons: [{ depth, kind, holds }, ...parts.flatMap(({ reasons }) => reasons)] };
  }
  if ('not' in condition) {
    const part = evaluate(condition.not, values, depth + 1);
    return { holds: !part.holds, reasons: [{ depth, kind: 'not', holds: !part.holds }, ...part.reasons] };
  }
  return evaluateTest(condition, values.get(condition.field) ?? [], depth);
}

function evaluateTest(test: RuleTest, values: readonly string[], depth: number): Verdict {
  const field = parseField(test.field);
  const vr = isFieldError(field) ? 'LO' : field.vr;
  const judged = values.map((value) => ({ value, passes: passes(test, vr, value) }));
  const holds =
    'exists' in test
      ? test.exists === judged.length > 0
      : test.each === true
        ? judged.length > 0 && judged.every((one) => one.passes)
        : judged.some((one) => one.passes);
  const reason = {
    depth,
    kind: 'test',
    holds,
    test,
    values: judged.slice(0, maxShown),
    valueCount: judged.length,
  } as const;
  return { holds, reasons: [reason] };
}

export type Ruled<R> = { readonly rule: R; readonly verdict: Verdict; readonly outcome: RuleOutcome };

/** What is needed of a definition. */
type ImmutableRule = Pick<RuleDefinition, 'enabled' | 'when'> & { readonly do: readonly RuleAction[] };

export type RuleOutcome = 'fires' | 'does-not-hold' | 'disabled' | 'stopped';

/** Applies rules in their order, to the end or to one that fires and stops or drops. Every rule gets its verdict. */
export function applyInOrder<R extends { readonly definition: ImmutableRule }>(
  rules: readonly R[],
  values: FieldValues,
): readonly Ruled<R>[] {
  let isStopped = false;
  return rules.map((rule) => {
    const { enabled, when, do: actions } = rule.definition;
    const verdict = evaluate(when, values);
    const outcome = isStopped ? 'stopped' : !enabled ? 'disabled' : verdict.holds ? 'fires' : 'does-not-hold';
    if (outcome === 'fires' && actions.some((action) => 'stop' in action || 'drop' in action)) isStopped = true;
    return { rule, verdict, outcome };
  });
}

/** Lists the fields that a condition names, each once. */
export function fieldsOf(condition: RuleCondition | undefined): ReadonlySet<string> {
  if (condition === undefined) return new Set();
  if ('all' in condition) return new Set(condition.all.flatMap((part) => [...fieldsOf(part)]));
  if ('any' in condition) return new Set(condition.any.flatMap((part) => [...fieldsOf(part)]));
  if ('not' in condition) return fieldsOf(condition.not);
  return new Set([condition.field]);
}
