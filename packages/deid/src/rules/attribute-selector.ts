/**
 * What a rule names: keywords, tags, tags with x for any digit, private elements by their creator, VRs, and paths of
 * them into the items of sequences.
 *
 * What does not begin with `/` matches at any depth: what identifies a patient does so wherever it stands.
 */

import { findDictionaryVr, findTag, listKeywords } from '@isocenter/dicom/dictionary';
import { groupOf, isPrivate, type Tag, tagFrom } from '@isocenter/dicom/tag';
import { type Vr, vrs } from '@isocenter/dicom/vr';
import { nearest } from './nearest.ts';
import type { AttributeSelector, SelectorStep } from './rule.ts';

export type SelectorFault = {
  readonly kind: 'fault';
  readonly code: 'attribute-unknown' | 'attribute-invalid' | 'path-not-a-sequence' | 'private-without-creator';
  readonly message: string;
};

/** An element or a sequence around it, as selectors see it. */
export type Location = { readonly tag: Tag; readonly vr: Vr; readonly creator?: string };

const longestSelector = 512;
const mostSteps = 16;

export function parseSelector(text: string): AttributeSelector | SelectorFault {
  if (text.length > longestSelector) return fault('attribute-invalid', 'is longer than 512 characters');
  const parts = splitPath(text.trim());
  const isAnchored = parts[0] === '';
  const names = isAnchored ? parts.slice(1) : parts;
  if (names.length === 0 || names.length > mostSteps) return fault('attribute-invalid', 'names no attribute');
  const steps: SelectorStep[] = isAnchored || names[0] === '**' ? [] : [{ kind: 'any-depth' }];
  for (const [place, name] of names.entries()) {
    const step = parseStep(name);
    if (step.kind === 'fault') return step;
    const isLast = place === names.length - 1;
    if (!isLast && step.kind === 'tag' && findDictionaryVr(step.tag) !== 'SQ')
      return fault('path-not-a-sequence', `${name} is no sequence, so nothing lies inside it`);
    steps.push(step);
    if (isLast && step.kind === 'any-depth') steps.push({ kind: 'any' });
  }
  return { text: text.trim(), steps };
}

function fault(code: SelectorFault['code'], message: string): SelectorFault {
  return { kind: 'fault', code, message };
}

/** Splits at slashes that stand in no quotes. */
function splitPath(text: string): readonly string[] {
  const parts = [''];
  let isQuoted = false;
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    if (character === '/' && !isQuoted) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim());
}

const digit = '[0-9a-fx]';
const tagForm = new RegExp(`^\\(?(${digit}{4}),?(${digit}{4})\\)?$`, 'i');
const privateForm = /^\(([0-9a-f]{4}),\s*"([^"\\]{1,64})",\s*(?:\*|xx|([0-9a-f]{2}))\)$/i;

const brackets =
  'is no tag (0010,0010) and no private element (0019,"CREATOR",0c); in a list in brackets both stand in quotes';

function parseStep(name: string): SelectorStep | SelectorFault {
  if (name === '*') return { kind: 'any' };
  if (name === '**') return { kind: 'any-depth' };
  const [, group, creator, element] = privateForm.exec(name) ?? [];
  if (group !== undefined && creator !== undefined) return privateStep(group, creator.trim(), element);
  const [, high, low] = tagForm.exec(name) ?? [];
  if (high !== undefined && low !== undefined) return tagStep(high + low);
  const vr = /^VR:\s*(\w+)$/i.exec(name)?.[1]?.toUpperCase();
  if (vr !== undefined) {
    const known = vrs.find((one) => one === vr);
    return known === undefined ? fault('attribute-unknown', `${shown(vr)} is no VR`) : { kind: 'vr', vr: known };
  }
  if (name.startsWith('(')) return fault('attribute-invalid', brackets);
  const tag = findTag(name);
  if (tag !== undefined) return isOfRepeatingGroup(tag) ? repeating(tag) : { kind: 'tag', tag };
  const near = nearest(name, listKeywords());
  const hint =
    near === undefined ? `; tags are written (0010,0010), private ones (0019,"CREATOR",0c)` : `; did you mean ${near}?`;
  return fault('attribute-unknown', `${shown(name)} is no keyword of the data dictionary${hint}`);
}

function privateStep(digits: string, creator: string, element: string | undefined): SelectorStep | SelectorFault {
  const group = Number.parseInt(digits, 16);
  if (group % 2 === 0 || group < 9) return fault('attribute-invalid', 'has a creator, but its group is not an odd one');
  return { kind: 'private', group, creator, ...(element !== undefined && { element: Number.parseInt(element, 16) }) };
}

function tagStep(digits: string): SelectorStep | SelectorFault {
  if (/[13579bdf]/i.test(digits.charAt(3)))
    return fault('private-without-creator', 'is private: it is named with its creator, as (0019,"CREATOR",0c)');
  if (/x/i.test(digits)) {
    const mask = Number.parseInt(digits.replace(/[^x]/gi, 'F').replace(/x/gi, '0'), 16);
    return { kind: 'pattern', base: Number.parseInt(digits.replace(/x/gi, '0'), 16), mask };
  }
  const tag = tagFrom(Number.parseInt(digits.slice(0, 4), 16), Number.parseInt(digits.slice(4), 16));
  if (findDictionaryVr(tag) !== undefined) return { kind: 'tag', tag };
  return fault(
    'attribute-unknown',
    'is a tag that the data dictionary does not know; what it does not know is removed',
  );
}

/** Overlays and curves, PS3.5 §7.6: the keyword is of all their groups. */
function isOfRepeatingGroup(tag: Tag): boolean {
  const group = groupOf(tag) & 0xff00;
  return group === 0x5000 || group === 0x6000;
}

function repeating(tag: Tag): SelectorStep {
  return { kind: 'pattern', base: (tag & 0xff00ffff) >>> 0, mask: 0xff00ffff };
}

/** What was typed, as far as it can be a name. */
export function shown(name: string): string {
  return JSON.stringify(name.slice(0, 64));
}

/** True where a path ends at an element; in time of steps × depth at most. */
export function selects({ steps }: AttributeSelector, path: readonly Location[]): boolean {
  return matchesSteps(steps, path, stepMatches);
}

/** True where a selector matches all that another one does, as far as can be told from what is written. */
export function covers(wider: AttributeSelector, narrower: AttributeSelector): boolean {
  return matchesSteps(wider.steps, narrower.steps, stepCovers);
}

function matchesSteps<T>(
  steps: readonly SelectorStep[],
  path: readonly T[],
  isMatch: (step: SelectorStep, one: T) => boolean,
): boolean {
  let [at, inSteps, star, resume] = [0, 0, -1, 0];
  while (at < path.length) {
    const step = steps[inSteps];
    const one = path[at];
    if (step?.kind === 'any-depth') {
      star = inSteps;
      inSteps += 1;
      resume = at;
    } else if (step !== undefined && one !== undefined && isMatch(step, one)) {
      inSteps += 1;
      at += 1;
    } else if (star >= 0) {
      inSteps = star + 1;
      resume += 1;
      at = resume;
    } else return false;
  }
  return inSteps === steps.length;
}

/** Private elements are matched by their creators and by nothing else. */
function stepMatches(step: SelectorStep, { tag, vr, creator }: Location): boolean {
  if (step.kind === 'private')
    return step.group === groupOf(tag) && step.creator === creator && [undefined, tag & 0xff].includes(step.element);
  if (isPrivate(tag)) return false;
  if (step.kind === 'tag') return step.tag === tag;
  if (step.kind === 'pattern') return (tag & step.mask) >>> 0 === step.base;
  return step.kind === 'vr' ? step.vr === vr : true;
}

function stepCovers(wider: SelectorStep, narrower: SelectorStep): boolean {
  if (narrower.kind === 'any-depth') return false;
  if (wider.kind === 'private' || narrower.kind === 'private')
    return (
      wider.kind === 'private' &&
      narrower.kind === 'private' &&
      wider.group === narrower.group &&
      wider.creator === narrower.creator &&
      [undefined, narrower.element].includes(wider.element)
    );
  if (wider.kind === 'any') return true;
  if (wider.kind === 'tag') return narrower.kind === 'tag' && narrower.tag === wider.tag;
  if (wider.kind === 'vr')
    return narrower.kind === 'vr'
      ? narrower.vr === wider.vr
      : narrower.kind === 'tag' && findDictionaryVr(narrower.tag) === wider.vr;
  if (wider.kind !== 'pattern') return false;
  if (narrower.kind === 'tag') return (narrower.tag & wider.mask) >>> 0 === wider.base;
  if (narrower.kind !== 'pattern') return false;
  return (narrower.mask & wider.mask) >>> 0 === wider.mask && (narrower.base & wider.mask) >>> 0 === wider.base;
}
