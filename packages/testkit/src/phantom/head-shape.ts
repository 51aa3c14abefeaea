/**
 * Heads such as nobody has: skin, brain and airways as distances in millimetres, from some thirty measures of a face and
 * as many small bumps, all decided by a seed, so that each head is a person of its own.
 *
 * Coordinates: u left, v posterior, w up, from the nasion; brain and skull lie as in an adult.
 */

import type { Random } from '../random.ts';

/** Distances at the points of a grid: below 0 inside. */
export type HeadShape = {
  readonly skin: Float32Array;
  readonly brain: Float32Array;
  readonly airways: Float32Array;
};

type Point = readonly [number, number, number];

/** First point, step and points along u, v and w. */
export const shapeGrid = { first: [-102, -48, -172], step: 4, counts: [52, 71, 78] } as const;

export function createHeadShape(random: Random): HeadShape {
  const normal = (): number => random.fraction() + random.fraction() + random.fraction() + random.fraction() - 2;
  const vary = (mean: number, deviation: number): number => mean + deviation * 1.7 * normal();
  const skinOf = createSkin(vary, random);
  const brainOf = createBrain(vary);
  const count = shapeGrid.counts[0] * shapeGrid.counts[1] * shapeGrid.counts[2];
  const [skin, brain, airways] = [new Float32Array(count), new Float32Array(count), new Float32Array(count)];
  let at = 0;
  for (let k = 0; k < shapeGrid.counts[2]; k++) {
    for (let j = 0; j < shapeGrid.counts[1]; j++) {
      for (let i = 0; i < shapeGrid.counts[0]; i++, at++) {
        const { first, step } = shapeGrid;
        const point: Point = [first[0] + i * step, first[1] + j * step, first[2] + k * step];
        const depth = skinOf(point);
        skin[at] = depth;
        // Brain lies at least 12 mm under the skin, as heads of adults have it.
        brain[at] = Math.max(brainOf(point), depth + 12);
        airways[at] = airwaysOf(point);
      }
    }
  }
  return { skin, brain, airways };
}

type Vary = (mean: number, deviation: number) => number;

function createSkin(vary: Vary, random: Random): (point: Point) => number {
  const half = vary(76, 2.5);
  const long = vary(93, 3);
  const tall = vary(73, 2.5);
  const jaw = { half: vary(46, 4), at: vary(52, 4), low: vary(-88, 4), long: vary(44, 4) };
  const face = { half: vary(65, 3), front: vary(76, 2.5), long: vary(72, 3) };
  const brow = { out: vary(-8, 2), half: vary(26, 2), up: vary(12, 2) };
  const eye = { apart: vary(32, 2), deep: vary(3, 2), up: vary(-8, 1.5), globe: vary(16, 1.5) };
  const cheek = { apart: vary(45, 3), out: vary(27, 3), up: vary(-31, 4), size: vary(18, 2.5) };
  const nose = {
    out: vary(-21, 3),
    low: vary(-45, 3.5),
    wide: vary(11, 1.5),
    bridge: vary(6.5, 1),
    side: vary(0, 1.2),
  };
  const ala = { apart: vary(12, 1.5), size: vary(8.5, 1) };
  const lips = { out: vary(7, 2.5), low: vary(-73, 3), half: vary(24, 2.5), tall: vary(11, 2) };
  const chin = { out: vary(20, 4), low: vary(-102, 5), size: vary(19, 2.5), side: vary(0, 1.2) };
  const ear = { out: vary(79, 2), back: vary(103, 4), low: vary(-16, 4), tall: vary(30, 3), turn: vary(0.25, 0.12) };
  const neck = { half: vary(56, 4), at: vary(108, 4) };
  const bumps = Array.from({ length: 36 }, () => ({
    u: vary(0, 32),
    v: vary(15, 14),
    w: -105 + random.fraction() * 125,
    height: vary(0, 1.6),
    spread: 7 + random.fraction() * 8,
  }));
  return (p) => {
    const u = Math.abs(p[0]);
    let d = ellipsoid(p, [0, 92, 45], [half, long, tall]);
    d = blend(d, ellipsoid(p, [0, face.front, -35], [face.half, face.long, 82]), 12);
    d = blend(d, ellipsoid(p, [0, jaw.at, jaw.low], [jaw.half, jaw.long, 30]), 14);
    d = blend(d, tube(p, [0, neck.at, -60], [0, neck.at + 12, -240], neck.half), 14);
    d = blend(d, ellipsoid([u, p[1], p[2]], [22, -brow.out, brow.up], [brow.half, 9, 7]), 8);
    d = blend(
      d,
      ellipsoid([u, p[1], p[2]], [cheek.apart, cheek.out, cheek.up], [cheek.size, cheek.size, cheek.size]),
      14,
    );
    d = -blend(-d, ellipsoid([u, p[1], p[2]], [eye.apart, -eye.deep, eye.up], [16, 13, 11]), 6);
    d = blend(d, ellipsoid([u, p[1], p[2]], [eye.apart, eye.globe, eye.up], [12, 12, 12]), 3);
    d = blend(d, tube(p, [0, 6, -2], [nose.side, nose.out + nose.wide, nose.low], nose.bridge), 7);
    d = blend(d, ellipsoid(p, [nose.side, nose.out + nose.wide, nose.low], [nose.wide, nose.wide, nose.wide]), 6);
    d = blend(d, ellipsoid([u, p[1], p[2]], [ala.apart, -4, nose.low - 2], [ala.size, ala.size + 2, ala.size]), 5);
    d = blend(d, ellipsoid(p, [0, lips.out, lips.low], [lips.half, 12, lips.tall]), 6);
    d = blend(d, ellipsoid(p, [chin.side, chin.out, chin.low], [chin.size, chin.size, chin.size]), 10);
    const auricle: Point = [u - ear.out - (p[1] - ear.back) * ear.turn, p[1] - ear.back, p[2] - ear.low];
    d = blend(d, ellipsoid(auricle, [0, 0, 0], [5, 17, ear.tall]), 4);
    if (Math.abs(d) > 20 || p[1] > 75) return d;
    for (const { u: bu, v, w, height, spread } of bumps) {
      const squared = (p[0] - bu) ** 2 + (p[1] - v) ** 2 + (p[2] - w) ** 2;
      d -= height * Math.exp(-squared / (2 * spread * spread));
    }
    return d;
  };
}

function createBrain(vary: Vary): (point: Point) => number {
  const [half, long, tall] = [vary(62, 1.5), vary(77, 2), vary(54, 1.5)];
  return (p) => {
    const u: Point = [Math.abs(p[0]), p[1], p[2]];
    return Math.min(
      ellipsoid(p, [0, 93, 49], [half, long, tall]),
      ellipsoid(u, [42, 76, 8], [17, 18, 15]),
      ellipsoid(p, [0, 130, 0], [50, 32, 22]),
      tube(p, [0, 105, 0], [0, 112, -45], 11),
    );
  };
}

function airwaysOf(p: Point): number {
  const u: Point = [Math.abs(p[0]), p[1], p[2]];
  return Math.min(
    ellipsoid(u, [7, 28, -42], [5, 30, 17]),
    ellipsoid(u, [29, 34, -42], [12, 14, 14]),
    ellipsoid(p, [0, 30, -76], [18, 26, 3]),
    tube(p, [0, 72, -45], [0, 78, -200], 8),
  );
}

/** Close to the distance from an ellipsoid where that is small. */
function ellipsoid(p: Point, centre: Point, radii: Point): number {
  const [x, y, z] = [p[0] - centre[0], p[1] - centre[1], p[2] - centre[2]];
  const [a, b, c] = [x / radii[0], y / radii[1], z / radii[2]];
  const scaled = Math.sqrt(a * a + b * b + c * c);
  const steep = Math.sqrt((a / radii[0]) ** 2 + (b / radii[1]) ** 2 + (c / radii[2]) ** 2);
  return steep === 0 ? -Math.min(...radii) : (scaled * (scaled - 1)) / steep;
}

function tube(p: Point, from: Point, to: Point, radius: number): number {
  const axis = [to[0] - from[0], to[1] - from[1], to[2] - from[2]] as const;
  const rest = [p[0] - from[0], p[1] - from[1], p[2] - from[2]] as const;
  const along =
    (rest[0] * axis[0] + rest[1] * axis[1] + rest[2] * axis[2]) / (axis[0] ** 2 + axis[1] ** 2 + axis[2] ** 2);
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(rest[0] - t * axis[0], rest[1] - t * axis[1], rest[2] - t * axis[2]) - radius;
}

/** The union of two bodies with a fillet between them. */
function blend(a: number, b: number, fillet: number): number {
  const h = Math.max(0, fillet - Math.abs(a - b)) / fillet;
  return Math.min(a, b) - (h * h * fillet) / 4;
}
