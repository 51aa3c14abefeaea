/** Planted identity, in each form at each place, is found; and what is no identity is let pass. */

import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import { buildLeakFree, buildLeakPlants, type LeakPlant } from '@isocenter/testkit/planted/leak-plants';
import { describe, expect, test } from 'vitest';
import { withContexts } from '../src/leak-scan/leak-context.ts';
import { createLeakScanner } from '../src/leak-scan/leak-scanner.ts';
import { createWordLists } from '../src/text/word-lists.ts';

const findLeaks = createLeakScanner(createWordLists());
const scan = ({ original, cleaned, otherBytes, names }: Omit<LeakPlant, 'form' | 'place'>) =>
  findLeaks({ original, cleaned, otherBytes, names, isKept: () => false });

describe('planted identity', () => {
  test.each([1, 2])('is found in each form at each place, seed %i', (seed) => {
    const plants = [...buildLeakPlants(seed)];
    expect(plants.length).toBeGreaterThan(800);
    expect(plants.filter((plant) => scan(plant).length === 0).map(({ form, place }) => `${form}: ${place}`)).toEqual(
      [],
    );
    expect(scan(buildLeakFree(seed))).toEqual([]);
  });

  test('is told by its place and its type, without a value', () => {
    const findings = [...buildLeakPlants(1)].flatMap((plant) => scan(plant));
    expect(findings).toContainEqual({ path: '(0040,A730)[0].(0040,A730)[0].(0040,A160)', kind: 'patient-name' });
    expect(findings).toContainEqual({ path: '(7FE0,0010)', kind: 'patient-name' });
    expect(findings).toContainEqual({ path: 'file name', kind: 'birth-date' });
    for (const { path } of findings)
      expect(path).toMatch(
        /^(?:\([0-9A-F]{4},[0-9A-F]{4}\)(?:\[\d+\]\.)?)*(?:\(trailing bytes\))?$|^file (?:name|meta information)$/,
      );
  });
});

describe('what is no identity', () => {
  const leaksOf = (original: Attributes, cleaned: Attributes, kept: readonly number[] = []) =>
    findLeaks({
      original: buildDataSet(original),
      cleaned: buildDataSet(cleaned),
      isKept: (tag) => kept.includes(tag),
    });

  test.each([
    ['Head^Tom', { BodyPartExamined: 'HEAD', StudyDescription: 'CT head' }],
    ['Brown^Chest', { StudyDescription: 'Chest: brown fat is normal' }],
    ['May^Rose', { ImageComments: 'Examination may be repeated' }],
    ['Thora^Bo', { BodyPartExamined: 'THORAX', StudyDescription: 'Thorax' }],
    ['Galan^Vida', { ManufacturerModelName: 'MAGNETOM Vida' }],
    ['Philips^An', { Manufacturer: 'Philips Medical Systems' }],
    ['Tse^Epi', { SequenceName: '*tse2d1_11', ScanningSequence: 'EP' }],
  ] satisfies readonly [string, Attributes][])('a word that is a name besides: %s', (PatientName, cleaned) => {
    expect(leaksOf({ PatientName }, cleaned)).toEqual([]);
  });

  test.each([
    ['1', { InstanceNumber: 1, StudyDescription: 'Study 1' }],
    ['1234', { StudyDescription: 'b-value 1234' }],
    ['120000', { KVP: '120000', StudyTime: '120000' }],
    ['20150511', { StudyDate: '20150511' }],
    ['10008', { SOPClassUID: '1.2.840.10008.5.1.4.1.1.2' }],
  ] satisfies readonly [string, Attributes][])('a number that is an id besides: %s', (PatientID, cleaned) => {
    expect(leaksOf({ PatientID }, cleaned)).toEqual([]);
  });

  test('what the profile keeps', () => {
    const institution = { InstitutionName: 'TESTWALD Clinic' };
    expect(leaksOf(institution, institution)).not.toEqual([]);
    expect(leaksOf(institution, institution, [0x00080080])).toEqual([]);
  });

  test('a date that was moved onto the birthday, but not one that stayed there', () => {
    const birth = { PatientBirthDate: '20150511' };
    expect(leaksOf({ ...birth, StudyDate: '20150611' }, { StudyDate: '20150511' })).toEqual([]);
    expect(leaksOf({ ...birth, StudyDate: '20150511' }, { StudyDate: '20150511' })).toEqual([
      { path: '(0008,0020)', kind: 'birth-date' },
    ]);
  });
});

describe('for a person who decides, what was found', () => {
  const contextsOf = (original: Attributes, cleaned: Attributes) => {
    const scanned = { original: buildDataSet(original), cleaned: buildDataSet(cleaned), isKept: () => false };
    return withContexts(scanned, findLeaks(scanned), createWordLists()).map(({ context }) => context);
  };

  test.each([
    [
      { PatientID: 'TEST-5177' },
      { Manufacturer: 'Maker TEST-5177 of things' },
      'Maker ••••••••• of things',
      ['TEST-5177'],
    ],
    // Either word with the other makes it, and each by itself does not.
    [{ PatientName: 'Li^An' }, { StudyDescription: 'of An Li, before' }, 'of •• ••, before', ['An', 'Li']],
    [{ PatientID: '1234567' }, { ImageComments: 'seen as 12-345-67 today' }, 'seen as ••••••••• today', ['12-345-67']],
    [{ PatientName: 'Testwald^A' }, { ImageComments: 'Testwald. Field' }, '••••••••. Field', ['Testwald']],
  ] satisfies readonly [Attributes, Attributes, string, string[]][])(
    'is masked in the text around it: %#',
    (original, cleaned, text, words) => {
      expect(contextsOf(original, cleaned)).toEqual([{ text, words }]);
    },
  );

  test('stands in items, too, and has no text in bytes', () => {
    const PatientName = 'Testwald^Anna';
    const cleaned = { RequestAttributesSequence: [{ RequestedProcedureDescription: 'for Testwald' }] };
    expect(contextsOf({ PatientName }, cleaned)).toEqual([{ text: 'for ••••••••', words: ['Testwald'] }]);
    const ICCProfile = { vr: 'OB', value: Buffer.from('of Testwald.') } as const;
    expect(contextsOf({ PatientName }, { ICCProfile })).toEqual([undefined]);
  });
});

test('what lies behind findings that were let pass is told, however many they were', () => {
  const original = buildDataSet({ PatientName: 'Testwald^Anna' });
  const items = Array.from({ length: 30 }, () => ({ RequestedProcedureDescription: 'for Testwald' }));
  const cleaned = buildDataSet({ RequestAttributesSequence: items });
  const scanned = { original, cleaned, isKept: () => false };
  const first = findLeaks(scanned);
  expect(first.length).toBeLessThan(30);
  const released = new Set(first.map(({ path }) => path));
  const rest = findLeaks({ ...scanned, isReleased: ({ path }) => released.has(path) });
  expect(rest).toHaveLength(30 - first.length);
});
