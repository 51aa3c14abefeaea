/**
 * Takes out of compressed frames what is no picture: application and comment segments of JPEG and JPEG-LS (ITU-T T.81
 * §B.2.4, T.87 Annex C), where cameras and converters write names, dates and places, comments of JPEG 2000 and HTJ2K
 * (T.800 §A.9.2), and whatever follows the end of the picture. Samples are not touched.
 *
 * A frame that goes over several fragments is cleaned as far as its first one, which holds the header. RLE has no place
 * for such data; JPEG XL in a container and video are not read here.
 */

/** Returns the fragment without its metadata: the same bytes where it had none. */
export function stripCodestream(fragment: Uint8Array): Uint8Array {
  const kept = ranges(fragment);
  if (kept === undefined) return fragment;
  const lengthBytes = kept.reduce((sum, { bytes }) => sum + bytes.length, 0);
  // One byte of padding is what makes the fragment even, PS3.5 §A.4.
  const isWhole = lengthBytes === fragment.length || (lengthBytes + 1 === fragment.length && fragment.at(-1) === 0);
  if (isWhole) return fragment;
  const stripped = new Uint8Array(lengthBytes + (lengthBytes & 1));
  let at = 0;
  for (const { bytes } of kept) {
    stripped.set(bytes, at);
    at += bytes.length;
  }
  return stripped;
}

type Range = { readonly bytes: Uint8Array };

const startOfImage = 0xffd8;
const startOfCodestream = 0xff4f;

function ranges(bytes: Uint8Array): readonly Range[] | undefined {
  const start = markerAt(bytes, 0);
  if (start === startOfImage) return jpegRanges(bytes);
  return start === startOfCodestream ? jpeg2000Ranges(bytes) : undefined;
}

function markerAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

const endOfImage = 0xffd9;
const startOfScan = 0xffda;
const comment = 0xfffe;

function jpegRanges(bytes: Uint8Array): readonly Range[] {
  const kept: Range[] = [{ bytes: bytes.subarray(0, 2) }];
  let at = 2;
  while (at + 2 <= bytes.length) {
    const marker = markerAt(bytes, at);
    if (marker === endOfImage) return [...kept, { bytes: bytes.subarray(at, at + 2) }];
    // Fill bytes may stand before any marker, T.81 §B.1.1.2.
    if (marker === 0xffff) {
      at += 1;
      continue;
    }
    const end = at + 2 + markerAt(bytes, at + 2);
    if (marker < 0xffc0 || end > bytes.length) break;
    if (!isMetadata(bytes, at, marker)) kept.push({ bytes: bytes.subarray(at, end) });
    at = end;
    if (marker !== startOfScan) continue;
    const next = nextMarker(bytes, at);
    kept.push({ bytes: bytes.subarray(at, next) });
    at = next;
  }
  // Cut off: what is left belongs to the picture, which goes on in the next fragment.
  return [...kept, { bytes: bytes.subarray(at) }];
}

/** Of a JFIF segment without a thumbnail, T.871 §10.1. */
const plainJfifBytes = 16;

/** Decoders tell the colour transform by some: JFIF's, Adobe's, and HP's of JPEG-LS. */
function isMetadata(bytes: Uint8Array, at: number, marker: number): boolean {
  if (marker === comment) return true;
  if (marker < 0xffe0 || marker > 0xffef) return false;
  const isNamed = (name: string): boolean => [...name].every((letter, n) => bytes[at + 4 + n] === letter.charCodeAt(0));
  if (marker === 0xffe0) return !isNamed('JFIF') || markerAt(bytes, at + 2) !== plainJfifBytes;
  return !((marker === 0xffee && isNamed('Adobe')) || (marker === 0xffe8 && isNamed('mrfx')));
}

/** Returns the offset of the marker that ends a scan; restart markers and stuffed bytes are part of it. */
function nextMarker(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const code = bytes[at + 1] ?? 0;
    // JPEG-LS stuffs one bit, T.87 §9.1: what follows FF is below 80 there, and 00 in JPEG.
    if (code >= 0xc0 && code !== 0xff && !(code >= 0xd0 && code <= 0xd7)) return at;
  }
  return bytes.length;
}

const comment2000 = 0xff64;
const startOfTilePart = 0xff90;
const startOfData = 0xff93;
/** Lengths of tile-parts, which are not true any more when a comment of one was taken out; optional, T.800 §A.7.1. */
const tilePartLengths = 0xff55;
const tilePartHeaderBytes = 12;

function jpeg2000Ranges(bytes: Uint8Array): readonly Range[] | undefined {
  const main = segmentsUntil(bytes, 2, startOfTilePart);
  if (main === undefined) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const parts: Range[] = [];
  let hasCommentInside = false;
  let at = main.end;
  while (markerAt(bytes, at) === startOfTilePart && at + tilePartHeaderBytes <= bytes.length) {
    const lengthBytes = view.getUint32(at + 6);
    const end = lengthBytes === 0 ? endOfCodestream(bytes) : Math.min(at + lengthBytes, bytes.length);
    const header = segmentsUntil(bytes, at + tilePartHeaderBytes, startOfData);
    if (header === undefined || header.end > end) return undefined;
    const removedBytes = header.removedBytes;
    hasCommentInside ||= removedBytes > 0;
    const start = bytes.slice(at, at + tilePartHeaderBytes);
    if (lengthBytes !== 0) new DataView(start.buffer).setUint32(6, lengthBytes - removedBytes);
    parts.push({ bytes: start }, ...header.kept, { bytes: bytes.subarray(header.end, end) });
    at = end;
  }
  const isTable = (range: Range): boolean => markerAt(range.bytes, 0) === tilePartLengths;
  const head = hasCommentInside ? main.kept.filter((range) => !isTable(range)) : main.kept;
  const rest = markerAt(bytes, at) === endOfImage ? bytes.subarray(at, at + 2) : bytes.subarray(at);
  return [{ bytes: bytes.subarray(0, 2) }, ...head, ...parts, { bytes: rest }];
}

/** Returns the segments but for comments, up to the marker; undefined where there is no such marker. */
function segmentsUntil(bytes: Uint8Array, from: number, last: number) {
  const kept: Range[] = [];
  let removedBytes = 0;
  let at = from;
  while (markerAt(bytes, at) !== last) {
    const end = at + 2 + markerAt(bytes, at + 2);
    if (end > bytes.length || (bytes[at] ?? 0) !== 0xff) return undefined;
    if (markerAt(bytes, at) === comment2000) removedBytes += end - at;
    else kept.push({ bytes: bytes.subarray(at, end) });
    at = end;
  }
  return { kept, removedBytes, end: at };
}

/** A last tile-part may leave its length open, T.800 §A.4.2; then the codestream ends with the last FFD9. */
function endOfCodestream(bytes: Uint8Array): number {
  let at = bytes.length - 2;
  while (at > 0 && markerAt(bytes, at) !== endOfImage) at -= 1;
  return at > 0 ? at : bytes.length;
}
