/**
 * Rules made ready for objects: those whose conditions hold for an object, found by the tag of an element.
 *
 * A rule decides on an element only where its action can be done to the value that is there. What a file holds under
 * another VR than the data dictionary has, and bytes of unknown form that are a sequence, is left to the profile.
 */

import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { findDictionaryVr, tagOf } from '@isocenter/dicom/dictionary';
import { elementOf, groupOf, isPrivate, isPrivateCreator, type Tag, tagFrom } from '@isocenter/dicom/tag';
import { getString } from '@isocenter/dicom/values';
import type { Vr } from '@isocenter/dicom/vr';
import type { LedgerEntry } from '../ledger.ts';
import type { Action, Plan } from '../plan.ts';
import type { Pseudonyms } from '../pseudonyms.ts';
import { type Location, selects } from './attribute-selector.ts';
import { isProtected } from './check-rules.ts';
import { asksValue, holds } from './condition.ts';
import type { AttributeSelector, PseudonymDomain, RuleAction, SiteRule, SiteRules } from './rule.ts';
import { openness, prefixed, suitsVr } from './suits-vr.ts';

export type RuleDecision = {
  /** What the ledger says of the rule. */
  readonly mark: Pick<LedgerEntry, 'rule' | 'beyondProfile'>;
  readonly action: Action;
  /** Of text: what a value becomes. Without it the action is what it is in the profile. */
  readonly replacement?: (text: string) => string;
};

/** Where an element stands, and what values of it are replaced with. */
export type RulePlace = {
  readonly enclosing: readonly Location[];
  readonly isNested: boolean;
  readonly plan: Plan;
  readonly pseudonyms: Pseudonyms;
  readonly patient: { readonly pseudonym: string };
};

/** The rules that hold for one object. */
export type ObjectRules = {
  /** Returns undefined where the profile decides. */
  readonly decide: (element: DataElement, dataSet: DataSet, place: RulePlace) => RuleDecision | undefined;
};

/** Returns a function that gives the rules for an object; undefined where none holds. */
export function compileRules({ rules }: SiteRules): (object: DataSet) => ObjectRules | undefined {
  const indexes = new Map<string, Index>();
  const constant = rules.map(({ when }) => when === undefined || asksValue(when));
  return (object) => {
    const held = rules.map(
      ({ when }, place) => constant[place] === true || when === undefined || holds(when, { object }),
    );
    const key = held.map(Number).join('');
    const index = indexes.get(key) ?? buildIndex(rules.filter((_, place) => held[place] === true));
    if (indexes.size >= mostIndexes) indexes.clear();
    indexes.set(key, index);
    return index.size === 0 ? undefined : rulesOf(index, object);
  };
}

/** Conditions that hold together; a site has as many as kinds of devices. */
const mostIndexes = 1000;

type Entry = { readonly order: number; readonly rule: SiteRule; readonly selector: AttributeSelector };

type Index = {
  readonly size: number;
  readonly byTag: ReadonlyMap<Tag, readonly Entry[]>;
  /** Patterns, VRs, `*`. */
  readonly others: readonly Entry[];
  readonly hasPrivate: boolean;
};

function buildIndex(rules: readonly SiteRule[]): Index {
  const entries = rules.flatMap((rule, order) => rule.selectors.map((selector) => ({ order, rule, selector })));
  const others = entries.filter(({ selector }) => exactTag(selector) === undefined);
  const byTag = new Map<Tag, readonly Entry[]>();
  for (const { selector } of entries) {
    const tag = exactTag(selector);
    if (tag === undefined || byTag.has(tag)) continue;
    byTag.set(
      tag,
      entries.filter((entry) => [tag, undefined].includes(exactTag(entry.selector))),
    );
  }
  const hasPrivate = others.some(({ selector }) => selector.steps.at(-1)?.kind === 'private');
  return { size: entries.length, byTag, others, hasPrivate };
}

function exactTag({ steps }: AttributeSelector): Tag | undefined {
  const step = steps.at(-1);
  return step?.kind === 'tag' ? step.tag : undefined;
}

function rulesOf(index: Index, object: DataSet): ObjectRules {
  const find = (element: DataElement, dataSet: DataSet, enclosing: readonly Location[]): SiteRule | undefined => {
    const candidates = index.byTag.get(element.tag) ?? index.others;
    if (candidates.length === 0) return undefined;
    const path = [...enclosing, locate(element, dataSet)];
    return candidates.find(
      ({ rule, selector }) =>
        selects(selector, path) &&
        canTake(rule.action, element) &&
        (rule.when === undefined ||
          !asksValue(rule.when) ||
          holds(rule.when, { object, element: { tag: element.tag, dataSet } })),
    )?.rule;
  };
  return {
    decide: (element, dataSet, place) => {
      const { tag } = element;
      if (isPrivateCreator(tag)) return index.hasPrivate ? keptCreator(element, dataSet, place, find) : undefined;
      const rule = find(element, dataSet, place.enclosing);
      if (rule === undefined || (isProtected(tag) && rule.action.kind !== 'hold')) return undefined;
      return decisionOf(rule, element, place);
    },
  };
}

/** Returns where an element stands, as selectors name it. */
export function locate({ tag, vr }: DataElement, dataSet: DataSet): Location {
  if (!isPrivate(tag)) return { tag, vr };
  const creator = getString(dataSet, tagFrom(groupOf(tag), elementOf(tag) >>> 8));
  return creator === undefined ? { tag, vr } : { tag, vr, creator };
}

type Find = (element: DataElement, dataSet: DataSet, enclosing: readonly Location[]) => SiteRule | undefined;

/** A private creator stays with the elements of its block that do, PS3.5 §7.8.1, as the rule has it. */
function keptCreator(
  { tag }: DataElement,
  dataSet: DataSet,
  { enclosing }: RulePlace,
  find: Find,
): RuleDecision | undefined {
  for (const element of dataSet.elements) {
    const isOfBlock = groupOf(element.tag) === groupOf(tag) && elementOf(element.tag) >>> 8 === elementOf(tag);
    const rule = isOfBlock ? find(element, dataSet, enclosing) : undefined;
    if (rule === undefined || rule.action.kind === 'remove' || rule.action.kind === 'hold') continue;
    const creator = locate(element, dataSet).creator ?? '';
    return { mark: { rule: rule.name }, action: 'replace', replacement: () => creator };
  }
  return undefined;
}

const itemTag = [0xfe, 0xff, 0x00, 0xe0] as const;

function canTake(action: RuleAction, { tag, vr, value }: DataElement): boolean {
  if (openness(action.kind) < 2 && vrsAlways.has(action.kind)) return true;
  if (!isPrivate(tag) && !isDeclared(tag, vr)) return false;
  if (value.kind === 'fragments') return action.kind === 'keep';
  if (value.kind === 'sequence') return action.kind === 'keep';
  // A sequence of unknown form would stay as it is, with all that is in it.
  if (value.kind === 'bytes' && vr === 'UN' && itemTag.every((byte, place) => value.bytes[place] === byte))
    return false;
  return suitsVr(action, vr);
}

const vrsAlways: ReadonlySet<string> = new Set(['remove', 'empty', 'hold']);
const texts: ReadonlySet<string> = new Set<Vr>(['LO', 'SH', 'ST', 'LT', 'UT', 'UC']);

function isDeclared(tag: Tag, vr: Vr): boolean {
  const declared = (findDictionaryVr(tag) ?? '').split(' or ');
  return declared.includes(vr) || (texts.has(vr) && declared.some((one) => texts.has(one)));
}

function decisionOf({ name, action }: SiteRule, { tag, vr }: DataElement, place: RulePlace): RuleDecision {
  const isBeyond = openness(action.kind) > openness(place.plan.actionOf(tag, vr, place.isNested));
  const mark = { rule: name, ...(isBeyond && ({ beyondProfile: true } as const)) };
  if (action.kind === 'replace') return { mark, action: 'replace', replacement: () => action.text };
  if (action.kind !== 'pseudonym') return { mark, action: action.kind };
  const { domain, prefix } = action;
  const isPatient = !place.isNested && (tag === tagOf('PatientID') || tag === tagOf('PatientName'));
  const replacement = (text: string): string => {
    const isOwn = isPatient && domain === undefined;
    const pseudonym = isOwn ? place.patient.pseudonym : place.pseudonyms.identifier(domain ?? domainOf(tag), text);
    return prefixed(prefix, pseudonym, vr);
  };
  return { mark, action: 'pseudonym', replacement };
}

/** The domain in which the profile has it, so that the same id becomes the same pseudonym. */
function domainOf(tag: Tag): PseudonymDomain {
  if (tag === tagOf('PatientID') || tag === tagOf('PatientName') || tag === tagOf('OtherPatientIDs'))
    return 'patient-id';
  if (tag === tagOf('AccessionNumber')) return 'accession-number';
  return tag === tagOf('StudyID') ? 'study-id' : 'other-id';
}
