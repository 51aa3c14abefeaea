import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DataElement, DataSet, ElementValue } from './data-set.ts';
import { type DicomJson, stringifyDicomJson, toDicomJson } from './json.ts';
import { fromDicomJson } from './json-parse.ts';
import { encodeNumberValues } from './number-value.ts';
import { tagFrom, tagKey } from './tag.ts';
import { encodeTextValues } from './text-value.ts';
import type { Vr } from './vr.ts';

const utf8 = ['ISO_IR 192'];
const dataSet = (elements: readonly DataElement[], littleEndian = true): DataSet => ({
  elements,
  littleEndian,
  characterSets: utf8,
});
const bytesElement = (tag: number, vr: Vr, bytes: Uint8Array): DataElement => ({
  tag: tagFrom(Math.floor(tag / 0x10000), tag & 0xffff),
  vr,
  value: { kind: 'bytes', bytes },
});
const text = (tag: number, vr: Vr, ...values: string[]) =>
  bytesElement(tag, vr, encodeTextValues(values, vr, utf8) ?? new Uint8Array());
const numbers = (tag: number, vr: Vr, ...values: (number | bigint)[]) =>
  bytesElement(tag, vr, encodeNumberValues(values, vr));
const sequence = (tag: number, ...items: DataSet[]): DataElement => ({
  ...bytesElement(tag, 'SQ', new Uint8Array()),
  value: { kind: 'sequence', items },
});

describe('toDicomJson', () => {
  it('gives each value representation its JSON type, PS3.18 Table F.2.3-1', () => {
    const json = toDicomJson(
      dataSet([
        text(0x00080005, 'CS', 'ISO_IR 100'),
        text(0x00080008, 'CS', 'ORIGINAL', 'PRIMARY'),
        text(0x00080020, 'DA', '20240229'),
        text(0x00100010, 'PN', 'Yamada^Tarou=山田^太郎=やまだ^たろう'),
        text(0x00180050, 'DS', '1.50'),
        text(0x00200013, 'IS', '+7'),
        numbers(0x00280009, 'AT', 0x00181063),
        numbers(0x00280010, 'US', 512),
        numbers(0x00720062, 'SV', 5n, 2n ** 62n),
        numbers(0x00720072, 'FD', 0.1, Number.NaN, Number.NEGATIVE_INFINITY),
        bytesElement(0x00091001, 'UN', Uint8Array.of(1, 2)),
        bytesElement(0x00090010, 'UT', new TextEncoder().encode(' a\\b ')),
      ]),
    );
    expect(json).toEqual({
      '00080005': { vr: 'CS', Value: ['ISO_IR 192'] },
      '00080008': { vr: 'CS', Value: ['ORIGINAL', 'PRIMARY'] },
      '00080020': { vr: 'DA', Value: ['20240229'] },
      '00100010': {
        vr: 'PN',
        Value: [{ Alphabetic: 'Yamada^Tarou', Ideographic: '山田^太郎', Phonetic: 'やまだ^たろう' }],
      },
      '00180050': { vr: 'DS', Value: [1.5] },
      '00200013': { vr: 'IS', Value: [7] },
      '00280009': { vr: 'AT', Value: ['00181063'] },
      '00280010': { vr: 'US', Value: [512] },
      '00720062': { vr: 'SV', Value: [5, '4611686018427387904'] },
      '00720072': { vr: 'FD', Value: [0.1, 'NaN', '-Infinity'] },
      '00091001': { vr: 'UN', InlineBinary: 'AQI=' },
      '00090010': { vr: 'UT', Value: [' a\\b'] },
    });
  });

  it('keeps empty attributes, empty values and empty items, PS3.18 §F.2.5', () => {
    const json = toDicomJson(
      dataSet([
        text(0x00080050, 'SH'),
        text(0x00080008, 'CS', 'A', '', 'B'),
        text(0x00081070, 'PN', '', 'X'),
        sequence(0x00081110),
        sequence(0x00081140, dataSet([]), dataSet([text(0x00080050, 'SH')])),
        bytesElement(0x00280010, 'US', new Uint8Array()),
        bytesElement(0x00090010, 'OB', new Uint8Array()),
      ]),
    );
    expect(json).toEqual({
      '00080050': { vr: 'SH' },
      '00080008': { vr: 'CS', Value: ['A', null, 'B'] },
      '00081070': { vr: 'PN', Value: [null, { Alphabetic: 'X' }] },
      '00081110': { vr: 'SQ' },
      '00081140': { vr: 'SQ', Value: [{}, { '00080050': { vr: 'SH' } }] },
      '00280010': { vr: 'US' },
      '00090010': { vr: 'OB' },
    });
  });

  it('leaves text that is no number, or too long an integer, as it is', () => {
    const json = toDicomJson(
      dataSet([text(0x00180050, 'DS', '1,5', '9007199254740993', '1e999'), text(0x00200013, 'IS', 'x')]),
    );
    expect(json['00180050']?.Value).toEqual(['1,5', '9007199254740993', '1e999']);
    expect(json['00200013']?.Value).toEqual(['x']);
  });

  it('leaves out group lengths', () => {
    expect(toDicomJson(dataSet([numbers(0x00080000, 'UL', 12)]))).toEqual({});
  });

  it('turns words of big endian data to little endian', () => {
    const json = toDicomJson(dataSet([bytesElement(0x00281201, 'OW', Uint8Array.of(1, 2, 3, 4))], false));
    expect(json['00281201']?.InlineBinary).toBe('AgEEAw==');
  });

  it('asks for the address of long values and of pixel data, with the way that leads there', () => {
    const fragments: ElementValue = { kind: 'fragments', fragments: [new Uint8Array(), new Uint8Array(8)] };
    const long = bytesElement(0x00420011, 'OB', new Uint8Array(2000));
    const asked: string[] = [];
    const json = toDicomJson(
      dataSet([
        sequence(0x00081140, dataSet([]), dataSet([long])),
        text(0x00080018, 'UI', '1.2.3'),
        { ...bytesElement(0x7fe00010, 'OB', new Uint8Array()), value: fragments },
      ]),
      {
        bulkDataUri: (_, path) => {
          asked.push(path.join('/'));
          return `bulk/${path.join('/')}`;
        },
      },
    );
    expect(asked).toEqual(['00081140/1/00420011', '7FE00010']);
    expect(json['7FE00010']).toEqual({ vr: 'OB', BulkDataURI: 'bulk/7FE00010' });
  });

  it('leaves out short texts that are longer than explicit VR can have them, PS3.5 §7.1.2', () => {
    const values = (count: number) => text(0x00081030, 'LO', '\\'.repeat(count));
    expect(toDicomJson(dataSet([values(65_534)]))['00081030']?.Value).toHaveLength(65_535);
    expect(toDicomJson(dataSet([values(65_536)]))).toEqual({ '00081030': { vr: 'LO' } });
    const bulkDataUri = () => 'bulk';
    expect(toDicomJson(dataSet([values(65_536)]), { bulkDataUri })).toEqual({
      '00081030': { vr: 'LO', BulkDataURI: 'bulk' },
    });
  });

  it('leaves out encapsulated pixel data that has no address', () => {
    const fragments: ElementValue = { kind: 'fragments', fragments: [new Uint8Array()] };
    expect(toDicomJson(dataSet([{ ...bytesElement(0x7fe00010, 'OB', new Uint8Array()), value: fragments }]))).toEqual(
      {},
    );
  });
});

describe('stringifyDicomJson', () => {
  it('orders attributes by tag though JavaScript orders its keys otherwise', () => {
    const json: DicomJson = {
      '20100010': { vr: 'ST', Value: ['x'] },
      '00081140': { vr: 'SQ', Value: [{ '20100010': { vr: 'ST' }, '00080050': { vr: 'SH' } }] },
    };
    expect(stringifyDicomJson(json)).toBe(
      '{"00081140":{"vr":"SQ","Value":[{"00080050":{"vr":"SH"},"20100010":{"vr":"ST"}}]},"20100010":{"vr":"ST","Value":["x"]}}',
    );
  });
});

describe('fromDicomJson', () => {
  const codes = (json: unknown) => fromDicomJson(json).findings.map(({ code }) => code);

  it.each<[string, unknown]>([
    ['json-not-an-object', []],
    ['json-not-an-object', null],
    ['json-key-not-a-tag', { PatientID: { vr: 'LO' } }],
    ['json-attribute-not-an-object', { '00100020': 'X' }],
    ['json-unknown-vr', { '00100020': { vr: 'XX' } }],
    ['json-value-not-an-array', { '00100020': { vr: 'LO', Value: 'X' } }],
    ['json-invalid-value', { '00100020': { vr: 'LO', Value: [{}] } }],
    ['json-invalid-value', { '00280010': { vr: 'US', Value: [65536] } }],
    ['json-invalid-value', { '00280010': { vr: 'US', Value: [1.5] } }],
    ['json-invalid-value', { '00100010': { vr: 'PN', Value: ['X'] } }],
    ['json-invalid-value', { '7FE00010': { vr: 'OB', Value: [1] } }],
    ['json-invalid-value', { '00100020': { vr: 'LO', Value: ['A\\B'] } }],
    ['json-invalid-value', { '00100010': { vr: 'PN', Value: [{ Alphabetic: 'A\\B' }] } }],
    ['json-bytes-not-allowed', { '00081140': { vr: 'SQ', InlineBinary: 'AQI=' } }],
    ['json-bytes-not-allowed', { '00081140': { vr: 'SQ', BulkDataURI: 'x' } }],
    ['json-bytes-not-allowed', { '00100020': { vr: 'LO', InlineBinary: 'AQI=' } }],
    ['json-invalid-base64', { '7FE00010': { vr: 'OB', InlineBinary: '*' } }],
    ['json-bulk-data-missing', { '7FE00010': { vr: 'OB', BulkDataURI: 'x' } }],
    ['json-item-not-an-object', { '00081140': { vr: 'SQ', Value: [1] } }],
  ])('finds %s', (code, json) => expect(codes(json)).toEqual([code]));

  it('stops at its depth', () => {
    let json: DicomJson = {};
    for (let depth = 0; depth < 1000; depth += 1) json = { '00081140': { vr: 'SQ', Value: [json] } };
    expect(codes(json)).toEqual(['json-too-deep']);
  });

  it('takes bulk data from where the caller finds it', () => {
    const json = { '7FE00010': { vr: 'OB', BulkDataURI: 'part1' } };
    const { value } = fromDicomJson(json, { resolveBulkData: () => Uint8Array.of(1, 2, 3) });
    expect(value.elements[0]?.value).toEqual({ kind: 'bytes', bytes: Uint8Array.of(1, 2, 3, 0) });
  });

  it('takes a backslash in text that has one value, PS3.5 §6.4', () => {
    const { value, findings } = fromDicomJson({ '00080115': { vr: 'ST', Value: ['A\\B '] } });
    expect(findings).toEqual([]);
    expect(value.elements[0]?.value).toEqual({ kind: 'bytes', bytes: new TextEncoder().encode('A\\B ') });
  });

  it('declares UTF-8 where text needs it', () => {
    const { value } = fromDicomJson({ '00100020': { vr: 'LO', Value: ['ä'] } });
    expect(value.elements.map(({ tag }) => tagKey(tag))).toEqual(['00080005', '00100020']);
    expect(fromDicomJson({ '00100020': { vr: 'LO', Value: ['a'] } }).value.elements).toHaveLength(1);
  });

  it('writes decimal strings of at most 16 characters', () => {
    for (const value of [0.1 + 0.2, -1 / 3, 1e-300 / 3, -123456789012345680000, Math.PI * 1e15]) {
      const { value: parsed } = fromDicomJson({ '00180050': { vr: 'DS', Value: [value] } });
      const bytes = parsed.elements[0]?.value.kind === 'bytes' ? parsed.elements[0].value.bytes : new Uint8Array();
      expect(bytes.length).toBeLessThanOrEqual(16);
      expect(Number(new TextDecoder().decode(bytes)) / value).toBeCloseTo(1, 7);
    }
  });

  it('reads what toDicomJson writes as the same values', () => {
    const word = fc.string({ unit: fc.constantFrom(...'ABC12 ^=äß山'), maxLength: 12 });
    const anyText = fc.tuple(fc.constantFrom<Vr>('LO', 'PN', 'SH', 'UC'), fc.array(word, { maxLength: 3 }));
    const anyNumber = fc.tuple(
      fc.constantFrom<Vr>('US', 'UL', 'SL', 'SS', 'UV', 'SV', 'FL', 'FD'),
      fc.array(fc.nat(0x7fff), { maxLength: 3 }),
    );
    const anyElement = fc.tuple(fc.nat(0xffffffff), fc.oneof(anyText, anyNumber)).map(([tag, [vr, values]]) => {
      const odd = (tag | 0x10) >>> 0;
      return values.every((value) => typeof value === 'string')
        ? text(odd, vr, ...values)
        : numbers(odd, vr, ...values.map(Number));
    });
    fc.assert(
      fc.property(fc.array(anyElement, { maxLength: 8 }), fc.array(anyElement, { maxLength: 3 }), (outer, inner) => {
        const json = toDicomJson(dataSet([...outer, sequence(0x00081140, dataSet(inner))]));
        const again = fromDicomJson(JSON.parse(stringifyDicomJson(json)));
        expect(again.findings).toEqual([]);
        const { '00080005': _, ...rest } = toDicomJson(again.value);
        const { '00080005': __, ...first } = json;
        expect(rest).toEqual(first);
      }),
    );
  });

  it('survives any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(fromDicomJson(json).value.littleEndian).toBe(true);
      }),
    );
  });
});
