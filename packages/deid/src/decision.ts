/**
 * Why something was done to an attribute, for a person who looks at a dry run: the rule of the site, the row of Table
 * E.1-1, the option that changed it, or the VR where the table does not name the attribute.
 */

import { tagOf } from '@isocenter/dicom/dictionary';
import { isPrivate, type Tag } from '@isocenter/dicom/tag';
import type { Vr } from '@isocenter/dicom/vr';
import type { LedgerEntry } from './ledger.ts';
import { compilePlan, findProfileRow, type Plan } from './plan.ts';
import type { ProfileOptions } from './profile-options.ts';
import { markKeywords } from './rules/rule-marks.ts';

export type Decision = {
  readonly by: 'rule' | 'table' | 'vr' | 'private' | 'picture' | 'mark';
  /** The name of the rule. */
  readonly rule?: string;
  /** The codes of the row, `X/Z/D`. */
  readonly codes?: string;
  /** Without it something else would have been done. */
  readonly option?: keyof ProfileOptions;
};

export type Explainer = (tag: Tag, vr: Vr, isNested: boolean, entry: LedgerEntry | undefined) => Decision;

/** Returns a function that gives the reason for an attribute of a SOP Class. */
export function createExplainer(options: ProfileOptions): (sopClassUid: string) => Explainer {
  const explainers = new Map<string, Explainer>();
  return (sopClassUid) => {
    const explainer = explainers.get(sopClassUid) ?? explainerOf(sopClassUid, options);
    explainers.set(sopClassUid, explainer);
    return explainer;
  };
}

const marks: ReadonlySet<Tag> = new Set(markKeywords.map(tagOf));

function explainerOf(sopClassUid: string, options: ProfileOptions): Explainer {
  const plan = compilePlan(sopClassUid, options);
  const basic = compilePlan(sopClassUid, {});
  const single = optionsOf(options).map(([option, one]) => ({ option, plan: compilePlan(sopClassUid, one) }));
  const optionFor = (actionIn: (plan: Plan) => string): Pick<Decision, 'option'> => {
    const action = actionIn(plan);
    if (action === actionIn(basic)) return {};
    const found = single.find((one) => actionIn(one.plan) === action);
    return found === undefined ? {} : { option: found.option };
  };
  const byProfile = new Map<string, Decision>();
  const decisionOf = (tag: Tag, vr: Vr, isNested: boolean): Decision => {
    const option = optionFor((one) => one.actionOf(tag, vr, isNested));
    const row = findProfileRow(tag);
    return row === undefined ? { by: 'vr', ...option } : { by: 'table', codes: row.codes.join('/'), ...option };
  };
  return (tag, vr, isNested, entry) => {
    if (entry?.rule !== undefined) return { by: 'rule', rule: entry.rule };
    if (!isNested && marks.has(tag)) return { by: 'mark' };
    if (entry?.action === 'strip' || entry?.action === 'mask') return { by: 'picture' };
    if (isPrivate(tag)) return { by: 'private' };
    const key = `${tag} ${vr} ${isNested}`;
    const decision = byProfile.get(key) ?? decisionOf(tag, vr, isNested);
    byProfile.set(key, decision);
    return decision;
  };
}

function optionsOf(options: ProfileOptions): readonly (readonly [keyof ProfileOptions, ProfileOptions])[] {
  // The keys of options are those of the type.
  const keys = Object.keys(options) as (keyof ProfileOptions)[];
  return keys
    .filter((key) => options[key] !== undefined && options[key] !== false)
    .map((key) => [key, { [key]: options[key] }] as const);
}
