/**
 * DICOM files in memory, PS3.10 §7: preamble, prefix, file meta information (`file-meta.ts`) and a data set.
 *
 *   0 preamble (128 bytes) · 128 "DICM" · 132 group 0002, explicit VR little endian · data set
 *
 * A file without preamble, without prefix or without file meta information is read all the same and the lack reported;
 * what cannot be DICOM is refused. Streams are read by `part10-reader.ts`.
 */

import { defaultBudget } from './budget.ts';
import type { DataElement, DataSet } from './data-set.ts';
import { type EncodeOptions, encodeDataSet } from './encode.ts';
import { DicomError } from './errors.ts';
import {
  chooseTransferSyntax,
  closeFileMeta,
  fileMetaReader,
  findFileMeta,
  preambleBytes,
  prefixBytes,
} from './file-meta.ts';
import type { Parsed } from './finding.ts';
import { type ParseOptions, parseDataSet } from './parse.ts';
import { moveFinding } from './structure-finding.ts';
import { tagFrom } from './tag.ts';
import { encodeTextValues } from './text-value.ts';
import { explicitVrLittleEndian, type TransferSyntax } from './transfer-syntax.ts';
import { implementationClassUid } from './uids.ts';
import type { Vr } from './vr.ts';

export type Part10File = {
  /** What stands before the file meta information: preamble and "DICM", less where some of it is missing. */
  readonly prefix: Uint8Array;
  /** 128 bytes, PS3.10 §7.1; none where the file has no preamble. */
  readonly preamble: Uint8Array;
  /** Empty where the file has none. */
  readonly fileMeta: DataSet;
  readonly transferSyntax: TransferSyntax;
  readonly dataSet: DataSet;
  /** Offset of the data set from the start of the file. */
  readonly dataSetOffset: number;
  /** The data set as it stands in the file, deflated where it is. */
  readonly dataSetBytes: Uint8Array;
  /** What `dataSetBytes` were read as: deflated bytes are written back only while `dataSet` still is this. */
  readonly readDataSet: DataSet;
};

/**
 * Returns a file and what is odd about it. Offsets in findings count from the start of the file, except in a deflated
 * data set, where they count from the start of what it inflates to.
 *
 * @throws DicomError `empty-input`, `not-dicom`, `inflater-missing`, `inflate-failed`
 */
export function parsePart10(input: Uint8Array, options: ParseOptions = {}): Parsed<Part10File> {
  if (input.length === 0) throw new DicomError('empty-input');
  // Views of a Node.js Buffer are slower to make.
  const bytes = new Uint8Array(input.buffer, input.byteOffset, input.length);
  const place = findFileMeta(bytes);
  const reader = fileMetaReader({ ...defaultBudget, ...options.budget });
  const window = bytes.subarray(place.offset, place.isThere ? undefined : place.offset);
  reader.setWindow(window, window.length);
  reader.finish();
  const meta = closeFileMeta(reader, place.offset);
  const findings = [...place.findings, ...meta.findings];
  const dataSetOffset = place.offset + meta.lengthBytes;
  const dataSetBytes = bytes.subarray(dataSetOffset);
  const start = { bytes: dataSetBytes, offset: dataSetOffset, remainingBytes: dataSetBytes.length };
  const transferSyntax = chooseTransferSyntax(meta.value, start, findings);
  const { value: dataSet, findings: found } = parseDataSet(dataSetBytes, transferSyntax, options);
  const by = transferSyntax.deflated ? 0 : dataSetOffset;
  for (const finding of found) findings.push(moveFinding(finding, by));
  const prefix = bytes.subarray(0, place.offset);
  const preamble = prefix.subarray(0, prefix.length < preambleBytes ? 0 : preambleBytes);
  return {
    value: {
      prefix,
      preamble,
      fileMeta: meta.value,
      transferSyntax,
      dataSet,
      dataSetOffset,
      dataSetBytes,
      readDataSet: dataSet,
    },
    findings,
  };
}

/**
 * Returns the bytes of a file: of a parsed, unchanged one those that it was parsed from. The data set is written in the
 * file's `transferSyntax`; whoever changes that changes the file meta information with it.
 *
 * @throws DicomError as `encodeDataSet`
 */
export function encodePart10(file: Part10File, options: EncodeOptions = {}): Uint8Array {
  const { prefix, fileMeta, transferSyntax, dataSet, dataSetBytes, readDataSet } = file;
  const meta = encodeDataSet(fileMeta, explicitVrLittleEndian);
  const isAsRead = transferSyntax.deflated && dataSet === readDataSet;
  const encoded = isAsRead ? dataSetBytes : encodeDataSet(dataSet, transferSyntax, options);
  const bytes = new Uint8Array(prefix.length + meta.length + encoded.length);
  bytes.set(prefix);
  bytes.set(meta, prefix.length);
  bytes.set(encoded, prefix.length + meta.length);
  return bytes;
}

/** Facts that file meta information is made of. */
export type FileMetaFacts = {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  /** Ours unless told. */
  readonly implementationClassUid?: string;
  readonly implementationVersionName?: string;
  readonly sourceAet?: string;
};

/**
 * Returns preamble, prefix and file meta information of a new file, PS3.10 Table 7.1-1; the data set follows as it is.
 *
 * @throws DicomError `value-not-encodable`
 */
export function encodeFileMeta(facts: FileMetaFacts): Uint8Array {
  const elements: DataElement[] = [
    { tag: tagFrom(0x0002, 0x0001), vr: 'OB', value: { kind: 'bytes', bytes: Uint8Array.of(0, 1) } },
  ];
  const add = (element: number, vr: Vr, text: string | undefined): void => {
    if (text === undefined) return;
    const tag = tagFrom(0x0002, element);
    const bytes = encodeTextValues([text], vr, []);
    if (bytes === undefined) throw new DicomError('value-not-encodable', { tag, vr });
    elements.push({ tag, vr, value: { kind: 'bytes', bytes } });
  };
  add(0x0002, 'UI', facts.sopClassUid);
  add(0x0003, 'UI', facts.sopInstanceUid);
  add(0x0010, 'UI', facts.transferSyntaxUid);
  add(0x0012, 'UI', facts.implementationClassUid ?? implementationClassUid);
  add(0x0013, 'SH', facts.implementationVersionName);
  add(0x0016, 'AE', facts.sourceAet);
  const rest = encodeDataSet({ elements, littleEndian: true, characterSets: [] }, explicitVrLittleEndian);
  const bytes = new Uint8Array(prefixBytes + 12 + rest.length);
  // "DICM"
  bytes.set([0x44, 0x49, 0x43, 0x4d], preambleBytes);
  // (0002,0000) UL, 4 bytes
  bytes.set([0x02, 0x00, 0x00, 0x00, 0x55, 0x4c, 0x04, 0x00], prefixBytes);
  new DataView(bytes.buffer).setUint32(prefixBytes + 8, rest.length, true);
  bytes.set(rest, prefixBytes + 12);
  return bytes;
}
