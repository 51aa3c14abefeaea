/**
 * From quantized coefficients to samples: dequantization, the inverse DCT of ITU-T T.81 §A.3.3, the level shift of §A.3.1.
 *
 * The transform is that of Loeffler, Ligtenberg and Moschytz (ICASSP 1989) in fixed point, with the precision that the
 * Independent JPEG Group's decoder gives it, so that a 12-bit image comes out with the very values that other
 * workstations show.
 */

import { type CoefficientPlane, zigZag } from './coefficients.ts';

/** Bits after the point in the constants, and in what the first pass hands to the second. */
const constantBits = 13;
const firstPassBits = (precision: number) => (precision > 8 ? 1 : 2);

/** Sums of cosines as the algorithm uses them, × 2^13. */
const f0298 = 2446;
const f0390 = 3196;
const f0541 = 4433;
const f0765 = 6270;
const f0899 = 7373;
const f1175 = 9633;
const f1501 = 12299;
const f1847 = 15137;
const f1961 = 16069;
const f2053 = 16819;
const f2562 = 20995;
const f3072 = 25172;

/**
 * Returns the samples of one component, clamped to its precision, as many in a row as its blocks hold.
 * @param factors 64 quantization factors in zig-zag order
 */
export function samplesOfPlane(plane: CoefficientPlane, factors: Uint16Array, precision: number): Uint16Array {
  const width = plane.stride * 8;
  const samples = new Uint16Array(plane.blocks.length);
  const scale = new Int32Array(64);
  for (let k = 0; k < 64; k++) scale[zigZag[k] ?? 0] = factors[k] ?? 0;
  const work = new Int32Array(64);
  const extraBits = firstPassBits(precision);
  const middle = 2 ** (precision - 1);
  const highest = 2 ** precision - 1;
  for (let block = 0; block * 64 < plane.blocks.length; block++) {
    const offset = block * 64;
    for (let i = 0; i < 64; i++) work[i] = (plane.blocks[offset + i] ?? 0) * (scale[i] ?? 0);
    for (let i = 0; i < 8; i++) transform(work, i, 8, constantBits - extraBits);
    for (let i = 0; i < 8; i++) transform(work, i * 8, 1, constantBits + extraBits + 3);
    const top = Math.floor(block / plane.stride) * 8;
    const left = (block % plane.stride) * 8;
    for (let i = 0; i < 64; i++) {
      const value = (work[i] ?? 0) + middle;
      samples[(top + (i >> 3)) * width + left + (i & 7)] = Math.min(Math.max(value, 0), highest);
    }
  }
  return samples;
}

/** One inverse transform of eight values in place; results are rounded to `descale` bits fewer. */
function transform(values: Int32Array, at: number, step: number, descale: number): void {
  const v0 = values[at] ?? 0;
  const v1 = values[at + step] ?? 0;
  const v2 = values[at + 2 * step] ?? 0;
  const v3 = values[at + 3 * step] ?? 0;
  const v4 = values[at + 4 * step] ?? 0;
  const v5 = values[at + 5 * step] ?? 0;
  const v6 = values[at + 6 * step] ?? 0;
  const v7 = values[at + 7 * step] ?? 0;

  const half = 1 << (descale - 1);
  const turn = (v2 + v6) * f0541;
  const low = turn - v6 * f1847;
  const high = turn + v2 * f0765;
  const sum = (v0 + v4) * (1 << constantBits) + half;
  const difference = (v0 - v4) * (1 << constantBits) + half;

  const all = (v7 + v3 + v5 + v1) * f1175;
  const z1 = -(v7 + v1) * f0899;
  const z2 = -(v5 + v3) * f2562;
  const z3 = all - (v7 + v3) * f1961;
  const z4 = all - (v5 + v1) * f0390;
  const o0 = v1 * f1501 + z1 + z4;
  const o1 = v3 * f3072 + z2 + z3;
  const o2 = v5 * f2053 + z2 + z4;
  const o3 = v7 * f0298 + z1 + z3;

  values[at] = (sum + high + o0) >> descale;
  values[at + 7 * step] = (sum + high - o0) >> descale;
  values[at + step] = (difference + low + o1) >> descale;
  values[at + 6 * step] = (difference + low - o1) >> descale;
  values[at + 2 * step] = (difference - low + o2) >> descale;
  values[at + 5 * step] = (difference - low - o2) >> descale;
  values[at + 3 * step] = (sum - high + o3) >> descale;
  values[at + 4 * step] = (sum - high - o3) >> descale;
}
