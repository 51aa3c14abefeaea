/**
 * Surfaces of made-up faces, and random mixtures of them: where the skin of a patient is moved to when what lies in it is
 * kept (`move-face.ts`). None is that of a person; together they vary about as much as faces do.
 *
 * In the frame of the head (`head-frame.ts`), as distances along level rays from an axis before the ears.
 */

import { ellipseCentre } from './generic-face.ts';

/** Rays from the axis, at each height so many: from the right, by the front, to the left. */
export const surfaceRays = { columns: 241, bottom: -165, heights: 186 } as const;

export type SurfaceRay = {
  /** Of length 1 together: to the left and to the front. */
  readonly left: number;
  readonly front: number;
};

/**
 * Where a ray lies between right (-1), front (0) and left (1): what is to the left by what is to the left and to the front
 * together, which needs no angle.
 */
export function rayOf(column: number): SurfaceRay {
  const across = (2 * column) / (surfaceRays.columns - 1) - 1;
  const length = Math.hypot(across, 1 - Math.abs(across));
  return { left: across / length, front: (1 - Math.abs(across)) / length };
}

/** Lengths in the frame; those of the whole face first, then what stands out of it or is sunk in. */
type Traits = {
  readonly forward: number;
  readonly long: number;
  readonly jaw: number;
  readonly brow: number;
  readonly eyes: number;
  readonly cheeks: number;
  readonly nose: number;
  readonly noseLow: number;
  readonly noseWide: number;
  readonly lips: number;
  readonly chin: number;
};

const traits = (
  [forward, long, jaw]: readonly [number, number, number],
  [brow, eyes, cheeks]: readonly [number, number, number],
  [nose, noseLow, noseWide]: readonly [number, number, number],
  [lips, chin]: readonly [number, number],
): Traits => ({ forward, long, jaw, brow, eyes, cheeks, nose, noseLow, noseWide, lips, chin });

const faces: readonly Traits[] = [
  traits([2, 1, 0], [3, 5, 3], [24, -46, 12], [7, 6]),
  traits([3, 1.06, 5], [5, 7, 1], [28, -50, 13], [5, 10]),
  traits([1, 0.94, -5], [1, 3, 6], [19, -41, 11], [9, 3]),
  traits([4, 0.98, 3], [6, 6, 6], [21, -44, 15], [11, 4]),
  traits([1, 1.04, -4], [2, 8, 0], [29, -48, 10], [4, 7]),
  traits([3, 0.95, 4], [4, 3, 5], [23, -43, 14], [8, 9]),
  traits([2, 1.08, -2], [3, 6, 2], [22, -51, 11], [6, 12]),
  traits([4, 1.01, 1], [7, 4, 4], [26, -45, 12], [10, 2]),
];

/** Returns the distances of the skin along the rays, by height and column: of a mixture that nobody can repeat. */
export function createSurfaceMixture(random: () => number): Float32Array {
  const within = (limit: number) => limit * (2 * random() - 1);
  // So that where a head was taken to lie, which is about the same in each of its scans, does not tell whose it is.
  const stance = { forward: within(3), up: within(4), tilt: within(0.04), wide: 1 + within(0.04) };
  const shares = faces.map(() => -Math.log(1 - random()));
  const sum = shares.reduce((all, share) => all + share, 0);
  const mixture = new Float32Array(surfaceRays.columns * surfaceRays.heights);
  for (const [at, face] of faces.entries()) addTo(mixture, { ...face, stance }, (shares[at] ?? 0) / sum);
  return mixture;
}

/** By how much a face stands elsewhere: to the front, up, leaning to the front with height, and in its width. */
type Stance = { readonly forward: number; readonly up: number; readonly tilt: number; readonly wide: number };

type StandingFace = Traits & { readonly stance: Stance };

function addTo(mixture: Float32Array, face: StandingFace, share: number): void {
  for (let column = 0; column < surfaceRays.columns; column++) {
    const ray = rayOf(column);
    for (let height = 0; height < surfaceRays.heights; height++) {
      const at = height * surfaceRays.columns + column;
      mixture[at] = (mixture[at] ?? 0) + share * distanceOf(face, ray, surfaceRays.bottom + height);
    }
  }
}

/** Half the width of a head and how far behind the nasion its front lies, by height: without nose, lips, chin. */
const outline: readonly (readonly [number, number, number])[] = [
  [30, 71, -5],
  [14, 70, -6],
  [0, 69, 0],
  [-12, 68, 3],
  [-32, 67, 5],
  [-60, 62, 4],
  [-88, 56, 8],
  [-104, 53, 7],
  [-114, 52, 16],
  [-124, 52, 36],
  [-140, 53, 52],
  [-170, 55, 58],
];

/** How far the nose stands out, in parts of its most, by height in parts of where its tip lies. */
const noseProfile: readonly (readonly [number, number])[] = [
  [-0.1, 0],
  [0.1, 0.13],
  [0.35, 0.38],
  [0.7, 0.76],
  [0.92, 1],
  [1.06, 0.96],
  [1.2, 0.35],
  [1.32, 0],
];

/** Fuller than an ellipse. */
const roundness = 2.4;

function distanceOf(face: StandingFace, { left, front }: SurfaceRay, place: number): number {
  const { stance } = face;
  const height = place - stance.up;
  const w = height < 0 ? height / face.long : height;
  const [width, depth] = between(outline, w);
  const halfWidth = stance.wide * (width + (w < -40 ? Math.min(1, (-40 - w) / 40) * face.jaw : 0));
  const forward = ellipseCentre - depth + face.forward + stance.forward + stance.tilt * (w + 50);
  const base = ((Math.abs(left) / halfWidth) ** roundness + (front / forward) ** roundness) ** (-1 / roundness);
  const u = Math.abs(left) * base;
  const [noseOut] = between(noseProfile, w / face.noseLow);
  const noseWide = face.noseWide * (0.65 + 0.45 * Math.min(1, Math.max(0, w / face.noseLow)));
  return (
    base +
    face.nose * noseOut * hill(u / noseWide) +
    face.brow * hill((u - 22) / 20) * hill((w - 10) / 8) -
    face.eyes * hill((u - 32) / 13) * hill((w + 10) / 9) +
    face.cheeks * hill((u - 42) / 16) * hill((w + 34) / 15) +
    face.lips * hill(u / 24) * hill((w + 72) / 9) +
    face.chin * hill(u / 19) * hill((w + 102) / 11)
  );
}

function hill(x: number): number {
  return Math.exp(-x * x);
}

/** The values at a place between those of a table that goes up or down; beyond it those of its ends. */
function between<Row extends readonly number[]>(rows: readonly Row[], place: number): readonly [number, number] {
  const isUp = (rows[0]?.[0] ?? 0) < (rows[1]?.[0] ?? 0);
  const next = rows.findIndex(([at = 0]) => (isUp ? at >= place : at <= place));
  const after = rows[next < 0 ? rows.length - 1 : next];
  const before = next <= 0 ? after : rows[next - 1];
  const [from = 0, to = 0] = [before?.[0], after?.[0]];
  const share = from === to ? 0 : (place - from) / (to - from);
  const value = (column: number) => (before?.[column] ?? 0) * (1 - share) + (after?.[column] ?? 0) * share;
  return [value(1), value(2)];
}
