/**
 * Tells DICOM from other bytes by the first of them, for files that lack what PS3.10 §7.1 wants at their start.
 */

import { findDictionaryVr } from './dictionary.ts';
import { tagAt } from './element-header.ts';
import { groupOf } from './tag.ts';
import {
  explicitVrBigEndian,
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  type TransferSyntax,
} from './transfer-syntax.ts';
import { vrs } from './vr.ts';

/** Real data sets begin with group 0008, file-sets with 0004. */
const firstPlausibleGroup = 0x0002;
const lastPlausibleGroup = 0x0020;

/** What is longer than this is not believed to be the first element of a data set. */
const plausibleFirstBytes = 0x10000;

/** True where "DICM" stands at an offset, PS3.10 §7.1. */
export function hasPrefix(bytes: Uint8Array, offset: number): boolean {
  return (
    bytes[offset] === 0x44 && bytes[offset + 1] === 0x49 && bytes[offset + 2] === 0x43 && bytes[offset + 3] === 0x4d
  );
}

/** True where an explicit VR element of group 0002 stands at an offset. */
export function looksLikeFileMeta(bytes: Uint8Array, offset: number): boolean {
  if (bytes.length < offset + 8) return false;
  return bytes[offset] === 0x02 && bytes[offset + 1] === 0x00 && vrAt(bytes, offset + 4) !== undefined;
}

/**
 * Returns the transfer syntax that the first element of a data set is written in; undefined where the bytes are no
 * data set. The element must be one of the dictionary, of a low group, with a VR or a length that fits.
 */
export function deduceTransferSyntax(bytes: Uint8Array, remainingBytes = bytes.length): TransferSyntax | undefined {
  if (bytes.length < 8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const vr = vrAt(bytes, 4);
  for (const littleEndian of [true, false]) {
    const tag = tagAt(view, 0, littleEndian);
    const dictionaryVr = findDictionaryVr(tag);
    if (dictionaryVr === undefined || groupOf(tag) < firstPlausibleGroup || groupOf(tag) > lastPlausibleGroup) continue;
    if (vr !== undefined) return littleEndian ? explicitVrLittleEndian : explicitVrBigEndian;
    if (littleEndian && view.getUint32(4, true) <= Math.min(remainingBytes, plausibleFirstBytes) - 8)
      return implicitVrLittleEndian;
  }
  return undefined;
}

/**
 * Returns what there is to say about a preamble that is not zero: it can make the file pass for a program, a page or
 * an archive at the same time, PS3.10 §7.5.
 */
export function judgePreamble(preamble: Uint8Array): 'preamble-executable' | 'preamble-content' | undefined {
  let sum = 0;
  for (let place = 0; place < preamble.length; place += 1) sum |= preamble[place] ?? 0;
  if (sum === 0) return undefined;
  const start = String.fromCharCode(...preamble.subarray(0, 16));
  return foreignStart.test(start) ? 'preamble-executable' : 'preamble-content';
}

/** Windows, ELF and Mach-O programs, Java classes, scripts, ZIP, PDF, HTML and XML. */
const foreignStart = /^(?:MZ|\x7fELF|\xca\xfe\xba\xbe|[\xcf\xce]\xfa\xed\xfe|#!|PK|%PDF|\s*<)/;

function vrAt(bytes: Uint8Array, offset: number): string | undefined {
  const text = String.fromCharCode(bytes[offset] ?? 0, bytes[offset + 1] ?? 0);
  return vrs.find((vr) => vr === text);
}
