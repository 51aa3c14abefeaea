/**
 * Coded graphic character sets that text of a data set is made of, PS3.3 Tables C.12-2, C.12-3 and C.12-4.
 *
 * Each is known by its ISO International Register number and is designated to G0 (bytes 21H to 7EH) or G1 (bytes A0H
 * to FFH) by an escape sequence, PS3.5 §6.1.2.4. The mappings to Unicode come from `TextDecoder`, so that no code table
 * is kept here. Which sets a value may use, and when they change, is the matter of `character-set.ts`.
 */

export type GraphicSet = {
  /** Number in the ISO International Register. */
  readonly registration: number;
  readonly element: 'G0' | 'G1';
  /** What follows ESC (1BH) in the sequence that designates the set. */
  readonly designator: string;
  readonly bytesPerCharacter: 1 | 2;
  /** Label of the `TextDecoder` that knows the mapping; `ascii` and `katakana` need none. */
  readonly decoder: string;
};

/** Named so because Node's types declare `TextDecoder` as a value only. */
type Decoder = InstanceType<typeof TextDecoder>;

const oneByteG1 = (registration: number, designator: string, decoder: string): GraphicSet => ({
  registration,
  element: 'G1',
  designator,
  bytesPerCharacter: 1,
  decoder,
});

export const ascii: GraphicSet = {
  registration: 6,
  element: 'G0',
  designator: '(B',
  bytesPerCharacter: 1,
  decoder: 'ascii',
};

/**
 * The romaji of JIS X 0201. Its YEN SIGN (5CH) and OVERLINE (7EH) are read as backslash and tilde: 5CH is the delimiter
 * of values whatever it looks like, PS3.5 §6.1.2.3, and text comes back as the same bytes.
 */
export const jisRomaji: GraphicSet = { ...ascii, registration: 14, designator: '(J' };

export const jisKatakana: GraphicSet = oneByteG1(13, ')I', 'katakana');

export const graphicSets: readonly GraphicSet[] = [
  ascii,
  jisRomaji,
  jisKatakana,
  oneByteG1(100, '-A', 'latin1'),
  oneByteG1(101, '-B', 'iso-8859-2'),
  oneByteG1(109, '-C', 'iso-8859-3'),
  oneByteG1(110, '-D', 'iso-8859-4'),
  oneByteG1(144, '-L', 'iso-8859-5'),
  oneByteG1(127, '-G', 'iso-8859-6'),
  oneByteG1(126, '-F', 'iso-8859-7'),
  oneByteG1(138, '-H', 'iso-8859-8'),
  oneByteG1(148, '-M', 'iso-8859-9'),
  oneByteG1(203, '-b', 'iso-8859-15'),
  oneByteG1(166, '-T', 'windows-874'),
  { registration: 87, element: 'G0', designator: '$B', bytesPerCharacter: 2, decoder: 'euc-jp' },
  { registration: 159, element: 'G0', designator: '$(D', bytesPerCharacter: 2, decoder: 'euc-jp' },
  { registration: 149, element: 'G1', designator: '$)C', bytesPerCharacter: 2, decoder: 'euc-kr' },
  { registration: 58, element: 'G1', designator: '$)A', bytesPerCharacter: 2, decoder: 'gbk' },
];

/** Registration number of JIS X 0212, whose codes take the prefix 8FH in EUC-JP. */
const jisX0212 = 159;

/** Returns the text of a run of bytes that all belong to one set; bytes without a character become U+FFFD. */
export function decodeRun(set: GraphicSet, bytes: Uint8Array): string {
  if (set.bytesPerCharacter === 2) return decodeDoubleBytes(set, bytes);
  if (set.element === 'G0') return String.fromCharCode(...bytes);
  const table = upperHalf(set);
  let text = '';
  for (const byte of bytes) text += table[byte - 0x80];
  return text;
}

/** Returns the code of each character the set holds, high bit set for G1: a table made once, on first use. */
export function codesOf(set: GraphicSet): ReadonlyMap<string, Uint8Array> {
  return codeTables.get(set.registration) ?? remember(codeTables, set.registration, buildCodes(set));
}

// Tables follow from the sets alone; they are made on first use and never change afterwards.
const codeTables = new Map<number, ReadonlyMap<string, Uint8Array>>();
const upperHalves = new Map<number, readonly string[]>();
const decoders = new Map<string, Decoder>();

/** Returns a decoder that replaces what it cannot read and keeps a byte order mark as a character. */
export function decoderFor(label: string): Decoder {
  return decoders.get(label) ?? remember(decoders, label, new TextDecoder(label, { ignoreBOM: true }));
}

function remember<Key, Value>(memo: Map<Key, Value>, key: Key, value: Value): Value {
  memo.set(key, value);
  return value;
}

/** Returns the characters of bytes 80H to FFH; 80H to 9FH are the control characters C1, as ISO 8859 leaves them. */
function upperHalf(set: GraphicSet): readonly string[] {
  const known = upperHalves.get(set.registration);
  if (known !== undefined) return known;
  const table = Array.from({ length: 128 }, (_, index) => {
    const byte = index + 0x80;
    if (byte < 0xa0 || set.decoder === 'latin1') return String.fromCharCode(byte);
    // Half-width katakana, U+FF61 to U+FF9F, in the order of JIS X 0201.
    if (set.decoder === 'katakana') return byte > 0xa0 && byte < 0xe0 ? String.fromCharCode(byte + 0xfec0) : '\ufffd';
    return decoderFor(set.decoder).decode(Uint8Array.of(byte));
  });
  return remember(upperHalves, set.registration, table);
}

function decodeDoubleBytes(set: GraphicSet, bytes: Uint8Array): string {
  const stride = set.registration === jisX0212 ? 3 : 2;
  const extended = new Uint8Array(Math.ceil(bytes.length / 2) * stride);
  let length = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    if (stride === 3 && (index & 1) === 0) extended[length++] = 0x8f;
    extended[length++] = (bytes[index] ?? 0) | 0x80;
  }
  return decoderFor(set.decoder).decode(extended.subarray(0, length));
}

function buildCodes(set: GraphicSet): ReadonlyMap<string, Uint8Array> {
  const codes = new Map<string, Uint8Array>();
  const mask = set.element === 'G0' ? 0x7f : 0xff;
  const add = (code: Uint8Array) => {
    const character = decodeRun(set, code);
    if (character === '\ufffd' || character.length === 0 || codes.has(character)) return;
    codes.set(
      character,
      code.map((byte) => byte & mask),
    );
  };
  if (set.bytesPerCharacter === 1) {
    const first = set.element === 'G0' ? 0x20 : 0xa0;
    for (let byte = first; byte <= (set.element === 'G0' ? 0x7e : 0xff); byte += 1) add(Uint8Array.of(byte));
    return codes;
  }
  for (let row = 0xa1; row <= 0xfe; row += 1) {
    for (let cell = 0xa1; cell <= 0xfe; cell += 1) if (isRegistered(set, row, cell)) add(Uint8Array.of(row, cell));
  }
  return codes;
}

/** False for codes that `TextDecoder` knows from vendors' supersets and the registered set does not have. */
function isRegistered(set: GraphicSet, row: number, cell: number): boolean {
  const between = (value: number, low: number, high: number) => value >= low && value <= high;
  // JIS X 0208: rows 1 to 8 and 16 to 84; NEC and IBM filled row 13 and rows 89 to 92.
  if (set.registration === 87) return between(row, 0xa1, 0xa8) || between(row, 0xb0, 0xf4);
  // GB 2312: the gaps of rows 2, 6, 8, 9 and 55, which GBK filled, and nothing from row 88 on or in 10 to 15.
  if (set.registration !== 58) return true;
  if (row === 0xa2) return between(cell, 0xb1, 0xe2) || between(cell, 0xe5, 0xee) || between(cell, 0xf1, 0xfc);
  if (row === 0xa6) return between(cell, 0xa1, 0xb8) || between(cell, 0xc1, 0xd8);
  if (row === 0xa8) return between(cell, 0xa1, 0xba) || between(cell, 0xc5, 0xe9);
  if (row === 0xa9) return between(cell, 0xa4, 0xef);
  if (row === 0xd7) return cell <= 0xf9;
  return between(row, 0xa1, 0xa9) || between(row, 0xb0, 0xf7);
}
