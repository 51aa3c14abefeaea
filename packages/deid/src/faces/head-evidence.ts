/**
 * Whether a volume may show a head. Nobody is told apart from a knee by a name alone: what has the cross section of a head
 * is taken for one, unless the header says that another part was examined.
 */

import type { OuterSurface } from './outer-surface.ts';

/** Body Part Examined (0018,0015), PS3.16 Annex L, of what can have the cross section of a head and shows none. */
const otherParts = new Set(
  'ABDOMEN ANKLE ARM BREAST CALCANEUS COCCYX ELBOW EXTREMITY FINGER FOOT FOREARM HAND HEART HIP HUMERUS KNEE LEG LSPINE PELVIS PROSTATE SSPINE THIGH THUMB TOE UTERUS WRIST'.split(
    ' ',
  ),
);

/** Width and depth of heads from infants to adults with a holder, in millimetres. */
const across = { least: 85, most: 215 } as const;
const deep = { least: 100, most: 265 } as const;

/** As high as what has such cross sections must be. */
const leastHeightMm = 30;

/** @param bodyPart as the header has it; nothing else in a header is trusted here */
export function namesOtherPart(bodyPart: string | undefined): boolean {
  return bodyPart !== undefined && otherParts.has(bodyPart.toUpperCase().replaceAll(/[^A-Z]/g, ''));
}

export function mayShowHead(surface: OuterSurface, bodyPart: string | undefined): boolean {
  if (namesOtherPart(bodyPart)) return false;
  const [width, depth, height] = extentsMm(surface);
  // A slab from ear to ear or from front to back shows a profile and no cross section.
  if (width < across.least || depth < deep.least) return true;
  const wanted = Math.min(leastHeightMm, height - 2 * surface.stepMm);
  let slices = 0;
  for (let z = 0; z < surface.dimensions[2]; z++) {
    slices = hasHeadLikePiece(surface, z) ? slices + 1 : 0;
    if (slices > 0 && slices * surface.stepMm >= wanted) return true;
  }
  return false;
}

/** Of what the volume shows, body or air, in millimetres along x, y and z. */
export function extentsMm({
  dimensions: [nx, ny, nz],
  isBody,
  isAir,
  stepMm,
}: OuterSurface): readonly [number, number, number] {
  let [lowX, highX, lowY, highY, lowZ, highZ] = [nx, -1, ny, -1, nz, -1];
  for (let z = 0, at = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, at++) {
        if (isBody[at] !== 1 && isAir[at] !== 1) continue;
        if (x < lowX) lowX = x;
        if (x > highX) highX = x;
        if (y < lowY) lowY = y;
        if (y > highY) highY = y;
        if (z < lowZ) lowZ = z;
        highZ = z;
      }
    }
  }
  const extent = (low: number, high: number) => Math.max(0, high - low + 1) * stepMm;
  return [extent(lowX, highX), extent(lowY, highY), extent(lowZ, highZ)];
}

function hasHeadLikePiece({ dimensions: [nx, ny], isBody, stepMm }: OuterSurface, z: number): boolean {
  const seen = new Uint8Array(nx * ny);
  const from = z * nx * ny;
  const stack: number[] = [];
  const reach = (at: number): void => {
    if (isBody[from + at] !== 1 || seen[at] !== 0) return;
    seen[at] = 1;
    stack.push(at);
  };
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] === 1 || isBody[from + start] !== 1) continue;
    let [left, right, front, back] = [nx, 0, ny, 0];
    reach(start);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const [x, y] = [at % nx, Math.floor(at / nx)];
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < front) front = y;
      if (y > back) back = y;
      reach(at - 1);
      reach(at + 1);
      reach(at - nx);
      reach(at + nx);
    }
    const [width, depth] = [(right - left + 1) * stepMm, (back - front + 1) * stepMm];
    if (width >= across.least && width <= across.most && depth >= deep.least && depth <= deep.most) return true;
  }
  return false;
}
