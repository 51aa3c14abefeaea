/**
 * File meta information, PS3.10 §7.1: group 0002, always in explicit VR little endian, between prefix and data set.
 */

import type { Budget } from './budget.ts';
import type { DataSet } from './data-set.ts';
import { DataSetReader } from './data-set-reader.ts';
import { DicomError } from './errors.ts';
import { deduceTransferSyntax, hasPrefix, judgePreamble, looksLikeFileMeta } from './file-kind.ts';
import type { Finding, Parsed } from './finding.ts';
import { noBytes } from './reader-state.ts';
import { moveFinding, structureFinding } from './structure-finding.ts';
import { tagFrom } from './tag.ts';
import {
  explicitVrLittleEndian,
  findTransferSyntax,
  implicitVrLittleEndian,
  type TransferSyntax,
  unknownTransferSyntax,
} from './transfer-syntax.ts';
import { findElement, getNumber, getString } from './values.ts';

export const preambleBytes = 128;
/** Preamble and "DICM". */
export const prefixBytes = preambleBytes + 4;

const groupLength = tagFrom(0x0002, 0x0000);
const transferSyntaxUid = tagFrom(0x0002, 0x0010);
const afterFileMeta = tagFrom(0x0003, 0x0000);

export type FileMetaPlace = {
  /** Where file meta information begins; where the data set does if there is none. */
  readonly offset: number;
  readonly isThere: boolean;
  readonly findings: readonly Finding[];
};

/** Finds the file meta information by the first bytes of a file, of which 144 are enough. */
export function findFileMeta(bytes: Uint8Array): FileMetaPlace {
  const findings: Finding[] = [];
  const offset = findOffset(bytes, findings);
  const isThere = looksLikeFileMeta(bytes, offset);
  if (!isThere) findings.push(structureFinding('no-file-meta', offset));
  return { offset, isThere, findings };
}

/** Returns a reader that ends where group 0002 does. */
export function fileMetaReader(budget: Budget, isHeaderOnly = false): DataSetReader {
  return new DataSetReader({
    transferSyntax: explicitVrLittleEndian,
    budget,
    stopBelow: groupLength,
    stopFrom: afterFileMeta,
    isHeaderOnly,
  });
}

/** Returns what a finished reader made of file meta information that begins at `offset`, and how long it is. */
export function closeFileMeta(
  reader: DataSetReader,
  offset: number,
): Parsed<DataSet> & { readonly lengthBytes: number } {
  // A finished reader has a data set.
  const read = reader.dataSet as DataSet;
  // What it could not read is the data set's that follows.
  const lengthBytes = reader.offset - (read.source?.trailing?.length ?? 0);
  const value = { ...read, ...(read.source && { source: { ...read.source, lengthBytes, trailing: noBytes } }) };
  const findings = reader.findings
    .filter((finding) => (finding.offset ?? 0) < lengthBytes)
    .map((finding) => moveFinding(finding, offset));
  if (lengthBytes > 0 && !hasRightGroupLength(value, lengthBytes)) {
    findings.push(structureFinding('meta-group-length', offset, groupLength));
  }
  return { value, findings, lengthBytes };
}

/**
 * Returns the transfer syntax that the file meta information names, else the one that the first bytes of the data set
 * speak for. `remainingBytes` is the length of the data set, Infinity where it is not known.
 *
 * @throws DicomError `not-dicom`
 */
export function chooseTransferSyntax(
  fileMeta: DataSet,
  start: { readonly bytes: Uint8Array; readonly offset: number; readonly remainingBytes: number },
  findings: Finding[],
): TransferSyntax {
  const uid = getString(fileMeta, transferSyntaxUid);
  if (uid !== undefined) {
    const known = findTransferSyntax(uid);
    if (known !== undefined) return known;
    findings.push(structureFinding('unknown-transfer-syntax', start.offset, transferSyntaxUid));
    return unknownTransferSyntax(uid);
  }
  const isDicom = fileMeta.elements.length > 0;
  if (isDicom) findings.push(structureFinding('no-transfer-syntax', start.offset, transferSyntaxUid));
  const deduced = deduceTransferSyntax(start.bytes, start.remainingBytes);
  if (deduced !== undefined) return deduced;
  // With nothing else to go by, implicit VR is the default, PS3.5 §10.1.
  if (isDicom) return implicitVrLittleEndian;
  throw new DicomError('not-dicom', { offset: start.offset });
}

/**
 * Deviation: preamble, prefix or both may be missing. The corpus has a file that begins at group 0002 (JLSL_RGB_ILV0),
 * several that begin at group 0008 (rtstruct, ExplVR_BigEndNoMeta), and one of these in which "DICM" stands at 128 by
 * chance (no_preamble_dicm_in_data).
 */
function findOffset(bytes: Uint8Array, findings: Finding[]): number {
  const isPrefixed = hasPrefix(bytes, preambleBytes);
  // The four letters can stand there by chance, in a data set that has no preamble.
  if (isPrefixed && (looksLikeFileMeta(bytes, prefixBytes) || deduceTransferSyntax(bytes) === undefined)) {
    const code = judgePreamble(bytes.subarray(0, preambleBytes));
    if (code !== undefined) findings.push(structureFinding(code, 0));
    return prefixBytes;
  }
  findings.push(structureFinding('no-preamble', 0));
  if (hasPrefix(bytes, 0)) return 4;
  // Some writers leave out the prefix, but not the preamble.
  return !looksLikeFileMeta(bytes, 0) && looksLikeFileMeta(bytes, preambleBytes) ? preambleBytes : 0;
}

/** Group length counts the bytes from the element after it to the end of the group, PS3.10 Table 7.1-1. */
function hasRightGroupLength(fileMeta: DataSet, lengthBytes: number): boolean {
  const element = findElement(fileMeta, groupLength);
  if (element?.value.kind !== 'bytes' || element.source === undefined) return false;
  const after = element.source.valueOffset + element.value.bytes.length;
  return getNumber(fileMeta, groupLength) === lengthBytes - after;
}
