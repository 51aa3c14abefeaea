/** Text in the one form in which names, words and identifiers are compared: no accents, lower case. */

const marks = /\p{M}/gu;
const plain = /^\p{ASCII}*$/u;

/** Letters that Unicode does not take apart, as they are written where they are missing on a keyboard. */
const spelled: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ı: 'i',
  þ: 'th',
  ʼ: "'",
  '’': "'",
  '‘': "'",
};

/** Returns a text without accents and in lower case: `MÜLLER` and `Muller` become `muller`. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (plain.test(lower)) return lower;
  return lower
    .normalize('NFKD')
    .replace(marks, '')
    .replace(/[ßæœøđðłıþʼ’‘]/g, (letter) => spelled[letter] ?? letter);
}

/** Returns the other spellings that German, Danish and Swedish names take in English text: `mueller` beside `muller`. */
export function spelledOut(text: string): string {
  return fold(
    text
      .toLowerCase()
      .normalize('NFC')
      .replace(/ä/g, 'ae')
      .replace(/[öø]/g, 'oe')
      .replace(/ü/g, 'ue')
      .replace(/å/g, 'aa'),
  );
}

/** Returns an identifier without what people add or leave out: signs, case, zeros in front. */
export function foldIdentifier(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/^0+(?=.)/, '');
}
