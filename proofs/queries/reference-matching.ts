/**
 * Attribute matching as PS3.4 §C.2.2.2 describes it, value by value in memory: what the node's answers are held against.
 * It shares nothing with the node but the character sets and data structures of `packages/dicom`.
 *
 * Where the standard leaves a choice it is that of the node, which its conformance must state: names match without regard
 * to case and accents and by any component group; a time that is known to the hour begins with it.
 */

import { wildcardVrs } from './query-keys.ts';

/**
 * Tells whether a key matches the values of an attribute; of several values one is enough, PS3.4 §C.2.2.3.
 *
 * @param asked the values of the key: none for universal matching, several for a list
 */
export function matchesKey(vr: string, asked: readonly string[], values: readonly string[]): boolean {
  // A name of nothing but delimiters is none: all of its components are null, PS3.5 §6.2.1.1.
  const present = vr === 'PN' ? values.filter((value) => /[^=^\s]/.test(value)) : values;
  if (isUniversal(asked) || (vr === 'PN' && /^[=^]*$/.test(asked[0] ?? ''))) return true;
  // PS3.4 §C.2.2.2.7
  if (asked[0] === '""') return present.length === 0;
  return present.some((value) => asked.some((one) => matchesValue(vr, one, value)));
}

/** PS3.4 §C.2.2.2.3; a wildcard that stands for any text stands for none, too. */
export function isUniversal([first = '']: readonly string[]): boolean {
  return first === '' || /^\*+$/.test(first);
}

type DateAndTime = { readonly date: string; readonly time: string };

/** Ranges of a date and a time as one, PS3.4 §C.2.2.2.5: from the first time of the first day to the last of the last. */
export function matchesMoment(asked: DateAndTime, { date, time }: DateAndTime): boolean {
  if (date === '' || time === '') return false;
  const [firstDay = '', lastDay = ''] = asked.date.split('-');
  const [firstTime = '', lastTime = ''] = asked.time.split('-');
  const moment = date.replaceAll('.', '') + paddedTime(time, '000000000000');
  const from = firstDay === '' ? '' : firstDay + timeSpan(firstTime)[0];
  const to = lastDay === '' ? '' : lastDay + timeSpan(lastTime)[1];
  return (from === '' || from <= moment) && (to === '' || moment <= to);
}

function matchesValue(vr: string, asked: string, value: string): boolean {
  if (vr === 'DA') return isInRange(asked, value.replaceAll('.', ''), (part) => [part, part]);
  if (vr === 'TM') return isInRange(asked, paddedTime(value, '000000000000'), timeSpan);
  if (vr === 'IS' || vr === 'US' || vr === 'DS') return Number(asked) === Number(value);
  if (vr === 'PN') return matchesName(asked, value);
  if (wildcardVrs.has(vr) && /[*?]/.test(asked)) return wildcard(asked, '.').test(value);
  return asked === value;
}

/** `a`, `a-b`, `a-` and `-b`, PS3.4 §C.2.2.2.5; a part stands for the span from the first to the last it may mean. */
function isInRange(asked: string, value: string, span: (part: string) => readonly [string, string]): boolean {
  const parts = asked.split('-');
  const from = parts[0] ?? '';
  const to = parts.at(-1) ?? '';
  return (from === '' || span(from)[0] <= value) && (to === '' || value <= span(to)[1]);
}

function timeSpan(part: string): readonly [string, string] {
  return [paddedTime(part, '000000000000'), paddedTime(part, '235959999999')];
}

/** The components that are missing of HHMMSS.FFFFFF are taken from another time. */
function paddedTime(time: string, missing: string): string {
  const digits = time.replaceAll(/[.:]/g, '');
  // Digits of a fraction that were not written are zeros.
  return digits.length > 6 ? digits.padEnd(12, '0') : digits + missing.slice(digits.length);
}

/** PS3.4 §C.2.2.2.1 and PS3.5 §6.2.1: alphabetic, ideographic and phonetic, each of five components. */
function matchesName(asked: string, value: string): boolean {
  const keys = asked.split('=').map(foldedGroup);
  const groups = value.split('=').map(foldedGroup);
  const isGroupSaid = keys.slice(1).some((key) => key !== '');
  if (!isGroupSaid) return groups.some((group) => matchesGroup(keys[0] ?? '', group));
  return keys.every((key, at) => /^\**$/.test(key) || matchesGroup(key, groups[at] ?? ''));
}

function matchesGroup(key: string, group: string): boolean {
  if (group === '') return false;
  if (!/[*?]/.test(key)) return key === group;
  if (wildcard(key, '.').test(group)) return true;
  // Null components at the end may be left out with their delimiters, PS3.5 §6.2.1.1.
  const components = group.split('^').length;
  if (!/\^[*^]*$/.test(key)) return false;
  return [1, 2, 3, 4].some((added) => components + added <= 5 && wildcard(key, '[^^]').test(group + '^'.repeat(added)));
}

function foldedGroup(group: string): string {
  const components = group.split('^').map((component) => component.trim());
  const plain = components
    .join('^')
    .replace(/\^+$/, '')
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '');
  return plain.toLowerCase().normalize('NFC');
}

/** PS3.4 §C.2.2.2.4: `*` is any sequence of characters, `?` any single one. */
function wildcard(pattern: string, single: string): RegExp {
  const source = [...pattern].map((character) => {
    if (character === '*') return '.*';
    return character === '?' ? single : character.replace(/[\\^$.|+()[\]{}/]/, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`, 'su');
}
