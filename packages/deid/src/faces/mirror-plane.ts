/**
 * The plane between left and right of a head: the one at which its outer surface, mirrored, comes closest to itself.
 */

import type { Vector } from './affine.ts';
import { sampleAt } from './grid.ts';
import type { OuterSurface } from './outer-surface.ts';

export type MirrorPlane = {
  /** Of length 1, towards the left of the patient. */
  readonly normal: Vector;
  /** Of the plane from the origin, along the normal. */
  readonly offsetMm: number;
  /** By how much mirrored points miss the surface, in the mean. */
  readonly missMm: number;
};

const widestTurn = 24;

/** A point that misses by more is no part of a symmetric head: a tube, a holder. */
const cappedMissMm = 12;

/** @param points on the surface of the head, in millimetres of the patient */
export function findMirrorPlane(surface: OuterSurface, points: readonly Vector[]): MirrorPlane {
  const centre = meanOf(points);
  let best: Candidate = { yaw: 0, roll: 0, shift: 0, miss: Number.POSITIVE_INFINITY };
  const coarse = everyNth(points, 500);
  for (let yaw = -widestTurn; yaw <= widestTurn; yaw += 6) {
    for (let roll = -widestTurn; roll <= widestTurn; roll += 6) {
      for (let shift = -12; shift <= 12; shift += 4)
        best = better(best, { yaw, roll, shift }, { surface, centre, points: coarse });
    }
  }
  const fine = everyNth(points, 2500);
  best = { ...best, miss: Number.POSITIVE_INFINITY };
  for (let step = 3; step > 0.2; step /= 2) {
    const { yaw, roll, shift } = best;
    for (const dy of [-step, 0, step]) {
      for (const dr of [-step, 0, step]) {
        for (const ds of [-step, 0, step]) {
          best = better(best, { yaw: yaw + dy, roll: roll + dr, shift: shift + ds }, { surface, centre, points: fine });
        }
      }
    }
  }
  const normal = normalOf(best);
  return { normal, offsetMm: dot(normal, centre) + best.shift, missMm: best.miss };
}

type Turn = { readonly yaw: number; readonly roll: number; readonly shift: number };
type Candidate = Turn & { readonly miss: number };
type Scene = { readonly surface: OuterSurface; readonly centre: Vector; readonly points: readonly Vector[] };

function better(best: Candidate, turn: Turn, { surface, centre, points }: Scene): Candidate {
  const normal = normalOf(turn);
  const offset = dot(normal, centre) + turn.shift;
  let sum = 0;
  for (const point of points) {
    const twice = 2 * (dot(normal, point) - offset);
    const mirrored: Vector = [point[0] - twice * normal[0], point[1] - twice * normal[1], point[2] - twice * normal[2]];
    sum += Math.min(cappedMissMm, Math.abs(sampleAt(surface, surface.heightMm, mirrored)));
  }
  const miss = sum / points.length;
  return miss < best.miss ? { ...turn, miss } : best;
}

function normalOf({ yaw, roll }: Turn): Vector {
  const [y, r] = [(yaw * Math.PI) / 180, (roll * Math.PI) / 180];
  return [Math.cos(y) * Math.cos(r), Math.sin(y) * Math.cos(r), Math.sin(r)];
}

function meanOf(points: readonly Vector[]): Vector {
  const mean = (axis: 0 | 1 | 2) => points.reduce((sum, point) => sum + point[axis], 0) / Math.max(1, points.length);
  return [mean(0), mean(1), mean(2)];
}

function everyNth(points: readonly Vector[], wanted: number): readonly Vector[] {
  const step = Math.max(1, Math.floor(points.length / wanted));
  return points.filter((_, at) => at % step === 0);
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
