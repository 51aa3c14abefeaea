/**
 * Text of a data set to and from bytes, under its Specific Character Set (0008,0005), PS3.3 §C.12.1.1.2 and PS3.5 §6.1.
 *
 * Reading is lenient: an escape sequence is honoured though its set was not declared, and a term is recognised however
 * it is spelt. Writing keeps to the declared sets. The graphic sets themselves are in `graphic-set.ts`, multi-byte codes
 * without code extensions in `gb18030.ts`; splitting values and removing their padding is in `text-value.ts`.
 */

import { encodeGb18030, encodeGbk } from './gb18030.ts';
import {
  ascii,
  codesOf,
  decodeRun,
  decoderFor,
  type GraphicSet,
  graphicSets,
  jisKatakana,
  jisRomaji,
} from './graphic-set.ts';
import { decodeLatin1 } from './latin1.ts';
import type { Vr } from './vr.ts';

/** A defined term of Specific Character Set: one code for everything, or graphic sets with code extensions. */
export type CharacterSet =
  | { readonly kind: 'unicode' | 'gb18030' | 'gbk' }
  | { readonly kind: 'graphic'; readonly g0: GraphicSet; readonly set: GraphicSet };

const escapeByte = 0x1b;
const backslash = 0x5c;
const caret = 0x5e;
const equalsSign = 0x3d;

/** Value representations whose text Specific Character Set governs, PS3.5 §6.1.2.2. */
export function isAffectedByCharacterSet(vr: Vr): boolean {
  return vr === 'PN' || vr === 'LO' || vr === 'SH' || vr === 'ST' || vr === 'LT' || vr === 'UC' || vr === 'UT';
}

/**
 * Returns the character set of one value of Specific Character Set; undefined for a term nobody defined. The empty
 * value is the default repertoire.
 *
 * Deviation: spelling is forgiven (`ISO-IR 100`, `ISO IR 100`, `ISO_IR_100`, `UTF-8`), as several devices write so.
 */
export function findCharacterSet(term: string): CharacterSet | undefined {
  const plain = term.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  if (plain === '') return { kind: 'graphic', g0: ascii, set: ascii };
  if (plain === 'GB18030') return { kind: 'gb18030' };
  if (plain === 'GBK') return { kind: 'gbk' };
  if (plain === 'UTF8') return { kind: 'unicode' };
  const number = /^ISO(?:2022)?IR(\d{1,3})$/.exec(plain)?.[1];
  if (number === '192') return { kind: 'unicode' };
  const set = graphicSets.find((candidate) => String(candidate.registration) === number);
  if (set === undefined) return undefined;
  return { kind: 'graphic', g0: set === jisKatakana || set === jisRomaji ? jisRomaji : ascii, set };
}

/**
 * Returns the text of a value field, all its values with their delimiters.
 *
 * Bytes that are no character of the set become U+FFFD. Text of a VR that Specific Character Set does not govern, and
 * bytes above 7FH under the default repertoire, are read as ISO 8859-1, so that each byte stays one character.
 */
export function decodeText(bytes: Uint8Array, characterSets: readonly string[], vr: Vr = 'LO'): string {
  if (isPlainAscii(bytes)) return decodeLatin1(bytes);
  if (!isAffectedByCharacterSet(vr)) return decodeLatin1(bytes);
  const sets = resolve(characterSets);
  const first = sets[0] ?? { kind: 'graphic', g0: ascii, set: ascii };
  if (first.kind === 'unicode') return decoderFor('utf-8').decode(bytes);
  if (first.kind === 'gb18030') return decoderFor('gb18030').decode(bytes);
  if (first.kind === 'gbk') return decoderFor('gbk').decode(bytes);
  return decodeExtended(bytes, sets, vr);
}

/**
 * Returns the bytes of a text, with escape sequences where the character sets allow and need them; undefined when a
 * character is in none of them. Padding to even length is left to the caller.
 */
export function encodeText(text: string, characterSets: readonly string[], vr: Vr = 'LO'): Uint8Array | undefined {
  const plain = encodePlainAscii(text);
  if (plain !== undefined) return plain;
  const sets = resolve(characterSets);
  const first = sets[0];
  if (first?.kind === 'unicode') return new TextEncoder().encode(text);
  if (first?.kind === 'gb18030') return encodeGb18030(text);
  if (first?.kind === 'gbk') return encodeGbk(text);
  return encodeExtended(text, sets, vr);
}

function resolve(characterSets: readonly string[]): readonly CharacterSet[] {
  return characterSets.flatMap((term) => findCharacterSet(term) ?? []);
}

/** By number and not by an iterator, which is slow until the loop is compiled: every text comes through here. */
function isPlainAscii(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80 || byte === escapeByte) return false;
  }
  return true;
}

/** Returns the bytes of a text that is the same in every character set, as most are; undefined for any other. */
function encodePlainAscii(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 0x80) return undefined;
    bytes[at] = code;
  }
  return bytes;
}

type Designated = { readonly g0: GraphicSet; readonly g1: GraphicSet | undefined };

/**
 * Returns what is designated at the start of a value, PS3.5 §6.1.2.5.1: value 1 of Specific Character Set.
 *
 * Deviation: where value 1 has no G1, the first other set with one is assumed. Senders that designate KS X 1001 once for
 * a whole name, instead of anew after each delimiter, are read as they mean it.
 */
function initialState(sets: readonly CharacterSet[]): Designated {
  const graphic = sets.filter((set) => set.kind === 'graphic');
  return { g0: graphic[0]?.g0 ?? ascii, g1: graphic.map(({ set }) => set).find((set) => set.element === 'G1') };
}

/** True where the initial sets are active again, PS3.5 §6.1.2.5.3: control characters, and delimiters by VR. */
function resetsDesignation(byte: number, vr: Vr): boolean {
  if (byte < 0x20) return true;
  if (byte === backslash) return vr === 'PN' || vr === 'LO' || vr === 'SH' || vr === 'UC';
  return vr === 'PN' && (byte === caret || byte === equalsSign);
}

function decodeExtended(bytes: Uint8Array, sets: readonly CharacterSet[], vr: Vr): string {
  const initial = initialState(sets);
  let state = initial;
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] ?? 0;
    const designated = byte === escapeByte ? matchEscape(bytes, at + 1) : undefined;
    if (designated !== undefined) {
      state = designated.element === 'G0' ? { ...state, g0: designated } : { ...state, g1: designated };
      at += 1 + designated.designator.length;
      continue;
    }
    const set = byte >= 0x80 ? state.g1 : state.g0;
    if (set?.bytesPerCharacter === 2 && byte > 0x20 && byte !== 0x7f) {
      const end = endOfRun(bytes, at, byte >= 0x80);
      text += decodeRun(set, bytes.subarray(at, end));
      at = end;
      continue;
    }
    text += byte < 0x80 || set === undefined ? String.fromCharCode(byte) : decodeRun(set, bytes.subarray(at, at + 1));
    if (resetsDesignation(byte, vr)) state = initial;
    at += 1;
  }
  return text;
}

function matchEscape(bytes: Uint8Array, at: number): GraphicSet | undefined {
  return graphicSets.find(({ designator }) => {
    for (let index = 0; index < designator.length; index += 1) {
      if (bytes[at + index] !== designator.charCodeAt(index)) return false;
    }
    return true;
  });
}

function endOfRun(bytes: Uint8Array, start: number, upper: boolean): number {
  let end = start;
  for (; end < bytes.length; end += 1) {
    const byte = bytes[end] ?? 0;
    if (byte >= 0x80 !== upper || byte <= 0x20 || byte === 0x7f) break;
  }
  return end;
}

function encodeExtended(text: string, sets: readonly CharacterSet[], vr: Vr): Uint8Array | undefined {
  const graphic = sets.filter((set) => set.kind === 'graphic').map(({ set }) => set);
  const first = sets.find((set) => set.kind === 'graphic');
  // Unlike the reader, the writer takes nothing as designated that value 1 does not designate.
  const initial: Designated = { g0: first?.g0 ?? ascii, g1: first?.set.element === 'G1' ? first.set : undefined };
  let state = initial;
  const bytes: number[] = [];
  const designate = (set: GraphicSet) => {
    bytes.push(escapeByte, ...Array.from(set.designator, (character) => character.charCodeAt(0)));
    state = set.element === 'G0' ? { ...state, g0: set } : { ...state, g1: set };
  };
  const returnToInitial = () => {
    if (state.g0 !== initial.g0) designate(initial.g0);
    if (initial.g1 !== undefined && state.g1 !== initial.g1) designate(initial.g1);
    state = initial;
  };
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) {
      if (resetsDesignation(code, vr)) returnToInitial();
      else if (state.g0.bytesPerCharacter === 2) designate(initial.g0);
      bytes.push(code);
      continue;
    }
    const active = [state.g1, state.g0].find((set) => set !== undefined && codesOf(set).has(character));
    const set = active ?? graphic.find((candidate) => codesOf(candidate).has(character));
    const encoded = set && codesOf(set).get(character);
    if (set === undefined || encoded === undefined) return undefined;
    if (active === undefined) designate(set);
    bytes.push(...encoded);
  }
  returnToInitial();
  return Uint8Array.from(bytes);
}
