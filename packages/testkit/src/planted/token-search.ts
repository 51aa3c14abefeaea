/**
 * Finds planted tokens in bytes, in every form that a writer could have left them in: the object's character set with
 * its escape sequences (PS3.5 §6.1.2.5) left out, UTF-8, and UTF-16 in both orders; letters of either case.
 */

import { encodeText } from '@isocenter/dicom/character-set';
import type { PlantedToken } from './answer-key.ts';

type Needle = { readonly bytes: Buffer<ArrayBuffer>; readonly isNumber: boolean };

/** Searches bytes that were folded by `foldCase`. */
export type TokenSearch = { find(folded: Buffer): readonly PlantedToken[] };

export function createTokenSearch(tokens: readonly PlantedToken[], characterSets: readonly string[]): TokenSearch {
  const prepared = tokens.map((token) => ({ token, needles: needlesOf(token.text, characterSets) }));
  return {
    find: (folded) =>
      prepared.filter(({ needles }) => needles.some((needle) => isIn(folded, needle))).map(({ token }) => token),
  };
}

/** Returns a copy with the capital letters of ASCII made small. */
export function foldCase(bytes: Uint8Array): Buffer<ArrayBuffer> {
  const folded = Buffer.from(bytes);
  for (let at = 0; at < folded.length; at += 1) {
    const byte = folded[at] ?? 0;
    if (byte >= 0x41 && byte <= 0x5a) folded[at] = byte | 0x20;
  }
  return folded;
}

function needlesOf(text: string, characterSets: readonly string[]): readonly Needle[] {
  const isNumber = /^\d+$/.test(text);
  const forms: Buffer[] = [
    Buffer.from(text, 'utf8'),
    Buffer.from(text, 'utf16le'),
    Buffer.from(text, 'utf16le').swap16(),
  ];
  const own = encodeText(text, characterSets, 'PN');
  if (own !== undefined) forms.push(withoutEscapes(own));
  const unique = new Map(forms.map((bytes) => [bytes.toString('hex'), foldCase(bytes)]));
  return [...unique.values()].map((bytes) => ({ bytes, isNumber }));
}

/** Leaves out ESC, intermediate characters and the final one, ISO/IEC 2022. */
function withoutEscapes(bytes: Uint8Array): Buffer {
  const kept: number[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] !== 0x1b) {
      kept.push(bytes[at] ?? 0);
      continue;
    }
    at += 1;
    while ((bytes[at] ?? 0) >= 0x20 && (bytes[at] ?? 0) <= 0x2f) at += 1;
  }
  return Buffer.from(kept);
}

/** A number inside a longer one is another number. */
function isIn(folded: Buffer, { bytes, isNumber }: Needle): boolean {
  for (let at = folded.indexOf(bytes); at >= 0; at = folded.indexOf(bytes, at + 1)) {
    if (!isNumber || !(isDigit(folded[at - 1]) || isDigit(folded[at + bytes.length]))) return true;
  }
  return false;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
