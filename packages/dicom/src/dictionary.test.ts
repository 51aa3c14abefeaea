import { describe, expect, it } from 'vitest';
import { findDictionaryEntry, findDictionaryVr, findTag, tagOf } from './dictionary.ts';
import { tagFrom } from './tag.ts';

describe('the data dictionary', () => {
  it('knows an attribute by its tag', () => {
    expect(findDictionaryEntry(tagFrom(0x0010, 0x0010))).toEqual({
      keyword: 'PatientName',
      name: "Patient's Name",
      vr: 'PN',
      vm: '1',
      retired: false,
    });
  });

  it('derives a name from its keyword where that is right', () => {
    expect(findDictionaryEntry(tagOf('SOPInstanceUID'))?.name).toBe('SOP Instance UID');
    expect(findDictionaryEntry(tagOf('ImageType'))?.name).toBe('Image Type');
    expect(findDictionaryEntry(tagOf('ExposureInuAs'))?.name).toBe('Exposure in µAs');
  });

  it('knows retired attributes as such', () => {
    expect(findDictionaryEntry(tagFrom(0x0008, 0x0001))).toMatchObject({ keyword: 'LengthToEnd', retired: true });
  });

  it('gives several VRs where another element decides, and several values', () => {
    expect(findDictionaryEntry(tagOf('PixelData'))?.vr).toBe('OB or OW');
    expect(findDictionaryEntry(tagOf('LUTDescriptor'))).toMatchObject({ vr: 'US or SS', vm: '3' });
  });

  it('finds repeating groups in every one of them, PS3.5 §7.6', () => {
    expect(findDictionaryEntry(tagFrom(0x6000, 0x3000))?.keyword).toBe('OverlayData');
    expect(findDictionaryEntry(tagFrom(0x601e, 0x3000))?.keyword).toBe('OverlayData');
    expect(findDictionaryEntry(tagFrom(0x5002, 0x0005))?.keyword).toBe('CurveDimensions');
    expect(findDictionaryEntry(tagFrom(0x6001, 0x3000))).toBeUndefined();
    expect(tagOf('OverlayData')).toBe(0x60003000);
  });

  it('knows command elements, PS3.7 Table E.1-1', () => {
    expect(findDictionaryEntry(tagFrom(0x0000, 0x0100))).toMatchObject({ keyword: 'CommandField', vr: 'US' });
  });

  it('gives the VRs that follow from the number of an element', () => {
    expect(findDictionaryVr(tagFrom(0x0008, 0x0000))).toBe('UL');
    expect(findDictionaryVr(tagFrom(0x0009, 0x0000))).toBe('UL');
    expect(findDictionaryVr(tagFrom(0x0009, 0x0010))).toBe('LO');
    expect(findDictionaryVr(tagFrom(0x0009, 0x1010))).toBeUndefined();
    expect(findDictionaryVr(tagFrom(0x0008, 0xfff0))).toBeUndefined();
    expect(findDictionaryVr(tagFrom(0x6002, 0x3000))).toBe('OB or OW');
  });

  it('has no tag for what is no keyword', () => {
    expect(findTag('PatientName')).toBe(0x00100010);
    expect(findTag('patientname')).toBeUndefined();
    expect(findTag('')).toBeUndefined();
  });
});
