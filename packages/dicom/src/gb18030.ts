/**
 * Writes text in GB18030 and GBK, the character sets of PS3.3 Table C.12-5 that `TextDecoder` reads and nothing writes.
 *
 * The tables are made from the decoder on first use: two-byte codes of both, four-byte codes of the Basic Multilingual
 * Plane for GB18030. Codes of the other planes follow one another and are calculated.
 */

import { decoderFor } from './graphic-set.ts';

/** Four-byte code 90308130H is U+10000, counted in steps of the four bytes. */
const firstSupplementary = 189_000;
/** The last four-byte code of the Basic Multilingual Plane, 8431A439H. */
const lastBasic = 39_419;

/** Returns the bytes of a text in GB18030; undefined for text with a lone surrogate. */
export function encodeGb18030(text: string): Uint8Array | undefined {
  return encode(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0x10000) return fourBytes(code - 0x10000 + firstSupplementary);
    return twoByteCodes().get(character) ?? fourByteCodes().get(character);
  });
}

/** Returns the bytes of a text in GBK; undefined when it has no code for a character. */
export function encodeGbk(text: string): Uint8Array | undefined {
  return encode(text, (character) => twoByteCodes().get(character));
}

function encode(text: string, codeOf: (character: string) => Uint8Array | undefined): Uint8Array | undefined {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const encoded = code < 0x80 ? [code] : codeOf(character);
    if (encoded === undefined) return undefined;
    bytes.push(...encoded);
  }
  return Uint8Array.from(bytes);
}

type CodeTable = ReadonlyMap<string, Uint8Array>;

// Both tables follow from the decoder alone; they are made on first use and never change afterwards.
const tables = new Map<'two' | 'four', CodeTable>();

function twoByteCodes(): CodeTable {
  return tables.get('two') ?? buildTable('two', twoByteCandidates());
}

function fourByteCodes(): CodeTable {
  return tables.get('four') ?? buildTable('four', fourByteCandidates());
}

function buildTable(name: 'two' | 'four', candidates: Iterable<Uint8Array>): CodeTable {
  const decoder = decoderFor('gb18030');
  const table = new Map<string, Uint8Array>();
  for (const code of candidates) {
    const text = decoder.decode(code);
    // One character, or two code units of one; anything else was no code.
    if (text === '\ufffd' || [...text].length !== 1 || table.has(text)) continue;
    table.set(text, code);
  }
  tables.set(name, table);
  return table;
}

function* twoByteCandidates(): Iterable<Uint8Array> {
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) if (trail !== 0x7f) yield Uint8Array.of(lead, trail);
  }
}

function* fourByteCandidates(): Iterable<Uint8Array> {
  for (let index = 0; index <= lastBasic; index += 1) yield fourBytes(index);
}

/** Bytes run 81H–FEH, 30H–39H, 81H–FEH, 30H–39H. */
function fourBytes(index: number): Uint8Array {
  return Uint8Array.of(
    0x81 + Math.floor(index / 12_600),
    0x30 + (Math.floor(index / 1260) % 10),
    0x81 + (Math.floor(index / 10) % 126),
    0x30 + (index % 10),
  );
}
