/**
 * A generated head as a scanner would show it: CT or T1-weighted MR, in any orientation and pose, with the noise of the
 * scanner, and which voxels are brain.
 */

import type { Random } from '../random.ts';
import { type HeadShape, shapeGrid } from './head-shape.ts';

type Vector = readonly [number, number, number];

/** From voxel indices to millimetres in the patient: three rows of four numbers. */
type Rows = readonly [number, number, number, number, number, number, number, number, number, number, number, number];

export type HeadPose = {
  /** Degrees: to the left, face up, ear to the shoulder. */
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
  /** 1 is an adult. */
  readonly size: number;
  /** Where the nasion is, in millimetres of the patient. */
  readonly nasion: Vector;
};

export const straightPose: HeadPose = { yaw: 0, pitch: 0, roll: 0, size: 1, nasion: [0, 0, 0] };

export type HeadScan = {
  readonly modality: 'CT' | 'MR';
  readonly dimensions: readonly [number, number, number];
  /** Steps from a voxel to the next along columns, rows and slices, in millimetres of the patient. */
  readonly steps: readonly [Vector, Vector, Vector];
  /** What lies in the middle of the volume, from the nasion. */
  readonly middle: Vector;
  readonly pose: HeadPose;
};

export type ScannedHead = {
  readonly modality: 'CT' | 'MR';
  /** Stored values: of CT Hounsfield units plus 1024. */
  readonly voxels: Uint16Array;
  readonly dimensions: readonly [number, number, number];
  readonly toPatient: Rows;
  readonly rescale: readonly [{ readonly slope: number; readonly intercept: number }];
  readonly lowest: 0;
  readonly highest: 4095;
  /** 1 where a voxel is brain. */
  readonly isBrain: Uint8Array;
};

const turnOf = Math.PI / 180;

export function scanHead(shape: HeadShape, scan: HeadScan, random: Random): ScannedHead {
  const { dimensions, steps, pose } = scan;
  const [columns, rows, slices] = dimensions;
  const toHead = inverseRotation(pose);
  const centre = scan.middle.map((one, axis) => one * pose.size + (pose.nasion[axis] ?? 0));
  const first = ([0, 1, 2] as const).map((axis) =>
    steps.reduce((sum, step, n) => sum - (step[axis] * ((dimensions[n] ?? 1) - 1)) / 2, centre[axis] ?? 0),
  ) as [number, number, number];
  const voxels = new Uint16Array(columns * rows * slices);
  const isBrain = new Uint8Array(voxels.length);
  const noise = noiseTable(scan.modality, random);
  const into = steps.map((step) => turn(toHead, step));
  const from = turn(toHead, [first[0] - pose.nasion[0], first[1] - pose.nasion[1], first[2] - pose.nasion[2]]);
  const [di, dj, dk] = into as [Vector, Vector, Vector];
  const sampler = createSampler();
  const tissue = scan.modality === 'CT' ? hounsfield : brightness;
  for (let k = 0, at = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      let shift = random.below(noise.length);
      for (let i = 0; i < columns; i++, at++) {
        const u = from[0] + i * di[0] + j * dj[0] + k * dk[0];
        const v = from[1] + i * di[1] + j * dj[1] + k * dk[1];
        const w = from[2] + i * di[2] + j * dj[2] + k * dk[2];
        sampler.locate(u, v, w);
        const skin = sampler.valueOf(shape.skin);
        // More than half of a scan is air.
        const brain = skin > 0 ? skin : sampler.valueOf(shape.brain);
        const value = tissue(skin, brain, skin > 0 ? skin : sampler.valueOf(shape.airways), v);
        shift = shift + 1 < noise.length ? shift + 1 : 0;
        const noisy =
          scan.modality === 'CT'
            ? value + 1024 + (noise[shift] ?? 0)
            : Math.sqrt(value * value + (noise[shift] ?? 0) ** 2);
        voxels[at] = Math.min(4095, Math.max(0, Math.round(noisy)));
        if (brain < 0) isBrain[at] = 1;
      }
    }
  }
  const [a, b, c] = steps;
  const toPatient: Rows = [
    ...[a[0], b[0], c[0], first[0]],
    ...[a[1], b[1], c[1], first[1]],
    ...[a[2], b[2], c[2], first[2]],
  ] as unknown as Rows;
  const rescale = [{ slope: 1, intercept: scan.modality === 'CT' ? -1024 : 0 }] as const;
  return { modality: scan.modality, voxels, dimensions, toPatient, rescale, lowest: 0, highest: 4095, isBrain };
}

type Sampler = { locate(u: number, v: number, w: number): void; valueOf(values: Float32Array): number };

/** Trilinear; beyond the grid what stands at its border. */
function createSampler(): Sampler {
  const { first, step, counts } = shapeGrid;
  const [nu, nv, nw] = counts;
  let [at, fu, fv, fw] = [0, 0, 0, 0];
  const clamp = (place: number, count: number) => (place < 0 ? 0 : Math.min(place, count - 1.001));
  return {
    locate(u, v, w) {
      const i = clamp((u - first[0]) / step, nu);
      const j = clamp((v - first[1]) / step, nv);
      const k = clamp((w - first[2]) / step, nw);
      at = ((k | 0) * nv + (j | 0)) * nu + (i | 0);
      [fu, fv, fw] = [i - (i | 0), j - (j | 0), k - (k | 0)];
    },
    valueOf(values) {
      const plane = (from: number) =>
        ((values[from] ?? 0) * (1 - fu) + (values[from + 1] ?? 0) * fu) * (1 - fv) +
        ((values[from + nu] ?? 0) * (1 - fu) + (values[from + nu + 1] ?? 0) * fu) * fv;
      return plane(at) * (1 - fw) + plane(at + nu * nv) * fw;
    },
  };
}

/** Hounsfield units; behind the head a holder of plastic. */
function hounsfield(skin: number, brain: number, airway: number, v: number): number {
  if (skin > 0) return skin > 3 && skin < 8 && v > 170 ? 80 : -1000;
  if (airway < 0) return -990;
  if (brain < 0) return 36;
  if (brain < 2) return 8;
  if (brain < 8 && skin < -4) return 950;
  if (skin > -2) return 20;
  if (skin > -5) return -90;
  return skin < -10 && skin > -14 && v < 70 ? 650 : 50;
}

/** T1-weighted, in arbitrary units. */
function brightness(skin: number, brain: number, airway: number): number {
  if (skin > 0 || airway < 0) return 0;
  if (brain < 0) return brain < -8 ? 560 : 430;
  if (brain < 2) return 140;
  if (brain < 8 && skin < -4) return 70;
  if (skin > -2) return 330;
  return skin > -5 ? 820 : 360;
}

function noiseTable(modality: 'CT' | 'MR', random: Random): Float32Array {
  const deviation = modality === 'CT' ? 12 : 14;
  return Float32Array.from({ length: 65_521 }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random.fraction()));
    return deviation * radius * Math.cos(2 * Math.PI * random.fraction());
  });
}

/** Returns the map from millimetres of the standard head to those of the patient: what a scan of this pose shows where. */
export function headToPatient({ nasion, size, ...angles }: HeadPose): Rows {
  const inverse = inverseRotation({ ...angles, nasion, size });
  const row = (axis: 0 | 1 | 2) => [...inverse.map((line) => line[axis] * size * size), nasion[axis]];
  return [...row(0), ...row(1), ...row(2)] as unknown as Rows;
}

/** Rows of the map from millimetres of the patient, from the nasion, to those of the standard head. */
function inverseRotation({ yaw, pitch, roll, size }: HeadPose): readonly [Vector, Vector, Vector] {
  const [cy, sy] = [Math.cos(yaw * turnOf), Math.sin(yaw * turnOf)];
  const [cp, sp] = [Math.cos(pitch * turnOf), Math.sin(pitch * turnOf)];
  const [cr, sr] = [Math.cos(roll * turnOf), Math.sin(roll * turnOf)];
  const forward = product(
    product(
      [
        [cy, -sy, 0],
        [sy, cy, 0],
        [0, 0, 1],
      ],
      [
        [cr, 0, sr],
        [0, 1, 0],
        [-sr, 0, cr],
      ],
    ),
    [
      [1, 0, 0],
      [0, cp, -sp],
      [0, sp, cp],
    ],
  );
  return [0, 1, 2].map((row) => forward.map((line) => (line[row] ?? 0) / size)) as unknown as [Vector, Vector, Vector];
}

function product(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number[][] {
  return a.map((line) => [0, 1, 2].map((n) => line.reduce((sum, one, m) => sum + one * (b[m]?.[n] ?? 0), 0)));
}

function turn(rows: readonly [Vector, Vector, Vector], [x, y, z]: Vector): Vector {
  return rows.map((row) => row[0] * x + row[1] * y + row[2] * z) as unknown as Vector;
}
