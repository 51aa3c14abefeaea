/**
 * Whether a value can only be what its VR is for. The VRs that a table of attributes leaves alone, since they hold codes
 * and numbers, hold any bytes that somebody wrote there.
 */

import type { Vr } from '@isocenter/dicom/vr';

/** Characters of a code string, PS3.5 Table 6.2-1. */
const maxCodeLength = 16;

/** Digits of the longest decimal string that devices write, against the 16 of PS3.5 Table 6.2-1. */
const maxNumberLength = 32;

/** PS3.5 §9.1 */
const maxUidLength = 64;

/** True for CS of at most 16 printable characters a value, and for DS and IS of digits and what numbers are written with. */
export function isHarmless(bytes: Uint8Array, vr: Vr): boolean {
  if (vr === 'CS') return hasOnly(bytes, isPrintable, maxCodeLength);
  if (vr === 'DS' || vr === 'IS') return hasOnly(bytes, isOfNumber, maxNumberLength);
  if (vr === 'TM') return hasOnly(bytes, isOfTime, maxCodeLength);
  if (vr === 'UI') return hasOnly(bytes, isOfUid, maxUidLength);
  if (vr === 'SH') return hasOnly(bytes, isOfNumber, maxCodeLength);
  return vr !== 'UN';
}

const backslash = 0x5c;

function hasOnly(bytes: Uint8Array, isAllowed: (byte: number) => boolean, maxLength: number): boolean {
  let start = 0;
  for (let at = 0; at <= bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte !== undefined && byte !== backslash && !isAllowed(byte) && !isPadding(byte)) return false;
    if (byte !== undefined && byte !== backslash) continue;
    if (textLength(bytes, start, at) > maxLength) return false;
    start = at + 1;
  }
  return true;
}

function textLength(bytes: Uint8Array, start: number, end: number): number {
  let [first, last] = [start, end];
  while (first < last && isPadding(bytes[first] ?? 0)) first += 1;
  while (first < last && isPadding(bytes[last - 1] ?? 0)) last -= 1;
  return last - first;
}

function isPadding(byte: number): boolean {
  return byte === 0x20 || byte === 0;
}

function isPrintable(byte: number): boolean {
  return byte > 0x20 && byte < 0x7f;
}

/** Digits, sign, point and the exponent's letter. */
function isOfNumber(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || '+-.eE'.includes(String.fromCharCode(byte));
}

function isOfUid(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2e;
}

function isOfTime(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x3a) || byte === 0x2e;
}
