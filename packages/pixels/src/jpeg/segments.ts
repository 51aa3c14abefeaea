/**
 * Marker segments of a JPEG codestream, ITU-T T.81 Annex B, which JPEG-LS shares (ITU-T T.87 Annex C).
 *
 * Walks over segments and finds the frame header; what entropy-coded data means lives in `lossless.ts` and
 * `coefficients.ts`. Bytes before the first marker and fill bytes are skipped, a missing End of Image is accepted.
 */

import { PixelsError } from '../errors.ts';

export const marker = {
  startOfImage: 0xd8,
  endOfImage: 0xd9,
  startOfScan: 0xda,
  quantization: 0xdb,
  huffman: 0xc4,
  arithmeticConditioning: 0xcc,
  restartInterval: 0xdd,
  numberOfLines: 0xdc,
  app0: 0xe0,
  app14: 0xee,
  startOfFrameLs: 0xf7,
} as const;

export type JpegSegment = {
  readonly marker: number;
  /** Offset of the byte FFH that begins the marker. */
  readonly offset: number;
  /** What follows the length field; empty for markers that stand alone. */
  readonly payload: Uint8Array;
  /** Of a Start of Scan: where its entropy-coded data lies, restart markers included. */
  readonly entropy?: { readonly start: number; readonly end: number };
};

export type JpegComponent = {
  readonly id: number;
  readonly horizontalSampling: number;
  readonly verticalSampling: number;
  readonly quantizationTable: number;
};

export type JpegFrameHeader = {
  /** The second byte of the Start of Frame marker, C0H to CFH or F7H for JPEG-LS. */
  readonly startOfFrame: number;
  readonly precision: number;
  readonly rows: number;
  readonly columns: number;
  readonly components: readonly JpegComponent[];
};

/** Yields the segments up to End of Image, or up to where the bytes end. */
export function* jpegSegments(bytes: Uint8Array): Generator<JpegSegment> {
  let offset = bytes.indexOf(0xff);
  while (offset >= 0 && offset + 1 < bytes.length) {
    const code = bytes[offset + 1] ?? 0;
    if (code === 0xff) {
      offset++;
      continue;
    }
    if (code === marker.endOfImage) return;
    if (code === 0 || code === 1 || (code >= 0xd0 && code <= marker.startOfImage)) {
      offset = bytes.indexOf(0xff, offset + 2);
      continue;
    }
    const lengthBytes = offset + 4 <= bytes.length ? ((bytes[offset + 2] ?? 0) << 8) | (bytes[offset + 3] ?? 0) : 0;
    const end = offset + 2 + lengthBytes;
    if (lengthBytes < 2 || end > bytes.length) {
      throw new PixelsError('codestream-malformed', 'JPEG marker segment reaches beyond the frame', {
        offset,
        lengthBytes,
      });
    }
    const payload = bytes.subarray(offset + 4, end);
    if (code !== marker.startOfScan) {
      yield { marker: code, offset, payload };
      offset = bytes.indexOf(0xff, end);
      continue;
    }
    const entropy = { start: end, end: findEntropyEnd(bytes, end) };
    yield { marker: code, offset, payload, entropy };
    offset = entropy.end < bytes.length ? entropy.end : -1;
  }
}

/** Reads a Start of Frame segment, ITU-T T.81 §B.2.2. */
export function parseFrameHeader(segment: JpegSegment): JpegFrameHeader {
  const { payload } = segment;
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const count = payload[5] ?? 0;
  if (payload.length < 6 + 3 * count || count === 0) {
    throw new PixelsError('codestream-malformed', 'JPEG frame header is too short', { offset: segment.offset });
  }
  const components = Array.from({ length: count }, (_, i) => {
    const sampling = payload[7 + 3 * i] ?? 0;
    return {
      id: payload[6 + 3 * i] ?? 0,
      horizontalSampling: sampling >> 4,
      verticalSampling: sampling & 15,
      quantizationTable: payload[8 + 3 * i] ?? 0,
    };
  });
  if (components.some((c) => !isSampling(c.horizontalSampling) || !isSampling(c.verticalSampling))) {
    throw new PixelsError('codestream-malformed', 'JPEG sampling factor outside 1 to 4', { offset: segment.offset });
  }
  return {
    startOfFrame: segment.marker,
    precision: view.getUint8(0),
    rows: view.getUint16(1),
    columns: view.getUint16(3),
    components,
  };
}

/** True for Start of Frame markers of T.81 and T.87; C4H, C8H and CCH mean something else. */
export function isStartOfFrame(code: number): boolean {
  return (code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc) || code === 0xf7;
}

/**
 * Finds the frame header without decoding anything, so that its size can be held against a budget first.
 * @throws PixelsError `codestream-malformed` where there is none
 */
export function findFrameHeader(bytes: Uint8Array): JpegFrameHeader {
  for (const segment of jpegSegments(bytes)) {
    if (isStartOfFrame(segment.marker)) return parseFrameHeader(segment);
  }
  throw new PixelsError('codestream-malformed', 'JPEG codestream without frame header', { lengthBytes: bytes.length });
}

/** Returns where entropy-coded data ends: at the first marker that is neither stuffing nor a restart. */
function findEntropyEnd(bytes: Uint8Array, start: number): number {
  let at = bytes.indexOf(0xff, start);
  while (at >= 0 && at + 1 < bytes.length) {
    const code = bytes[at + 1] ?? 0;
    if (code !== 0 && code !== 0xff && (code < 0xd0 || code > 0xd7)) return at;
    at = bytes.indexOf(0xff, code === 0xff ? at + 1 : at + 2);
  }
  return bytes.length;
}

function isSampling(factor: number): boolean {
  return factor >= 1 && factor <= 4;
}
