/** Names in the corpus's files of every character set, as pydicom's documentation of those files gives them. */

import { corpusAbsence, corpusDir, readCorpusFile } from '@isocenter/testkit/corpus';
import { describe, expect, it } from 'vitest';
import { buildDataSet } from '../src/build.ts';
import type { DataSet } from '../src/data-set.ts';
import { tagOf } from '../src/dictionary.ts';
import { encodeDataSet } from '../src/encode.ts';
import { parseDataSet } from '../src/parse.ts';
import { parsePart10 } from '../src/part10.ts';
import { parsePersonName } from '../src/person-name.ts';
import { explicitVrLittleEndian } from '../src/transfer-syntax.ts';
import { getItems, getString, getStrings } from '../src/values.ts';

const names: readonly [file: string, name: string][] = [
  ['chrArab', 'قباني^لنزار'],
  ['chrFren', 'Buc^Jérôme'],
  ['chrGerm', 'Äneas^Rüdiger'],
  ['chrGreek', 'Διονυσιος'],
  ['chrH31', 'Yamada^Tarou=山田^太郎=やまだ^たろう'],
  ['chrH32', 'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう'],
  ['chrHbrw', 'שרון^דבורה'],
  ['chrI2', 'Hong^Gildong=洪^吉洞=홍^길동'],
  ['chrRuss', 'Люкceмбypг'],
  ['chrX1', 'Wang^XiaoDong=王^小東='],
  ['chrX2', 'Wang^XiaoDong=王^小东='],
  ['chrJapMulti', 'やまだ^たろう'],
  ['chrJapMultiExplicitIR6', 'やまだ^たろう'],
  ['chrKoreanMulti', '김희중'],
];

const read = (file: string): DataSet =>
  parsePart10(readCorpusFile(`dicom/pydicom/charset_files/${file}.dcm`)).value.dataSet;

describe.skipIf(corpusDir === undefined)(`names in the corpus${corpusDir ? '' : ` (${corpusAbsence})`}`, () => {
  it.each(names)('%s', (file, name) => expect(getString(read(file), tagOf('PatientName'))).toBe(name));

  it('several in one value field', () => {
    const otherNames = (file: string) => getStrings(read(file), tagOf('OtherPatientNames'));
    expect(otherNames('chrFrenMulti')).toEqual(['Buc^Jérôme', 'Buc^Jérôme']);
    expect(otherNames('chrJapMulti')).toEqual(['やまだ^たろう', 'やまだ^たろう']);
    expect(otherNames('chrKoreanMulti')).toEqual(['김희중', '김희중']);
  });

  it('in an item with character sets of its own, and in one that inherits them', () => {
    for (const file of ['chrSQEncoding', 'chrSQEncoding1']) {
      const [item] = getItems(read(file), tagOf('RequestedProcedureCodeSequence'));
      const name = item && parsePersonName(getString(item, tagOf('PatientName')) ?? '');
      expect(name?.ideographic?.family).toBe('山田');
      expect(name?.alphabetic?.family).toBe('ﾔﾏﾀﾞ');
    }
  });
});

describe('names that are built', () => {
  it.each([
    [['', 'ISO 2022 IR 87'], 'Yamada^Tarou=山田^太郎=やまだ^たろう'],
    [['ISO 2022 IR 13', 'ISO 2022 IR 87'], 'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう'],
    [['ISO_IR 192'], 'Wang^XiaoDong=王^小東'],
  ])('are read again in %j', (characterSet, name) => {
    const built = buildDataSet({ SpecificCharacterSet: characterSet, PatientName: name });
    const read = parseDataSet(encodeDataSet(built, explicitVrLittleEndian), explicitVrLittleEndian).value;
    expect(getStrings(read, tagOf('SpecificCharacterSet'))).toEqual(characterSet);
    expect(getString(read, tagOf('PatientName'))).toBe(name);
  });
});
