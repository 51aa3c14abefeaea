/**
 * Scans of the DCT-based JPEG processes, ITU-T T.81 Annexes F (sequential) and G (progressive): from entropy-coded
 * bits to quantized coefficients. Samples are made of them in `inverse-dct.ts`.
 */

import { PixelsError } from '../errors.ts';
import { splitEntropySegments } from './entropy-segments.ts';
import { EntropyReader, type HuffmanTable } from './huffman.ts';
import type { JpegComponent, JpegFrameHeader, JpegSegment } from './segments.ts';
import { getTable, type JpegTables, parseScanHeader, type ScanHeader } from './tables.ts';

/** Position of each coefficient in the order of the stream, ITU-T T.81 Figure A.6. */
export const zigZag = Uint8Array.of(
  ...[0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21],
  ...[28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61],
  ...[54, 47, 55, 62, 63],
);

/** The quantized coefficients of one component, 64 a block, natural order, blocks row by row. */
export type CoefficientPlane = {
  readonly component: JpegComponent;
  /** Blocks that hold samples of the image. */
  readonly blocksAcross: number;
  readonly blocksDown: number;
  /** Blocks in a row of memory, which whole minimum coded units fill. */
  readonly stride: number;
  readonly blocks: Int16Array;
};

type ScanComponent = { readonly plane: CoefficientPlane; readonly dc?: HuffmanTable; readonly ac?: HuffmanTable };

/** What changes while a restart interval is decoded: predictions per component, and the run of empty blocks. */
type ScanState = { readonly predictions: Int32Array; endOfBandRun: number };

type DctScan = { readonly header: ScanHeader; readonly progressive: boolean; readonly components: ScanComponent[] };

export function createPlanes(header: JpegFrameHeader, rows: number): readonly CoefficientPlane[] {
  const across = Math.max(...header.components.map((c) => c.horizontalSampling));
  const down = Math.max(...header.components.map((c) => c.verticalSampling));
  const mcusAcross = Math.ceil(header.columns / (8 * across));
  const mcusDown = Math.ceil(rows / (8 * down));
  return header.components.map((component) => {
    const stride = mcusAcross * component.horizontalSampling;
    return {
      component,
      blocksAcross: Math.ceil(Math.ceil((header.columns * component.horizontalSampling) / across) / 8),
      blocksDown: Math.ceil(Math.ceil((rows * component.verticalSampling) / down) / 8),
      stride,
      blocks: new Int16Array(64 * stride * mcusDown * component.verticalSampling),
    };
  });
}

/** Decodes one scan into the planes; returns false where its data ended early. */
export function decodeDctScan(
  planes: readonly CoefficientPlane[],
  options: { readonly tables: JpegTables; readonly progressive: boolean },
  segment: JpegSegment,
  bytes: Uint8Array,
): boolean {
  const scan = openScan(planes, options, segment);
  const units = listUnits(scan.components, planes);
  const { start, end } = segment.entropy ?? { start: 0, end: 0 };
  const interval = options.tables.restartInterval || units.count;
  let unit = 0;
  for (const part of splitEntropySegments(bytes, start, end)) {
    const reader = new EntropyReader(part.bytes, part.start, part.end);
    const state: ScanState = { predictions: new Int32Array(scan.components.length), endOfBandRun: 0 };
    const last = Math.min(units.count, unit + interval);
    for (; unit < last; unit++) {
      units.visit(unit, (slot, block) => decodeBlock(scan, state, reader, slot, block));
      if (reader.overrun) return false;
    }
  }
  return unit === units.count;
}

function openScan(
  planes: readonly CoefficientPlane[],
  options: { readonly tables: JpegTables; readonly progressive: boolean },
  segment: JpegSegment,
): DctScan {
  const header = parseScanHeader(segment);
  if (header.start > 63 || header.end > 63 || header.approximationLow > 13) {
    throw new PixelsError('codestream-malformed', 'JPEG scan outside the 64 coefficients', { offset: segment.offset });
  }
  const needsDc = !options.progressive || (header.start === 0 && header.approximationHigh === 0);
  const needsAc = !options.progressive || header.start > 0;
  const components = header.components.map(({ id, dcTable, acTable }) => {
    const plane = planes.find((p) => p.component.id === id);
    if (plane === undefined) {
      throw new PixelsError('codestream-malformed', 'JPEG scan names an unknown component', { offset: segment.offset });
    }
    return {
      plane,
      ...(needsDc && { dc: getTable(options.tables.dc, dcTable) }),
      ...(needsAc && { ac: getTable(options.tables.ac, acTable) }),
    };
  });
  return { header, progressive: options.progressive, components };
}

type Units = { readonly count: number; visit(unit: number, block: (slot: number, offset: number) => void): void };

/** The order of blocks, ITU-T T.81 §A.2: one component alone block by block, several by minimum coded units. */
function listUnits(components: readonly ScanComponent[], planes: readonly CoefficientPlane[]): Units {
  const [only] = components;
  if (components.length === 1 && only !== undefined) {
    const { blocksAcross, blocksDown, stride } = only.plane;
    return {
      count: blocksAcross * blocksDown,
      visit: (unit, block) => block(0, 64 * (Math.floor(unit / blocksAcross) * stride + (unit % blocksAcross))),
    };
  }
  const [first] = planes;
  if (first === undefined) return { count: 0, visit: () => undefined };
  const across = first.stride / first.component.horizontalSampling;
  return {
    count: first.blocks.length / (64 * first.component.horizontalSampling * first.component.verticalSampling),
    visit(unit, block) {
      const left = unit % across;
      const top = Math.floor(unit / across);
      components.forEach(({ plane }, slot) => {
        const { horizontalSampling: h, verticalSampling: v } = plane.component;
        for (let y = 0; y < v; y++) {
          for (let x = 0; x < h; x++) block(slot, 64 * ((top * v + y) * plane.stride + left * h + x));
        }
      });
    },
  };
}

function decodeBlock(scan: DctScan, state: ScanState, reader: EntropyReader, slot: number, offset: number): void {
  const component = scan.components[slot];
  if (component === undefined) return;
  const { blocks } = component.plane;
  const { header } = scan;
  if (!scan.progressive) {
    if (component.dc !== undefined) decodeDc(component.dc, state, reader, slot, blocks, offset, 0);
    if (component.ac !== undefined) decodeAc(component.ac, reader, blocks, offset);
    return;
  }
  if (header.start === 0) {
    if (header.approximationHigh > 0) {
      if (reader.readBits(1) === 1) blocks[offset] = (blocks[offset] ?? 0) | (1 << header.approximationLow);
    } else if (component.dc !== undefined) {
      decodeDc(component.dc, state, reader, slot, blocks, offset, header.approximationLow);
    }
    return;
  }
  if (component.ac === undefined) return;
  if (header.approximationHigh === 0) decodeAcFirst(component.ac, header, state, reader, blocks, offset);
  else refineAc(component.ac, header, state, reader, blocks, offset);
}

/** ITU-T T.81 §F.2.2.1 and §G.1.2.1. */
function decodeDc(
  table: HuffmanTable,
  state: ScanState,
  reader: EntropyReader,
  slot: number,
  blocks: Int16Array,
  offset: number,
  shift: number,
): void {
  const value = (state.predictions[slot] ?? 0) + reader.readDifference(reader.readSymbol(table) & 15);
  state.predictions[slot] = value;
  blocks[offset] = value << shift;
}

/** ITU-T T.81 §F.2.2.2. */
function decodeAc(table: HuffmanTable, reader: EntropyReader, blocks: Int16Array, offset: number): void {
  for (let k = 1; k < 64; k++) {
    const symbol = reader.readSymbol(table);
    const category = symbol & 15;
    const run = symbol >> 4;
    if (category === 0) {
      if (run < 15) return;
      k += 15;
      continue;
    }
    k += run;
    if (k > 63) return;
    blocks[offset + (zigZag[k] ?? 0)] = reader.readDifference(category);
  }
}

/** ITU-T T.81 §G.1.2.2: the first pass over a band of a progressive frame. */
function decodeAcFirst(
  table: HuffmanTable,
  header: ScanHeader,
  state: ScanState,
  reader: EntropyReader,
  blocks: Int16Array,
  offset: number,
): void {
  if (state.endOfBandRun > 0) {
    state.endOfBandRun--;
    return;
  }
  for (let k = header.start; k <= header.end; k++) {
    const symbol = reader.readSymbol(table);
    const category = symbol & 15;
    const run = symbol >> 4;
    if (category === 0) {
      if (run < 15) {
        state.endOfBandRun = (1 << run) - 1 + reader.readBits(run);
        return;
      }
      k += 15;
      continue;
    }
    k += run;
    if (k > 63) return;
    blocks[offset + (zigZag[k] ?? 0)] = reader.readDifference(category) << header.approximationLow;
  }
}

/** ITU-T T.81 §G.1.2.3: a later pass adds one bit to what is known and places new coefficients between. */
function refineAc(
  table: HuffmanTable,
  header: ScanHeader,
  state: ScanState,
  reader: EntropyReader,
  blocks: Int16Array,
  offset: number,
): void {
  const bit = 1 << header.approximationLow;
  let k = header.start;
  if (state.endOfBandRun === 0) {
    for (; k <= header.end; k++) {
      const symbol = reader.readSymbol(table);
      const run = symbol >> 4;
      let fresh = 0;
      if ((symbol & 15) !== 0) fresh = reader.readBits(1) === 1 ? bit : -bit;
      else if (run < 15) {
        state.endOfBandRun = (1 << run) + reader.readBits(run);
        break;
      }
      k = refineRun(reader, blocks, offset, { from: k, to: header.end, zeros: run, bit });
      if (fresh !== 0 && k <= header.end) blocks[offset + (zigZag[k] ?? 0)] = fresh;
    }
  }
  if (state.endOfBandRun > 0) {
    refineRun(reader, blocks, offset, { from: k, to: header.end, zeros: 64, bit });
    state.endOfBandRun--;
  }
}

/** Refines coefficients on the way over `zeros` that stay zero; returns the position of the next zero. */
function refineRun(
  reader: EntropyReader,
  blocks: Int16Array,
  offset: number,
  run: { readonly from: number; readonly to: number; readonly zeros: number; readonly bit: number },
): number {
  let zeros = run.zeros;
  let k = run.from;
  for (; k <= run.to; k++) {
    const at = offset + (zigZag[k] ?? 0);
    const value = blocks[at] ?? 0;
    if (value === 0) {
      if (zeros === 0) break;
      zeros--;
    } else if (reader.readBits(1) === 1 && (Math.abs(value) & run.bit) === 0) {
      blocks[at] = value > 0 ? value + run.bit : value - run.bit;
    }
  }
  return k;
}
