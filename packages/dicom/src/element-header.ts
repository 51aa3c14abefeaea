/**
 * Headers of data elements: tag, VR and length, PS3.5 §7.1.
 *
 *   explicit VR, Table 7.1-1 (OB OD OF OL OV OW SQ SV UC UN UR UT UV and VRs of the future)
 *     0 group · 2 element · 4 VR · 6 reserved · 8 length (4 bytes)
 *   explicit VR, Table 7.1-2 (all others)
 *     0 group · 2 element · 4 VR · 6 length (2 bytes)
 *   implicit VR, Table 7.1-3
 *     0 group · 2 element · 4 length (4 bytes)
 */

import { findDictionaryVr } from './dictionary.ts';
import { undefinedLength } from './reader-frame.ts';
import type { Tag } from './tag.ts';
import { hasLongForm, type Vr, vrs } from './vr.ts';

/** The largest value believed of the first element of a data set whose end is not known yet. */
const plausibleFirstLengthBytes = 0xffff;

/** Of the data set that the element stands in; `signedPixels` as for `resolveVr`. */
type Form = { readonly littleEndian: boolean; readonly signedPixels: boolean };

/** Reads headers, and holds the one it read last: a header costs no allocation, since there are many million. */
export class ElementHeaderReader {
  /** `UN` where neither the file nor the dictionary knows it. */
  vr: Vr = 'UN';
  lengthBytes = 0;
  headerBytes = 8;
  /** VR and length make the same header again. */
  canonical = true;
  /** The element is written as UN, or in implicit VR with a tag that the dictionary does not have. */
  unknown = false;
  oddity: 'none' | 'reserved-bytes' | 'unknown-vr' | 'implicit-element' | 'unreadable-element' = 'none';

  /**
   * Reads an explicit VR header at `pos`, where `end - pos` is at least 8; returns false where it needs 12. Two bytes
   * that are no VR of the standard are an implicit VR length where that fits, else a VR of the future. What stands as UN
   * or in implicit VR gets its VR by `resolveVr`.
   */
  readExplicit(view: DataView, pos: number, end: number, { littleEndian, signedPixels }: Form): boolean {
    const number = vrNumbers[view.getUint16(pos + 4)] ?? 0;
    this.vr = vrs[number - 1] ?? 'UN';
    this.unknown = false;
    this.canonical = true;
    this.oddity = 'none';
    this.headerBytes = 8;
    if (number === 0) return this.#readUnknownVr(view, pos, end, { littleEndian, signedPixels });
    if (longForms[number] === 0) {
      this.lengthBytes = view.getUint16(pos + 6, littleEndian);
      return true;
    }
    if (end - pos < 12) return false;
    this.headerBytes = 12;
    this.lengthBytes = view.getUint32(pos + 8, littleEndian);
    if (view.getUint16(pos + 6) !== 0) {
      this.oddity = 'reserved-bytes';
      this.canonical = false;
    }
    // A value of VR UN is in little endian whatever the data set is, PS3.5 §6.2.2; then it stays UN.
    if (this.vr === 'UN') {
      this.unknown = true;
      if (littleEndian) this.#resolveUnknown(tagAt(view, pos, littleEndian), signedPixels);
    }
    return true;
  }

  /** Reads an implicit VR header at `pos`, which has 8 bytes. */
  readImplicit(view: DataView, pos: number, { littleEndian, signedPixels }: Form): void {
    this.vr = resolveVr(tagAt(view, pos, littleEndian), signedPixels);
    this.lengthBytes = view.getUint32(pos + 4, littleEndian);
    this.headerBytes = 8;
    this.canonical = true;
    this.unknown = this.vr === 'UN';
    this.oddity = 'none';
  }

  #resolveUnknown(tag: Tag, signedPixels: boolean): void {
    const known = resolveVr(tag, signedPixels);
    if (known === 'UN') return;
    this.vr = known;
    this.canonical = false;
  }

  /**
   * Deviation: elements in implicit VR stand in explicit VR now and then, where a private block was copied as it was, and
   * VRs are left blank or zero. What fits is read, and reported.
   */
  #readUnknownVr(view: DataView, pos: number, end: number, { littleEndian, signedPixels }: Form): boolean {
    this.canonical = false;
    if (isLetters(view.getUint16(pos + 4))) {
      if (end - pos < 12) return false;
      this.oddity = 'unknown-vr';
      this.lengthBytes = view.getUint32(pos + 8, littleEndian);
      this.headerBytes = 12;
      if (view.getUint16(pos + 6) === 0 && this.lengthBytes <= end - pos - 12) return true;
      this.lengthBytes = view.getUint16(pos + 6, littleEndian);
      this.headerBytes = 8;
      return true;
    }
    this.lengthBytes = view.getUint32(pos + 4, littleEndian);
    if (this.lengthBytes <= end - pos - 8 || this.lengthBytes === undefinedLength) {
      this.oddity = 'implicit-element';
      this.vr = resolveVr(tagAt(view, pos, littleEndian), signedPixels);
      this.unknown = this.vr === 'UN';
      return true;
    }
    this.lengthBytes = view.getUint16(pos + 6, littleEndian);
    this.oddity = this.lengthBytes <= end - pos - 8 ? 'unknown-vr' : 'unreadable-element';
    return true;
  }
}

/** Returns the tag at `pos`: two numbers, the group first in either byte order, PS3.5 §7.3. */
export function tagAt(view: DataView, pos: number, littleEndian: boolean): Tag {
  // Any two 16-bit numbers are a tag.
  return (view.getUint16(pos, littleEndian) * 0x10000 + view.getUint16(pos + 2, littleEndian)) as Tag;
}

/**
 * True where the first element of a data set in implicit VR can only be in explicit VR: the VR of the dictionary
 * stands where it would stand in explicit VR, and the number that these bytes are otherwise does not fit as a length.
 */
export function looksExplicit(view: DataView, pos: number, roomBytes: number): boolean {
  const vr = vrs[(vrNumbers[view.getUint16(pos + 4)] ?? 0) - 1];
  if (vr === undefined) return false;
  const room = Math.min(roomBytes, roomBytes > 0xffffffff ? plausibleFirstLengthBytes : roomBytes);
  if (view.getUint32(pos + 4, true) <= room) return false;
  return findDictionaryVr(tagAt(view, pos, true))?.includes(vr) ?? false;
}

/**
 * Returns the VR of a tag by the dictionary. Where it has several, PS3.5 §A.1 decides: words for what is samples or
 * tables, the sign of Pixel Representation for the others.
 */
export function resolveVr(tag: Tag, signedPixels: boolean): Vr {
  const name = findDictionaryVr(tag);
  if (name === undefined) return 'UN';
  if (name === 'US or SS') return signedPixels ? 'SS' : 'US';
  // A name of two letters is a VR; all others in PS3.6 end in OW.
  return name.length === 2 ? (name as Vr) : 'OW';
}

/** Returns the two letters of a VR as one big-endian number, as they stand in a file. */
export function vrCode(vr: Vr): number {
  return vr.charCodeAt(0) * 0x100 + vr.charCodeAt(1);
}

/** By the two letters as one number: the place of the VR in `vrs`, counted from 1; 0 for what is no VR. */
const vrNumbers = numberVrs();
/** By that place: 1 for the long form. */
const longForms = Uint8Array.from([0, ...vrs.map((vr) => (hasLongForm(vr) ? 1 : 0))]);

function numberVrs(): Uint8Array {
  const numbers = new Uint8Array(0x10000);
  for (const [place, vr] of vrs.entries()) numbers[vrCode(vr)] = place + 1;
  return numbers;
}

function isLetters(code: number): boolean {
  const first = code >>> 8;
  const second = code & 0xff;
  return first >= 0x41 && first <= 0x5a && second >= 0x41 && second <= 0x5a;
}
