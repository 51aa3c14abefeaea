/**
 * DICOM files, PS3.10 §7: preamble, prefix, file meta information (always explicit VR little endian) and a data set.
 *
 *   0 preamble (128 bytes) · 128 "DICM" · 132 file meta information, group 0002 · data set
 *
 * A file without preamble, without prefix or without file meta information is read all the same and the lack reported;
 * what cannot be DICOM is refused. Streams are read by `part10-reader.ts`.
 */

import { type Budget, defaultBudget } from './budget.ts';
import type { DataSet } from './data-set.ts';
import { DataSetReader } from './data-set-reader.ts';
import { type Deflate, encodeDataSet } from './encode.ts';
import { DicomError } from './errors.ts';
import { deduceTransferSyntax, hasPrefix, looksLikeFileMeta } from './file-kind.ts';
import type { Finding, Parsed } from './finding.ts';
import { type ParseOptions, parseDataSet } from './parse.ts';
import { structureFinding } from './structure-finding.ts';
import { tagFrom } from './tag.ts';
import {
  explicitVrLittleEndian,
  findTransferSyntax,
  implicitVrLittleEndian,
  type TransferSyntax,
  unknownTransferSyntax,
} from './transfer-syntax.ts';
import { findElement, getNumber, getString } from './values.ts';

export type Part10File = {
  /** Everything before the file meta information as it stands in the file: 132 bytes, fewer where some are missing. */
  readonly prefix: Uint8Array;
  readonly fileMeta: DataSet;
  readonly transferSyntax: TransferSyntax;
  readonly dataSet: DataSet;
  /** Offset of the data set from the start of the file. */
  readonly dataSetOffset: number;
  /** The data set as it stands in the file, deflated where it is. */
  readonly dataSetBytes: Uint8Array;
  /** The data set that `dataSetBytes` are, so that deflated bytes are written back only while it is unchanged. */
  readonly readDataSet: DataSet;
};

export const preambleBytes = 128;
export const prefixBytes = 132;

const groupLength = tagFrom(0x0002, 0x0000);
const transferSyntaxUid = tagFrom(0x0002, 0x0010);
const afterFileMeta = tagFrom(0x0003, 0x0000);

/**
 * Returns a file and what is odd about it. Offsets in findings count from the start of the file, except in a deflated
 * data set, where they count from the start of what it inflates to.
 *
 * @throws DicomError `empty-input`, `not-dicom`, `inflater-missing`, `inflate-failed`
 */
export function parsePart10(bytes: Uint8Array, options: ParseOptions = {}): Parsed<Part10File> {
  if (bytes.length === 0) throw new DicomError('empty-input');
  const findings: Finding[] = [];
  const metaOffset = findFileMeta(bytes, findings);
  const budget = { ...defaultBudget, ...options.budget };
  const meta = parseFileMeta(bytes, metaOffset, budget);
  findings.push(...meta.findings);
  const dataSetOffset = meta.end;
  const dataSetBytes = bytes.subarray(dataSetOffset);
  const transferSyntax = chooseTransferSyntax(meta.value, dataSetBytes, dataSetOffset, findings);
  const parsed = parseDataSet(dataSetBytes, transferSyntax, options);
  findings.push(
    ...parsed.findings.map((finding) => (transferSyntax.deflated ? finding : moved(finding, dataSetOffset))),
  );
  const value: Part10File = {
    prefix: bytes.subarray(0, metaOffset),
    fileMeta: meta.value,
    transferSyntax,
    dataSet: parsed.value,
    dataSetOffset,
    dataSetBytes,
    readDataSet: parsed.value,
  };
  return { value, findings };
}

/**
 * Returns the bytes of a file: of a parsed, unchanged one those it was parsed from. The data set is written in the
 * file's `transferSyntax`; whoever changes that changes the file meta information too.
 *
 * @throws DicomError as `encodeDataSet`
 */
export function encodePart10(file: Part10File, options: { readonly deflate?: Deflate } = {}): Uint8Array {
  const meta = encodeDataSet(file.fileMeta, explicitVrLittleEndian);
  const unchanged = file.transferSyntax.deflated && file.dataSet === file.readDataSet;
  const dataSet = unchanged ? file.dataSetBytes : encodeDataSet(file.dataSet, file.transferSyntax, options);
  const bytes = new Uint8Array(file.prefix.length + meta.length + dataSet.length);
  bytes.set(file.prefix);
  bytes.set(meta, file.prefix.length);
  bytes.set(dataSet, file.prefix.length + meta.length);
  return bytes;
}

/** Returns where the file meta information begins, which is where the data set begins in a file without it. */
export function findFileMeta(bytes: Uint8Array, findings: Finding[]): number {
  const isPrefixed = hasPrefix(bytes, preambleBytes);
  if (isPrefixed && (looksLikeFileMeta(bytes, prefixBytes) || deduceTransferSyntax(bytes) === undefined)) {
    const finding = judgePreamble(bytes);
    if (finding) findings.push(finding);
    return prefixBytes;
  }
  findings.push(structureFinding('no-preamble', 0));
  if (hasPrefix(bytes, 0)) return 4;
  if (looksLikeFileMeta(bytes, 0)) return 0;
  // Some writers leave out the prefix, but not the preamble.
  if (looksLikeFileMeta(bytes, preambleBytes)) return preambleBytes;
  return 0;
}

/** Returns the file meta information from `offset` on, which is empty where there is none, and where it ends. */
export function parseFileMeta(
  bytes: Uint8Array,
  offset: number,
  budget: Budget,
): Parsed<DataSet> & { readonly end: number } {
  const reader = new DataSetReader({
    transferSyntax: explicitVrLittleEndian,
    budget,
    stopBelow: groupLength,
    stopFrom: afterFileMeta,
  });
  const isThere = looksLikeFileMeta(bytes, offset);
  const window = isThere ? bytes.subarray(offset) : bytes.subarray(0, 0);
  reader.setWindow(window, window.length);
  reader.finish();
  // With the end known, reading always completes.
  const value = reader.dataSet as DataSet;
  const end = offset + (reader.stoppedAt?.offset ?? window.length);
  const findings = reader.findings.map((finding) => moved(finding, offset));
  if (!isThere) findings.push(structureFinding('no-file-meta', offset));
  else if (!hasRightGroupLength(value, end - offset))
    findings.push(structureFinding('meta-group-length', offset, groupLength));
  return { value, findings, end };
}

/**
 * Returns the transfer syntax that the file meta information names, or the one that the first bytes of the data set
 * speak for.
 *
 * @throws DicomError `not-dicom`
 */
export function chooseTransferSyntax(
  fileMeta: DataSet,
  dataSetBytes: Uint8Array,
  dataSetOffset: number,
  findings: Finding[],
): TransferSyntax {
  const uid = getString(fileMeta, transferSyntaxUid);
  if (uid !== undefined) {
    const known = findTransferSyntax(uid);
    if (known !== undefined) return known;
    findings.push(structureFinding('unknown-transfer-syntax', dataSetOffset, transferSyntaxUid));
    return unknownTransferSyntax(uid);
  }
  if (fileMeta.elements.length > 0)
    findings.push(structureFinding('no-transfer-syntax', dataSetOffset, transferSyntaxUid));
  const deduced = deduceTransferSyntax(dataSetBytes);
  if (deduced !== undefined) return deduced;
  // File meta information shows that it is DICOM; implicit VR is the default, PS3.5 §10.1.
  if (fileMeta.elements.length > 0) return implicitVrLittleEndian;
  throw new DicomError('not-dicom', { offset: dataSetOffset, lengthBytes: dataSetBytes.length });
}

/** Group length counts the bytes from the element after it to the end of the group, PS3.10 Table 7.1-1. */
function hasRightGroupLength(fileMeta: DataSet, lengthBytes: number): boolean {
  const element = findElement(fileMeta, groupLength);
  const after = element?.value.kind === 'bytes' ? (element.source?.valueOffset ?? 0) + element.value.bytes.length : 0;
  return element !== undefined && getNumber(fileMeta, groupLength) === lengthBytes - after;
}

/** A preamble can make a DICOM file pass for a program or a page at the same time, PS3.10 §7.5. */
function judgePreamble(bytes: Uint8Array): Finding | undefined {
  const preamble = bytes.subarray(0, preambleBytes);
  if (preamble.every((byte) => byte === 0)) return undefined;
  const start = String.fromCharCode(...preamble.subarray(0, 16));
  const executable = /^(MZ|\x7fELF|#!|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe|PK|%PDF|\s*<)/.test(start);
  return structureFinding(executable ? 'preamble-executable' : 'preamble-content', 0);
}

function moved(finding: Finding, by: number): Finding {
  return finding.offset === undefined ? finding : { ...finding, offset: finding.offset + by };
}

/** Facts that a file meta information is made of. */
export type FileMetaFacts = {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly implementationClassUid: string;
  readonly implementationVersionName?: string;
  readonly sourceAet?: string;
};

/** Returns preamble, prefix and file meta information of a new file, PS3.10 Table 7.1-1; the data set follows as it is. */
export function encodeFileMeta(facts: FileMetaFacts): Uint8Array {
  const fields: [number, string, string | undefined][] = [
    [0x0002, 'UI', facts.sopClassUid],
    [0x0003, 'UI', facts.sopInstanceUid],
    [0x0010, 'UI', facts.transferSyntaxUid],
    [0x0012, 'UI', facts.implementationClassUid],
    [0x0013, 'SH', facts.implementationVersionName],
    [0x0016, 'AE', facts.sourceAet],
  ];
  const elements: DataSet['elements'][number][] = [
    { tag: tagFrom(0x0002, 0x0001), vr: 'OB', value: { kind: 'bytes', bytes: Uint8Array.of(0, 1) } },
  ];
  for (const [element, vr, text] of fields) {
    if (text === undefined) continue;
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    elements.push({
      tag: tagFrom(0x0002, element),
      vr: vr === 'UI' ? 'UI' : vr === 'SH' ? 'SH' : 'AE',
      value: { kind: 'bytes', bytes },
    });
  }
  const rest = encodeDataSet({ elements, littleEndian: true, characterSets: [] }, explicitVrLittleEndian);
  const bytes = new Uint8Array(prefixBytes + 12 + rest.length);
  bytes.set([0x44, 0x49, 0x43, 0x4d], preambleBytes);
  // (0002,0000) UL 4 bytes
  bytes.set([0x02, 0x00, 0x00, 0x00, 0x55, 0x4c, 0x04, 0x00], prefixBytes);
  new DataView(bytes.buffer).setUint32(prefixBytes + 8, rest.length, true);
  bytes.set(rest, prefixBytes + 12);
  return bytes;
}
