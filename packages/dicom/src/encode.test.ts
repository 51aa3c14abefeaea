import { fromHex, toHex } from '@isocenter/testkit/hex';
import { describe, expect, it } from 'vitest';
import { buildDataSet, buildElement } from './build.ts';
import type { DataElement, DataSet } from './data-set.ts';
import { encodeDataSet } from './encode.ts';
import { parseDataSet } from './parse.ts';
import { tagFrom } from './tag.ts';
import {
  deflatedExplicitVrLittleEndian,
  explicitVrBigEndian,
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  jpegBaseline,
} from './transfer-syntax.ts';
import { getNumbers } from './values.ts';

const hexOf = (dataSet: DataSet, transferSyntax = explicitVrLittleEndian) =>
  toHex(encodeDataSet(dataSet, transferSyntax));
const bare = (hex: string) => hex.replace(/\s+/g, '');
const dataSetOf = (...elements: DataElement[]): DataSet => ({ elements, littleEndian: true, characterSets: [] });

describe('a built data set', () => {
  const built = buildDataSet({
    SOPInstanceUID: '1.2',
    ReferencedStudySequence: [{ Rows: 256 }],
    PixelData: Uint8Array.of(1, 2),
  });

  it('is written in explicit VR with defined lengths', () => {
    expect(hexOf(built)).toBe(
      bare(`0800 1800 5549 0400 312e3200
            0800 1011 5351 0000 12000000  feff 00e0 0a000000  2800 1000 5553 0200 0001
            e07f 1000 4f57 0000 02000000 0102`),
    );
  });

  it('is written in implicit VR', () => {
    expect(hexOf(built, implicitVrLittleEndian)).toBe(
      bare(`0800 1800 04000000 312e3200
            0800 1011 12000000  feff 00e0 0a000000  2800 1000 02000000 0001
            e07f 1000 02000000 0102`),
    );
  });

  it('is written in big endian, its numbers and words too, PS3.5 §7.3', () => {
    expect(hexOf(built, explicitVrBigEndian)).toBe(
      bare(`0008 0018 5549 0004 312e3200
            0008 1110 5351 0000 00000012  fffe e000 0000000a  0028 0010 5553 0002 0100
            7fe0 0010 4f57 0000 00000002 0201`),
    );
  });
});

describe('canonical encoding', () => {
  it('turns the bytes of numbers of every width, and back', () => {
    const numbers = buildDataSet({
      '00091001': { vr: 'US', value: [1, 2] },
      '00091002': { vr: 'AT', value: [0x00280010] },
      '00091003': { vr: 'SL', value: [-2] },
      '00091004': { vr: 'FD', value: [1.5, -2.5] },
      '00091005': { vr: 'UV', value: [2n ** 40n] },
    });
    const big = parseDataSet(encodeDataSet(numbers, explicitVrBigEndian), explicitVrBigEndian).value;
    expect(getNumbers(big, tagFrom(0x0009, 0x1004))).toEqual([1.5, -2.5]);
    expect(getNumbers(big, tagFrom(0x0009, 0x1002))).toEqual([0x00280010]);
    const little = parseDataSet(encodeDataSet(big, explicitVrLittleEndian), explicitVrLittleEndian).value;
    expect(hexOf(little)).toBe(hexOf(numbers));
  });

  it('pads text with a space, UIDs and bytes with NUL, PS3.5 §6.2', () => {
    const element = (vr: 'LO' | 'UI' | 'OB' | 'UN') =>
      dataSetOf({ tag: tagFrom(0x0009, 0x1001), vr, value: { kind: 'bytes', bytes: Uint8Array.of(0x41) } });
    expect(hexOf(element('LO')).slice(-4)).toBe('4120');
    for (const vr of ['UI', 'OB', 'UN'] as const) expect(hexOf(element(vr)).slice(-4)).toBe('4100');
  });

  it('writes as UN what is too long for its VR in explicit VR, PS3.5 §6.2.2', () => {
    const long = buildDataSet({ PixelSpacing: new Array(20_000).fill('1.25') });
    const bytes = encodeDataSet(long, explicitVrLittleEndian);
    expect(toHex(bytes.subarray(0, 12))).toBe(bare('2800 3000 554e 0000 a0860100'));
    const { value, findings } = parseDataSet(bytes, explicitVrLittleEndian);
    expect(findings).toEqual([]);
    expect(getNumbers(value, tagFrom(0x0028, 0x0030)).length).toBe(20_000);
  });

  it('pads fragments and ends them', () => {
    const fragments = [new Uint8Array(0), Uint8Array.of(0xff)];
    const pixels = dataSetOf({ tag: tagFrom(0x7fe0, 0x0010), vr: 'OB', value: { kind: 'fragments', fragments } });
    expect(hexOf(pixels, jpegBaseline)).toBe(
      bare(`e07f 1000 4f42 0000 ffffffff feff 00e0 00000000 feff 00e0 02000000 ff00 feff dde0 00000000`),
    );
    expect(() => hexOf(pixels)).toThrow(expect.objectContaining({ code: 'fragments-not-allowed' }));
  });

  it('puts elements in ascending order, PS3.5 §7.1', () => {
    const { elements } = buildDataSet({ SOPInstanceUID: '1.2', Rows: 1 });
    expect(hexOf(dataSetOf(...elements.toReversed()))).toBe(hexOf(dataSetOf(...elements)));
  });

  it('drops what is odd when the form changes', () => {
    /* stray delimiter; (0008,1111) SQ, reserved bytes 0101, undefined length { undefined length, delimiter length 1 } */
    const odd = fromHex(`feff dde0 00000000
      0800 1111 5351 0101 ffffffff feff 00e0 ffffffff feff 0de0 01000000 feff dde0 00000000`);
    const { value } = parseDataSet(odd, explicitVrLittleEndian);
    expect(hexOf(value)).toBe(toHex(odd));
    expect(hexOf(value, implicitVrLittleEndian)).toBe(bare('0800 1111 08000000 feff 00e0 00000000'));
  });

  /** Data sets that hold bytes which are no element, and where; DEAD are bytes that may mean something. */
  const broken = [
    /* (0008,0018) UI "1.2"; 4 bytes */
    ['after the last element', '0800 1800 5549 0400 312e3200 deaddead', 0],
    /* (0008,1111) SQ 12 bytes { 4 bytes { 4 bytes } } */
    ['in an item', '0800 1111 5351 0000 0c000000 feff 00e0 04000000 deaddead', 12],
    /* (0008,1111) SQ 12 bytes { 0 bytes; 4 bytes } */
    ['in a sequence', '0800 1111 5351 0000 0c000000 feff 00e0 00000000 deaddead', 0],
  ] as const;

  it.each(broken)('refuses to lose what could not be read %s when the form changes', (_, hex, offset) => {
    const { value } = parseDataSet(fromHex(hex), explicitVrLittleEndian);
    expect(hexOf(value)).toBe(bare(hex));
    const details = expect.objectContaining({ lengthBytes: 4, offset });
    expect(() => hexOf(value, implicitVrLittleEndian)).toThrow(
      expect.objectContaining({ code: 'trailing-not-encodable', details }),
    );
    const dropped = encodeDataSet(value, implicitVrLittleEndian, { dropTrailing: true });
    expect(toHex(dropped)).not.toContain('dead');
  });

  it.each([
    ['zeros after the last element', '0800 1111 5351 0000 00000000 000000', '0800 1111 00000000'],
    [
      'delimiters in an item and a sequence of defined length',
      '0800 1111 5351 0000 18000000 feff 00e0 08000000 feff 0de0 00000000 feff dde0 00000000',
      '0800 1111 08000000 feff 00e0 00000000',
    ],
  ])('drops what says nothing: %s', (_, hex, written) => {
    const { value } = parseDataSet(fromHex(hex), explicitVrLittleEndian);
    expect(hexOf(value)).toBe(bare(hex));
    expect(hexOf(value, implicitVrLittleEndian)).toBe(bare(written));
  });

  it('refuses values that were left out while reading', () => {
    const absent = dataSetOf({ tag: tagFrom(0x0042, 0x0011), vr: 'OB', value: { kind: 'absent', lengthBytes: 99 } });
    expect(() => hexOf(absent)).toThrow(expect.objectContaining({ code: 'value-absent' }));
  });

  it('needs a deflater for a deflated transfer syntax', () => {
    const refused = () => hexOf(dataSetOf(), deflatedExplicitVrLittleEndian);
    expect(refused).toThrow(expect.objectContaining({ code: 'deflater-missing' }));
    const deflate = (bytes: Uint8Array) => Uint8Array.of(bytes.length);
    expect(encodeDataSet(dataSetOf(), deflatedExplicitVrLittleEndian, { deflate })).toEqual(Uint8Array.of(0));
  });
});

describe('a parsed data set that was changed', () => {
  const patientId = tagFrom(0x0010, 0x0020);
  /* (0008,1111) SQ undefined length { undefined length (0010,0020) LO "SECRET" }; (0010,0020) LO "SECRET" */
  const bytes = fromHex(`0800 1111 5351 0000 ffffffff
    feff 00e0 ffffffff 1000 2000 4c4f 0600 534543524554 feff 0de0 00000000 feff dde0 00000000
    1000 2000 4c4f 0600 534543524554`);
  const { value: parsed } = parseDataSet(bytes, explicitVrLittleEndian);
  const replace = (dataSet: DataSet, text: string): DataSet => ({
    ...dataSet,
    elements: dataSet.elements.map((element) => {
      const { value } = element;
      if (value.kind === 'sequence') {
        return { ...element, value: { ...value, items: value.items.map((item) => replace(item, text)) } };
      }
      return element.tag === patientId ? { ...element, value: buildElement(patientId, 'LO', text).value } : element;
    }),
  });

  it.each(['', 'A', 'SAFELY', 'LONGER THAN BEFORE'])(
    'is written with its new values only, and the rest as it was: "%s"',
    (text) => {
      const written = encodeDataSet(replace(parsed, text), explicitVrLittleEndian);
      expect(Buffer.from(written).toString('latin1')).not.toContain('SECRET');
      const padded = text.length % 2 === 0 ? text : `${text} `;
      const element = `1000 2000 4c4f ${padded.length.toString(16).padStart(2, '0')}00 ${Buffer.from(padded).toString('hex')}`;
      expect(toHex(written)).toBe(
        bare(
          `0800 1111 5351 0000 ffffffff feff 00e0 ffffffff ${element} feff 0de0 00000000 feff dde0 00000000 ${element}`,
        ),
      );
    },
  );

  it('has the right lengths where they are defined, also inside what is written as UN', () => {
    /* (0008,1111) UN 22 bytes { 14 bytes (0010,0020) in implicit VR "SECRET" } */
    const unknown = fromHex('0800 1111 554e 0000 16000000 feff 00e0 0e000000 1000 2000 06000000 534543524554');
    const changed = replace(parseDataSet(unknown, explicitVrLittleEndian).value, 'NEW');
    expect(hexOf(changed)).toBe(bare('0800 1111 554e 0000 14000000 feff 00e0 0c000000 1000 2000 04000000 4e455720'));
  });

  it('has added elements in their place', () => {
    const added = buildDataSet({ StudyDate: '20260102' }).elements;
    const written = encodeDataSet({ ...parsed, elements: [...parsed.elements, ...added] }, explicitVrLittleEndian);
    expect(toHex(written)).toBe(`${bare('0800 2000 4441 0800 3230323630313032')}${toHex(bytes)}`);
  });

  it('no longer claims what a cut value lacked', () => {
    const cut = fromHex('1000 2000 4c4f 0a00 534543524554');
    const { value } = parseDataSet(cut, explicitVrLittleEndian);
    expect(hexOf(value)).toBe(toHex(cut));
    expect(hexOf(replace(value, 'NEW'))).toBe(bare('1000 2000 4c4f 0400 4e455720'));
  });
});
