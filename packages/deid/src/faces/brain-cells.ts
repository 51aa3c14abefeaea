/**
 * The cells of a head that hold brain, told from the image and not from where brain ought to lie: of CT what bone
 * encloses, of MR and PET what is as bright as the middle of the head and hangs together with it under the skull. Gaps of
 * up to 12 mm in bone or between brain and skin let nothing through. Rather too much than too little: skin and scalp may
 * be in it where the skull is open, never cells near the surface.
 *
 * Where the neck begins the image does not tell: from the plane below the brain on, `head-frame.ts` does, with room to
 * spare.
 */

import { distanceTo } from './distance.ts';
import type { Survey } from './grid.ts';
import type { HeadFrame } from './head-frame.ts';
import type { OuterSurface } from './outer-surface.ts';
import type { HeadModality } from './volume.ts';

export type BrainCells = {
  /** 1 where a cell may hold brain. */
  readonly isBrain: Uint8Array;
  readonly volumeMl: number;
  /** What is cut off by the frame and not by bone or darkness, before the neck: large where the frame is not that of the head. */
  readonly openMm2: number;
  /** Where the brain lies in the frame of the head; undefined where the image shows none. */
  readonly extent: BrainExtent | undefined;
};

export type BrainExtent = {
  readonly front: number;
  readonly top: number;
  /** Half way between its sides. */
  readonly middle: number;
  readonly halfWidth: number;
};

/** Between fat or brain and what is denser. */
const boneHounsfield = 200;

/** Cells between brain and what shuts it in, so that gaps of twice as many are shut. */
const shutCells = 3;

/** As far the tips of lobes reach out of what is left when its rim is taken off. */
const tipCells = 5;

/** Brain is no nearer to the skin. */
const leastDepthMm = 8;

/** So far the base of the skull may lie below where the frame has it. */
const spare = 15;

/** Before it nothing leads out of the skull. */
const neckFrom = 90;

/** In parts of the brightness around it. */
const likeBrain = { least: 0.45, most: 1.9 } as const;

/** The base of the skull by how far behind the nasion: frontal lobes, temporal lobes, cerebellum, with room to spare. */
export function lowestBrain(v: number): number {
  if (v < 40) return 7;
  if (v < 48) return 7 - ((v - 40) / 8) * 26;
  return v < 98 ? -19 : -75;
}

type Scene = { readonly surface: OuterSurface; readonly frame: HeadFrame; readonly modality: HeadModality };

export function findBrainCells(survey: Survey, { surface, frame, modality }: Scene): BrainCells {
  const { dimensions, stepMm } = survey;
  const places = placesOf(survey, frame);
  const isOpen = modality === 'CT' ? withoutBone(survey, surface) : asBrightAsBrain(survey, surface);
  const toRest = distanceTo(isOpen, dimensions, { to: 0, reach: shutCells });
  const core = new Uint8Array(isOpen.length);
  places.forEach((at, u, v, w) => {
    if ((toRest[at] ?? 0) > shutCells && w > lowestBrain(v) - spare && Math.abs(u) < 80) core[at] = 1;
  });
  const piece = largestPiece(core, dimensions);
  let open = 0;
  places.forEach((at, _, v, w) => {
    if (piece[at] === 1 && v < neckFrom && w - stepMm / frame.size <= lowestBrain(v) - spare) open += 1;
  });
  const toPiece = distanceTo(piece, dimensions, { to: 1, reach: tipCells });
  const isBrain = new Uint8Array(isOpen.length);
  let count = 0;
  places.forEach((at, _, v) => {
    // Farther in front brain lies above the orbits, and bone is thin between them.
    const reach = isOpen[at] === 1 && v > 48 ? tipCells : shutCells + 1;
    if ((toPiece[at] ?? reach + 1) > reach || surface.isBody[at] !== 1) return;
    if (-(surface.heightMm[at] ?? 0) < leastDepthMm * frame.size) return;
    isBrain[at] = 1;
    count += 1;
  });
  return {
    isBrain,
    volumeMl: (count * stepMm ** 3) / 1000,
    openMm2: open * stepMm ** 2,
    extent: extentOf(isBrain, places),
  };
}

/** What is no bone inside of the head. */
function withoutBone({ values }: Survey, { isBody }: OuterSurface): Uint8Array {
  const isOpen = new Uint8Array(values.length);
  for (let at = 0; at < isOpen.length; at++) {
    if (isBody[at] === 1 && (values[at] ?? 0) < boneHounsfield && (values[at] ?? 0) > -150) isOpen[at] = 1;
  }
  return isOpen;
}

/** What is neither much darker nor much brighter than what lies around it: coils see the vault darker than the base. */
function asBrightAsBrain({ dimensions, values }: Survey, { isBody, heightMm }: OuterSurface): Uint8Array {
  const [isDeep, sums, counts] = [new Uint8Array(values.length), values.slice(), new Float32Array(values.length)];
  for (let at = 0; at < values.length; at++) {
    if (isBody[at] === 1 && (heightMm[at] ?? 0) < -leastDepthMm) isDeep[at] = 1;
    else sums[at] = 0;
    counts[at] = isDeep[at] ?? 0;
  }
  sumAround(sums, dimensions);
  sumAround(counts, dimensions);
  const isOpen = new Uint8Array(values.length);
  for (let at = 0; at < isOpen.length; at++) {
    if (isDeep[at] !== 1) continue;
    const share = ((values[at] ?? 0) * (counts[at] ?? 0)) / (sums[at] ?? 0);
    if (share > likeBrain.least && share < likeBrain.most) isOpen[at] = 1;
  }
  return isOpen;
}

/** Cells to each side. */
const around = 12;

/** Puts the sum of the cells around it into each cell. */
function sumAround(values: Float32Array, [nx, ny, nz]: readonly [number, number, number]): void {
  const line = new Float64Array(Math.max(nx, ny, nz) + 1);
  const along = (start: number, stride: number, count: number): void => {
    for (let at = 0; at < count; at++) line[at + 1] = (line[at] ?? 0) + (values[start + at * stride] ?? 0);
    for (let at = 0; at < count; at++) {
      const [from, to] = [Math.max(0, at - around), Math.min(count, at + around + 1)];
      values[start + at * stride] = (line[to] ?? 0) - (line[from] ?? 0);
    }
  };
  for (let row = 0; row < ny * nz; row++) along(row * nx, 1, nx);
  for (let z = 0; z < nz; z++) for (let x = 0; x < nx; x++) along(z * nx * ny + x, nx, ny);
  for (let column = 0; column < nx * ny; column++) along(column, nx * ny, nz);
}

type Places = { forEach(visit: (at: number, u: number, v: number, w: number) => void): void };

/** The cells with their places in the frame of the head. */
function placesOf({ dimensions: [nx, ny, nz], origin, stepMm }: Survey, { toHead: m }: HeadFrame): Places {
  return {
    forEach(visit) {
      const [du, dv, dw] = [m[0] * stepMm, m[4] * stepMm, m[8] * stepMm];
      for (let z = 0, at = 0; z < nz; z++) {
        const pz = origin[2] + z * stepMm;
        for (let y = 0; y < ny; y++) {
          const py = origin[1] + y * stepMm;
          let u = m[0] * origin[0] + m[1] * py + m[2] * pz + m[3];
          let v = m[4] * origin[0] + m[5] * py + m[6] * pz + m[7];
          let w = m[8] * origin[0] + m[9] * py + m[10] * pz + m[11];
          for (let x = 0; x < nx; x++, at++, u += du, v += dv, w += dw) visit(at, u, v, w);
        }
      }
    },
  };
}

function largestPiece(core: Uint8Array, [nx, ny]: readonly [number, number, number]): Uint8Array {
  const labels = new Int32Array(core.length);
  const stack = new Int32Array(core.length);
  let [best, most, label] = [0, 0, 0];
  for (let start = 0; start < core.length; start++) {
    if (core[start] !== 1 || labels[start] !== 0) continue;
    label += 1;
    let [held, count] = [1, 0];
    labels[start] = label;
    stack[0] = start;
    while (held > 0) {
      held -= 1;
      const at = stack[held] ?? 0;
      count += 1;
      for (const next of [at - 1, at + 1, at - nx, at + nx, at - nx * ny, at + nx * ny]) {
        if (core[next] !== 1 || labels[next] !== 0) continue;
        labels[next] = label;
        stack[held] = next;
        held += 1;
      }
    }
    if (count > most) [best, most] = [label, count];
  }
  const piece = new Uint8Array(core.length);
  for (let at = 0; at < piece.length; at++) if (core[at] === 1 && labels[at] === best) piece[at] = 1;
  return piece;
}

const leastCells = 1000;

/** Above the base of the skull, without the hundredth part that lies farthest out. */
function extentOf(isBrain: Uint8Array, places: Places): BrainExtent | undefined {
  const [us, vs, ws] = [new Uint32Array(400), new Uint32Array(400), new Uint32Array(400)];
  let count = 0;
  const bin = (place: number) => Math.min(399, Math.max(0, Math.round(place) + 150));
  places.forEach((at, u, v, w) => {
    if (isBrain[at] !== 1 || w < 20) return;
    count += 1;
    us[bin(u)] = (us[bin(u)] ?? 0) + 1;
    vs[bin(v)] = (vs[bin(v)] ?? 0) + 1;
    ws[bin(w)] = (ws[bin(w)] ?? 0) + 1;
  });
  if (count < leastCells) return undefined;
  const quantile = (bins: Uint32Array, share: number) => {
    let left = share * count;
    const at = bins.findIndex((one) => {
      left -= one;
      return left <= 0;
    });
    return at - 150;
  };
  const [right, left] = [quantile(us, 0.01), quantile(us, 0.99)];
  return {
    front: quantile(vs, 0.01),
    top: quantile(ws, 0.99),
    middle: (left + right) / 2,
    halfWidth: (left - right) / 2,
  };
}
