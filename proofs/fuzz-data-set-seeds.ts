/**
 * Small data sets and files that between them use every structure of PS3.5 §7 and PS3.10 §7: what the fuzzer breaks.
 * They are small because a mutant is read several thousand times a second.
 */

import { deflateRawSync } from 'node:zlib';
import { buildDataSet } from '@isocenter/dicom/build';
import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { parseDataSet } from '@isocenter/dicom/parse';
import { encodeFileMeta, parsePart10 } from '@isocenter/dicom/part10';
import { tagFrom } from '@isocenter/dicom/tag';
import {
  deflatedExplicitVrLittleEndian,
  explicitVrBigEndian,
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  jpegBaseline,
  type TransferSyntax,
} from '@isocenter/dicom/transfer-syntax';

export type FuzzSeed = {
  readonly kind: 'data-set' | 'file';
  readonly transferSyntax: TransferSyntax;
  readonly bytes: Uint8Array;
  /** Offsets of the headers of elements and items. */
  readonly headers: readonly number[];
};

/** Returns the inputs that are mutated. */
export function buildFuzzSeeds(): readonly FuzzSeed[] {
  const native = [implicitVrLittleEndian, explicitVrLittleEndian, explicitVrBigEndian];
  const dataSets = [
    ...native.flatMap((syntax) => [encodeSeed(plain(), syntax), encodeSeed(nested(), syntax)]),
    ...native.map((syntax) => asSeed(undefinedLengths(syntax), syntax)),
    encodeSeed(encapsulated(), jpegBaseline),
    asSeed(unknownSequence(), explicitVrLittleEndian),
  ];
  return [
    ...dataSets,
    asFile(dataSets[2] ?? encodeSeed(plain(), explicitVrLittleEndian)),
    asFile(encodeSeed(encapsulated(), jpegBaseline)),
    deflatedFile(),
  ];
}

function plain(): DataSet {
  return buildDataSet({
    SpecificCharacterSet: 'ISO_IR 100',
    ImageType: ['ORIGINAL', 'PRIMARY'],
    SOPInstanceUID: '1.2.3.4',
    PatientName: 'TEST^FUZZ',
    '00091001': { vr: 'UN', value: Uint8Array.of(1, 2, 3, 4) },
    PixelRepresentation: 1,
    SmallestImagePixelValue: 3,
    PixelSpacing: ['0.5', '0.5'],
    PixelData: new Uint8Array(8),
  });
}

function nested(): DataSet {
  return buildDataSet({
    ReferencedStudySequence: [{ ReferencedSOPClassUID: '1.2' }, {}],
    ContentSequence: [{ ValueType: 'CONTAINER', ContentSequence: [{ ContentSequence: [{ TextValue: 'TEST' }] }] }],
    OverlayData: Uint8Array.of(1, 2),
  });
}

function encapsulated(): DataSet {
  const fragments = [new Uint8Array(4), Uint8Array.of(0xff, 0xd8), Uint8Array.of(0xff, 0xd9)];
  const pixelData: DataElement = { tag: tagFrom(0x7fe0, 0x0010), vr: 'OB', value: { kind: 'fragments', fragments } };
  const { elements, ...rest } = buildDataSet({ SOPInstanceUID: '1.2.3.4', Rows: 1 });
  return { ...rest, elements: [...elements, pixelData] };
}

/**
 * (0040,A730) SQ of undefined length, one item of undefined length with (0040,A160) "AB", a second item of defined
 * length 0; then (0040,DB00) CS "1 ".
 */
function undefinedLengths({ explicitVr, littleEndian }: TransferSyntax): Uint8Array {
  const bytes: number[] = [];
  const number = (value: number, width: 2 | 4) => {
    for (let place = 0; place < width; place += 1) {
      bytes.push((value >>> (8 * (littleEndian ? place : width - 1 - place))) & 0xff);
    }
  };
  const header = (tag: number, vr: string | undefined, length: number) => {
    number(tag >>> 16, 2);
    number(tag & 0xffff, 2);
    if (vr !== undefined && explicitVr) bytes.push(vr.charCodeAt(0), vr.charCodeAt(1));
    if (vr === undefined || !explicitVr) return number(length, 4);
    if (vr === 'CS') return number(length, 2);
    bytes.push(0, 0);
    return number(length, 4);
  };
  header(0x0040a730, 'SQ', 0xffffffff);
  header(0xfffee000, undefined, 0xffffffff);
  header(0x0040a160, 'UT', 2);
  bytes.push(0x41, 0x42);
  header(0xfffee00d, undefined, 0);
  header(0xfffee000, undefined, 0);
  header(0xfffee0dd, undefined, 0);
  header(0x0040db00, 'CS', 2);
  bytes.push(0x31, 0x20);
  return Uint8Array.from(bytes);
}

/** (0009,1002) UN of undefined length, PS3.5 §6.2.2: one item with (0008,0100) "A " in implicit VR. */
function unknownSequence(): Uint8Array {
  return Uint8Array.from([
    ...[0x09, 0x00, 0x02, 0x10, 0x55, 0x4e, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff],
    ...[0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff],
    ...[0x08, 0x00, 0x00, 0x01, 0x02, 0x00, 0x00, 0x00, 0x41, 0x20],
    ...[0xfe, 0xff, 0x0d, 0xe0, 0x00, 0x00, 0x00, 0x00],
    ...[0xfe, 0xff, 0xdd, 0xe0, 0x00, 0x00, 0x00, 0x00],
  ]);
}

function encodeSeed(dataSet: DataSet, transferSyntax: TransferSyntax): FuzzSeed {
  return asSeed(encodeDataSet(dataSet, transferSyntax), transferSyntax);
}

function asSeed(bytes: Uint8Array, transferSyntax: TransferSyntax): FuzzSeed {
  const headers = headersOf(parseDataSet(bytes, transferSyntax).value);
  return { kind: 'data-set', transferSyntax, bytes, headers };
}

function asFile({ bytes, transferSyntax }: FuzzSeed): FuzzSeed {
  const facts = { sopClassUid: '1.2', sopInstanceUid: '1.2.3.4', transferSyntaxUid: transferSyntax.uid };
  const file = Buffer.concat([encodeFileMeta(facts), bytes]);
  const { fileMeta, dataSet, dataSetOffset, prefix } = parsePart10(file).value;
  const headers = [
    ...headersOf(fileMeta).map((offset) => offset + prefix.length),
    ...headersOf(dataSet).map((offset) => offset + dataSetOffset),
  ];
  return { kind: 'file', transferSyntax, bytes: new Uint8Array(file), headers };
}

function deflatedFile(): FuzzSeed {
  const transferSyntax = deflatedExplicitVrLittleEndian;
  const facts = { sopClassUid: '1.2', sopInstanceUid: '1.2.3.4', transferSyntaxUid: transferSyntax.uid };
  const deflated = deflateRawSync(encodeDataSet(nested(), explicitVrLittleEndian));
  const bytes = new Uint8Array(Buffer.concat([encodeFileMeta(facts), deflated]));
  return { kind: 'file', transferSyntax, bytes, headers: [] };
}

function headersOf(dataSet: DataSet): readonly number[] {
  return dataSet.elements.flatMap(({ source, value }) => [
    ...(source === undefined ? [] : [source.offset]),
    ...(value.kind === 'sequence'
      ? value.items.flatMap((item) => [...(item.source === undefined ? [] : [item.source.offset]), ...headersOf(item)])
      : []),
  ]);
}
