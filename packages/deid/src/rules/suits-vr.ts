/** Which actions of a rule can be carried out on values of which VR, and how much of the original each lets through. */

import type { Vr } from '@isocenter/dicom/vr';
import type { RuleAction } from './rule.ts';

const texts: ReadonlySet<string> = new Set<Vr>(['LO', 'SH', 'ST', 'LT', 'UT', 'UC']);

const suited: Readonly<Partial<Record<RuleAction['kind'], ReadonlySet<string>>>> = {
  cap: new Set(['AS']),
  clean: texts,
  pseudonym: new Set([...texts, 'PN', 'AE', 'CS']),
  replace: new Set([...texts, 'PN', 'AE', 'AS', 'CS', 'DA', 'DS', 'DT', 'IS', 'TM', 'UR']),
  shift: new Set(['DA', 'DT']),
  uid: new Set(['UI']),
};

/** Characters of a value of these VRs, PS3.5 Table 6.2-1. */
const shortValue = 16;

/** Of a pseudonym behind a prefix: 60 bits, so that no two of a million identifiers become one. */
const leastPseudonym = 12;

/** @param vr of the dictionary, `US or SS` included, or of an element */
export function suitsVr({ kind }: RuleAction, vr: string): boolean {
  const allowed = suited[kind];
  return allowed === undefined || vr.split(' or ').some((one) => allowed.has(one));
}

/** Returns the VRs that an action is for, for messages. */
export function vrsOf({ kind }: RuleAction): string {
  return [...(suited[kind] ?? [])].join(', ');
}

/** Returns the longest prefix of a pseudonym that a VR has room for. */
export function longestPrefix(vr: string): number {
  return (isShort(vr) ? shortValue : 64) - leastPseudonym - (isShort(vr) ? 0 : 4);
}

/** Returns a pseudonym behind its prefix, as long as the VR allows. */
export function prefixed(prefix: string, pseudonym: string, vr: string): string {
  return (prefix + pseudonym).slice(0, isShort(vr) ? shortValue : 64);
}

function isShort(vr: string): boolean {
  return vr === 'SH' || vr === 'AE' || vr === 'CS';
}

/** 0: nothing of the original; 1: what the key leads back to it; 2: a part or a form of it; 3: all of it. */
export function openness(action: string): 0 | 1 | 2 | 3 {
  if (action === 'keep') return 3;
  if (['check', 'code', 'shift', 'cap', 'clean', 'search'].includes(action)) return 2;
  return action === 'uid' || action === 'pseudonym' ? 1 : 0;
}
