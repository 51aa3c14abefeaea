/**
 * What rules mean on the profile and beside one another: no action that a value of the VR cannot take, none on what the
 * object is none without, no rule that an earlier one or the profile makes idle, and none that lets more through than the
 * Basic profile without a reason.
 */

import { findDictionaryVr, type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { elementOf, groupOf, type Tag } from '@isocenter/dicom/tag';
import { validateValue } from '@isocenter/dicom/validate';
import { type Vr, vrs } from '@isocenter/dicom/vr';
import { compilePlan, findProfileRow, type Plan } from '../plan.ts';
import { covers } from './attribute-selector.ts';
import type { AttributeSelector, RuleAction, SelectorStep, SiteRule } from './rule.ts';
import { markKeywords } from './rule-marks.ts';
import type { Report } from './rule-problem.ts';
import { longestPrefix, openness, suitsVr, vrsOf } from './suits-vr.ts';
import type { Position } from './yaml-reader.ts';

export type PlacedRule = {
  readonly rule: SiteRule;
  readonly at: Position;
  readonly actionAt: Position;
  readonly selectorsAt: readonly Position[];
};

export function checkRules(placed: readonly PlacedRule[], report: Report): void {
  const basic = compilePlan('', {});
  for (const [place, one] of placed.entries()) {
    for (const [index, selector] of one.rule.selectors.entries()) {
      const at = one.selectorsAt[index] ?? one.at;
      checkTarget(selector, one, at, report);
      checkReach(selector, placed.slice(0, place), one, at, report);
      checkEnclosing(selector, placed, at, basic, report);
    }
    checkReason(one, basic, report);
  }
}

const needed: readonly Keyword[] = [
  'SpecificCharacterSet',
  'SOPClassUID',
  'SOPInstanceUID',
  'StudyInstanceUID',
  'SeriesInstanceUID',
];
const writtenTags: ReadonlySet<Tag> = new Set(markKeywords.map(tagOf));
const protectedTags: ReadonlySet<Tag> = new Set([...markKeywords, ...needed].map(tagOf));

/** True for what rules do not decide on: what the file is no object without, and what says how it was de-identified. */
export function isProtected(tag: Tag): boolean {
  return protectedTags.has(tag) || groupOf(tag) < 8 || elementOf(tag) === 0;
}

function checkTarget(selector: AttributeSelector, { rule, actionAt }: PlacedRule, at: Position, report: Report): void {
  const { action } = rule;
  const step = selector.steps.at(-1);
  if (step?.kind === 'tag' && isProtected(step.tag) && action.kind !== 'hold') {
    const reason = writtenTags.has(step.tag)
      ? 'is written by de-identification itself'
      : 'is what the object is none without; UIDs are kept with all that refer to them by --retain-uids';
    report(at, 'attribute-protected', `${selector.text} ${reason}`);
    return;
  }
  const vr = vrOf(step);
  if (vr === undefined) return;
  if (!suitsVr(action, vr)) {
    const hint =
      vr === 'TM' && action.kind === 'shift'
        ? 'times of day stay as they are when days are moved: keep'
        : `it is for ${vrsOf(action)}`;
    report(
      at,
      'action-impossible',
      `${selector.text} has the VR ${vr}, which ${wordOf(action)} cannot be done to; ${hint}`,
    );
  } else if (action.kind === 'replace' && validateValue(vr.split(' ')[0] as Vr, action.text).length > 0) {
    report(actionAt, 'action-impossible', `the text is no value of ${vr}, the VR of ${selector.text}`);
  } else if (action.kind === 'pseudonym' && action.prefix.length > longestPrefix(vr)) {
    report(actionAt, 'action-impossible', `a prefix for ${vr} has ${longestPrefix(vr)} characters at most`);
  } else if (action.kind === 'pseudonym' && validateValue(vr.split(' ')[0] as Vr, action.prefix).length > 0) {
    report(actionAt, 'action-impossible', `the prefix has a character that ${vr} does not allow`);
  }
}

function wordOf(action: RuleAction): string {
  return action.kind === 'pseudonym' && action.prefix !== '' ? 'hash' : action.kind;
}

function vrOf(step: SelectorStep | undefined): string | undefined {
  if (step?.kind === 'tag') return findDictionaryVr(step.tag);
  return step?.kind === 'vr' ? step.vr : undefined;
}

function checkReach(
  selector: AttributeSelector,
  earlier: readonly PlacedRule[],
  { rule }: PlacedRule,
  at: Position,
  report: Report,
): void {
  const condition = JSON.stringify(rule.when);
  const vr = vrOf(selector.steps.at(-1));
  for (const { rule: first, at: firstAt } of earlier) {
    const isAsWide = first.when === undefined || JSON.stringify(first.when) === condition;
    // What an action cannot be done to is left to the next rule.
    const isDone = vr === undefined ? vrsOf(first.action) === '' : suitsVr(first.action, vr);
    if (!isAsWide || !isDone || !first.selectors.some((wider) => covers(wider, selector))) continue;
    report(
      at,
      'rule-unreachable',
      `the rule in line ${firstAt.line} decides on ${selector.text} before this one: the first that matches wins`,
    );
    return;
  }
}

function checkEnclosing(
  selector: AttributeSelector,
  placed: readonly PlacedRule[],
  at: Position,
  basic: Plan,
  report: Report,
): void {
  for (const [depth, step] of selector.steps.slice(0, -1).entries()) {
    if (step.kind !== 'tag' || !isAlwaysGone(step.tag, basic)) continue;
    const sequence: AttributeSelector = { text: '', steps: selector.steps.slice(0, depth + 1) };
    const isKept = placed.some(
      ({ rule }) => rule.action.kind === 'keep' && rule.selectors.some((one) => covers(one, sequence)),
    );
    if (isKept) continue;
    const name = selector.text.replace(/^\//, '').split('/')[depth - (selector.steps[0]?.kind === 'any-depth' ? 1 : 0)];
    report(
      at,
      'sequence-removed',
      `the profile removes ${name ?? 'the sequence'} with all that is in it; a rule that keeps the sequence is needed, too`,
    );
    return;
  }
}

/** Removed or emptied in every SOP Class and with every option. */
function isAlwaysGone(tag: Tag, basic: Plan): boolean {
  const row = findProfileRow(tag);
  if (row === undefined) return basic.actionOf(tag, 'SQ', false) === 'remove';
  const isGone = (isNested: boolean): boolean => ['remove', 'empty'].includes(basic.actionOf(tag, 'SQ', isNested));
  return isGone(false) && isGone(true) && !row.options.includes('+');
}

function checkReason({ rule, at }: PlacedRule, basic: Plan, report: Report): void {
  if (rule.because !== undefined) return;
  const open = rule.selectors.find((selector) => openness(rule.action.kind) > leastOpenness(selector, basic));
  if (open === undefined) return;
  report(
    at,
    'because-missing',
    `${wordOf(rule.action)} lets through more of ${open.text} than the Basic profile does: say why under because:`,
  );
}

/** Returns how much the Basic profile lets through at least, over all SOP Classes and places. */
function leastOpenness({ steps }: AttributeSelector, basic: Plan): number {
  const step = steps.at(-1);
  if (step?.kind !== 'tag') return 0;
  const declared = (findDictionaryVr(step.tag) ?? 'UN')
    .split(' or ')
    .flatMap((name) => vrs.find((vr) => vr === name) ?? []);
  const actions = declared.flatMap((vr) => [false, true].map((isNested) => basic.actionOf(step.tag, vr, isNested)));
  return Math.min(3, ...actions.map(openness));
}
