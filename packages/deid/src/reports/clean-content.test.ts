import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import type { DataSet } from '@isocenter/dicom/data-set';
import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { encodeFileMeta, parsePart10 } from '@isocenter/dicom/part10';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { getItems, getString } from '@isocenter/dicom/values';
import { describe, expect, test } from 'vitest';
import { createDeidentifier, type Deidentifier } from '../deidentify-file.ts';
import type { ProfileOptions } from '../profile-options.ts';
import { createPseudonyms } from '../pseudonyms.ts';

const key = Buffer.alloc(32, 9);
const pseudonyms = createPseudonyms(key);
const enhancedReport = '1.2.840.10008.5.1.4.1.1.88.22';
const asked: ProfileOptions = { cleanStructuredContent: true, cleanDescriptors: true };

const code = (value: string, scheme: string, meaning: string): Attributes => ({
  CodeValue: value,
  CodingSchemeDesignator: scheme,
  CodeMeaning: meaning,
});

const item = (type: string, concept: readonly [string, string, string], value: Attributes): Attributes => ({
  RelationshipType: 'CONTAINS',
  ValueType: type,
  ConceptNameCodeSequence: [code(...concept)],
  ...value,
});

const deidentifiers = new Map<string, Deidentifier>();

/** Lists of words are made once for each. */
function deidentifierOf(profile: ProfileOptions): Deidentifier {
  const name = JSON.stringify(profile);
  const made = deidentifiers.get(name) ?? createDeidentifier({ key, profile });
  deidentifiers.set(name, made);
  return made;
}

/** Returns the content items of a report after it was de-identified, and the whole of it. */
function cleaned(items: readonly Attributes[], profile: ProfileOptions = asked, more: Attributes = {}) {
  const report = buildDataSet(
    {
      SOPClassUID: enhancedReport,
      SOPInstanceUID: '1.2.3.4',
      StudyInstanceUID: '1.2.3',
      SeriesInstanceUID: '1.2.3.1',
      Modality: 'SR',
      StudyDate: '20240301',
      PatientName: 'TESTOVA^QUIRÍNA',
      PatientID: '00390464',
      PatientBirthDate: '19300101',
      AccessionNumber: 'TEST-77881',
      ValueType: 'CONTAINER',
      ConceptNameCodeSequence: [code('18747-6', 'LN', 'CT Report')],
      ContentSequence: items,
      ...more,
    },
    { characterSet: 'ISO_IR 192' },
  );
  const meta = encodeFileMeta({
    sopClassUid: enhancedReport,
    sopInstanceUid: '1.2.3.4',
    transferSyntaxUid: explicitVrLittleEndian.uid,
  });
  const result = deidentifierOf(profile)(Buffer.concat([meta, encodeDataSet(report, explicitVrLittleEndian)]));
  if (result.kind === 'held') throw new Error(`held: ${result.reason}`);
  const { dataSet } = parsePart10(Buffer.concat(result.chunks)).value;
  return { items: getItems(dataSet, tagOf('ContentSequence')), dataSet, ledger: result.ledger };
}

const valueIn = (dataSet: DataSet | undefined, keyword: Keyword): string | undefined =>
  dataSet && getString(dataSet, tagOf(keyword));

const finding = ['121071', 'DCM', 'Finding'] as const;

describe('text of content items', () => {
  const text = (value: string, concept: readonly [string, string, string] = finding) =>
    item('TEXT', concept, { TextValue: value });

  test('loses what identifies and keeps all else to the byte', () => {
    const { items } = cleaned([
      text('Mrs. Testova was seen by Dr. Hand.\r\nNODULE:  4.2 x 3.1 cm at T4/5,\tμ-map of 3.4 %.'),
    ]);
    expect(valueIn(items[0], 'TextValue')).toBe(
      'Mrs. % PATIENT NAME % was seen by Dr. % OTHER PERSON %.\r\nNODULE:  4.2 x 3.1 cm at T4/5,\tμ-map of 3.4 %.',
    );
  });

  test('has the same pseudonyms as the headers for ids, however they are written', () => {
    const { items, dataSet } = cleaned([text('MRN 390464, study test77881')]);
    expect(valueIn(items[0], 'TextValue')).toBe(
      `MRN ${valueIn(dataSet, 'PatientID')}, study ${valueIn(dataSet, 'AccessionNumber')}`,
    );
  });

  test('has its dates moved with those of the headers, but for the birth date', () => {
    const texts = [text('Compared with 2024-02-20. Born 1 January 1930.')];
    const { items, dataSet } = cleaned(texts, { ...asked, dates: 'modified' });
    const [, compared = '', born] = /Compared with (.*)\. Born (.*)\./.exec(valueIn(items[0], 'TextValue') ?? '') ?? [];
    const study = valueIn(dataSet, 'StudyDate') ?? '';
    const days = (Date.parse(study.replace(/(....)(..)(..)/, '$1-$2-$3')) - Date.parse(compared)) / 86_400_000;
    expect([days, born]).toEqual([10, '% BIRTH DATE %']);
    expect(valueIn(cleaned(texts).items[0], 'TextValue')).toBe('Compared with % DATE %. Born % BIRTH DATE %.');
  });

  test('is known in one item when another gives it away', () => {
    const { items } = cleaned([
      item('TEXT', ['121009', 'DCM', "Person Observer's Organization Name"], { TextValue: 'Testwood Praxis' }),
      text('Dictated by Ewald Zanther'),
      text('zanther agreed; images of testwood praxis'),
    ]);
    expect(items.map((one) => valueIn(one, 'TextValue'))).toEqual([
      '% INSTITUTION %',
      'Dictated by % OTHER PERSON %',
      '% OTHER PERSON % agreed; images of % INSTITUTION %',
    ]);
  });

  test('is known where a text of the header gives it away, by a label, by its form, or as a word that nobody knows', () => {
    const header = { ReasonForStudy: 'Fall of Goravuda^Mibokeji, informed by Dr. Zegrun, bed of Vokifume' };
    const { items } = cleaned([text('A nodule of goravuda mibokeji; zegrun agreed, vokifume did not.')], asked, header);
    expect(valueIn(items[0], 'TextValue')).toBe(
      'A nodule of % OTHER PERSON %; % OTHER PERSON % agreed, % OTHER PERSON % did not.',
    );
  });

  test('that the table names goes whole without the Clean Descriptors Option', () => {
    const { items, ledger } = cleaned([text('No nodule.'), text('No nodule.', ['121073', 'DCM', 'Impression'])], {
      cleanStructuredContent: true,
    });
    expect(items.map((one) => valueIn(one, 'TextValue'))).toEqual(['% TEXT %', 'No nodule.']);
    expect(ledger).toContainEqual({ path: '(0040,A730)[0].(0040,A160)', action: 'dummy' });
    expect(ledger).not.toContainEqual(expect.objectContaining({ path: '(0040,A730)[1].(0040,A160)' }));
  });

  test('is replaced whole where it cannot be read', () => {
    const broken = { vr: 'UT', value: Uint8Array.of(0x54, 0xff, 0xfe, 0x20, ...Buffer.from('Dr. Zanther')) } as const;
    const { items } = cleaned([item('TEXT', finding, { TextValue: broken })]);
    expect(valueIn(items[0], 'TextValue')).toBe('% TEXT %');
  });

  test('in a language whose words are not known keeps them', () => {
    const { items } = cleaned([
      item('CODE', ['121049', 'DCM', 'Language of Content Item and Descendants'], {
        ConceptCodeSequence: [code('de', 'RFC5646', 'German')],
      }),
      text('Die Leber ist normal. Dr. Testmann'),
    ]);
    expect(valueIn(items[1], 'TextValue')).toBe('Die Leber ist normal. Dr. % OTHER PERSON %');
  });
});

describe('what an item is about decides', () => {
  const subject: readonly Attributes[] = [
    item('PNAME', ['121029', 'DCM', 'Subject Name'], { PersonName: 'TESTOVA^QUIRÍNA' }),
    item('TEXT', ['121030', 'DCM', 'Subject ID'], { TextValue: '00390464' }),
    item('DATE', ['121031', 'DCM', 'Subject Birth Date'], { Date: '19300101' }),
    item('TEXT', ['121022', 'DCM', 'Accession Number'], { TextValue: 'TEST-77881' }),
    item('TEXT', ['121016', 'DCM', 'Device Observer Serial Number'], { TextValue: 'TEST-SERIAL' }),
    item('PNAME', ['121008', 'DCM', 'Person Observer Name'], { PersonName: 'ZANTHER^EWALD' }),
    item('DATETIME', ['111526', 'DCM', 'DateTime Started'], { DateTime: '20240301101112' }),
  ];

  test('of a subject and an order: the pseudonyms of the headers', () => {
    const { items, dataSet } = cleaned(subject, { ...asked, dates: 'modified' });
    const patient = valueIn(dataSet, 'PatientID');
    expect(valueIn(items[0], 'PersonName')).toBe(patient);
    expect(valueIn(items[1], 'TextValue')).toBe(patient);
    expect(valueIn(items[2], 'Date')).toBe('19000101');
    expect(valueIn(items[3], 'TextValue')).toBe(valueIn(dataSet, 'AccessionNumber'));
    expect(valueIn(items[5], 'PersonName')).toBe('% OTHER PERSON %');
    expect(valueIn(items[6], 'DateTime')?.slice(0, 8)).toBe(valueIn(dataSet, 'StudyDate'));
  });

  test('of a device: kept with the Retain Device Identity Option only', () => {
    expect(valueIn(cleaned(subject).items[4], 'TextValue')).toBe('% DEVICE %');
    const { items } = cleaned(subject, { ...asked, retainDeviceIdentity: true });
    expect(valueIn(items[4], 'TextValue')).toBe('TEST-SERIAL');
  });

  test.each([
    ['71', '71'],
    ['94', '90'],
  ])('of an age of %s years: %s with the Retain Patient Characteristics Option, and none without', (age, kept) => {
    const measured = { NumericValue: age, MeasurementUnitsCodeSequence: [code('a', 'UCUM', 'year')] };
    const items = [item('NUM', ['121033', 'DCM', 'Subject Age'], { MeasuredValueSequence: [measured] })];
    const valuesOf = (profile: ProfileOptions) =>
      getItems(cleaned(items, profile).items[0] as DataSet, tagOf('MeasuredValueSequence')).map((value) =>
        valueIn(value, 'NumericValue'),
      );
    expect(valuesOf({ ...asked, retainPatientCharacteristics: true })).toEqual([kept]);
    expect(valuesOf(asked)).toEqual([]);
  });

  test('of a concept under its former code', () => {
    const social = item('TEXT', ['F-02455', '99SDM', 'Social History'], { TextValue: 'Smoker.' });
    expect(valueIn(cleaned([social], { cleanStructuredContent: true }).items[0], 'TextValue')).toBe('% TEXT %');
    expect(valueIn(cleaned([social]).items[0], 'TextValue')).toBe('Smoker.');
  });
});

test('codes keep their values, and their meanings unless somebody wrote a name there', () => {
  const site = (meaning: string) =>
    item('CODE', ['121071', 'DCM', 'Finding'], { ConceptCodeSequence: [code('T-28000', 'SRT', meaning)] });
  const { items } = cleaned([site('Lung'), site('Lung of Mrs. Testova'), site('Lung of kokawapu')]);
  const codes = items.map((one) => getItems(one, tagOf('ConceptCodeSequence'))[0]);
  expect(codes.map((one) => [valueIn(one, 'CodeValue'), valueIn(one, 'CodeMeaning')])).toEqual([
    ['T-28000', 'Lung'],
    ['T-28000', 'Lung of Mrs. % PATIENT NAME %'],
    ['T-28000', 'Lung of % TEXT %'],
  ]);
});

test('codes of a site stay the same for the same, headings and units stay readable', () => {
  const size = (value: string) =>
    item('NUM', ['TEST-12', '99TEST', 'Diameter of nodule'], {
      MeasuredValueSequence: [{ NumericValue: value, MeasurementUnitsCodeSequence: [code('cm', '99TEST', 'cm')] }],
    });
  const { items } = cleaned([size('3.10'), size('4')]);
  const names = items.map((one) => getItems(one, tagOf('ConceptNameCodeSequence'))[0]);
  expect(names.map((one) => valueIn(one, 'CodeMeaning'))).toEqual(['Diameter of nodule', 'Diameter of nodule']);
  expect(valueIn(names[0], 'CodeValue')).toMatch(/^[A-Z2-7]{16}$/);
  expect(valueIn(names[1], 'CodeValue')).toBe(valueIn(names[0], 'CodeValue'));
  const [measured] = getItems(items[0] as DataSet, tagOf('MeasuredValueSequence'));
  const [unit] = measured ? getItems(measured, tagOf('MeasurementUnitsCodeSequence')) : [];
  expect([valueIn(measured, 'NumericValue'), valueIn(unit, 'CodeMeaning')]).toEqual(['3.10', 'cm']);
});

test('acquisition contexts are cleaned instead of removed, measurements in them kept', () => {
  const context = [
    {
      ValueType: 'TEXT',
      ConceptNameCodeSequence: [code('109054', 'DCM', 'Patient State')],
      TextValue: 'Mrs. Testova rests',
    },
    {
      ValueType: 'NUMERIC',
      ConceptNameCodeSequence: [code('113552', 'DCM', 'Recent Physical Activity')],
      NumericValue: '12.50',
      MeasurementUnitsCodeSequence: [code('min', 'UCUM', 'minute')],
    },
  ];
  const of = (profile: ProfileOptions) =>
    getItems(
      cleaned([], profile, { AcquisitionContextSequence: context }).dataSet,
      tagOf('AcquisitionContextSequence'),
    );
  const [state, activity] = of(asked);
  expect(valueIn(state, 'TextValue')).toBe('Mrs. % PATIENT NAME % rests');
  expect(valueIn(activity, 'NumericValue')).toBe('12.50');
  expect(of({})).toEqual([]);
});

test('the object says that the option was carried out', () => {
  const { dataSet } = cleaned([]);
  const codes = getItems(dataSet, tagOf('DeidentificationMethodCodeSequence'));
  expect(codes.map((one) => valueIn(one, 'CodeValue'))).toEqual(['113100', '113104', '113105']);
  expect(valueIn(dataSet, 'PatientID')).toBe(pseudonyms.identifier('patient-id', '00390464'));
});
