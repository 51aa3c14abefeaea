/**
 * Where text may stand in a compressed frame: application and comment segments of JPEG and JPEG-LS (ITU-T T.81 §B.2.4),
 * comments in the main header of JPEG 2000 (T.800 §A.9.2), and what follows the end of the picture.
 */

const startOfImage = 0xffd8;
const startOfCodestream = 0xff4f;
const endOfImage = 0xffd9;
const startOfScan = 0xffda;
const startOfTilePart = 0xff90;
const comment = 0xfffe;
const comment2000 = 0xff64;

/** Returns the pieces of a fragment that hold text or may; none for one that goes on with samples. */
export function codestreamTexts(fragment: Uint8Array): readonly Uint8Array[] {
  const start = markerAt(fragment, 0);
  if (start !== startOfImage && start !== startOfCodestream) return [];
  const texts: Uint8Array[] = [];
  let at = 2;
  while (at + 4 <= fragment.length) {
    const marker = markerAt(fragment, at);
    if (marker === endOfImage) return [...texts, fragment.subarray(at + 2)];
    if (marker === startOfTilePart || marker < 0xff01) break;
    // Fill bytes may stand before any marker, T.81 §B.1.1.2.
    if (marker === 0xffff) {
      at += 1;
      continue;
    }
    const end = at + 2 + markerAt(fragment, at + 2);
    if (isText(marker)) texts.push(fragment.subarray(at + 4, end));
    at = marker === startOfScan ? nextMarker(fragment, end) : end;
  }
  return [...texts, afterLastEnd(fragment)];
}

function isText(marker: number): boolean {
  return marker === comment || marker === comment2000 || (marker >= 0xffe0 && marker <= 0xffef);
}

function markerAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

/** Stuffed bytes and restart markers belong to the samples. */
function nextMarker(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const code = bytes[at + 1] ?? 0;
    if (code >= 0xc0 && code !== 0xff && !(code >= 0xd0 && code <= 0xd7)) return at;
  }
  return bytes.length;
}

function afterLastEnd(bytes: Uint8Array): Uint8Array {
  for (let at = bytes.lastIndexOf(0xd9); at > 0; at = bytes.lastIndexOf(0xd9, at - 1))
    if (bytes[at - 1] === 0xff) return bytes.subarray(at + 1);
  return new Uint8Array(0);
}
