import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText, encodeText, findCharacterSet } from './character-set.ts';

const bytesOf = (latin1: string) => Uint8Array.from(latin1, (character) => character.charCodeAt(0));

// PS3.5 Annex H and I print these names byte by byte; ESC $ B designates JIS X 0208 and ESC ( B or ( J returns from it.
const japanese = 'Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B';
const japaneseKatakana =
  '\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J=\x1b$B$d$^$@\x1b(J^\x1b$B$?$m$&\x1b(J';
// ESC $ ) C designates KS X 1001 to G1, anew after each delimiter.
const korean = 'Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf';

const names: readonly [characterSets: string[], bytes: string, text: string][] = [
  [['ISO_IR 100'], 'Buc^J\xe9r\xf4me', 'Buc^Jérôme'],
  [['ISO_IR 101'], '\xa3\xf3d\xbc', 'Łódź'],
  [['ISO_IR 109'], '\xa1', 'Ħ'],
  [['ISO_IR 110'], '\xbf', 'ŋ'],
  [['ISO_IR 144'], '\xbb\xee\xdace\xdc\xd1yp\xd3', 'Люкceмбypг'],
  [['ISO_IR 127'], '\xe2\xc8\xc7\xe6\xea^\xe4\xe6\xd2\xc7\xd1', 'قباني^لنزار'],
  [['ISO_IR 126'], '\xc4\xe9\xef\xed\xf5\xf3\xe9\xef\xf2', 'Διονυσιος'],
  [['ISO_IR 138'], '\xf9\xf8\xe5\xef^\xe3\xe1\xe5\xf8\xe4', 'שרון^דבורה'],
  [['ISO_IR 148'], '\xdd\xfe', 'İş'],
  [['ISO_IR 203'], '\xa4', '€'],
  [['ISO_IR 166'], '\xca\xc7\xd1\xca\xb4\xd5', 'สวัสดี'],
  [['ISO_IR 13'], '\xd4\xcf\xc0\xde^\xc0\xdb\xb3', 'ﾔﾏﾀﾞ^ﾀﾛｳ'],
  [['', 'ISO 2022 IR 87'], japanese, 'Yamada^Tarou=山田^太郎=やまだ^たろう'],
  [['ISO 2022 IR 13', 'ISO 2022 IR 87'], japaneseKatakana, 'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう'],
  [['', 'ISO 2022 IR 159'], '\x1b$(D0!\x1b(B', '丂'],
  [['', 'ISO 2022 IR 149'], korean, 'Hong^Gildong=洪^吉洞=홍^길동'],
  [['', 'ISO 2022 IR 58'], 'Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab=', 'Zhang^XiaoDong=张^小东='],
  [['ISO 2022 IR 100', 'ISO 2022 IR 144'], 'J\xe9r\xf4me\\\x1b-L\xbb\xee\x1b-A', 'Jérôme\\Лю'],
  [['ISO_IR 192'], 'Wang^XiaoDong=\xe7\x8e\x8b^\xe5\xb0\x8f\xe6\x9d\xb1=', 'Wang^XiaoDong=王^小東='],
  [['GB18030'], 'Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab=', 'Wang^XiaoDong=王^小东='],
  [['GBK'], '\xcd\xf5^\xd0\xa1\x96\x7c', '王^小東'],
];

describe('decodeText', () => {
  it.each(names)('reads text in %j', (characterSets, bytes, text) => {
    expect(decodeText(bytesOf(bytes), characterSets, 'PN')).toBe(text);
  });

  it('does not take the second byte 5CH of a GB18030 character for a delimiter', () => {
    expect(decodeText(bytesOf('\x81\x5c\\A'), ['GB18030'], 'LO')).toBe('乗\\A');
  });

  it('returns to value 1 at a delimiter though no escape sequence says so', () => {
    const bytes = bytesOf('\x1b-L\xbb^\xe9');
    expect(decodeText(bytes, ['ISO 2022 IR 100', 'ISO 2022 IR 144'], 'PN')).toBe('Л^é');
    expect(decodeText(bytes, ['ISO 2022 IR 100', 'ISO 2022 IR 144'], 'LO')).toBe('Л^щ');
  });

  it('returns to value 1 at the end of a line', () => {
    expect(decodeText(bytesOf('\x1b-L\xbb\r\n\xe9'), ['ISO 2022 IR 100', 'ISO 2022 IR 144'], 'LT')).toBe('Л\r\né');
  });

  it('reads Korean that designates its set only once for the whole name', () => {
    expect(decodeText(bytesOf('\x1b$)C\xc8\xab^\xb1\xe6\xb5\xbf'), ['', 'ISO 2022 IR 149'], 'PN')).toBe('홍^길동');
  });

  it('honours an escape sequence that Specific Character Set does not declare', () => {
    expect(decodeText(bytesOf('\x1b$B;3ED\x1b(B'), ['ISO_IR 100'], 'PN')).toBe('山田');
  });

  it('keeps an escape byte that designates nothing', () => {
    expect(decodeText(bytesOf('a\x1bzb'), [], 'LO')).toBe('a\x1bzb');
  });

  it('keeps each byte a character under the default repertoire and in text it does not govern', () => {
    expect(decodeText(bytesOf('J\xe9'), [], 'PN')).toBe('Jé');
    expect(decodeText(bytesOf('J\xe9'), ['ISO_IR 192'], 'CS')).toBe('Jé');
  });

  it('marks bytes that are no character instead of failing', () => {
    expect(decodeText(bytesOf('\xff\xfe'), ['ISO_IR 192'], 'LO')).toBe('\ufffd\ufffd');
    expect(decodeText(bytesOf('\x1b$)C\xc8'), ['', 'ISO 2022 IR 149'], 'LO')).toBe('\ufffd');
  });
});

describe('encodeText', () => {
  it.each(names.filter(([sets]) => sets[0] !== 'ISO 2022 IR 13'))('writes text in %j', (characterSets, bytes, text) => {
    expect(encodeText(text, characterSets, 'PN')).toEqual(bytesOf(bytes));
  });

  it('returns to the romaji of JIS X 0201 where value 1 is ISO 2022 IR 13', () => {
    const text = 'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう';
    expect(encodeText(text, ['ISO 2022 IR 13', 'ISO 2022 IR 87'], 'PN')).toEqual(bytesOf(japaneseKatakana));
  });

  it('does not write a character that no declared set holds', () => {
    expect(encodeText('é', [], 'LO')).toBeUndefined();
    expect(encodeText('山', ['ISO_IR 100'], 'LO')).toBeUndefined();
    expect(encodeText('😀', ['GBK'], 'LO')).toBeUndefined();
  });

  it('does not write the vendor characters that decoders add to JIS X 0208 and GB 2312', () => {
    expect(encodeText('①', ['', 'ISO 2022 IR 87'], 'LO')).toBeUndefined();
    expect(encodeText('ⅰ', ['', 'ISO 2022 IR 58'], 'LO')).toBeUndefined();
  });

  it('writes every Unicode character in GB18030', () => {
    expect(encodeText('€ß😀', ['GB18030'], 'LO')).toEqual(bytesOf('\xa2\xe3\x81\x30\x89\x38\x94\x39\xfc\x36'));
  });
});

describe('what is written', () => {
  const anyText = (alphabet: string) =>
    fc
      .array(fc.constantFrom(...alphabet, '^', '=', '\\', '\r\n', ' ', 'A', '7'), { maxLength: 24 })
      .map((a) => a.join(''));
  const repertoires: readonly [string[], string][] = [
    [['', 'ISO 2022 IR 87', 'ISO 2022 IR 159'], '山田太郎やまだ丂丄'],
    [['ISO 2022 IR 13', 'ISO 2022 IR 87'], 'ﾔﾏﾀﾞ山田まだ'],
    [['', 'ISO 2022 IR 149'], '洪吉洞홍길동'],
    [['', 'ISO 2022 IR 58'], '张小东王'],
    [['ISO 2022 IR 100', 'ISO 2022 IR 144', 'ISO 2022 IR 126', 'ISO 2022 IR 101'], 'éôÄЛюДΔισŁó'],
    [['ISO 2022 IR 166'], 'สวัสดี'],
    [['GB18030'], '王小東€ß😀\u0080\uffff'],
    [['GBK'], '王小東'],
    [['ISO_IR 192'], '王ß😀é\ufeff'],
  ];
  it.each(repertoires)('is read again as the same text in %j', (characterSets, alphabet) => {
    fc.assert(
      fc.property(anyText(alphabet), fc.constantFrom('PN', 'LO', 'LT'), (text, vr) => {
        const bytes = encodeText(text, characterSets, vr);
        expect(bytes && decodeText(bytes, characterSets, vr)).toBe(text);
      }),
    );
  });

  it('is read whatever the bytes are', () => {
    const terms = ['', 'ISO_IR 100', 'ISO 2022 IR 87', 'ISO 2022 IR 149', 'ISO_IR 13', 'GB18030', 'ISO_IR 192', 'x'];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.subarray(terms), (bytes, characterSets) => {
        expect(typeof decodeText(bytes, characterSets, 'PN')).toBe('string');
      }),
    );
  });
});

describe('findCharacterSet', () => {
  it('recognises misspelt terms and none that is undefined', () => {
    for (const term of ['ISO-IR 100', 'ISO IR 100', 'ISO_IR_100', 'iso_ir 100', 'ISO 2022 IR 100']) {
      expect(findCharacterSet(term)).toEqual(findCharacterSet('ISO_IR 100'));
    }
    expect(findCharacterSet('UTF-8')).toEqual({ kind: 'unicode' });
    expect(findCharacterSet('ISO_IR 999')).toBeUndefined();
    expect(findCharacterSet('LATIN1')).toBeUndefined();
  });
});
