/**
 * Decodes a JPEG codestream of any Huffman-coded process of ITU-T T.81: sequential and progressive DCT of 8 to 12
 * bits, lossless of 2 to 16 bits.
 *
 * 8-bit baseline goes through libjpeg-turbo instead (`codecs/jpeg.ts`), which is faster. Colour is not converted:
 * components come out as they were coded.
 */

import { PixelsError } from '../errors.ts';
import { type CoefficientPlane, createPlanes, decodeDctScan } from './coefficients.ts';
import { samplesOfPlane } from './inverse-dct.ts';
import { decodeLosslessScan } from './lossless.ts';
import {
  isStartOfFrame,
  type JpegFrameHeader,
  type JpegSegment,
  jpegSegments,
  marker,
  parseFrameHeader,
} from './segments.ts';
import { createTables, type JpegTables, readTables } from './tables.ts';

export type DecodedJpeg = {
  readonly header: JpegFrameHeader;
  readonly rows: number;
  readonly columns: number;
  /** Interleaved by pixel. */
  readonly samples: Uint16Array;
  /** False where the data ended before the picture did; what is missing is zero (DCT: mid-grey). */
  readonly complete: boolean;
};

/** What a frame under construction can do: take a scan, and give its samples once all scans are in. */
type FrameBuilder = {
  readonly header: JpegFrameHeader;
  scan(segment: JpegSegment): boolean;
  samples(): Uint16Array;
};

/**
 * @param expected the size that the data set gives; the codestream's own must be the same, so nothing is allocated
 *   from a claim of the codestream
 * @throws PixelsError `codestream-malformed`, `codestream-mismatch`, `codec-missing`
 */
export function decodeJpeg(
  bytes: Uint8Array,
  expected: { readonly rows: number; readonly columns: number; readonly samplesPerPixel: number },
): DecodedJpeg {
  const tables = createTables();
  let frame: FrameBuilder | undefined;
  let complete = true;
  let scans = 0;
  for (const segment of jpegSegments(bytes)) {
    readTables(tables, segment);
    if (isStartOfFrame(segment.marker)) {
      if (frame !== undefined) throw malformed('JPEG codestream with several frames', segment.offset);
      frame = openFrame(parseFrameHeader(segment), tables, bytes, expected);
    }
    if (segment.marker === marker.startOfScan) {
      if (frame === undefined) throw malformed('JPEG scan before its frame', segment.offset);
      complete = frame.scan(segment) && complete;
      scans++;
    }
  }
  if (frame === undefined || scans === 0) throw malformed('JPEG codestream without picture', bytes.length);
  const { rows, columns } = expected;
  return { header: frame.header, rows, columns, samples: frame.samples(), complete };
}

function openFrame(
  header: JpegFrameHeader,
  tables: JpegTables,
  bytes: Uint8Array,
  expected: { readonly rows: number; readonly columns: number; readonly samplesPerPixel: number },
): FrameBuilder {
  // Zero rows stand for "see the Define Number of Lines segment", ITU-T T.81 §B.2.5; the data set knows them.
  const rowsAgree = header.rows === expected.rows || header.rows === 0;
  if (!rowsAgree || header.columns !== expected.columns || header.components.length !== expected.samplesPerPixel) {
    throw new PixelsError('codestream-mismatch', 'JPEG frame of another size than the data set says', {
      expected: expected.rows * expected.columns * expected.samplesPerPixel,
      actual: header.rows * header.columns * header.components.length,
    });
  }
  const { startOfFrame, precision } = header;
  if (startOfFrame === 0xc3 && precision >= 2 && precision <= 16) {
    return openLossless(header, tables, bytes, expected.rows);
  }
  if (startOfFrame <= 0xc2 && (precision === 8 || precision === 12)) {
    return openDct(header, tables, bytes, expected.rows);
  }
  throw new PixelsError('codec-missing', 'JPEG process that has no decoder', {
    actual: startOfFrame,
    expected: precision,
  });
}

function openLossless(header: JpegFrameHeader, tables: JpegTables, bytes: Uint8Array, rows: number): FrameBuilder {
  const { columns } = header;
  const samples = new Uint16Array(rows * columns * header.components.length);
  return {
    header,
    scan: (segment) => decodeLosslessScan({ header, rows, columns, samples }, tables, segment, bytes),
    samples: () => samples,
  };
}

function openDct(header: JpegFrameHeader, tables: JpegTables, bytes: Uint8Array, rows: number): FrameBuilder {
  const planes = createPlanes(header, rows);
  const progressive = header.startOfFrame === 0xc2;
  return {
    header,
    scan: (segment) => decodeDctScan(planes, { tables, progressive }, segment, bytes),
    samples: () => assemble(header, planes, tables, rows),
  };
}

/** Puts the components of a frame together, repeating the samples of those that were coded smaller. */
function assemble(
  header: JpegFrameHeader,
  planes: readonly CoefficientPlane[],
  tables: JpegTables,
  rows: number,
): Uint16Array {
  const { columns } = header;
  const count = planes.length;
  const across = Math.max(...planes.map((p) => p.component.horizontalSampling));
  const down = Math.max(...planes.map((p) => p.component.verticalSampling));
  const samples = new Uint16Array(rows * columns * count);
  planes.forEach((plane, index) => {
    const factors = tables.quantization.get(plane.component.quantizationTable);
    if (factors === undefined) throw malformed('JPEG component without quantization table', 0);
    const source = samplesOfPlane(plane, factors, header.precision);
    const { horizontalSampling: h, verticalSampling: v } = plane.component;
    for (let row = 0; row < rows; row++) {
      const from = Math.floor((row * v) / down) * plane.stride * 8;
      let to = row * columns * count + index;
      for (let column = 0; column < columns; column++, to += count) {
        samples[to] = source[from + (h === across ? column : Math.floor((column * h) / across))] ?? 0;
      }
    }
  });
  return samples;
}

function malformed(message: string, offset: number): PixelsError {
  return new PixelsError('codestream-malformed', message, { offset });
}
