/**
 * From quantized coefficients to samples: dequantization, the inverse DCT of ITU-T T.81 §A.3.3 in double precision,
 * the level shift of §A.3.1.
 */

import { type CoefficientPlane, zigZag } from './coefficients.ts';

/** cos(n π / 16) / 2, the factors of the separable transform. */
const half = Array.from({ length: 8 }, (_, n) => Math.cos((n * Math.PI) / 16) / 2);
const [, c1 = 0, c2 = 0, c3 = 0, c4 = 0, c5 = 0, c6 = 0, c7 = 0] = half;

/**
 * Returns the samples of one component, clamped to its precision, as many in a row as its blocks hold.
 * @param factors 64 quantization factors in zig-zag order
 */
export function samplesOfPlane(plane: CoefficientPlane, factors: Uint16Array, precision: number): Uint16Array {
  const width = plane.stride * 8;
  const samples = new Uint16Array(plane.blocks.length);
  const scale = new Float64Array(64);
  for (let k = 0; k < 64; k++) scale[zigZag[k] ?? 0] = factors[k] ?? 0;
  const work = new Float64Array(64);
  const shift = 2 ** (precision - 1);
  const highest = 2 ** precision - 1;
  for (let block = 0; block * 64 < plane.blocks.length; block++) {
    const offset = block * 64;
    for (let i = 0; i < 64; i++) work[i] = (plane.blocks[offset + i] ?? 0) * (scale[i] ?? 0);
    for (let i = 0; i < 8; i++) transform(work, i * 8, 1);
    for (let i = 0; i < 8; i++) transform(work, i, 8);
    const top = Math.floor(block / plane.stride) * 8;
    const left = (block % plane.stride) * 8;
    for (let i = 0; i < 64; i++) {
      const value = Math.round((work[i] ?? 0) + shift);
      samples[(top + (i >> 3)) * width + left + (i & 7)] = Math.min(Math.max(value, 0), highest);
    }
  }
  return samples;
}

/** One inverse transform of eight values in place: even and odd parts, then their sums and differences. */
function transform(values: Float64Array, at: number, step: number): void {
  const v1 = values[at + step] ?? 0;
  const v2 = values[at + 2 * step] ?? 0;
  const v3 = values[at + 3 * step] ?? 0;
  const v5 = values[at + 5 * step] ?? 0;
  const v6 = values[at + 6 * step] ?? 0;
  const v7 = values[at + 7 * step] ?? 0;
  const dc = (values[at] ?? 0) * c4;
  const middle = (values[at + 4 * step] ?? 0) * c4;
  const e0 = dc + middle + v2 * c2 + v6 * c6;
  const e1 = dc - middle + v2 * c6 - v6 * c2;
  const e2 = dc - middle - v2 * c6 + v6 * c2;
  const e3 = dc + middle - v2 * c2 - v6 * c6;
  const o0 = v1 * c1 + v3 * c3 + v5 * c5 + v7 * c7;
  const o1 = v1 * c3 - v3 * c7 - v5 * c1 - v7 * c5;
  const o2 = v1 * c5 - v3 * c1 + v5 * c7 + v7 * c3;
  const o3 = v1 * c7 - v3 * c5 + v5 * c3 - v7 * c1;
  values[at] = e0 + o0;
  values[at + step] = e1 + o1;
  values[at + 2 * step] = e2 + o2;
  values[at + 3 * step] = e3 + o3;
  values[at + 4 * step] = e3 - o3;
  values[at + 5 * step] = e2 - o2;
  values[at + 6 * step] = e1 - o1;
  values[at + 7 * step] = e0 - o0;
}
