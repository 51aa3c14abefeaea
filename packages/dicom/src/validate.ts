/**
 * Judges the text of values against their value representation, PS3.5 Table 6.2-1.
 *
 * What is wrong is a finding, never an exception, and a finding never repeats the value. Values are judged one by one,
 * after splitting and without padding (`text-value.ts`). Binary VRs have no text to judge; value multiplicity and
 * attributes required by an object's modules are not judged here.
 */

import { isAffectedByCharacterSet } from './character-set.ts';
import type { DataElement } from './data-set.ts';
import { parseDicomDate, parseDicomDateTime, parseDicomTime } from './date-time.ts';
import type { Finding } from './finding.ts';
import { formatTag, type Tag } from './tag.ts';
import { decodeTextValues, isTextVr } from './text-value.ts';
import type { Vr } from './vr.ts';

/** Where the value stands, for the finding. */
export type ValuePlace = { readonly tag?: Tag; readonly offset?: number };

/** Longest value in characters, PS3.5 Table 6.2-1; PN is limited by component group. */
const maxLength: { readonly [vr in Vr]?: number } = {
  AE: 16,
  AS: 4,
  CS: 16,
  DS: 16,
  DT: 26,
  IS: 12,
  LO: 64,
  LT: 10240,
  SH: 16,
  ST: 1024,
  UI: 64,
};

const maxPersonNameGroupLength = 64;

type Rule = (value: string) => string | undefined;

/** Each rule returns what is wrong as a phrase, or undefined. */
const rules: { readonly [vr in Vr]?: { readonly code: string; readonly rule: Rule } } = {
  AE: { code: 'invalid-application-entity', rule: (value) => unless(!value.includes('\\'), 'contains a backslash') },
  AS: { code: 'invalid-age', rule: (value) => unless(/^\d{3}[DWMY]$/.test(value), 'is not nnnD, nnnW, nnnM or nnnY') },
  CS: {
    code: 'invalid-code-string',
    rule: (value) => unless(/^[A-Z0-9 _]*$/.test(value), 'has other than capital letters, digits, space, underscore'),
  },
  DA: { code: 'invalid-date', rule: judgeDate },
  DS: { code: 'invalid-decimal-string', rule: (value) => unless(isDecimalString(value), 'is not a decimal number') },
  DT: {
    code: 'invalid-date-time',
    rule: (value) => unless(parseDicomDateTime(value) !== undefined, 'is not YYYYMMDDHHMMSS.FFFFFF&ZZXX'),
  },
  IS: { code: 'invalid-integer-string', rule: judgeInteger },
  PN: { code: 'invalid-person-name', rule: judgePersonName },
  TM: { code: 'invalid-time', rule: judgeTime },
  UI: {
    code: 'invalid-uid',
    rule: (value) => unless(isUid(value), 'is not digits between dots without leading zeros'),
  },
  UR: { code: 'invalid-uri', rule: (value) => unless(/^[!-~]*$/.test(value), 'has a character no URI may have') },
};

/**
 * Returns what is wrong with one value of a text VR; an empty value is never wrong. Control characters and U+FFFD (bytes
 * that were no character) are found in every VR.
 */
export function validateValue(vr: Vr, value: string, place: ValuePlace = {}): readonly Finding[] {
  if (value === '' || !isTextVr(vr)) return [];
  const findings: Finding[] = [];
  const find = (code: string, phrase: string) => {
    const subject = place.tag === undefined ? `Value of ${vr}` : `Value of ${formatTag(place.tag)}, ${vr},`;
    findings.push({ code, severity: 'warning', ...place, message: `${subject} ${phrase}.` });
  };
  const limit = maxLength[vr];
  if (limit !== undefined && [...value].length > limit) find('value-too-long', `is longer than ${limit} characters`);
  if (value.includes('\ufffd')) find('undecodable-text', 'has bytes that are no character of its character set');
  if (hasControlCharacter(value, vr)) find('control-character', 'has a control character its VR excludes');
  const judged = rules[vr];
  const phrase = judged?.rule(value);
  if (judged !== undefined && phrase !== undefined) find(judged.code, phrase);
  return findings;
}

/** Returns what is wrong with the values of an element; nothing for sequences and binary VRs. */
export function validateElement(element: DataElement, characterSets: readonly string[]): readonly Finding[] {
  const { tag, vr, value, source } = element;
  if (value.kind !== 'bytes' || !isTextVr(vr)) return [];
  const place = source === undefined ? { tag } : { tag, offset: source.offset };
  const values = decodeTextValues(value.bytes, vr, isAffectedByCharacterSet(vr) ? characterSets : []);
  return values.flatMap((text) => validateValue(vr, text, place));
}

/** Returns true for a UID, PS3.5 §9.1: at most 64 characters, components of digits without leading zeros. */
export function isUid(text: string): boolean {
  return text.length <= 64 && /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))*$/.test(text);
}

/** Returns true for the text of a fixed or floating point number, VR DS; spaces around it are allowed. */
export function isDecimalString(text: string): boolean {
  return /^ *[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)? *$/.test(text);
}

function unless(right: boolean, phrase: string): string | undefined {
  return right ? undefined : phrase;
}

function judgeDate(value: string): string | undefined {
  if (parseDicomDate(value) === undefined) return 'is not a date YYYYMMDD';
  return unless(!value.includes('.'), 'is a date with points, as before DICOM');
}

function judgeTime(value: string): string | undefined {
  if (parseDicomTime(value) === undefined) return 'is not a time HHMMSS.FFFFFF';
  return unless(!value.includes(':'), 'is a time with colons, as before DICOM');
}

function judgeInteger(value: string): string | undefined {
  if (!/^ *[+-]?\d+ *$/.test(value)) return 'is not an integer';
  return unless(Math.abs(Number(value) + 0.5) < 2 ** 31, 'is beyond 32 bits with sign');
}

function judgePersonName(value: string): string | undefined {
  const groups = value.split('=');
  if (groups.length > 3) return 'has more than three component groups';
  if (groups.some((group) => group.split('^').length > 5)) return 'has more than five components';
  return unless(
    groups.every((group) => [...group].length <= maxPersonNameGroupLength),
    `has a component group of more than ${maxPersonNameGroupLength} characters`,
  );
}

/** LT, ST and UT may have line ends, form feed and tab, PS3.5 §6.1.3; ESC was consumed by reading the text. */
function hasControlCharacter(value: string, vr: Vr): boolean {
  const formatted = vr === 'LT' || vr === 'ST' || vr === 'UT';
  for (const character of value) {
    const code = character.charCodeAt(0);
    const allowed = code >= 0x20 || (formatted && (code === 9 || code === 10 || code === 12 || code === 13));
    if (!allowed || code === 0x7f) return true;
  }
  return false;
}
