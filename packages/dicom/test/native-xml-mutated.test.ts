/** Documents of the Native DICOM Model, broken at random by a seed: they are read, found wanting or refused, and nothing else. */

import { type Random, seededRandom } from '@isocenter/testkit/random';
import { expect, test } from 'vitest';
import { buildDataSet } from '../src/build.ts';
import { DicomError } from '../src/errors.ts';
import { toDicomJson } from '../src/json.ts';
import { fromDicomJson } from '../src/json-parse.ts';
import { writeNativeXml } from '../src/native-xml.ts';
import { fromNativeXml } from '../src/native-xml-parse.ts';

const wholeDocument = [
  ...writeNativeXml(
    toDicomJson(
      buildDataSet({
        SpecificCharacterSet: 'ISO_IR 192',
        PatientName: 'Yamada^Tarou=山田^太郎',
        StudyDescription: ' <a> & "b" ',
        PixelSpacing: ['0.50', '1e-1'],
        RealWorldValueSlope: [-0.1, Number.NaN],
        ICCProfile: { vr: 'OB', value: Uint8Array.of(1, 2) },
        ReferencedImageSequence: [{}, { PurposeOfReferenceCodeSequence: [{ CodeValue: '1' }] }],
        '00090010': { vr: 'LO', value: 'CREATOR' },
        '00091001': { vr: 'DS', value: '1.50' },
      }),
    ),
  ),
].join('');

const splinters = ['<', '>', '/>', '</', '"', "'", '&', '&#0;', '&amp;', ']]>', '<![CDATA[', '<!--', '-->', '<?xml '];
const more = [
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  '<Value number="1">',
  '<Item number="2">',
  'SQ',
  '\0',
  '\ud800',
  ' ',
  ':',
];
const pieces = [...splinters, ...more];

/** Cuts out, doubles, moves or puts in a piece, up to four times. */
function broken(random: Random): string {
  let text = wholeDocument;
  for (let changes = random.below(4); changes >= 0; changes -= 1) {
    const at = random.below(text.length + 1);
    const end = at + random.below(random.pick([2, 40, 400]));
    const between = random.pick(['', text.slice(at, end).repeat(2), random.pick(pieces)]);
    text = text.slice(0, at) + between + text.slice(random.pick([at, end]));
  }
  return text;
}

test('a document that is broken anyhow gives a data set with findings, or is refused as no XML', () => {
  const random = seededRandom(20_261_123);
  const tally = { whole: 0, wanting: 0, refused: 0 };
  for (let run = 0; run < 20_000; run += 1) {
    const text = broken(random);
    try {
      const { value, findings } = fromNativeXml(text);
      const { value: dataSet } = fromDicomJson(value);
      expect(Array.isArray(dataSet.elements)).toBe(true);
      if (findings.length > 0) tally.wanting += 1;
      else tally.whole += 1;
    } catch (error) {
      if (!(error instanceof DicomError) || error.code !== 'xml-malformed') throw new Error(text, { cause: error });
      tally.refused += 1;
    }
  }
  // Each way out is taken, or the mutations are worth nothing.
  expect(Math.min(...Object.values(tally))).toBeGreaterThan(100);
});

test.each([
  ['white space in a tag', `<NativeDicomModel${' '.repeat(1 << 20)}!>`],
  ['attributes without values', `<NativeDicomModel ${'a '.repeat(1 << 19)}>`],
  ['a name without end', `<${'a'.repeat(1 << 20)}`],
  ['references', `<NativeDicomModel>${'&amp'.repeat(1 << 18)}</NativeDicomModel>`],
  ['marks of comments', `<NativeDicomModel>${'<!-'.repeat(1 << 18)}</NativeDicomModel>`],
])('a megabyte of %s is refused', (_, text) => {
  expect(() => fromNativeXml(text)).toThrow(expect.objectContaining({ code: 'xml-malformed' }));
});
