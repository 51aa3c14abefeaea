import { describe, expect, it } from 'vitest';
import { type Attributes, buildDataSet } from './build.ts';
import { encodeDataSet } from './encode.ts';
import { toDicomJson } from './json.ts';
import { fromDicomJson } from './json-parse.ts';
import { writeNativeXml } from './native-xml.ts';
import { fromNativeXml } from './native-xml-parse.ts';
import { explicitVrLittleEndian } from './transfer-syntax.ts';

const documentOf = (content: string) => `<NativeDicomModel xml:space="preserve">${content}</NativeDicomModel>`;
const parse = (content: string) => fromNativeXml(documentOf(content));
const codesOf = (content: string) => parse(content).findings.map(({ code }) => code);

describe('fromNativeXml', () => {
  it.each<[string, Attributes]>([
    ['text, also with white space and none', { ImageType: ['MPG', '', 'XR3'], StudyDescription: ' <a> & "b" ' }],
    ['lines', { TextValue: 'one\r\ntwo\ttabbed' }],
    [
      'names',
      { SpecificCharacterSet: 'ISO_IR 192', OtherPatientNames: ['Yamada^Tarou^^Dr.=山田^太郎=やまだ', '', 'A'] },
    ],
    ['numbers', { Rows: 65_535, PixelSpacing: ['0.50', '1e-1'], RealWorldValueSlope: [-0.1, 1e300, Number.NaN] }],
    ['big numbers', { SimpleFrameList: [1, 2], ExtendedOffsetTable: { vr: 'OV', value: new Uint8Array(8) } }],
    ['tags, and nothing', { FrameIncrementPointer: [0x00181063], StudyDate: [] }],
    ['bytes', { ICCProfile: { vr: 'OB', value: Uint8Array.of(1, 2) } }],
    ['items in items', { ReferencedImageSequence: [{}, { PurposeOfReferenceCodeSequence: [{ CodeValue: '1' }] }] }],
    [
      'private elements of two creators, and of none',
      {
        '00090010': { vr: 'LO', value: 'A & "CO"' },
        '00090011': { vr: 'LO', value: 'B' },
        '00091001': { vr: 'LO', value: 'a' },
        '00091101': { vr: 'DS', value: '1.50' },
        '00111201': { vr: 'LO', value: 'of nobody' },
      },
    ],
  ])('reads %s as they were written', (_, attributes) => {
    const before = buildDataSet(attributes);
    const json = toDicomJson(before, { numericText: 'as-written' });
    const { value, findings } = fromNativeXml([...writeNativeXml(json)].join(''));
    expect(findings).toEqual([]);
    const read = fromDicomJson(value);
    expect(read.findings).toEqual([]);
    const bytesOf = (dataSet: typeof before) => Buffer.from(encodeDataSet(dataSet, explicitVrLittleEndian));
    const utf8 = fromDicomJson(json).value;
    expect(bytesOf(read.value).equals(bytesOf(utf8))).toBe(true);
  });

  it('gives private elements blocks that nobody else has, and keeps those that are there', () => {
    const element = (tag: string, creator: string) =>
      `<DicomAttribute tag="${tag}" vr="LO" privateCreator="${creator}"><Value number="1">${creator}</Value></DicomAttribute>`;
    const own =
      '<DicomAttribute tag="00090010" vr="LO"><Value number="1">B </Value></DicomAttribute><DicomAttribute tag="00091101" vr="LO"/>';
    const { value, findings } = parse(`${element('00090001', 'A')}${element('00090002', 'B')}${own}`);
    expect(findings).toEqual([]);
    expect(Object.keys(value).sort()).toEqual(['00090010', '00090012', '00091002', '00091101', '00091201']);
    expect(value['00090012']).toEqual({ vr: 'LO', Value: ['A'] });
    const many = Array.from({ length: 241 }, (_, at) => element('00090001', `C${at}`)).join('');
    expect(codesOf(many)).toEqual(['xml-attribute-twice']);
  });

  it('passes addresses of bulk data on', () => {
    const { value } = parse('<DicomAttribute tag="7FE00010" vr="OW"><BulkData uri="a?b&amp;c"/></DicomAttribute>');
    expect(value).toEqual({ '7FE00010': { vr: 'OW', BulkDataURI: 'a?b&c' } });
  });

  const attribute = (content: string, more = 'tag="00080008" vr="CS"') =>
    `<DicomAttribute ${more}>${content}</DicomAttribute>`;

  it.each<readonly [string, string]>([
    ['xml-not-an-attribute', '<Value number="1">x</Value>'],
    ['xml-not-an-attribute', attribute('', 'vr="CS"')],
    ['xml-not-an-attribute', attribute('', 'tag="__proto__" vr="CS"')],
    ['xml-attribute-twice', attribute('').repeat(2)],
    ['xml-text-without-value', attribute('x')],
    ['xml-values-out-of-order', attribute('<Value number="4294967295">x</Value>')],
    ['xml-values-out-of-order', attribute('<Value number="1">x</Value><Value number="1">x</Value>')],
    ['xml-values-out-of-order', attribute('<Item number="1"/>')],
    ['xml-values-out-of-order', attribute('<BulkData uri="x"/><BulkData uri="y"/>')],
    ['xml-value-of-elements', attribute('<Value number="1"><b/></Value>')],
    ...['<Alphabetic><FamilyName>A^B</FamilyName></Alphabetic>', '<Other/>', '<Alphabetic/><Alphabetic/>'].map(
      (name) =>
        [
          'xml-name-invalid',
          attribute(`<PersonName number="1">${name}</PersonName>`, 'tag="00100010" vr="PN"'),
        ] as const,
    ),
  ])('finds %s and goes on', (code, content) => {
    const { value, findings } = parse(`${content}${attribute('', 'tag="00080020" vr="DA"')}`);
    expect(findings.map((finding) => finding.code)).toEqual([code]);
    expect(findings[0]?.severity).toBe('error');
    expect(value['00080020']).toEqual({ vr: 'DA' });
    expect(JSON.stringify(findings)).not.toContain('A^B');
  });

  it('finds a document of something else', () => {
    const { value, findings } = fromNativeXml('<html/>');
    expect([value, findings.map(({ code }) => code)]).toEqual([{}, ['xml-not-the-model']]);
  });
});
