/**
 * Cuts the entropy-coded data of a scan at its restart markers and removes the stuffed zeros, ITU-T T.81 §B.1.1.5
 * and §F.1.2.3, so that decoding meets neither.
 */

export type EntropySegment = { readonly bytes: Uint8Array; readonly start: number; readonly end: number };

export function splitEntropySegments(bytes: Uint8Array, start: number, end: number): readonly EntropySegment[] {
  const clean = new Uint8Array(end - start);
  const segments: EntropySegment[] = [];
  let length = 0;
  let segmentStart = 0;
  let from = start;
  while (from < end) {
    let at = bytes.indexOf(0xff, from);
    if (at < 0 || at >= end) at = end;
    clean.set(bytes.subarray(from, at), length);
    length += at - from;
    const code = at + 1 < end ? (bytes[at + 1] ?? 0) : -1;
    if (code === 0) clean[length++] = 0xff;
    if (code >= 0xd0 && code <= 0xd7) {
      segments.push({ bytes: clean, start: segmentStart, end: length });
      segmentStart = length;
    }
    from = code === 0xff ? at + 1 : at + 2;
  }
  segments.push({ bytes: clean, start: segmentStart, end: length });
  return segments;
}
