/**
 * The frame of a head: left and right by mirroring, the nasion as the dip of the profile between nose and forehead, and
 * how far the face looks up by where the vault lies from there. Where no nose is in the volume, the height of the vertex
 * tells where the nasion would be.
 *
 * Lengths in the frame are those of a head 152 mm wide, so that one generic face fits all.
 */

import type { Affine, Vector } from './affine.ts';
import { sampleAt } from './grid.ts';
import { findMirrorPlane } from './mirror-plane.ts';
import type { OuterSurface } from './outer-surface.ts';

export type HeadFrame = {
  /** From millimetres of the patient to u (left), v (posterior) and w (up) from the nasion. */
  readonly toHead: Affine;
  /** Width of the head by that of an adult. */
  readonly size: number;
  readonly nasionBy: 'profile' | 'vertex';
  /** Degrees that the face looks up from where the table's axis has it; undefined where too little of the vault is shown. */
  readonly pitchDegrees: number | undefined;
  /** How far the surface misses its mirror image in the mean: large where this is no head. */
  readonly mirrorMissMm: number;
};

const standardWidthMm = 152;

/** From the nasion up to the vertex, of a head of standard width. */
const vertexHeight = 118;

const steepestPitchDegrees = 45;

/** How much farther forward than the cheeks the middle of a face must be, to be taken for a nose. */
const leastNoseMm = 9;

const leastDipMm = 1;

/** Of the sphere that lies best on the vertex. */
const vertexRadiusMm = 105;

/** The area of a slice under a vertex that is cut off at most 14 mm low. */
const largestCutMm2 = 9000;

/** Above it the vault is none that stands over a nasion. */
const mostVaultMiss = 0.45;

/** From the tip of a nose up to the nasion. */
const noseMm = { least: 22, most: 62 };

export function findHeadFrame(surface: OuterSurface): HeadFrame | undefined {
  const top = findTop(surface);
  const points = pointsOf(surface, top.z - 150);
  if (points.length < 400) return undefined;
  const mirror = findMirrorPlane(surface, points);
  let axes = axesOf(mirror.normal, [0, 0, 1]);
  const origin = onPlane(meanOf(points), mirror);
  let pitch = 0;
  let sketch: Sketch | undefined;
  for (let round = 0; round < 3; round++) {
    sketch = sketchOf(surface, { axes, origin, top });
    if (sketch === undefined) return undefined;
    if (sketch.turn === undefined || sketch.turn === 0) break;
    pitch += sketch.turn;
    if (Math.abs(pitch) > steepestPitchDegrees) return undefined;
    axes = pitched(axes, sketch.turn);
  }
  if (sketch === undefined) return undefined;
  const { nasion, nasionBy, turn } = sketch;
  const size = sizeOf(surface, axes, nasion);
  return {
    toHead: affineOf(axes, nasion, size),
    size,
    nasionBy,
    pitchDegrees: turn === undefined ? undefined : pitch,
    mirrorMissMm: mirror.missMm,
  };
}

type Axes = { readonly left: Vector; readonly back: Vector; readonly up: Vector };
type Top = { readonly z: number; readonly isVisible: boolean };
/** Where the nasion may be, and by how many degrees the head would then have to be turned to look straight ahead. */
type Sketch = {
  readonly nasion: Vector;
  readonly nasionBy: 'profile' | 'vertex';
  readonly turn: number | undefined;
  /** How badly the vault fits; 0 to 1. */
  readonly miss: number;
};
type Place = { readonly axes: Axes; readonly origin: Vector; readonly top: Top };

/** The vertex; where the scan cuts off no more than a cap of it, as high as a round cap would stand. */
function findTop({ dimensions: [nx, ny, nz], origin, stepMm, isBody, isAir }: OuterSurface): Top {
  const slice = nx * ny;
  for (let z = nz - 1; z >= 0; z--) {
    let [count, open] = [0, 0];
    for (let at = z * slice; at < (z + 1) * slice; at++) {
      if (isBody[at] !== 1) continue;
      count += 1;
      if (isAir[at + slice] === 1) open += 1;
    }
    if (count === 0) continue;
    const height = origin[2] + z * stepMm;
    if (open > 0.6 * count) return { z: height, isVisible: true };
    const area = count * stepMm * stepMm;
    return { z: height + area / (2 * Math.PI * vertexRadiusMm), isVisible: area < largestCutMm2 };
  }
  return { z: origin[2], isVisible: false };
}

/** The cells of the surface above a height that have air beside them. */
function pointsOf({ dimensions: [nx, ny, nz], origin, stepMm, isBody, isAir }: OuterSurface, above: number): Vector[] {
  const points: Vector[] = [];
  const slice = nx * ny;
  for (let z = Math.max(0, Math.ceil((above - origin[2]) / stepMm)); z < nz; z++) {
    for (let at = z * slice; at < (z + 1) * slice; at++) {
      if (isBody[at] !== 1) continue;
      const isBesideAir = [at - 1, at + 1, at - nx, at + nx, at + slice].some((next) => isAir[next] === 1);
      if (!isBesideAir) continue;
      const inSlice = at - z * slice;
      points.push([
        origin[0] + (inSlice % nx) * stepMm,
        origin[1] + Math.floor(inSlice / nx) * stepMm,
        origin[2] + z * stepMm,
      ]);
    }
  }
  return points;
}

/** Of all dips of the profile that may be the nasion, the one over which the vault stands as it does in heads. */
function sketchOf(surface: OuterSurface, place: Place): Sketch | undefined {
  const { axes, origin, top } = place;
  const topAt = (top.z - origin[2]) / Math.max(0.5, axes.up[2]);
  const profile = profileOf(surface, place, { topAt, asideMm: 0 });
  const sides = [-26, 26].map((asideMm) => profileOf(surface, place, { topAt, asideMm }));
  const judge = (point: ProfilePoint, nasionBy: Sketch['nasionBy']): Sketch => {
    const nasion = along(axes, origin, [0, point.front, topAt - point.below]);
    const fit = top.isVisible ? vaultFit(surface, axes, { nasion, size: sizeOf(surface, axes, nasion) }) : undefined;
    return { nasion, nasionBy, turn: fit?.turn, miss: fit?.miss ?? 0 };
  };
  const sketches = findTips(profile, sides, top.isVisible)
    .map((tip) => findNasion(profile, tip))
    .filter((nasion) => nasion !== undefined)
    .map((nasion) => judge(nasion, 'profile'));
  const [first, ...others] = sketches;
  const best = first && others.reduce((least, one) => (one.miss < least.miss ? one : least), first);
  if (best !== undefined && best.miss < mostVaultMiss) return best;
  if (!top.isVisible) return best;
  const size = sizeOf(surface, axes, along(axes, origin, [0, 0, topAt - vertexHeight]));
  const below = vertexHeight * size;
  const brow = profile.find((point) => point.below >= below) ?? profile.at(-1);
  return brow && judge({ front: brow.front, below }, 'vertex');
}

type ProfilePoint = { readonly below: number; readonly front: number };

const profileStepMm = 2;

/** Where the surface lies along v, seen from the front, from the top down. */
function profileOf(
  surface: OuterSurface,
  { axes, origin }: Place,
  { topAt, asideMm }: { readonly topAt: number; readonly asideMm: number },
): readonly ProfilePoint[] {
  const profile: ProfilePoint[] = [];
  for (let below = 0; below < 240; below += profileStepMm) {
    const front = crossing((v) => along(axes, origin, [asideMm, v, topAt - below]), surface, { from: -190, to: 150 });
    if (front !== undefined) profile.push({ below, front });
  }
  return profile;
}

/** The first place of a ray at which it enters the body. */
function crossing(
  ray: (at: number) => Vector,
  surface: OuterSurface,
  { from, to }: { readonly from: number; readonly to: number },
): number | undefined {
  let before = sampleAt(surface, surface.heightMm, ray(from));
  for (let at = from + 2; at <= to; at += 2) {
    const height = sampleAt(surface, surface.heightMm, ray(at));
    if (height < 0 && before >= 0) return at - (2 * height) / (height - before);
    before = height;
  }
  return undefined;
}

/** The places where the middle of the profile stands out most before its sides: noses, chins, the foremost first. */
function findTips(
  profile: readonly ProfilePoint[],
  sides: readonly (readonly ProfilePoint[])[],
  isTopVisible: boolean,
): readonly ProfilePoint[] {
  const first = isTopVisible ? 60 : 10;
  const out = profile
    .filter((point) => point.below >= first && point.below <= 235)
    .map((point) => {
      const fronts = sides.map((side) => side.find((other) => other.below === point.below)?.front ?? Number.NaN);
      return { point, out: fronts.reduce((sum, front) => sum + front, 0) / fronts.length - point.front };
    })
    .filter(({ out }) => out > leastNoseMm)
    .sort((a, b) => b.out - a.out);
  const tips: ProfilePoint[] = [];
  for (const { point } of out) {
    if (tips.every((tip) => Math.abs(tip.below - point.below) > 14)) tips.push(point);
    if (tips.length === 6) break;
  }
  return tips;
}

/** The deepest dip below the line that touches the tip of the nose and the forehead. */
function findNasion(profile: readonly ProfilePoint[], tip: ProfilePoint): ProfilePoint | undefined {
  const { below, front } = tip;
  const lean = (point: ProfilePoint) => (point.front - front) / (below - point.below);
  const above = profile.filter((point) => point.below <= below - 24 && point.below >= below - 115);
  const forehead = above.reduce<ProfilePoint | undefined>(
    (best, point) => (best === undefined || lean(point) < lean(best) ? point : best),
    undefined,
  );
  if (forehead === undefined) return undefined;
  let [nasion, deepest]: [ProfilePoint | undefined, number] = [undefined, leastDipMm];
  const isCut = below + 8 > (profile.at(-1)?.below ?? 0);
  for (const point of profile) {
    if (point.below <= forehead.below || point.below > below - (isCut ? 6 : noseMm.least)) continue;
    if (point.below < below - noseMm.most) continue;
    const dip = point.front - (front + lean(forehead) * (below - point.below));
    if (dip > deepest) [nasion, deepest] = [point, dip];
  }
  return nasion;
}

/** Width of the vault, 25 to 75 mm above the nasion, by that of an adult. */
function sizeOf(surface: OuterSurface, axes: Axes, nasion: Vector): number {
  const widths: number[] = [];
  for (let w = 25; w <= 75; w += 5) {
    let [left, right] = [0, 0];
    for (let v = 30; v <= 130; v += 10) {
      const side = (sign: 1 | -1) =>
        crossing((u) => along(axes, nasion, [-sign * u, v, w]), surface, { from: -130, to: 0 });
      left = Math.max(left, -(side(1) ?? 0));
      right = Math.max(right, -(side(-1) ?? 0));
    }
    if (left > 0 && right > 0) widths.push(left + right);
  }
  widths.sort((a, b) => a - b);
  const width = widths[widths.length >> 1] ?? standardWidthMm;
  return Math.min(1.2, Math.max(0.55, width / standardWidthMm));
}

/** The turn about the nasion at which the vault's profile lies best on that of a head that looks straight ahead. */
function vaultFit(
  surface: OuterSurface,
  axes: Axes,
  place: { readonly nasion: Vector; readonly size: number },
): { readonly turn: number; readonly miss: number } | undefined {
  const points = vaultProfile(surface, axes, place);
  if (points.length < 30) return undefined;
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (let degrees = -steepestPitchDegrees - 1; degrees <= steepestPitchDegrees + 1; degrees++) {
    const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    for (let long = 0.86; long < 1.15; long += 0.04) {
      for (let tall = 0.86; tall < 1.15; tall += 0.04) {
        // Likelier the less it is drawn out.
        let miss = 8 * ((long - 1) ** 2 + (tall - 1) ** 2) * points.length;
        for (const [v, w] of points) {
          const back = (v * c + w * s - (vault.long - 1) * long) / (vault.long * long);
          const up = (w * c - v * s - vault.centre * tall) / (vault.tall * tall);
          miss += Math.min(1, ((Math.sqrt(back * back + up * up) - 1) * 85) ** 2 / 64);
        }
        if (miss < least) [best, least] = [degrees, miss];
      }
    }
  }
  return { turn: best, miss: least / points.length };
}

/** The profile of the vault in lengths of a standard head, from the nasion; an ellipse, whose centre stands so high. */
const vault = { long: 93, tall: 73, centre: 45 } as const;

/** Places of the outer surface in the middle of the head, above the brow. */
function vaultProfile(
  surface: OuterSurface,
  axes: Axes,
  { nasion, size }: { readonly nasion: Vector; readonly size: number },
): readonly (readonly [number, number])[] {
  const points: (readonly [number, number])[] = [];
  const from = [90 * size, 35 * size] as const;
  for (let degrees = -40; degrees <= 220; degrees += 3) {
    const [dv, dw] = [-Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    const radius = leaving((r) => along(axes, nasion, [0, from[0] + r * dv, from[1] + r * dw]), surface, 150 * size);
    if (radius === undefined) continue;
    const [v, w] = [from[0] / size + (radius / size) * dv, from[1] / size + (radius / size) * dw];
    // Below the brow of a head that looks up lies its face, behind one that looks down its neck.
    if (w > 14 || v > 120) points.push([v, w]);
  }
  return points;
}

/** Where a ray leaves the body into air that the volume shows. */
function leaving(ray: (at: number) => Vector, surface: OuterSurface, limit: number): number | undefined {
  for (let at = 30; at <= limit; at += 2) {
    if (sampleAt(surface, surface.heightMm, ray(at)) < 0) continue;
    const [x, y, z] = ray(at + 2).map((one, axis) => Math.round((one - (surface.origin[axis] ?? 0)) / surface.stepMm));
    const [nx, ny] = surface.dimensions;
    return surface.isAir[((z ?? 0) * ny + (y ?? 0)) * nx + (x ?? 0)] === 1 ? at : undefined;
  }
  return undefined;
}

function axesOf(left: Vector, upwards: Vector): Axes {
  const share = dot(left, upwards);
  const up = unit([upwards[0] - share * left[0], upwards[1] - share * left[1], upwards[2] - share * left[2]]);
  return { left, up, back: cross(up, left) };
}

/** Turned about the axis from ear to ear. */
function pitched({ left, back, up }: Axes, degrees: number): Axes {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const turned: Vector = [up[0] * c - back[0] * s, up[1] * c - back[1] * s, up[2] * c - back[2] * s];
  return axesOf(left, turned);
}

function affineOf({ left, back, up }: Axes, nasion: Vector, size: number): Affine {
  const row = (axis: Vector) => [axis[0] / size, axis[1] / size, axis[2] / size, -dot(axis, nasion) / size] as const;
  return [...row(left), ...row(back), ...row(up)];
}

function along({ left, back, up }: Axes, origin: Vector, [u, v, w]: Vector): Vector {
  return [
    origin[0] + u * left[0] + v * back[0] + w * up[0],
    origin[1] + u * left[1] + v * back[1] + w * up[1],
    origin[2] + u * left[2] + v * back[2] + w * up[2],
  ];
}

function onPlane(point: Vector, { normal, offsetMm }: { readonly normal: Vector; readonly offsetMm: number }): Vector {
  const beside = dot(normal, point) - offsetMm;
  return [point[0] - beside * normal[0], point[1] - beside * normal[1], point[2] - beside * normal[2]];
}

function meanOf(points: readonly Vector[]): Vector {
  const mean = (axis: 0 | 1 | 2) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  return [mean(0), mean(1), mean(2)];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function unit(a: Vector): Vector {
  const length = Math.hypot(...a);
  return [a[0] / length, a[1] / length, a[2] / length];
}
