/**
 * Whether one value passes a test. Case and accents do not count, nor do spaces around a value; numbers, ages, dates and
 * times are compared as what they mean.
 */

import type { RuleTest } from '@isocenter/contract/rules';
import { foldedNameGroups } from '../archive/folded-name.ts';
import { foldedText } from '../archive/storable-text.ts';

const numberVrs: ReadonlySet<string> = new Set('DS FD FL IS SL SS SV UL US UV'.split(' '));
const momentVrs: ReadonlySet<string> = new Set(['DA', 'DT', 'TM']);

/** True where a range of such values means something. */
export function isOrdered(vr: string): boolean {
  return vr === 'AS' || numberVrs.has(vr) || momentVrs.has(vr);
}

/** True where a value can be one end of a range, or be equal to anything. */
export function isWellFormed(vr: string, text: string): boolean {
  if (momentVrs.has(vr)) return /^\d{2,14}$/.test(digitsOf(text));
  return !isOrdered(vr) || quantityOf(vr, text) !== undefined;
}

/** `exists` is not asked here: that there is a value is not a matter of the value. */
export function passes(test: RuleTest, vr: string, value: string): boolean {
  if ('equals' in test) return isEqual(vr, value, test.equals);
  if ('in' in test) return test.in.some((wanted) => isEqual(vr, value, wanted));
  if ('matches' in test) return textsOf(vr, value).some((text) => matchesPattern(text, foldedText(test.matches)));
  if ('exists' in test) return test.exists;
  return isWithin(test, vr, value);
}

function isEqual(vr: string, value: string, wanted: string): boolean {
  if (momentVrs.has(vr)) return digitsOf(value).startsWith(digitsOf(wanted));
  const quantity = quantityOf(vr, value);
  if (quantity !== undefined) return quantity === quantityOf(vr, wanted);
  const given = textsOf(vr, wanted);
  return textsOf(vr, value).some((text) => given.includes(text));
}

function isWithin({ from, to }: { readonly from?: string; readonly to?: string }, vr: string, value: string): boolean {
  if (momentVrs.has(vr)) {
    const digits = digitsOf(value);
    if (digits === '') return false;
    // An end in fewer digits stands for all of its year, day or hour.
    const isAfter = from === undefined || digits.padEnd(20, '0') >= digitsOf(from).padEnd(20, '0');
    return isAfter && (to === undefined || digits.slice(0, digitsOf(to).length) <= digitsOf(to));
  }
  const quantity = quantityOf(vr, value);
  if (quantity === undefined) return false;
  const [low, high] = [from, to].map((end) => (end === undefined ? undefined : quantityOf(vr, end)));
  return (low === undefined || quantity >= low) && (high === undefined || quantity <= high);
}

/** A name is found by the whole of it and by each of its groups, PS3.5 §6.2.1.1. */
function textsOf(vr: string, value: string): readonly string[] {
  const whole = foldedText(value.trim());
  return vr === 'PN' ? [whole, ...foldedNameGroups(value)] : [whole];
}

/** Ages in days, PS3.5 Table 6.2-1, AS; undefined for what is no number. */
function quantityOf(vr: string, text: string): number | undefined {
  if (vr === 'AS') {
    const age = /^(\d{1,3})([DWMY])$/.exec(text.trim().toUpperCase());
    return age === null ? undefined : Number(age[1]) * (daysOf[age[2] ?? ''] ?? 1);
  }
  if (!numberVrs.has(vr) || text.trim() === '') return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

const daysOf: Readonly<Record<string, number>> = { D: 1, W: 7, M: 365.25 / 12, Y: 365.25 };

/** Dates and times without what stands between their parts, without fraction and offset. */
function digitsOf(text: string): string {
  return text
    .trim()
    .replace(/[T ]/g, '')
    .replace(/(\.\d{1,6})?([+-]\d{4})?$/, '')
    .replace(/[-:.]/g, '');
}

/** `*` is any text and `?` any character. In time of pattern × text at most, whatever the pattern. */
function matchesPattern(text: string, pattern: string): boolean {
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    if (pattern[inPattern] === '*') {
      star = inPattern++;
      resume = at;
    } else if (inPattern < pattern.length && (pattern[inPattern] === '?' || pattern[inPattern] === text[at])) {
      inPattern += 1;
      at += 1;
    } else if (star >= 0) {
      inPattern = star + 1;
      at = ++resume;
    } else return false;
  }
  while (pattern[inPattern] === '*') inPattern += 1;
  return inPattern === pattern.length;
}
