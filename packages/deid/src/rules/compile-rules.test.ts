import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { encodeFileMeta, parsePart10 } from '@isocenter/dicom/part10';
import { tagFrom } from '@isocenter/dicom/tag';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { findElement, getItems, getString } from '@isocenter/dicom/values';
import { describe, expect, test } from 'vitest';
import { createDeidentifier } from '../deidentify-file.ts';
import { createPseudonyms } from '../pseudonyms.ts';
import { parseRules } from './parse-rules.ts';

const key = Buffer.alloc(32, 9);
const ct = '1.2.840.10008.5.1.4.1.1.2';

const object = {
  SOPClassUID: ct,
  SOPInstanceUID: '1.2.3.4',
  StudyInstanceUID: '1.2.3',
  SeriesInstanceUID: '1.2.3.1',
  Modality: 'CT',
  Manufacturer: 'ACME',
  StudyDate: '20240301',
  SeriesDate: '20240301',
  StudyDescription: 'TEST TRIAL Äneas',
  SeriesDescription: 'TEST SERIES',
  PatientName: 'TEST^PHANTOM',
  PatientID: 'TEST-ID-1',
  PatientAge: '094Y',
  AccessionNumber: 'TEST-ACC',
  ContentSequence: [
    {
      TextValue: 'TEST FINDING',
      PersonName: 'TEST^READER',
      ContentSequence: [{ TextValue: 'TEST DEEP', PersonName: 'TEST^DEEP' }],
    },
  ],
} as const satisfies Attributes;

function cleanedBy(rules: string, given: Attributes | DataSet = object, profile = {}) {
  const parsed = parseRules(rules);
  if (parsed.kind === 'problems') throw new Error(JSON.stringify(parsed.problems));
  const dataSet = 'elements' in given ? (given as DataSet) : buildDataSet(given, { characterSet: 'ISO_IR 100' });
  const meta = encodeFileMeta({
    sopClassUid: ct,
    sopInstanceUid: '1.2.3.4',
    transferSyntaxUid: explicitVrLittleEndian.uid,
  });
  const input = Buffer.concat([meta, encodeDataSet(dataSet, explicitVrLittleEndian)]);
  const result = createDeidentifier({ key, profile, rules: parsed.site })(input);
  if (result.kind === 'held') return { held: result.reason };
  const cleaned = parsePart10(Buffer.concat(result.chunks)).value.dataSet;
  return { cleaned, ledger: result.ledger, bytes: Buffer.concat(result.chunks) };
}

function resultOf(rules: string, keyword: keyof typeof object, given?: Attributes): string | undefined {
  const { cleaned } = cleanedBy(rules, given);
  return cleaned && getString(cleaned, tagOf(keyword));
}

const rule = (attributes: string, action: string, more = ''): string =>
  `rules: [{ name: one, attributes: ${attributes}, action: ${action}, because: it was checked ${more} }]`;

describe('an action', () => {
  test.each([
    ['keep', 'StudyDescription', 'keep', 'TEST TRIAL Äneas'],
    ['remove', 'Manufacturer', 'remove', undefined],
    ['replace', 'StudyDescription', '{ replace: A STUDY }', 'A STUDY'],
    ['fiducial', 'SeriesDescription', '{ fiducial: text }', '% TEXT %'],
    ['cap', 'PatientAge', 'cap', '090Y'],
    [
      'hash',
      'AccessionNumber',
      "{ hash: 'A7-' }",
      `A7-${createPseudonyms(key).identifier('accession-number', 'TEST-ACC').slice(0, 13)}`,
    ],
    [
      'hash of the patient',
      'PatientID',
      '{ hash: TRIAL-7- }',
      `TRIAL-7-${createPseudonyms(key).identifier('patient-id', 'TEST-ID-1')}`,
    ],
    [
      'pseudonym in a domain',
      'SeriesDescription',
      '{ pseudonym: order-id }',
      createPseudonyms(key).identifier('order-id', 'TEST SERIES'),
    ],
  ] as const)('%s', (_, keyword, action, value) => {
    expect(resultOf(rule(keyword, action), keyword)).toBe(value);
  });

  test('clean takes identity out of a text, and words that nobody knows', () => {
    const given = { ...object, StudyDescription: 'CT chest of Phantom, Qxzibari protocol' };
    const { cleaned, ledger } = cleanedBy(rule('StudyDescription', 'clean'), given);
    expect(cleaned && getString(cleaned, tagOf('StudyDescription'))).toBe('CT chest of % PATIENT NAME % protocol');
    expect(ledger).toContainEqual({ path: '(0008,1030)', action: 'clean', rule: 'one', beyondProfile: true });
  });

  test.each([
    ['no list', '', 'CT % OTHER PERSON % protocol, abdomen'],
    ['a word that is never replaced', 'allow: [Qxzibari]', 'CT Qxzibari protocol, abdomen'],
    ['a word that is always replaced', 'allow: [Qxzibari], block: [abdomen]', 'CT Qxzibari protocol, % TEXT %'],
  ])('clean goes by the lists of the site: %s', (_, lists, value) => {
    const rules = `${rule('StudyDescription', 'clean')}\nlists: { ${lists} }`;
    const given = { ...object, StudyDescription: 'CT Qxzibari protocol, abdomen' };
    expect(resultOf(rules, 'StudyDescription', given)).toBe(value);
  });

  test('shift moves by the days of the patient, as the option does', () => {
    const { cleaned } = cleanedBy(rule('SeriesDate', 'shift'));
    const { cleaned: byOption } = cleanedBy('rules: []', object, { dates: 'modified' });
    const of = (dataSet: DataSet | undefined) => dataSet && getString(dataSet, tagOf('SeriesDate'));
    expect(of(cleaned)).toMatch(/^20[12]\d{5}$/);
    expect(of(cleaned)).toBe(of(byOption));
    expect(cleaned && getString(cleaned, tagOf('StudyDate'))).toBe(undefined);
  });

  test('hold writes nothing of the object, where its condition holds', () => {
    const hold = (modality: string) => rule('SOPClassUID', 'hold', `, when: { field: modality, equals: ${modality} }`);
    expect(cleanedBy(hold('ct'))).toEqual({ held: 'held-by-rule' });
    expect(cleanedBy(hold('MR')).held).toBe(undefined);
  });
});

describe('the first rule that matches decides', () => {
  const rules = `
rules:
  - { name: of ACME, attributes: StudyDescription, action: { replace: FIRST }, when: { field: manufacturer, equals: acme } }
  - { name: of all, attributes: StudyDescription, action: { replace: SECOND } }
`;
  test.each([
    ['ACME', 'FIRST'],
    ['OTHER', 'SECOND'],
  ])('%s: %s', (manufacturer, value) => {
    expect(resultOf(rules, 'StudyDescription', { ...object, Manufacturer: manufacturer })).toBe(value);
  });
});

describe('conditions', () => {
  test.each([
    ["{ field: value, matches: 'test*' }", true],
    ["{ field: value, matches: '?EST TRIAL aneas' }", true],
    ["{ field: value, matches: 'trial' }", false],
    ['{ field: AccessionNumber, exists: false }', false],
    ['{ field: PatientSex, exists: false }', true],
    ['{ field: sopClass, equals: CT Image Storage }', true],
    ['{ field: ContentSequence/TextValue, equals: test finding }', true],
    ['{ not: { field: Modality, in: [MR, CT] } }', false],
    ['{ any: [{ field: Modality, equals: MR }, { field: StudyDate, equals: 20240301 }] }', true],
    ['{ all: [{ field: Modality, equals: MR }, { field: StudyDate, equals: 20240301 }] }', false],
  ])('%s: %s', (when, holds) => {
    const value = resultOf(rule('StudyDescription', '{ replace: RULED }', `, when: ${when}`), 'StudyDescription');
    expect(value === 'RULED').toBe(holds);
  });
});

describe('a sequence that a rule keeps', () => {
  test('is cleaned inside, as deep as it goes', () => {
    const { bytes, cleaned } = cleanedBy(rule('ContentSequence', 'keep'));
    expect(cleaned && getItems(cleaned, tagOf('ContentSequence'))).toHaveLength(1);
    for (const text of ['TEST FINDING', 'TEST^READER', 'TEST DEEP', 'TEST^DEEP'])
      expect(bytes?.includes(text)).toBe(false);
  });

  test('gives what a path names, and not what lies below it', () => {
    const { bytes } = cleanedBy(rule("['ContentSequence/*']", 'keep'));
    expect(bytes?.includes('TEST^READER')).toBe(true);
    // An item of a Content Sequence in a Content Sequence is one of a Content Sequence, too.
    expect(bytes?.includes('TEST^DEEP')).toBe(true);
    const { bytes: top } = cleanedBy(rule("['/ContentSequence/*']", 'keep'));
    expect(top?.includes('TEST^READER')).toBe(true);
    expect(top?.includes('TEST^DEEP')).toBe(false);
  });
});

describe('private elements', () => {
  const bytes = (text: string): DataElement['value'] => ({ kind: 'bytes', bytes: Buffer.from(text, 'latin1') });
  const keep = rule(`'(0019,"ACME HEADER",0c)'`, 'keep');

  /** Returns the elements that stay of group 0019 with a creator at (0019,0011). */
  const keptOf = (creator: string, element: Pick<DataElement, 'vr' | 'value'>) => {
    const base = buildDataSet(object, { characterSet: 'ISO_IR 100' });
    const elements: readonly DataElement[] = [
      ...base.elements,
      { tag: tagFrom(0x0019, 0x0011), vr: 'LO', value: bytes(creator) },
      { tag: tagFrom(0x0019, 0x110c), ...element },
      { tag: tagFrom(0x0019, 0x110d), vr: 'LO', value: bytes('TEST') },
    ];
    const { cleaned } = cleanedBy(keep, { ...base, elements: elements.toSorted((a, b) => a.tag - b.tag) });
    const kept = cleaned?.elements.filter(({ tag }) => tag >>> 16 === 0x0019) ?? [];
    return kept.map(({ tag, value }) => [
      tag & 0xffff,
      value.kind === 'bytes' && Buffer.from(value.bytes).toString('latin1'),
    ]);
  };

  test('stay by their creator, in whatever block, with the creator and nothing else', () => {
    expect(keptOf('ACME HEADER ', { vr: 'IS', value: bytes('42') })).toEqual([
      [0x0011, 'ACME HEADER '],
      [0x110c, '42'],
    ]);
  });

  test('go where the creator is another', () => {
    expect(keptOf('ACME HEADER 2', { vr: 'IS', value: bytes('42') })).toEqual([]);
    expect(keptOf('ACME HEADER\0TEST', { vr: 'IS', value: bytes('42') })).toEqual([]);
  });

  test('go where a sequence hides in bytes of unknown form', () => {
    const hidden = bytes('\xfe\xff\x00\xe0\xff\xff\xff\xffTEST HIDDEN');
    expect(keptOf('ACME HEADER ', { vr: 'UN', value: hidden }).filter(([tag]) => tag === 0x110c)).toEqual([]);
  });
});

describe('what is said of it', () => {
  test('the ledger names the rule, and the code of the Basic profile is gone where more stays than it lets through', () => {
    const { cleaned, ledger } = cleanedBy(rule('StudyDescription', 'keep'));
    expect(ledger).toContainEqual({ path: '(0008,1030)', action: 'keep', rule: 'one', beyondProfile: true });
    expect(cleaned && getItems(cleaned, tagOf('DeidentificationMethodCodeSequence'))).toEqual([]);
    expect(cleaned && getString(cleaned, tagOf('PatientIdentityRemoved'))).toBe('YES');
    expect(JSON.stringify(ledger)).not.toContain('TEST');
  });

  test('the code stays where a rule takes as much as the profile does', () => {
    const { cleaned, ledger } = cleanedBy(rule('StudyDescription', '{ replace: A STUDY }'));
    expect(ledger).toContainEqual({ path: '(0008,1030)', action: 'replace', rule: 'one' });
    const codes = cleaned && getItems(cleaned, tagOf('DeidentificationMethodCodeSequence'));
    expect(codes?.map((item) => getString(item, tagOf('CodeValue')))).toEqual(['113100']);
  });

  test.each([
    ['keep', 'UNMODIFIED'],
    ['shift', 'MODIFIED'],
    ['remove', 'REMOVED'],
  ])('dates of which a rule did %s are %s', (action, mark) => {
    const { cleaned } = cleanedBy(rule('SeriesDate', action));
    expect(cleaned && getString(cleaned, tagOf('LongitudinalTemporalInformationModified'))).toBe(mark);
  });

  test('codes that an earlier de-identification left behind do not stay', () => {
    const before = {
      ...object,
      DeidentificationMethodCodeSequence: [{ CodeValue: '113100', CodingSchemeDesignator: 'DCM' }],
    };
    const { cleaned } = cleanedBy(rule('StudyDescription', 'keep'), before);
    expect(cleaned && findElement(cleaned, tagOf('DeidentificationMethodCodeSequence'))).toBe(undefined);
  });
});

test('rules on everything leave what the object is none without', () => {
  const { cleaned } = cleanedBy(rule("'*'", 'remove'));
  expect(cleaned?.elements.map(({ tag }) => tag)).toEqual(
    (
      [
        'SpecificCharacterSet',
        'SOPClassUID',
        'SOPInstanceUID',
        'PatientIdentityRemoved',
        'DeidentificationMethod',
        'DeidentificationMethodCodeSequence',
        'StudyInstanceUID',
        'SeriesInstanceUID',
        'LongitudinalTemporalInformationModified',
      ] as const
    ).map(tagOf),
  );
});
