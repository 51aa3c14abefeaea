/**
 * Reads a rule that came from outside, and says of everything that is wrong where it stands and what would be right. What
 * peers there are is known to `check-peers.ts`.
 */

import { DeliveryPriority } from '@isocenter/contract/deliveries';
import { ruleFacts } from '@isocenter/contract/rule-facts';
import { RuleDefinition, ruleActions } from '@isocenter/contract/rules';
import { Value } from 'typebox/value';
import { type FieldError, isFieldError, parseField } from './field.ts';
import { isOrdered, isWellFormed } from './test-value.ts';

/** `pointer` is a JSON Pointer into the rule, RFC 6901. */
export type RuleProblem = { readonly pointer: string; readonly message: string };

export type ParsedRule =
  | { readonly kind: 'rule'; readonly definition: RuleDefinition }
  | { readonly kind: 'problems'; readonly problems: readonly RuleProblem[] };

const maxDepth = 8;
const maxConditions = 200;
const maxTextLength = 256;

const operators = ['equals', 'in', 'matches', 'from', 'to', 'exists'] as const;

export function parseRule(given: unknown): ParsedRule {
  if (!isRecord(given)) return { kind: 'problems', problems: [{ pointer: '', message: 'is not a rule' }] };
  const filled: Readonly<Record<string, unknown>> = { enabled: true, trigger: 'study', ...given };
  const problems: RuleProblem[] = [];
  const report: Report = (pointer, message) => {
    problems.push({ pointer, message });
    return undefined;
  };
  for (const { instancePath, message } of Value.Errors(RuleDefinition, filled)) report(instancePath, wordOf(message));
  if (filled.when !== undefined) checkConditions(filled.when, report);
  if (Array.isArray(filled.do)) checkActions(filled.do, report);
  if (problems.length > 0) return { kind: 'problems', problems };
  // Everything that the type says has been checked, by the schema and by hand.
  return { kind: 'rule', definition: filled as unknown as RuleDefinition };
}

/** Returns nothing, so that whoever reports can leave with it. */
type Report = (pointer: string, message: string) => undefined;

function checkConditions(condition: unknown, report: Report): void {
  let count = 0;
  const visit = (given: unknown, pointer: string, depth: number): undefined => {
    count += 1;
    if (count === maxConditions + 1) report(pointer, `has more than ${maxConditions} conditions`);
    if (count > maxConditions) return;
    if (depth > maxDepth) return report(pointer, `lies more than ${maxDepth} conditions deep`);
    if (!isRecord(given)) return report(pointer, 'is not a condition');
    const kinds = ['all', 'any', 'not', 'field'].filter((key) => given[key] !== undefined);
    const [kind] = kinds;
    if (kind === undefined || kinds.length > 1) return report(pointer, 'needs exactly one of all, any, not, field');
    if (kind === 'field') return checkTest(given, pointer, report);
    for (const key of Object.keys(given))
      if (key !== kind) report(`${pointer}/${key}`, `does not belong beside ${kind}`);
    const inner = given[kind];
    if (kind === 'not') return visit(inner, `${pointer}/not`, depth + 1);
    if (!Array.isArray(inner) || inner.length === 0) return report(`${pointer}/${kind}`, 'is not a list of conditions');
    for (const [index, part] of inner.entries()) visit(part, `${pointer}/${kind}/${index}`, depth + 1);
  };
  visit(condition, '/when', 1);
}

function checkTest(given: Readonly<Record<string, unknown>>, pointer: string, report: Report): undefined {
  const known: readonly string[] = ['field', 'each', ...operators];
  for (const key of Object.keys(given)) if (!known.includes(key)) report(`${pointer}/${key}`, 'is not a test');
  const used = operators.filter((key) => given[key] !== undefined);
  const isRange = used.every((key) => key === 'from' || key === 'to');
  if (used.length === 0 || (used.length > 1 && !isRange)) {
    return report(pointer, 'needs exactly one test: equals, in, matches, exists, or from and to');
  }
  if (given.each !== undefined && given.each !== true) report(`${pointer}/each`, 'is true or is left out');
  if (typeof given.field !== 'string') return report(`${pointer}/field`, 'is not the keyword of an attribute');
  const field = parseField(given.field);
  if (isFieldError(field)) return report(`${pointer}/field`, describeFieldError(field));
  if (isRange && !isOrdered(field.vr)) {
    report(pointer, `has a range, but values of ${given.field} (${field.vr}) have no order`);
  }
  for (const key of used) checkOperand(key, given[key], field.vr, (message) => report(`${pointer}/${key}`, message));
}

function checkOperand(
  operator: (typeof operators)[number],
  given: unknown,
  vr: string,
  report: (message: string) => undefined,
): undefined {
  if (operator === 'exists') {
    if (typeof given !== 'boolean') report('is not true or false');
    return;
  }
  const texts = operator === 'in' ? given : [given];
  if (!Array.isArray(texts) || texts.length === 0 || texts.length > 200) return report('is not a list of values');
  for (const text of texts) {
    // YAML reads 10 and 20260102 as numbers; as text they cannot be told from each other.
    if (typeof text !== 'string' || text.trim() === '') return report('is not text; numbers are written in quotes');
    if (text.length > maxTextLength) return report(`is longer than ${maxTextLength} characters`);
    if (operator !== 'matches' && !isWellFormed(vr, text)) return report(`is not a value of ${vr}${exampleOf(vr)}`);
  }
}

function exampleOf(vr: string): string {
  const examples: Readonly<Record<string, string>> = { AS: '018Y', DA: '20260131', TM: '0830', DT: '20260131083000' };
  return `, such as ${examples[vr] ?? '12'}`;
}

function describeFieldError({ code, name }: FieldError): string {
  switch (code) {
    case 'unknown-keyword':
      return `${quoted(name)} is neither a keyword of the data dictionary nor one of ${Object.keys(ruleFacts).join(', ')}`;
    case 'not-a-sequence':
      return `${quoted(name)} is no sequence, so nothing lies inside it`;
    case 'no-text':
      return `${quoted(name)} holds no text or number that could be tested`;
  }
}

/** What was typed as a keyword, as far as it can be one. */
function quoted(name: string): string {
  return JSON.stringify(name.slice(0, 64));
}

function checkActions(actions: readonly unknown[], report: Report): void {
  for (const [index, action] of actions.entries()) {
    const pointer = `/do/${index}`;
    const keys = isRecord(action) ? Object.keys(action) : [];
    const [kind, ...others] = keys.filter(isActionKind);
    if (!isRecord(action) || kind === undefined || others.length > 0) {
      report(pointer, `needs exactly one of ${Object.keys(ruleActions).join(', ')}`);
      continue;
    }
    for (const key of keys)
      if (key !== kind) checkBeside(kind, key, action[key], (message) => report(`${pointer}/${key}`, message));
    for (const { instancePath, message } of Value.Errors(ruleActions[kind], action[kind])) {
      report(
        `${pointer}/${kind}${instancePath}`,
        kind === 'label' && instancePath !== '' ? labelHint : wordOf(message),
      );
    }
    if ((kind === 'stop' || kind === 'drop') && index < actions.length - 1) {
      report(pointer, 'ends the rules, so it comes last');
    }
  }
}

function checkBeside(kind: string, key: string, given: unknown, report: (message: string) => undefined): undefined {
  if (kind !== 'send' || (key !== 'priority' && key !== 'deidentifiedBy'))
    return report(`does not belong beside ${kind}`);
  if (key === 'deidentifiedBy')
    return typeof given === 'string' && given !== '' ? undefined : report('is not the name of a project');
  if (!Value.Check(DeliveryPriority, given)) report('is not high, medium or low');
}

/** The one message of the schema that says nothing to a person. */
function wordOf(message: string): string {
  return message === 'schema is false' ? 'does not belong here' : message;
}

const labelHint = 'is not 1 to 64 small letters, digits, spaces and . _ / -';

function isActionKind(kind: string): kind is keyof typeof ruleActions {
  return Object.hasOwn(ruleActions, kind);
}

function isRecord(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}
