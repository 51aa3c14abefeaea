import { describe, expect, it } from 'vitest';
import { type Attributes, buildDataSet } from './build.ts';
import { toDicomJson } from './json.ts';
import { escapeXml, writeNativeXml } from './native-xml.ts';

/** What stands between the tags of the root. */
function contentOf(attributes: Attributes): string {
  const document = [...writeNativeXml(toDicomJson(buildDataSet(attributes), { numericText: 'as-written' }))].join('');
  const root =
    '<?xml version="1.0" encoding="UTF-8"?><NativeDicomModel xmlns="http://dicom.nema.org/PS3.19/models/NativeDICOM" xml:space="preserve">';
  expect(document.startsWith(root)).toBe(true);
  return document.slice(root.length, -'</NativeDicomModel>'.length);
}

describe('writeNativeXml', () => {
  it('writes values as their text, in their order, PS3.19 Table A.1.5-2', () => {
    const content = contentOf({
      ImageType: ['MPG', '', 'XR3'],
      StudyDate: [],
      PixelSpacing: ['0.50', '1e-1'],
      FrameIncrementPointer: [0x00181063],
      Rows: 512,
      ICCProfile: { vr: 'OB', value: Uint8Array.of(1, 2) },
    });
    expect(content).toBe(
      [
        '<DicomAttribute keyword="ImageType" tag="00080008" vr="CS"><Value number="1">MPG</Value><Value number="2"></Value><Value number="3">XR3</Value></DicomAttribute>',
        '<DicomAttribute keyword="StudyDate" tag="00080020" vr="DA"/>',
        '<DicomAttribute keyword="FrameIncrementPointer" tag="00280009" vr="AT"><Value number="1">00181063</Value></DicomAttribute>',
        '<DicomAttribute keyword="Rows" tag="00280010" vr="US"><Value number="1">512</Value></DicomAttribute>',
        '<DicomAttribute keyword="PixelSpacing" tag="00280030" vr="DS"><Value number="1">0.50</Value><Value number="2">1e-1</Value></DicomAttribute>',
        '<DicomAttribute keyword="ICCProfile" tag="00282000" vr="OB"><InlineBinary>AQI=</InlineBinary></DicomAttribute>',
      ].join(''),
    );
  });

  it('takes names apart into groups and components', () => {
    const [name, otherNames] = [
      contentOf({ PatientName: 'Adams^John Robert Quincy^^Rev.^B.A. M.Div.' }),
      contentOf({ SpecificCharacterSet: 'ISO_IR 192', OtherPatientNames: ['Yamada^Tarou=山田^太郎', ''] }),
    ];
    expect(name).toBe(
      '<DicomAttribute keyword="PatientName" tag="00100010" vr="PN"><PersonName number="1"><Alphabetic><FamilyName>Adams</FamilyName><GivenName>John Robert Quincy</GivenName><NamePrefix>Rev.</NamePrefix><NameSuffix>B.A. M.Div.</NameSuffix></Alphabetic></PersonName></DicomAttribute>',
    );
    expect(otherNames).toBe(
      '<DicomAttribute keyword="SpecificCharacterSet" tag="00080005" vr="CS"><Value number="1">ISO_IR 192</Value></DicomAttribute><DicomAttribute keyword="OtherPatientNames" tag="00101001" vr="PN"><PersonName number="1"><Alphabetic><FamilyName>Yamada</FamilyName><GivenName>Tarou</GivenName></Alphabetic><Ideographic><FamilyName>山田</FamilyName><GivenName>太郎</GivenName></Ideographic></PersonName><PersonName number="2"></PersonName></DicomAttribute>',
    );
  });

  it('numbers items from 1 and names private creators instead of blocks', () => {
    const inner = {
      '00091010': { vr: 'LO' as const, value: 'b' },
      '00090010': { vr: 'LO' as const, value: 'A & "CO"' },
      '00091110': { vr: 'LO' as const, value: 'c' },
    };
    expect(contentOf({ ReferencedImageSequence: [{}, inner] })).toBe(
      '<DicomAttribute keyword="ReferencedImageSequence" tag="00081140" vr="SQ"><Item number="1"></Item><Item number="2"><DicomAttribute tag="00090010" privateCreator="A &amp; &quot;CO&quot;" vr="LO"><Value number="1">b</Value></DicomAttribute><DicomAttribute tag="00091110" vr="LO"><Value number="1">c</Value></DicomAttribute></Item></DicomAttribute>',
    );
  });

  it('names bulk data by its address', () => {
    const json = { '7FE00010': { vr: 'OW', BulkDataURI: 'https://node.example/a?b&c' } };
    expect([...writeNativeXml(json)].join('')).toContain('<BulkData uri="https://node.example/a?b&amp;c"/>');
  });
});

describe('escapeXml', () => {
  it.each([
    ['a<b>&"c"', 'a&lt;b&gt;&amp;&quot;c&quot;'],
    ['one\r\ntwo\t', 'one&#13;\ntwo\t'],
    ['\0\u001b\f\ufffe', '\ufffd\ufffd\ufffd\ufffd'],
    ['\ud800', '\ufffd'],
    ['𠮷', '𠮷'],
  ])('makes %j %j', (text, escaped) => {
    expect(escapeXml(text)).toBe(escaped);
  });
});
