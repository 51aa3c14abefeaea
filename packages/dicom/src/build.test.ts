import { describe, expect, it } from 'vitest';
import { buildDataSet, buildElement } from './build.ts';
import { tagFrom } from './tag.ts';
import { getNumbers, getString, getStrings } from './values.ts';

describe('a built data set', () => {
  it('has its elements in ascending order, whatever the order they were given in', () => {
    const { elements } = buildDataSet({ Rows: 1, PatientID: 'TEST', SOPInstanceUID: '1.2' });
    expect(elements.map(({ tag }) => tag)).toEqual([0x00080018, 0x00100020, 0x00280010]);
  });

  it('has values of even length, padded as their VR wants, PS3.5 §6.2', () => {
    const { elements } = buildDataSet({ SOPInstanceUID: '1.2', PatientID: 'ABC' });
    expect(elements.map(({ value }) => value)).toEqual([
      { kind: 'bytes', bytes: Uint8Array.of(0x31, 0x2e, 0x32, 0) },
      { kind: 'bytes', bytes: Uint8Array.of(0x41, 0x42, 0x43, 0x20) },
    ]);
  });

  it('names its character set, and writes its text in it, items too', () => {
    const built = buildDataSet(
      { PatientName: 'Müller', RequestAttributesSequence: [{ RequestedProcedureDescription: 'Schädel' }] },
      { characterSet: 'ISO_IR 192' },
    );
    expect(getString(built, tagFrom(0x0008, 0x0005))).toBe('ISO_IR 192');
    expect(getString(built, tagFrom(0x0010, 0x0010))).toBe('Müller');
    expect(built.elements[0]?.tag).toBe(0x00080005);
    const sequence = built.elements[2]?.value;
    const item = sequence?.kind === 'sequence' ? sequence.items[0] : undefined;
    expect(item && getString(item, tagFrom(0x0032, 0x1060))).toBe('Schädel');
  });

  it('takes private elements with their VR', () => {
    const built = buildDataSet({ '00091001': { vr: 'FD', value: [1.5, 2] }, '00090010': 'TEST' });
    expect(getNumbers(built, tagFrom(0x0009, 0x1001))).toEqual([1.5, 2]);
    expect(getStrings(built, tagFrom(0x0009, 0x0010))).toEqual(['TEST']);
  });

  it('reads US or SS by Pixel Representation', () => {
    const vr = (signed: number) =>
      buildDataSet({ PixelRepresentation: signed, SmallestImagePixelValue: 1 }).elements[1]?.vr;
    expect([vr(0), vr(1)]).toEqual(['US', 'SS']);
  });

  it('has an empty element for null and none for undefined', () => {
    const { elements } = buildDataSet({ PatientID: null, PatientName: undefined });
    expect(elements).toEqual([{ tag: 0x00100020, vr: 'LO', value: { kind: 'bytes', bytes: new Uint8Array() } }]);
  });

  it('refuses values that do not fit, without repeating them', () => {
    const refusing = [
      () => buildDataSet({ Rows: 'many' }),
      () => buildDataSet({ Rows: 70_000 }),
      () => buildDataSet({ Rows: 1.5 }),
      () => buildDataSet({ PatientName: 'SECRET', PatientID: { PatientName: 'SECRET' } }),
      () => buildDataSet({ ReferencedStudySequence: 'SECRET' }),
      () => buildDataSet({ PatientName: '秘密' }),
      () => buildElement(tagFrom(0x7fe0, 0x0010), 'OW', 12),
    ];
    for (const refuse of refusing) {
      expect(refuse).toThrow(expect.objectContaining({ code: 'value-not-encodable' }));
      expect(refuse).not.toThrow(/SECRET|many|秘/);
    }
    // @ts-expect-error: not a keyword
    expect(() => buildDataSet({ Nonsense: 1 })).toThrow(expect.objectContaining({ code: 'unknown-keyword' }));
  });
});
