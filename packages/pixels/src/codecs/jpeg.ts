/**
 * JPEG of ITU-T T.81 in all the processes that DICOM transfer syntaxes name, PS3.5 §A.4.1 and §A.4.2: 8-bit DCT through
 * libjpeg-turbo, everything else (12 bits, lossless, frames that libjpeg-turbo refuses) through `jpeg/`.
 *
 * Decides whether three components are YCbCr or RGB, which the codestream and the data set may say differently.
 */

import { PixelsError } from '../errors.ts';
import { decodeJpeg } from '../jpeg/decode-jpeg.ts';
import { isStartOfFrame, type JpegSegment, jpegSegments, marker, parseFrameHeader } from '../jpeg/segments.ts';
import type { Codec, CodecOutput, CodecTarget } from './codec.ts';
import { createWasmCodec, type LoadWasm, type WasmCodec } from './wasm-codec.ts';
import { ybrFullToRgb } from './ybr.ts';

type ColourSigns = {
  readonly precision: number;
  readonly lossless: boolean;
  readonly coded: 'grey' | 'ybr' | 'rgb';
  /** How libjpeg-turbo would take the components by itself. */
  readonly guess: 'grey' | 'ybr' | 'rgb';
};

export function createJpegCodec(loadWasm: LoadWasm | undefined): Codec {
  const turbo = createWasmCodec('JPEGDecoder', async () => ({
    factory: (await import('@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs')).default,
    wasmBinary: await loadWasm?.('@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm'),
  }));
  return {
    name: 'JPEG',
    async decode(frame, target) {
      const signs = readColourSigns(frame, target);
      if (signs.precision !== 8 || signs.lossless) return decodeOwn(frame, target, signs);
      try {
        return await decodeTurbo(turbo, frame, target, signs);
      } catch (error) {
        // libjpeg-turbo gives nothing of a damaged frame; the own decoder gives what there is.
        if (error instanceof PixelsError && error.code === 'codestream-malformed') {
          return decodeOwn(frame, target, signs);
        }
        throw error;
      }
    },
  };
}

async function decodeTurbo(
  turbo: WasmCodec,
  frame: Uint8Array,
  target: CodecTarget,
  signs: ColourSigns,
): Promise<CodecOutput> {
  const { cells } = await turbo.decode(signs.coded === signs.guess ? frame : withAdobeMarker(frame, signs.coded));
  if (cells.length !== target.rows * target.columns * target.samplesPerPixel) {
    throw new PixelsError('codestream-malformed', 'JPEG frame came out in another size', { actual: cells.length });
  }
  return { cells, precision: 8, colour: signs.coded === 'grey' ? 'as-coded' : 'rgb', complete: true };
}

function decodeOwn(frame: Uint8Array, target: CodecTarget, signs: ColourSigns): CodecOutput {
  const { samples, header, complete } = decodeJpeg(frame, target);
  const cells = header.precision <= 8 ? Uint8Array.from(samples) : samples;
  // Lossless frames keep what was coded, so that they come out bit for bit; the data set names their colours.
  const convert = signs.coded === 'ybr' && !signs.lossless;
  if (convert) ybrFullToRgb(cells, header.precision);
  const rgb = convert || (signs.coded === 'rgb' && !signs.lossless);
  return { cells, precision: header.precision, colour: rgb ? 'rgb' : 'as-coded', complete };
}

/**
 * Reads what the codestream says of its size and colours before anything is decoded. In order of trust: an Adobe
 * marker, a JFIF marker, subsampled components, component ids R G B, Photometric Interpretation.
 * @throws PixelsError `codestream-mismatch` where its size is not that of the data set
 */
function readColourSigns(frame: Uint8Array, target: CodecTarget): ColourSigns {
  let adobe: number | undefined;
  let jfif = false;
  for (const segment of jpegSegments(frame)) {
    if (segment.marker === marker.app0) jfif = jfif || startsWith(segment, 'JFIF');
    if (segment.marker === marker.app14 && startsWith(segment, 'Adobe')) adobe = segment.payload[11];
    if (!isStartOfFrame(segment.marker)) continue;
    const header = parseFrameHeader(segment);
    if (header.columns !== target.columns || (header.rows !== target.rows && header.rows !== 0)) {
      throw new PixelsError('codestream-mismatch', 'JPEG frame of another size than the data set says', {
        expected: target.rows * target.columns,
        actual: header.rows * header.columns,
      });
    }
    if (header.components.length !== target.samplesPerPixel) {
      throw new PixelsError('codestream-mismatch', 'JPEG frame with another number of components', {
        expected: target.samplesPerPixel,
        actual: header.components.length,
      });
    }
    const ids = header.components.map((c) => c.id).join();
    const subsampled = header.components.some(
      (c) =>
        c.horizontalSampling !== header.components[0]?.horizontalSampling ||
        c.verticalSampling !== header.components[0]?.verticalSampling,
    );
    const lossless = header.startOfFrame === 0xc3;
    const facts = { precision: header.precision, lossless };
    if (header.components.length !== 3) return { ...facts, coded: 'grey', guess: 'grey' };
    const namedRgb = ids === '82,71,66';
    const guess = jfif ? 'ybr' : adobe !== undefined ? (adobe === 0 ? 'rgb' : 'ybr') : namedRgb ? 'rgb' : 'ybr';
    const declaredRgb = target.photometricInterpretation === 'RGB';
    const coded = jfif || adobe !== undefined ? guess : subsampled || !declaredRgb ? 'ybr' : 'rgb';
    return { ...facts, coded, guess };
  }
  throw new PixelsError('codestream-malformed', 'JPEG codestream without frame header', { lengthBytes: frame.length });
}

/** Returns the frame with an Adobe marker in front that names the colours, which libjpeg-turbo obeys. */
function withAdobeMarker(frame: Uint8Array, coded: 'grey' | 'ybr' | 'rgb'): Uint8Array {
  const start = Math.max(0, frame.indexOf(0xff));
  const text = [0x41, 0x64, 0x6f, 0x62, 0x65];
  const segment = Uint8Array.of(0xff, marker.app14, 0, 14, ...text, 0, 100, 0, 0, 0, 0, coded === 'rgb' ? 0 : 1);
  const marked = new Uint8Array(frame.length - start + segment.length);
  marked.set(frame.subarray(start, start + 2));
  marked.set(segment, 2);
  marked.set(frame.subarray(start + 2), 2 + segment.length);
  return marked;
}

function startsWith(segment: JpegSegment, name: string): boolean {
  return Array.from(name).every((letter, i) => segment.payload[i] === letter.charCodeAt(0));
}
