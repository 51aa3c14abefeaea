import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { encodeFileMeta, parsePart10 } from '@isocenter/dicom/part10';
import { elementOf, groupOf, tagFrom } from '@isocenter/dicom/tag';
import { explicitVrLittleEndian, jpegBaseline } from '@isocenter/dicom/transfer-syntax';
import { findElement, getItems, getString, getStrings } from '@isocenter/dicom/values';
import { describe, expect, test } from 'vitest';
import { createDeidentifier, type DeidentifierOptions } from './deidentify-file.ts';
import { createPseudonyms } from './pseudonyms.ts';
import { createWordLists } from './text/word-lists.ts';

const key = Buffer.alloc(32, 9);
const wordLists = createWordLists();
const ct = '1.2.840.10008.5.1.4.1.1.2';

/** A small CT image whose every identifier begins with TEST or is listed in `planted`. */
const attributes = {
  SOPClassUID: ct,
  SOPInstanceUID: '1.2.3.4',
  StudyInstanceUID: '1.2.3',
  SeriesInstanceUID: '1.2.3.1',
  FrameOfReferenceUID: '1.2.3.9',
  Modality: 'CT',
  StudyDate: '20240301',
  StudyTime: '235959',
  SeriesDate: '20240302',
  AccessionNumber: 'TEST-ACC-1',
  PatientName: 'TEST^PHANTOM',
  PatientID: 'TEST-ID-1',
  PatientBirthDate: '19300101',
  PatientAge: '094Y',
  PatientSex: 'F',
  StudyID: 'TEST-STUDY',
  Manufacturer: 'Maker',
  Rows: 2,
  Columns: 2,
  BitsAllocated: 16,
  BitsStored: 12,
  HighBit: 11,
  PixelRepresentation: 0,
  SamplesPerPixel: 1,
  PhotometricInterpretation: 'MONOCHROME2',
  PixelData: { vr: 'OW', value: Uint8Array.of(1, 0, 2, 0, 3, 0, 255, 15) },
} as const;

function fileOf(dataSet: DataSet, options: { readonly preamble?: string; readonly sourceAet?: string } = {}): Buffer {
  const meta = encodeFileMeta({
    sopClassUid: ct,
    sopInstanceUid: '1.2.3.4',
    transferSyntaxUid: explicitVrLittleEndian.uid,
    ...(options.sourceAet && { sourceAet: options.sourceAet }),
  });
  meta.set(Buffer.from(options.preamble ?? ''));
  return Buffer.concat([meta, encodeDataSet(dataSet, explicitVrLittleEndian)]);
}

function deidentified(input: Uint8Array, options: Partial<DeidentifierOptions> = {}) {
  const result = createDeidentifier({ key, profile: {}, wordLists, ...options })(input);
  if (result.kind === 'held') throw new Error(`held: ${result.reason}`);
  const bytes = Buffer.concat(result.chunks);
  return { ...result, bytes, ...parsePart10(bytes).value };
}

const withElements = (...elements: readonly DataElement[]): DataSet => {
  const base = buildDataSet(attributes);
  return { ...base, elements: [...base.elements, ...elements].sort((a, b) => a.tag - b.tag) };
};

const bytesOf = (text: string): DataElement['value'] => ({ kind: 'bytes', bytes: Buffer.from(text, 'latin1') });

describe('a file', () => {
  test('has a new preamble and new file meta information that agrees with it', () => {
    const input = fileOf(buildDataSet(attributes), { preamble: 'TEST^PHANTOM', sourceAet: 'TESTSCANNER' });
    const { bytes, fileMeta, dataSet } = deidentified(input);
    expect(Buffer.from(bytes).subarray(0, 128).equals(Buffer.alloc(128))).toBe(true);
    expect(findElement(fileMeta, tagOf('SourceApplicationEntityTitle'))).toBe(undefined);
    const uid = createPseudonyms(key).uid('1.2.3.4');
    expect(getString(fileMeta, tagOf('MediaStorageSOPInstanceUID'))).toBe(uid);
    expect(getString(dataSet, tagOf('SOPInstanceUID'))).toBe(uid);
    expect(Buffer.from(bytes).includes('TEST')).toBe(false);
  });

  test('says what was done, by the codes of CID 7050 and in a ledger without values', () => {
    const { dataSet, ledger } = deidentified(fileOf(buildDataSet(attributes)), { profile: { dates: 'modified' } });
    const codes = getItems(dataSet, tagOf('DeidentificationMethodCodeSequence'));
    expect(codes.map((item) => getString(item, tagOf('CodeValue')))).toEqual(['113100', '113107']);
    expect(getString(dataSet, tagOf('LongitudinalTemporalInformationModified'))).toBe('MODIFIED');
    expect(ledger).toContainEqual({ path: '(0010,0020)', action: 'pseudonym' });
    expect(ledger).toContainEqual({ path: '(0008,0020)', action: 'shift' });
    expect(JSON.stringify(ledger)).not.toContain('TEST');
  });

  test('is the same from another run and another node', () => {
    const input = fileOf(buildDataSet(attributes));
    expect(deidentified(input).bytes).toEqual(deidentified(input).bytes);
    expect(deidentified(input, { key: Buffer.alloc(32, 10) }).sopInstanceUid).not.toBe(
      deidentified(input).sopInstanceUid,
    );
  });

  test('keeps its picture to the byte', () => {
    const { dataSet } = deidentified(fileOf(buildDataSet(attributes)));
    expect(findElement(dataSet, tagOf('PixelData'))?.value).toEqual({
      kind: 'bytes',
      bytes: attributes.PixelData.value,
    });
  });
});

describe('what identifies goes, wherever it stands', () => {
  const tail = { tag: tagFrom(0xfffc, 0xfffc), vr: 'OB', value: bytesOf('TEST') } as const;
  const cases: Readonly<Record<string, readonly DataElement[]>> = {
    'private elements, blobs and creators': [
      { tag: tagFrom(0x0009, 0x0010), vr: 'LO', value: bytesOf('TEST CREATOR') },
      { tag: tagFrom(0x0009, 0x1001), vr: 'UI', value: bytesOf('1.2.3.4') },
      { tag: tagFrom(0x0029, 0x1010), vr: 'OB', value: bytesOf('TEST^PHANTOM in a header of its own') },
    ],
    'overlays and curves, of every group': [
      { tag: tagFrom(0x6000, 0x3000), vr: 'OW', value: bytesOf('TEST') },
      { tag: tagFrom(0x601e, 0x0022), vr: 'LO', value: bytesOf('TEST') },
      { tag: tagFrom(0x5000, 0x3000), vr: 'OW', value: bytesOf('TEST') },
    ],
    'icons, digital signatures, trailing padding': [
      ...buildDataSet({ IconImageSequence: [{ ImageComments: 'TEST' }] }).elements,
      ...buildDataSet({ DigitalSignaturesSequence: [{ CertificateOfSigner: Buffer.from('TEST') }] }).elements,
      tail,
    ],
    'text that the table does not name': buildDataSet({ DocumentTitle: 'TEST', HL7InstanceIdentifier: 'TEST' })
      .elements,
    'code strings and numbers that are none': [
      { tag: tagOf('ImageType'), vr: 'CS', value: bytesOf('TEST^PHANTOM, A LONG NAME ') },
      { tag: tagOf('SliceThickness'), vr: 'DS', value: bytesOf('TEST') },
    ],
    'standard attributes of unknown VR': [
      { tag: tagOf('PatientComments'), vr: 'UN', value: bytesOf('TEST') },
      { tag: tagOf('DocumentTitle'), vr: 'UN', value: bytesOf('TEST') },
      { tag: tagOf('SliceThickness'), vr: 'UN', value: bytesOf('TEST') },
    ],
    'codes that were made up': buildDataSet({
      ProcedureCodeSequence: [{ CodeValue: 'TEST', CodingSchemeDesignator: '99LOCAL', CodeMeaning: 'TEST' }],
    }).elements,
    'identity that was encrypted for somebody else': buildDataSet({
      EncryptedAttributesSequence: [{ EncryptedContent: Buffer.from('TEST') }],
    }).elements,
    'requests, relatives and other ids in items': buildDataSet({
      RequestAttributesSequence: [{ RequestedProcedureID: 'TEST', AccessionNumber: 'TEST' }],
      OtherPatientIDsSequence: [{ PatientID: 'TEST', IssuerOfPatientID: 'TEST' }],
      ReferencedImageSequence: [{ ReferencedSOPClassUID: ct, ReferencedSOPInstanceUID: '1.2.3.4' }],
      RelatedSeriesSequence: [{ StudyInstanceUID: '1.2.3', SeriesInstanceUID: '1.2.3.4' }],
      SourceImageSequence: [{ ReferencedSOPInstanceUID: '1.2.3.4' }],
    }).elements,
    'report text and names': buildDataSet({
      ContentSequence: [
        {
          RelationshipType: 'CONTAINS',
          ValueType: 'TEXT',
          ConceptNameCodeSequence: [{ CodeValue: '121071', CodingSchemeDesignator: 'DCM', CodeMeaning: 'Finding' }],
          TextValue: 'TEST^PHANTOM is well',
        },
        { RelationshipType: 'HAS OBS CONTEXT', ValueType: 'PNAME', PersonName: 'TEST^DOCTOR' },
        { RelationshipType: 'HAS OBS CONTEXT', ValueType: 'UIDREF', UID: '1.2.3.4' },
      ],
      GraphicAnnotationSequence: [{ TextObjectSequence: [{ UnformattedTextValue: 'TEST' }] }],
    }).elements,
  };

  test.each(Object.keys(cases))('%s', (name) => {
    const { bytes } = deidentified(fileOf(withElements(...(cases[name] ?? []))));
    expect(Buffer.from(bytes).includes('TEST')).toBe(false);
    expect(Buffer.from(bytes).includes('1.2.3.4')).toBe(false);
  });

  test('names in other character sets, in every component group', () => {
    const name = 'TEST^PHANTOM=山田^太郎=やまだ^たろう';
    const dataSet = buildDataSet(
      { ...attributes, PatientName: name, ReferringPhysicianName: name, ScheduledPerformingPhysicianName: name },
      { characterSet: ['', 'ISO 2022 IR 87'] },
    );
    const { dataSet: clean } = deidentified(fileOf(dataSet));
    expect(getString(clean, tagOf('ReferringPhysicianName'))).toBe(undefined);
    expect(getString(clean, tagOf('PatientName'))).toMatch(/^[A-Z2-7]{16}$/);
  });

  test.each([
    ['bytes that are less than an element', 'TEST'],
    ['bytes that cannot be an element', 'TEST^PHANTOM, TEST^PHANTOM'],
  ])('%s behind the picture', (_, tailText) => {
    const input = Buffer.concat([fileOf(buildDataSet(attributes)), Buffer.from(tailText)]);
    expect(Buffer.from(deidentified(input).bytes).includes('TEST')).toBe(false);
  });

  test('metadata of frames, bytes after the last frame, and overlays above the stored bits', () => {
    const padded = {
      ...attributes,
      PixelData: { vr: 'OW', value: Buffer.from('\x01\0\x02\0\x03\0\xff\x0fTEST', 'latin1') },
    };
    expect(Buffer.from(deidentified(fileOf(buildDataSet(padded as never))).bytes).includes('TEST')).toBe(false);
    const overlaid = {
      ...attributes,
      PixelData: { vr: 'OW', value: Uint8Array.of(1, 0x10, 2, 0x20, 3, 0x40, 255, 0x8f) },
    };
    const { dataSet, ledger } = deidentified(fileOf(buildDataSet(overlaid as never)));
    expect(findElement(dataSet, tagOf('PixelData'))?.value).toEqual({
      kind: 'bytes',
      bytes: attributes.PixelData.value,
    });
    expect(ledger).toContainEqual({ path: '(7FE0,0010)', action: 'strip' });
  });
});

describe('what is needed stays', () => {
  test('ids stay the same over objects, and study, series and references belong together', () => {
    const reference = { ReferencedSOPClassUID: ct, ReferencedSOPInstanceUID: '1.2.3.4' };
    const other = deidentified(
      fileOf(buildDataSet({ ...attributes, SOPInstanceUID: '1.2.3.5', ReferencedImageSequence: [reference] })),
    );
    const [referenced] = getItems(other.dataSet, tagOf('ReferencedImageSequence'));
    const one = deidentified(fileOf(buildDataSet(attributes)));
    expect(referenced && getString(referenced, tagOf('ReferencedSOPInstanceUID'))).toBe(one.sopInstanceUid);
    expect(referenced && getString(referenced, tagOf('ReferencedSOPClassUID'))).toBe(ct);
    for (const keyword of ['PatientID', 'PatientName', 'AccessionNumber', 'StudyInstanceUID'] as const)
      expect(getString(other.dataSet, tagOf(keyword))).toBe(getString(one.dataSet, tagOf(keyword)));
  });

  test('codes of published schemes', () => {
    const code = { CodeValue: '71651007', CodingSchemeDesignator: 'SCT', CodeMeaning: 'Mammography' };
    const { dataSet } = deidentified(fileOf(buildDataSet({ ...attributes, ProcedureCodeSequence: [code] })));
    const [item] = getItems(dataSet, tagOf('ProcedureCodeSequence'));
    expect(item && getString(item, tagOf('CodeMeaning'))).toBe('Mammography');
  });

  test('dates of a patient keep their intervals, and times of day, where that is wanted', () => {
    const { dataSet } = deidentified(fileOf(buildDataSet(attributes)), { profile: { dates: 'modified' } });
    const [study, series] = (['StudyDate', 'SeriesDate'] as const).map((keyword) => getString(dataSet, tagOf(keyword)));
    const day = (text = ''): number => Date.parse(text.replace(/(....)(..)(..)/, '$1-$2-$3'));
    expect(study).not.toBe('20240301');
    expect(day(series) - day(study)).toBe(86_400_000);
    expect(getString(dataSet, tagOf('StudyTime'))).toBe('235959');
    const issued = fileOf(buildDataSet({ ...attributes, IssuerOfPatientID: 'TEST', PatientID: 'test-id-1' }));
    const other = deidentified(issued, { profile: { dates: 'modified' } }).dataSet;
    expect(getString(other, tagOf('StudyDate'))).toBe(study);
  });

  test('ages up to 89, and 90 for what is above', () => {
    const profile = { retainPatientCharacteristics: true };
    const ageOf = (age: string) =>
      getStrings(
        deidentified(fileOf(buildDataSet({ ...attributes, PatientAge: age })), { profile }).dataSet,
        tagOf('PatientAge'),
      );
    expect(['089Y', '090Y', '094Y', '006M', 'OLD'].map(ageOf)).toEqual([
      ['089Y'],
      ['090Y'],
      ['090Y'],
      ['006M'],
      ['000Y'],
    ]);
  });
});

describe('texts that stay', () => {
  const clean = { profile: { cleanDescriptors: true, dates: 'modified' } } as const;
  const textsOf = (more: Attributes, options: Partial<DeidentifierOptions> = clean) => {
    const { dataSet } = deidentified(fileOf(buildDataSet({ ...attributes, ...more })), options);
    return Object.keys(more).map((keyword) => getString(dataSet, tagOf(keyword as Keyword)));
  };

  test('lose what the header knows, and keep the rest', () => {
    expect(
      textsOf({
        SeriesDescription: 'Thorax for Phantom, MRN TEST-ID-1',
        ReferringPhysicianName: 'GREEN^ANNA',
        ImageComments: 'seen by Dr. Green',
        Manufacturer: 'SIEMENS, site of Phantom',
      }),
    ).toEqual([
      'Thorax for % PATIENT NAME %, MRN % PATIENT ID %',
      undefined,
      'seen by Dr. % OTHER PERSON %',
      'SIEMENS, site of % PATIENT NAME %',
    ]);
  });

  test('lose words that nobody knows, and keep what devices write', () => {
    expect(
      textsOf({
        SeriesDescription: 't1_mprage_sag_p2_iso 1.5 mm xubadefi',
        ProtocolName: 'Lung B30F Testkugi',
        ManufacturerModelName: 'SOMATOM Definition AS+',
        SequenceName: '*tfl3d1_16ns',
        ConvolutionKernel: ['B30f', 'zogudami'],
      }),
    ).toEqual([
      't1_mprage_sag_p2_iso 1.5 mm % TEXT %',
      'Lung B30F % OTHER PERSON %',
      'SOMATOM Definition AS+',
      '*tfl3d1_16ns',
      'B30f',
    ]);
  });

  test('lose what a title gives away elsewhere in the object', () => {
    expect(textsOf({ ImageComments: 'Called Mrs. Long at noon.', StudyDescription: 'Long, chest' })[1]).not.toContain(
      'Long',
    );
  });

  test('have their dates moved as those of the header are', () => {
    const { dataSet } = deidentified(
      fileOf(buildDataSet({ ...attributes, ImageComments: 'compared with 2024-03-01' })),
      clean,
    );
    const day = getString(dataSet, tagOf('StudyDate'))?.replace(/(....)(..)(..)/, '$1-$2-$3');
    expect(getString(dataSet, tagOf('ImageComments'))).toBe(`compared with ${day}`);
  });

  test('end where padding begins, and fit their VR', () => {
    const hidden = { vr: 'LO', value: Buffer.from('Lung\0TEST^PHANTOM') } as const;
    expect(textsOf({ SeriesDescription: hidden, StructureSetLabel: 'Phantom A Phantom' })).toEqual(['Lung', '% A %']);
  });

  test('are emptied where they are code strings with a word that is no defined term', () => {
    const { dataSet } = deidentified(
      fileOf(
        buildDataSet({ ...attributes, ViewPosition: 'PA KUGIDEFA', ImageType: ['ORIGINAL', 'PRIMARY', 'KUGIDEFA'] }),
      ),
    );
    expect(findElement(dataSet, tagOf('ViewPosition'))?.value).toEqual({ kind: 'bytes', bytes: new Uint8Array(0) });
    expect(getStrings(dataSet, tagOf('ImageType'))).toEqual(['ORIGINAL', 'PRIMARY', '']);
  });

  test('are cleaned beside published codes, too', () => {
    const code = { CodeValue: '113072', CodingSchemeDesignator: 'DCM', CodeMeaning: 'Multiplanar of kugidefa' };
    const { dataSet } = deidentified(fileOf(buildDataSet({ ...attributes, DerivationCodeSequence: [code] })));
    const [item] = getItems(dataSet, tagOf('DerivationCodeSequence'));
    expect(item && getString(item, tagOf('CodeMeaning'))).toBe('Multiplanar of % TEXT %');
  });

  test('hold to the lists of the site and to what orders say', () => {
    const wordLists = createWordLists({ block: ['lung'], allow: ['xubadefi'], gray: [] });
    const dataSet = buildDataSet({ ...attributes, SeriesDescription: 'Lung xubadefi ORD7' });
    const record = [{ kind: 'order-id', value: 'ORD-7' }] as const;
    const result = createDeidentifier({ key, ...clean, wordLists })(fileOf(dataSet), { record });
    const { value } = parsePart10(Buffer.concat(result.kind === 'done' ? result.chunks : []));
    expect(getString(value.dataSet, tagOf('SeriesDescription'))).toBe('% TEXT % xubadefi % ORDER ID %');
  });
});

describe('private elements that are safe', () => {
  const creator = (text: string, at = 0x0010): DataElement => ({
    tag: tagFrom(0x0019, at),
    vr: 'LO',
    value: bytesOf(text),
  });
  const element = (at: number, vr: DataElement['vr'], text: string): DataElement => ({
    tag: tagFrom(0x0019, at),
    vr,
    value: bytesOf(text),
  });
  const kept = (elements: readonly DataElement[]) => {
    const { dataSet } = deidentified(fileOf(withElements(...elements)), { profile: { retainSafePrivate: true } });
    return dataSet.elements.filter(({ tag }) => groupOf(tag) === 0x0019).map(({ tag }) => elementOf(tag));
  };
  const siemens = creator('SIEMENS MR HEADER ');

  test('stay with the name of their owner, as Table E.3.10-1 lists them', () => {
    expect(kept([siemens, element(0x100c, 'IS', '1000'), element(0x1008, 'CS', 'IMAGE ')])).toEqual([0x10, 0x100c]);
    // Of implicit VR.
    expect(kept([siemens, element(0x100c, 'UN', '1000')])).toEqual([0x10, 0x100c]);
  });

  test.each([
    ['another owner', [creator('ANOTHER '), element(0x100c, 'IS', '1000')]],
    ['no owner', [element(0x100c, 'IS', '1000')]],
    ['another VR', [siemens, element(0x100c, 'LO', '1000')]],
    ['a value that is none of its VR', [siemens, element(0x100c, 'IS', 'PHANTOM ')]],
  ])('go with %s', (_, elements) => {
    expect(kept(elements)).toEqual([]);
  });

  test('stay where the object says that they are safe, and their value can be looked at', () => {
    const declared = buildDataSet({
      PrivateDataElementCharacteristicsSequence: [
        {
          PrivateGroupReference: 0x0019,
          PrivateCreatorReference: 'TEST OWN',
          BlockIdentifyingInformationStatus: 'SAFE',
        },
      ],
    }).elements;
    const own = [
      creator('TEST OWN'),
      element(0x1001, 'DS', '1.5 '),
      element(0x1002, 'OB', 'PHANTOM '),
      element(0x1003, 'LO', 'of Phantom'),
    ];
    expect(kept([...declared, ...own])).toEqual([0x10, 0x1001]);
    expect(kept(own)).toEqual([]);
  });
});

describe('held back is', () => {
  const held = (input: Uint8Array) => createDeidentifier({ key, profile: {}, wordLists })(input);

  test.each([
    ['what is no DICOM', Buffer.from('TEST '.repeat(100)), 'not-dicom'],
    ['what ends too early', fileOf(buildDataSet(attributes)).subarray(0, -4), 'unreadable'],
    ['what has no SOP Instance UID', fileOf(buildDataSet({ ...attributes, SOPInstanceUID: '' })), 'not-an-instance'],
    [
      'a capture of a screen',
      fileOf(buildDataSet({ ...attributes, SOPClassUID: '1.2.840.10008.5.1.4.1.1.7' })),
      'capture',
    ],
    [
      'a picture with identity',
      fileOf(buildDataSet({ ...attributes, BurnedInAnnotation: 'YES' })),
      'burned-in-annotation',
    ],
    [
      'a document',
      fileOf(buildDataSet({ ...attributes, SOPClassUID: '1.2.840.10008.5.1.4.1.1.104.1' })),
      'encapsulated-document',
    ],
  ])('%s', (_, input, reason) => {
    expect(held(input)).toEqual({ kind: 'held', reason });
  });

  test('what still holds identity of the original, or of the record', () => {
    const ICCProfile = { vr: 'OB', value: Buffer.from('of Testwald.') } as const;
    const named = fileOf(buildDataSet({ ...attributes, PatientName: 'TESTWALD^ANNA', ICCProfile }));
    const leaks = [{ path: '(0028,2000)', kind: 'patient-name' }];
    expect(held(named)).toEqual({ kind: 'held', reason: 'leak-found', leaks });
    const isReleased = ({ path }: { readonly path: string }) => path === '(0028,2000)';
    const deidentify = createDeidentifier({ key, profile: {}, wordLists });
    expect(deidentify(named, { isReleased })).toMatchObject({ kind: 'done' });
    const pattern = { vr: 'OB', value: Buffer.from('to Testwald,') } as const;
    const twice = fileOf(
      buildDataSet({ ...attributes, PatientName: 'TESTWALD^ANNA', ICCProfile, FillPattern: pattern }),
    );
    expect(deidentify(twice, { isReleased })).toMatchObject({ leaks: [{ path: '(0070,0256)' }] });
    const other = fileOf(buildDataSet({ ...attributes, ICCProfile }));
    expect(deidentify(other)).toMatchObject({ kind: 'done' });
    expect(deidentify(other, { record: [{ kind: 'patient-name', value: 'Testwald^Anna' }] })).toMatchObject({ leaks });
  });
});

test('the Basic Offset Table follows frames that became shorter', () => {
  const comment = [0xff, 0xfe, 0, 6, ...Buffer.from('TEST')];
  const frame = (withComment: boolean) =>
    Uint8Array.of(0xff, 0xd8, ...(withComment ? comment : []), 0xff, 0xda, 0, 4, 1, 2, 7, 7, 0xff, 0xd9);
  const dataSet = withElements();
  const table = Uint8Array.of(0, 0, 0, 0, 28, 0, 0, 0);
  const fragments = [table, frame(true), frame(false)];
  const elements = dataSet.elements.map((element) =>
    element.tag === tagOf('PixelData')
      ? { tag: element.tag, vr: 'OB' as const, value: { kind: 'fragments' as const, fragments } }
      : element,
  );
  const meta = encodeFileMeta({ sopClassUid: ct, sopInstanceUid: '1.2.3.4', transferSyntaxUid: jpegBaseline.uid });
  const input = Buffer.concat([meta, encodeDataSet({ ...dataSet, elements }, jpegBaseline)]);
  const { dataSet: clean, bytes } = deidentified(input);
  expect(findElement(clean, tagOf('PixelData'))?.value).toEqual({
    kind: 'fragments',
    fragments: [Uint8Array.of(0, 0, 0, 0, 20, 0, 0, 0), frame(false), frame(false)],
  });
  expect(Buffer.from(bytes).includes('TEST')).toBe(false);
});
