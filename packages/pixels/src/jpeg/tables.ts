/**
 * The tables that the segments of a JPEG codestream set up between its scans: Huffman (DHT), quantization (DQT) and
 * the restart interval (DRI), ITU-T T.81 §B.2.4. Arithmetic coding is refused: no transfer syntax in use has it.
 */

import { PixelsError } from '../errors.ts';
import { buildHuffmanTable, type HuffmanTable } from './huffman.ts';
import { type JpegSegment, marker } from './segments.ts';

export type JpegTables = {
  readonly dc: Map<number, HuffmanTable>;
  readonly ac: Map<number, HuffmanTable>;
  /** 64 factors in zig-zag order. */
  readonly quantization: Map<number, Uint16Array>;
  /** In minimum coded units; 0 where there are no restarts. */
  restartInterval: number;
};

export type ScanHeader = {
  readonly components: readonly { readonly id: number; readonly dcTable: number; readonly acTable: number }[];
  /** Spectral selection, or the predictor of a lossless scan. */
  readonly start: number;
  readonly end: number;
  readonly approximationHigh: number;
  /** Successive approximation, or the point transform of a lossless scan. */
  readonly approximationLow: number;
};

export function createTables(): JpegTables {
  return { dc: new Map(), ac: new Map(), quantization: new Map(), restartInterval: 0 };
}

/** Takes over what a segment defines; segments of other kinds are passed by. */
export function readTables(tables: JpegTables, segment: JpegSegment): void {
  if (segment.marker === marker.huffman) readHuffman(tables, segment);
  if (segment.marker === marker.quantization) readQuantization(tables, segment);
  if (segment.marker === marker.restartInterval) {
    tables.restartInterval = ((segment.payload[0] ?? 0) << 8) | (segment.payload[1] ?? 0);
  }
  if (segment.marker === marker.arithmeticConditioning) {
    throw new PixelsError('codec-missing', 'JPEG arithmetic coding', { offset: segment.offset });
  }
}

/** Reads a Start of Scan segment, ITU-T T.81 §B.2.3. */
export function parseScanHeader(segment: JpegSegment): ScanHeader {
  const { payload } = segment;
  const count = payload[0] ?? 0;
  if (count < 1 || count > 4 || payload.length < 4 + 2 * count) throw malformed(segment, 'JPEG scan header');
  const components = Array.from({ length: count }, (_, i) => {
    const selectors = payload[2 + 2 * i] ?? 0;
    return { id: payload[1 + 2 * i] ?? 0, dcTable: selectors >> 4, acTable: selectors & 15 };
  });
  const approximation = payload[3 + 2 * count] ?? 0;
  return {
    components,
    start: payload[1 + 2 * count] ?? 0,
    end: payload[2 + 2 * count] ?? 0,
    approximationHigh: approximation >> 4,
    approximationLow: approximation & 15,
  };
}

/** @throws PixelsError `codestream-malformed` where the scan names a table that was never defined */
export function getTable(tables: Map<number, HuffmanTable>, selector: number): HuffmanTable {
  const table = tables.get(selector);
  if (table === undefined) {
    throw new PixelsError('codestream-malformed', 'JPEG scan names an undefined Huffman table', { actual: selector });
  }
  return table;
}

function readHuffman(tables: JpegTables, segment: JpegSegment): void {
  const { payload } = segment;
  for (let at = 0; at < payload.length; ) {
    const selector = payload[at] ?? 0;
    const counts = payload.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (counts.length < 16 || at + 17 + total > payload.length) throw malformed(segment, 'JPEG Huffman segment');
    const table = buildHuffmanTable(counts, payload.slice(at + 17, at + 17 + total));
    (selector >> 4 === 0 ? tables.dc : tables.ac).set(selector & 15, table);
    at += 17 + total;
  }
}

function readQuantization(tables: JpegTables, segment: JpegSegment): void {
  const { payload } = segment;
  for (let at = 0; at < payload.length; ) {
    const selector = payload[at] ?? 0;
    const wide = selector >> 4 !== 0;
    const lengthBytes = wide ? 128 : 64;
    if (at + 1 + lengthBytes > payload.length) throw malformed(segment, 'JPEG quantization segment');
    const factors = new Uint16Array(64);
    for (let i = 0; i < 64; i++) {
      const from = at + 1 + (wide ? 2 * i : i);
      factors[i] = wide ? ((payload[from] ?? 0) << 8) | (payload[from + 1] ?? 0) : (payload[from] ?? 0);
    }
    tables.quantization.set(selector & 15, factors);
    at += 1 + lengthBytes;
  }
}

function malformed(segment: JpegSegment, what: string): PixelsError {
  return new PixelsError('codestream-malformed', `${what} is cut short`, { offset: segment.offset });
}
