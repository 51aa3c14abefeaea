/**
 * Names and numbers of visibly false people that are no word of any language, so that one that is found was planted:
 * Latin ones begin with "Test", the others with the word for it.
 */

import type { Random } from '../random.ts';

export type PlantedWords = {
  /** Eight letters that are no word. */
  word(): string;
  /** "Test" and a word that is none. */
  name(): string;
  /** Neither a date nor a time of day: the first is 3 or more. */
  digits(count: number): string;
  /** A name in the script of a character set. */
  native(script: Script): string;
};

export type Script = { readonly prefix: string; readonly letters: string; readonly length: number };

const consonants = 'bdfgjkmnpqvwxz';
const vowels = 'aeiou';

/** By defined term of the last value of Specific Character Set, PS3.3 Table C.12-2 to C.12-5. */
export const scripts: readonly { readonly characterSet: readonly string[]; readonly script?: Script }[] = [
  { characterSet: ['ISO_IR 100'], script: { prefix: 'Tést', letters: 'äöüßéèêçñøåæî', length: 7 } },
  { characterSet: ['ISO_IR 192'], script: { prefix: 'Τεστ', letters: 'βγδζθλμξπρφψω', length: 7 } },
  {
    characterSet: ['', 'ISO 2022 IR 87'],
    script: { prefix: '試験', letters: '山田川口木村鈴佐藤中島高橋', length: 4 },
  },
  { characterSet: [] },
  { characterSet: ['ISO_IR 101'], script: { prefix: 'Těst', letters: 'ąćčďęłńňřšťůżž', length: 7 } },
  {
    characterSet: ['', 'ISO 2022 IR 149'],
    script: { prefix: '시험', letters: '가나다라마바사아자차카타파하', length: 4 },
  },
  { characterSet: ['ISO_IR 144'], script: { prefix: 'Тест', letters: 'бвгджзилмнопрф', length: 7 } },
  { characterSet: ['GB18030'], script: { prefix: '测试', letters: '王李张刘陈杨赵黄周吴徐孙', length: 4 } },
  { characterSet: ['ISO_IR 126'], script: { prefix: 'Τεστ', letters: 'βγδζθλμξπρφψω', length: 7 } },
  { characterSet: ['', 'ISO 2022 IR 58'], script: { prefix: '测试', letters: '王李张刘陈杨赵黄周吴徐孙', length: 4 } },
  { characterSet: ['ISO_IR 127'], script: { prefix: 'تست', letters: 'بتثجحخدذرزسش', length: 7 } },
  { characterSet: ['ISO_IR 13'], script: { prefix: 'ﾃｽﾄ', letters: 'ｱｲｳｴｵｶｷｸｹｺｻｼｽ', length: 7 } },
  { characterSet: ['ISO_IR 138'], script: { prefix: 'טסט', letters: 'אבגדהוזחטיכל', length: 7 } },
  { characterSet: ['GBK'], script: { prefix: '测试', letters: '王李张刘陈杨赵黄周吴徐孙', length: 4 } },
  {
    characterSet: ['ISO 2022 IR 13', 'ISO 2022 IR 87'],
    script: { prefix: '試験', letters: '山田川口木村鈴佐藤中島高橋', length: 4 },
  },
  { characterSet: ['ISO_IR 166'], script: { prefix: 'ทดสอบ', letters: 'กขคงจฉชซฌญฎฏ', length: 7 } },
];

/** Returns words none of which it gives twice. */
export function createPlantedWords(random: Random): PlantedWords {
  const given = new Set<string>();
  const fresh = (make: () => string): string => {
    let made = make();
    while (given.has(made)) made = make();
    given.add(made);
    return made;
  };
  const from = (letters: string, count: number): string =>
    Array.from({ length: count }, () => random.pick([...letters])).join('');
  const syllables = (count: number): string =>
    Array.from({ length: count }, () => from(consonants, 1) + from(vowels, 1)).join('');
  return {
    word: () => fresh(() => syllables(4)),
    name: () => fresh(() => `Test${syllables(4)}`),
    digits: (count) => fresh(() => `${3 + random.below(7)}${from('0123456789', count - 1)}`),
    native: ({ prefix, letters, length }) => fresh(() => prefix + from(letters, length)),
  };
}
