/**
 * Faults that were found in the code of other tools, each as a test that passes here: what their profiles forget, where
 * their pseudonyms can be recomputed, and every place that has been found to hold identity after their work.
 *
 * Each place is tried under the basic profile alone and with every option that keeps or cleans something.
 */

import { createHash } from 'node:crypto';
import { type Attributes, buildDataSet, type TypedValue } from '@isocenter/dicom/build';
import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { encodeFileMeta, parsePart10 } from '@isocenter/dicom/part10';
import { isPrivate, tagFrom } from '@isocenter/dicom/tag';
import {
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  jpegBaseline,
  type TransferSyntax,
} from '@isocenter/dicom/transfer-syntax';
import { mediaStorageDirectorySopClass } from '@isocenter/dicom/uids';
import { findElement, getItems, getString } from '@isocenter/dicom/values';
import type { Vr } from '@isocenter/dicom/vr';
import { describe, expect, test } from 'vitest';
import { createDeidentifier } from '../src/deidentify-file.ts';
import { methodCodesOf, type ProfileOptions } from '../src/profile-options.ts';

const key = Buffer.alloc(32, 21);
const root = '1.2.840.10008.5.1.4.1.1';
const ct = `${root}.2`;

/** A false patient, none of whose values is a word. */
const [family, given, id, uid, birthDate] = ['Zolwexbi', 'Quantemo', 'PQ7731942', '1.2.276.99.4711.815', '19441123'];

const patient: Attributes = {
  SOPClassUID: ct,
  SOPInstanceUID: uid,
  StudyInstanceUID: `${uid}.1`,
  SeriesInstanceUID: `${uid}.2`,
  StudyDate: '20240229',
  PatientName: `${family}^${given}`,
  PatientID: id,
  PatientBirthDate: birthDate,
};

const basic: ProfileOptions = {};
const everything: ProfileOptions = {
  dates: 'modified',
  retainPatientCharacteristics: true,
  retainSafePrivate: true,
  cleanDescriptors: true,
  cleanGraphics: true,
  cleanStructuredContent: true,
};
const profiles = [
  ['the basic profile', basic],
  ['every option', everything],
] as const;

function fileOf(
  dataSet: DataSet,
  { syntax = explicitVrLittleEndian, sopClassUid = ct }: { syntax?: TransferSyntax; sopClassUid?: string } = {},
): Buffer {
  const meta = encodeFileMeta({ sopClassUid, sopInstanceUid: uid, transferSyntaxUid: syntax.uid });
  return Buffer.concat([meta, encodeDataSet(dataSet, syntax)]);
}

function deidentified(input: Uint8Array, profile: ProfileOptions = basic, ownKey = key) {
  const result = createDeidentifier({ key: ownKey, profile, acceptPictures: true })(input);
  if (result.kind === 'held') throw new Error(`held: ${result.reason}`);
  const bytes = Buffer.concat(result.chunks);
  return { ...result, bytes, dataSet: parsePart10(bytes).value.dataSet };
}

/** What of the patient stands in bytes, in ASCII and UTF-16 of either order, in any case. */
function found(bytes: Buffer): readonly string[] {
  const texts = [family, given, id, `${uid}`, birthDate].flatMap((text) => {
    const wide = Buffer.from(text.toLowerCase(), 'utf16le');
    return [Buffer.from(text.toLowerCase()), wide, Buffer.from(wide).swap16()].map((form) => ({ text, form }));
  });
  const folded = Buffer.from(bytes.map((byte) => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte)));
  return texts.filter(({ form }) => folded.includes(form)).map(({ text }) => text);
}

const raw = (group: number, element: number, vr: Vr, value: string | Uint8Array): DataElement => ({
  tag: tagFrom(group, element),
  vr,
  value: {
    kind: 'bytes',
    bytes: typeof value === 'string' ? Buffer.from(value.length % 2 ? `${value} ` : value) : value,
  },
});
const ob = (text: string): TypedValue => ({ vr: 'OB', value: Buffer.from(text.length % 2 ? `${text} ` : text) });

const named = `${given} ${family}, ${id}, ${uid}, ${birthDate}`;
const reference = { ReferencedSOPClassUID: ct, ReferencedSOPInstanceUID: uid };
const code = { CodeValue: '121071', CodingSchemeDesignator: 'DCM', CodeMeaning: 'Finding' };

const places: Readonly<Record<string, Attributes | readonly DataElement[]>> = {
  'dictionary attributes of text that no table names': {
    DocumentTitle: named,
    SecondaryCaptureDeviceManufacturer: named.slice(0, 64),
    WindowCenterWidthExplanation: named.slice(0, 64),
  },
  'UIDs inside private elements': [raw(0x0029, 0x0010, 'LO', 'TEST'), raw(0x0029, 0x1001, 'UI', uid)],
  'UIDs in references and sources, nested': {
    ReferencedImageSequence: [reference],
    SourceImageSequence: [{ ...reference, ReferencedSeriesSequence: [{ SeriesInstanceUID: `${uid}.2` }] }],
    ReferencedStudySequence: [reference],
  },
  'Related Series Sequence': {
    RelatedSeriesSequence: [{ StudyInstanceUID: `${uid}.1`, SeriesInstanceUID: `${uid}.2` }],
  },
  'Study ID': { StudyID: id },
  'digital signatures': {
    DigitalSignaturesSequence: [{ DigitalSignatureUID: uid, CertificateOfSigner: ob(named), Signature: ob(named) }],
  },
  'overlays of groups 6000 to 601E': [0x6000, 0x6002, 0x601e].flatMap((group) => [
    raw(group, 0x0022, 'LO', named.slice(0, 64)),
    raw(group, 0x3000, 'OW', named),
    raw(group, 0x4000, 'LT', named),
  ]),
  'curves of groups 50xx': [0x5000, 0x501e].map((group) => raw(group, 0x3000, 'OW', named)),
  'icon images': { IconImageSequence: [{ Rows: 1, Columns: 4, PixelData: ob(named) }] },
  'text objects of presentation states': {
    GraphicAnnotationSequence: [{ TextObjectSequence: [{ UnformattedTextValue: `of ${family}` }] }],
  },
  'waveform annotations': {
    WaveformAnnotationSequence: [{ UnformattedTextValue: `of ${family}` }, { TextValue: `of ${given} ${family}` }],
  },
  'content items of reports: TEXT, PNAME, UIDREF, DATE': {
    ContentSequence: [
      { ValueType: 'TEXT', ConceptNameCodeSequence: [code], TextValue: `${given} ${family} is well.` },
      { ValueType: 'PNAME', ConceptNameCodeSequence: [code], PersonName: `${family}^${given}` },
      { ValueType: 'UIDREF', ConceptNameCodeSequence: [code], UID: uid },
      { ValueType: 'DATE', ConceptNameCodeSequence: [code], Date: birthDate },
    ],
  },
  'padding elements behind the picture': [raw(0xfffc, 0xfffc, 'OB', named)],
  'padding after odd strings': {
    SeriesDescription: { vr: 'LO', value: Buffer.from(`Lung\0${family}`) },
    Manufacturer: { vr: 'LO', value: Buffer.from(`Siemens\0${family} `) },
    ImageType: { vr: 'CS', value: Buffer.from(`AXIAL\0${family} `) },
  },
  'standard attributes and private ones of a known creator, in UN': [
    raw(0x0010, 0x4000, 'UN', named),
    raw(0x0019, 0x0010, 'LO', 'SIEMENS MR HEADER'),
    raw(0x0019, 0x100c, 'UN', id),
  ],
  'private XML and proprietary headers': [
    raw(0x0029, 0x0010, 'LO', 'SIEMENS CSA HEADER'),
    raw(0x0029, 0x1010, 'OB', `SV10${named}`),
    raw(0x0029, 0x1020, 'OB', Buffer.from(named, 'utf16le')),
    raw(0x0029, 0x1030, 'UT', `<PatientComments>${named}</PatientComments>`),
  ],
  'sequences of other patient ids': {
    OtherPatientIDsSequence: [{ PatientID: id, IssuerOfPatientID: given, TypeOfPatientID: 'TEXT' }],
    OtherPatientNames: `${family}^${given}`,
    ReferencedPatientPhotoSequence: [reference],
  },
  'names of plans, structures and regions': {
    RTPlanLabel: family,
    RTPlanName: `${family} plan`,
    StructureSetLabel: family,
    StructureSetROISequence: [{ ROINumber: 1, ROIName: `PTV ${family}`, ROIDescription: named }],
    RTROIObservationsSequence: [{ ROIInterpreter: `${family}^${given}`, ROIObservationLabel: family }],
    BeamSequence: [{ BeamName: family, BeamDescription: named }],
  },
  'texts of ultrasound regions and transducers': {
    SequenceOfUltrasoundRegions: [{ RegionSpatialFormat: 1, PixelComponentOrganization: 0 }],
    TransducerData: [family, given],
    ProcessingFunction: family,
  },
  'names split across attributes and components': {
    ReferringPhysicianName: `^${given}^^${family}`,
    PatientBirthName: family,
    OperatorsName: [family, given],
    ImageComments: `${family.toUpperCase()}, ${given[0]}. and ${given.toLowerCase()} ${family.toLowerCase()}`,
    SeriesDescription: `${family}_${given}_thorax`,
  },
  'code strings and meanings of codes': {
    ViewPosition: `PA ${family}`.toUpperCase().slice(0, 16),
    ProcedureCodeSequence: [{ ...code, CodeMeaning: `Lung of ${family}` }],
    DerivationCodeSequence: [{ ...code, CodeValue: id }],
  },
};

function withPlanted(planted: Attributes | readonly DataElement[]): DataSet {
  if (!Array.isArray(planted)) return buildDataSet({ ...patient, ...planted });
  const base = buildDataSet(patient);
  return { ...base, elements: [...base.elements, ...planted].sort((a, b) => a.tag - b.tag) };
}

describe.each(profiles)('by %s, nothing of the patient is left in', (_, profile) => {
  test.each(Object.keys(places))('%s', (name) => {
    const input = fileOf(withPlanted(places[name] ?? {}));
    expect(found(input)).not.toEqual([]);
    expect(found(deidentified(input, profile).bytes)).toEqual([]);
  });

  test('private elements of implicit VR', () => {
    const dataSet = withPlanted([
      raw(0x0019, 0x0010, 'LO', 'SIEMENS MR HEADER'),
      raw(0x0019, 0x100c, 'UN', id),
      raw(0x0019, 0x100d, 'UN', family),
    ]);
    const { bytes } = deidentified(fileOf(dataSet, { syntax: implicitVrLittleEndian }), profile);
    expect(found(bytes)).toEqual([]);
  });

  test('preamble, AE titles and private information of the file meta information', () => {
    const input = fileOf(buildDataSet(patient));
    input.write(named, 'latin1');
    const parsed = parsePart10(input).value;
    const meta = [
      ...parsed.fileMeta.elements,
      raw(0x0002, 0x0016, 'AE', family),
      raw(0x0002, 0x0017, 'AE', family),
      raw(0x0002, 0x0018, 'AE', given),
      raw(0x0002, 0x0100, 'UI', uid),
      raw(0x0002, 0x0102, 'OB', named),
    ].filter(({ tag }) => tag !== tagFrom(0x0002, 0x0000));
    const encoded = encodeDataSet({ elements: meta, littleEndian: true, characterSets: [] }, explicitVrLittleEndian);
    const length = Buffer.from([2, 0, 0, 0, 0x55, 0x4c, 4, 0, 0, 0, 0, 0]);
    length.writeUInt32LE(encoded.length, 8);
    const whole = Buffer.concat([input.subarray(0, 132), length, encoded, parsed.dataSetBytes]);
    expect(found(deidentified(whole, profile).bytes)).toEqual([]);
  });

  test('bytes behind the picture, bits above its samples, segments of its compressed frames', () => {
    const picture = { Rows: 1, Columns: 2, BitsAllocated: 16, BitsStored: 8, HighBit: 7, PixelRepresentation: 0 };
    const spread = Buffer.from([...family.slice(0, 2)].flatMap((letter) => [7, letter.charCodeAt(0)]));
    const native = {
      ...patient,
      ...picture,
      PixelData: { vr: 'OW', value: Buffer.concat([spread, Buffer.from(named)]) },
    };
    const { bytes, dataSet } = deidentified(fileOf(buildDataSet(native as Attributes)), profile);
    expect(found(bytes)).toEqual([]);
    expect(findElement(dataSet, tagOf('PixelData'))?.value).toEqual({
      kind: 'bytes',
      bytes: Uint8Array.of(7, 0, 7, 0),
    });
    const segment = (marker: number, text: string) => [0xff, marker, 0, text.length + 2, ...Buffer.from(text)];
    const frame = Uint8Array.of(
      ...[0xff, 0xd8, ...segment(0xe1, named), ...segment(0xed, named), ...segment(0xfe, named)],
      ...[0xff, 0xda, 0, 4, 1, 2, 7, 7, 0xff, 0xd9],
    );
    const base = buildDataSet({ ...patient, ...picture });
    const fragments = [new Uint8Array(), frame.length % 2 ? Uint8Array.of(...frame, 0) : frame];
    const elements = [...base.elements, { tag: tagOf('PixelData'), vr: 'OB', value: { kind: 'fragments', fragments } }];
    const compressed = { ...base, elements } as DataSet;
    expect(found(deidentified(fileOf(compressed, { syntax: jpegBaseline }), profile).bytes)).toEqual([]);
  });

  test.each([
    [['', 'ISO 2022 IR 87'], `${family}^${given}=山田^太郎=やまだ^たろう`, ['山田', '太郎', 'やまだ']],
    [['', 'ISO 2022 IR 149'], `${family}^${given}=김^희중`, ['희중']],
    [['GB18030'], `${family}^${given}=王^小东`, ['小东']],
    [['ISO_IR 192'], `${family}^${given}=王^小东`, ['小东']],
  ] as const)('names in %o, in the name and in text', (characterSet, name, parts) => {
    const text = parts.join(' ');
    const dataSet = buildDataSet(
      { ...patient, PatientName: name, ImageComments: `of ${text}`, SeriesDescription: text, OperatorsName: name },
      { characterSet: [...characterSet] },
    );
    const { bytes, dataSet: clean } = deidentified(fileOf(dataSet), profile);
    expect(found(bytes)).toEqual([]);
    for (const keyword of ['ImageComments', 'SeriesDescription', 'PatientName', 'OperatorsName'] as const)
      for (const part of parts) expect(getString(clean, tagOf(keyword)) ?? '').not.toContain(part);
  });
});

describe('options', () => {
  test('are all of PS3.15 §E.3 that headers have, each with its code where it is taken and not where it is not', () => {
    const taken: readonly (readonly [ProfileOptions, string])[] = [
      [{ cleanGraphics: true }, '113103'],
      [{ cleanStructuredContent: true }, '113104'],
      [{ cleanDescriptors: true }, '113105'],
      [{ dates: 'full' }, '113106'],
      [{ dates: 'modified' }, '113107'],
      [{ retainPatientCharacteristics: true }, '113108'],
      [{ retainDeviceIdentity: true }, '113109'],
      [{ retainUids: true }, '113110'],
      [{ retainSafePrivate: true }, '113111'],
      [{ retainInstitutionIdentity: true }, '113112'],
    ];
    for (const [options, value] of taken)
      expect(methodCodesOf(options).map((one) => one.value)).toEqual(['113100', value]);
  });

  test('that keep safe private elements keep no others', () => {
    const elements = [raw(0x0011, 0x0010, 'LO', 'GEMS_PATI_01'), raw(0x0011, 0x1010, 'SS', Uint8Array.of(1, 0))];
    const { dataSet } = deidentified(fileOf(withPlanted(elements)), everything);
    expect(dataSet.elements.filter(({ tag }) => isPrivate(tag))).toEqual([]);
  });
});

describe('actions of the table', () => {
  test('that remove leave no date in the place of one', () => {
    const { dataSet } = deidentified(
      fileOf(buildDataSet({ ...patient, SeriesDate: '20240229', PatientBirthTime: '1200' })),
    );
    expect(findElement(dataSet, tagOf('SeriesDate'))).toBe(undefined);
    expect(findElement(dataSet, tagOf('PatientBirthTime'))).toBe(undefined);
    expect(getString(dataSet, tagOf('StudyDate'))).toBe(undefined);
  });

  test('that are compound go by the type in the IOD, and are not always the same', () => {
    const serial = { DeviceSerialNumber: id };
    expect(
      findElement(deidentified(fileOf(buildDataSet({ ...patient, ...serial }))).dataSet, tagOf('DeviceSerialNumber')),
    ).toBe(undefined);
    const enhanced = buildDataSet({ ...patient, ...serial, SOPClassUID: `${ct}.1` });
    expect(getString(deidentified(fileOf(enhanced)).dataSet, tagOf('DeviceSerialNumber'))).toBe('% DEVICE %');
  });

  test('replace values of every VR', () => {
    const values = {
      SelectorAEValue: family.slice(0, 8),
      SelectorASValue: '094Y',
      SelectorDAValue: birthDate,
      SelectorDTValue: `${birthDate}1200`,
      SelectorLOValue: named.slice(0, 64),
      SelectorLTValue: named,
      SelectorPNValue: `${family}^${given}`,
      SelectorSHValue: family,
      SelectorSTValue: named,
      SelectorTMValue: '120000',
      SelectorUIValue: uid,
      SelectorURValue: `https://${family}.example.org`,
      SelectorUTValue: named,
      SelectorOBValue: ob(named),
      SelectorUNValue: { vr: 'UN', value: Buffer.from(named.padEnd(70)) },
    } satisfies Attributes;
    expect(found(deidentified(fileOf(buildDataSet({ ...patient, ...values }))).bytes)).toEqual([]);
  });
});

describe('pseudonyms', () => {
  const input = fileOf(
    buildDataSet({ ...patient, AccessionNumber: 'A1', RelatedSeriesSequence: [{ SeriesInstanceUID: `${uid}.2` }] }),
  );

  test('are no hash that can be computed without the key', () => {
    const { dataSet } = deidentified(input);
    const pseudonym = getString(dataSet, tagOf('PatientID'))?.toLowerCase() ?? '';
    for (const algorithm of ['md5', 'sha1', 'sha256', 'sha512'])
      for (const encoding of ['hex', 'base64', 'base64url'] as const)
        expect(createHash(algorithm).update(id).digest(encoding).toLowerCase()).not.toContain(pseudonym.slice(0, 8));
    expect(getString(deidentified(input, basic, Buffer.alloc(32, 22)).dataSet, tagOf('PatientID'))).not.toBe(
      getString(dataSet, tagOf('PatientID')),
    );
  });

  test('are the same in two runs with the same key, and belong together', () => {
    for (const [, profile] of profiles) {
      const [one, other] = [deidentified(input, profile), deidentified(input, profile)];
      expect(one.bytes.equals(other.bytes)).toBe(true);
      const [related] = getItems(one.dataSet, tagOf('RelatedSeriesSequence'));
      if (related !== undefined) expect(getString(related, tagOf('SeriesInstanceUID'))).toBe(one.seriesInstanceUid);
    }
  });

  test('name the file: no original UID is given back for a path', () => {
    const { studyInstanceUid, seriesInstanceUid, sopInstanceUid, dataSet } = deidentified(input);
    for (const name of [studyInstanceUid, seriesInstanceUid, sopInstanceUid]) expect(name).not.toContain(uid);
    expect(sopInstanceUid).toBe(getString(dataSet, tagOf('SOPInstanceUID')));
  });
});

test('dates and times of a PET study move together, and the times of the injection stay', () => {
  const injection = { RadiopharmaceuticalStartTime: '093000', RadiopharmaceuticalStartDateTime: '20240229093000' };
  const dataSet = buildDataSet({
    ...patient,
    SOPClassUID: `${root}.128`,
    SeriesDate: '20240229',
    SeriesTime: '103000',
    AcquisitionDate: '20240301',
    AcquisitionTime: '000500',
    RadiopharmaceuticalInformationSequence: [injection],
  });
  const clean = deidentified(fileOf(dataSet), everything).dataSet;
  const day = (text: string | undefined) => Date.parse((text ?? '').replace(/^(....)(..)(..).*/, '$1-$2-$3')) / 864e5;
  const [series, acquired] = [getString(clean, tagOf('SeriesDate')), getString(clean, tagOf('AcquisitionDate'))];
  const [item] = getItems(clean, tagOf('RadiopharmaceuticalInformationSequence'));
  const start = item && getString(item, tagOf('RadiopharmaceuticalStartDateTime'));
  expect(series).not.toBe('20240229');
  expect(day(acquired) - day(series)).toBe(1);
  expect(day(start)).toBe(day(series));
  expect(start?.slice(8)).toBe('093000');
  expect(item && getString(item, tagOf('RadiopharmaceuticalStartTime'))).toBe('093000');
  expect(getString(clean, tagOf('AcquisitionTime'))).toBe('000500');
});

describe('held back whole', () => {
  const held = (dataSet: DataSet, sopClassUid?: string) =>
    createDeidentifier({ key, profile: everything })(fileOf(dataSet, sopClassUid === undefined ? {} : { sopClassUid }));

  test.each(['104.1', '104.2', '104.3'])('PDF, CDA and STL in a wrapper: %s', (suffix) => {
    const dataSet = buildDataSet({ ...patient, SOPClassUID: `${root}.${suffix}`, EncapsulatedDocument: ob(named) });
    expect(held(dataSet)).toEqual({ kind: 'held', reason: 'encapsulated-document' });
  });

  test('DICOMDIR', () => {
    expect(held(buildDataSet(patient), mediaStorageDirectorySopClass)).toEqual({ kind: 'held', reason: 'dicomdir' });
  });
});

test('pictures in which nothing is hidden stay the same to the bit', () => {
  const samples = Uint8Array.from({ length: 64 }, (_, at) => (at % 2 ? 0 : at * 3));
  const picture = { Rows: 4, Columns: 8, BitsAllocated: 16, BitsStored: 12, HighBit: 11, PixelRepresentation: 0 };
  for (const [, profile] of profiles) {
    const native = buildDataSet({ ...patient, ...picture, PixelData: { vr: 'OW', value: samples } });
    expect(findElement(deidentified(fileOf(native), profile).dataSet, tagOf('PixelData'))?.value).toEqual({
      kind: 'bytes',
      bytes: samples,
    });
    const base = buildDataSet({ ...patient, ...picture });
    const fragments = [Uint8Array.of(0, 0, 0, 0), Uint8Array.of(0xff, 0xd8, 0xff, 0xda, 0, 4, 1, 2, 7, 7, 0xff, 0xd9)];
    const value = { kind: 'fragments', fragments } as const;
    const compressed = { ...base, elements: [...base.elements, { tag: tagOf('PixelData'), vr: 'OB' as const, value }] };
    const clean = deidentified(fileOf(compressed, { syntax: jpegBaseline }), profile).dataSet;
    expect(findElement(clean, tagOf('PixelData'))?.value).toEqual(value);
  }
});
