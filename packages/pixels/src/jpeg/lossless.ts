/**
 * Scans of the lossless JPEG processes, ITU-T T.81 Annex H: Huffman-coded differences from one of seven predictors,
 * 2 to 16 bits. DICOM uses them as process 14 (PS3.5 §A.4.2).
 *
 * Written here because the kept JavaScript decoders drop a last sample or take three times as long. Subsampled
 * components, which DICOM does not allow, are refused.
 */

import { PixelsError } from '../errors.ts';
import { type EntropySegment, splitEntropySegments } from './entropy-segments.ts';
import { EntropyReader, type HuffmanTable } from './huffman.ts';
import type { JpegFrameHeader, JpegSegment } from './segments.ts';
import { getTable, type JpegTables, parseScanHeader } from './tables.ts';

/** The frame under construction: samples interleaved by pixel. */
export type LosslessFrame = {
  readonly header: JpegFrameHeader;
  readonly rows: number;
  readonly columns: number;
  readonly samples: Uint16Array;
};

type LosslessScan = {
  readonly frame: LosslessFrame;
  /** Index of each component of the scan within a pixel. */
  readonly indexes: readonly number[];
  readonly tables: readonly HuffmanTable[];
  readonly predictor: number;
  readonly pointTransform: number;
  readonly intervalPixels: number;
};

/** Decodes one scan into the frame; returns false where its data ended before its pixels did. */
export function decodeLosslessScan(
  frame: LosslessFrame,
  tables: JpegTables,
  segment: JpegSegment,
  bytes: Uint8Array,
): boolean {
  const scan = openScan(frame, tables, segment);
  const { start, end } = segment.entropy ?? { start: 0, end: 0 };
  const total = frame.rows * frame.columns;
  let pixel = 0;
  let complete = true;
  for (const part of splitEntropySegments(bytes, start, end)) {
    const last = Math.min(total, pixel + scan.intervalPixels);
    complete = decodeInterval(scan, part, pixel, last) && complete;
    pixel = last;
  }
  if (scan.pointTransform > 0) shiftScan(scan);
  return complete && pixel === total;
}

function openScan(frame: LosslessFrame, tables: JpegTables, segment: JpegSegment): LosslessScan {
  const { components, precision } = frame.header;
  const header = parseScanHeader(segment);
  const indexes = header.components.map(({ id }) => components.findIndex((c) => c.id === id));
  const subsampled = components.some((c) => c.horizontalSampling !== 1 || c.verticalSampling !== 1);
  if (indexes.includes(-1) || (subsampled && components.length > 1)) {
    throw new PixelsError('codestream-malformed', 'lossless JPEG scan with unknown or subsampled components', {
      offset: segment.offset,
    });
  }
  if (header.start > 7 || header.approximationLow >= precision) {
    throw new PixelsError('codestream-malformed', 'lossless JPEG scan with unknown predictor', {
      offset: segment.offset,
    });
  }
  return {
    frame,
    indexes,
    tables: header.components.map((c) => getTable(tables.dc, c.dcTable)),
    predictor: header.start,
    pointTransform: header.approximationLow,
    intervalPixels: tables.restartInterval || frame.rows * frame.columns,
  };
}

function decodeInterval(scan: LosslessScan, part: EntropySegment, first: number, last: number): boolean {
  const { columns } = scan.frame;
  const reader = new EntropyReader(part.bytes, part.start, part.end);
  for (let from = first; from < last; ) {
    const to = Math.min(last, from - (from % columns) + columns);
    if (scan.indexes.length === 1) decodeRun(scan, reader, { from, to, first, slot: 0, step: true });
    else {
      for (let pixel = from; pixel < to; pixel++) {
        for (let slot = 0; slot < scan.indexes.length; slot++) {
          decodeRun(scan, reader, { from: pixel, to: pixel + 1, first, slot, step: false });
        }
      }
    }
    if (reader.overrun) return false;
    from = to;
  }
  return true;
}

type Run = { from: number; to: number; first: number; slot: number; step: boolean };

/** Decodes the pixels `from` to `to` of one row of one component; `first` begins the restart interval. */
function decodeRun(scan: LosslessScan, reader: EntropyReader, run: Run): void {
  const { frame, predictor } = scan;
  const table = scan.tables[run.slot];
  if (table === undefined) return;
  const { samples, columns } = frame;
  const stride = frame.header.components.length;
  const rowStride = columns * stride;
  let at = run.from * stride + (scan.indexes[run.slot] ?? 0);
  let column = run.from % columns;
  const firstLine = run.from - column <= run.first;
  for (let pixel = run.from; pixel < run.to; pixel++, column++, at += stride) {
    const category = reader.readSymbol(table);
    const difference = category === 16 ? 32768 : reader.readDifference(category & 15);
    let prediction: number;
    if (pixel === run.first) prediction = 1 << (frame.header.precision - scan.pointTransform - 1);
    else if (firstLine) prediction = samples[at - stride] ?? 0;
    else if (column === 0) prediction = samples[at - rowStride] ?? 0;
    else if (predictor === 1) prediction = samples[at - stride] ?? 0;
    else prediction = predict(predictor, samples, at, stride, rowStride);
    samples[at] = prediction + difference;
  }
}

/** ITU-T T.81 Table H.1; the array keeps the sum modulo 2^16. */
function predict(predictor: number, samples: Uint16Array, at: number, stride: number, rowStride: number): number {
  const a = samples[at - stride] ?? 0;
  const b = samples[at - rowStride] ?? 0;
  const c = samples[at - rowStride - stride] ?? 0;
  switch (predictor) {
    case 2:
      return b;
    case 3:
      return c;
    case 4:
      return a + b - c;
    case 5:
      return a + ((b - c) >> 1);
    case 6:
      return b + ((a - c) >> 1);
    case 7:
      return (a + b) >> 1;
    default:
      return 0;
  }
}

function shiftScan(scan: LosslessScan): void {
  const { samples, header } = scan.frame;
  const stride = header.components.length;
  for (const index of scan.indexes) {
    for (let at = index; at < samples.length; at += stride) samples[at] = (samples[at] ?? 0) << scan.pointTransform;
  }
}
