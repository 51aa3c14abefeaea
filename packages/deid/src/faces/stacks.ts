/**
 * Frames of a series put into stacks: all of one orientation, size and spacing, one behind the other at equal distances.
 * Where several lie at one place, as echoes and moments in time do, each makes a stack of its own.
 */

import type { Affine, Vector } from './affine.ts';
import type { FramePlace } from './frame-place.ts';

export type PlacedFrame = { readonly place: FramePlace; readonly rows: number; readonly columns: number };

export type Stack<Frame extends PlacedFrame> = {
  /** From the first slice to the last. */
  readonly frames: readonly Frame[];
  readonly toPatient: Affine;
};

export type StackRefusal = 'geometry-mixed' | 'positions-uneven' | 'spacing-uneven' | 'slices-too-far-apart';

export type Stacks<Frame extends PlacedFrame> =
  | { readonly kind: 'stacks'; readonly stacks: readonly Stack<Frame>[] }
  | { readonly kind: 'refused'; readonly reason: StackRefusal };

/** Between slices farther apart there is no surface to be found. */
const farthestMm = 6.5;

/** As far a slice may lie from where those before and behind it tell. */
const mostAsideMm = 0.4;

export function stackFrames<Frame extends PlacedFrame>(frames: readonly Frame[]): Stacks<Frame> {
  const stacks: Stack<Frame>[] = [];
  for (const group of byOrientation(frames)) {
    const [first] = group;
    if (first === undefined) continue;
    if (!group.every((frame) => isAlike(frame, first))) return { kind: 'refused', reason: 'geometry-mixed' };
    const layers = layersOf(group, normalOf(first.place));
    const count = layers[0]?.length ?? 0;
    if (layers.some((layer) => layer.length !== count)) return { kind: 'refused', reason: 'positions-uneven' };
    for (let at = 0; at < count; at++) {
      const slices = layers.flatMap((layer) => layer.slice(at, at + 1));
      const step = stepOf(slices);
      if (typeof step === 'string') return { kind: 'refused', reason: step };
      stacks.push({ frames: slices, toPatient: affineOf(first.place, slices[0]?.place ?? first.place, step) });
    }
  }
  return { kind: 'stacks', stacks };
}

function byOrientation<Frame extends PlacedFrame>(frames: readonly Frame[]): readonly (readonly Frame[])[] {
  const groups: Frame[][] = [];
  for (const frame of frames) {
    const group = groups.find(([first]) => first !== undefined && isParallel(first.place, frame.place));
    if (group === undefined) groups.push([frame]);
    else group.push(frame);
  }
  return groups;
}

function isParallel(a: FramePlace, b: FramePlace): boolean {
  return dot(a.alongRow, b.alongRow) > 0.99999 && dot(a.alongColumn, b.alongColumn) > 0.99999;
}

function isAlike(a: PlacedFrame, b: PlacedFrame): boolean {
  const [ra, ca] = a.place.spacing;
  const [rb, cb] = b.place.spacing;
  return a.rows === b.rows && a.columns === b.columns && Math.abs(ra / rb - 1) < 1e-3 && Math.abs(ca / cb - 1) < 1e-3;
}

/** Frames at one place together, along the normal. */
function layersOf<Frame extends PlacedFrame>(frames: readonly Frame[], normal: Vector): readonly (readonly Frame[])[] {
  const at = (frame: Frame) => dot(frame.place.position, normal);
  const layers: Frame[][] = [];
  for (const frame of [...frames].sort((a, b) => at(a) - at(b))) {
    const layer = layers.at(-1);
    const [first] = layer ?? [];
    if (layer !== undefined && first !== undefined && at(frame) - at(first) < 0.02) layer.push(frame);
    else layers.push([frame]);
  }
  return layers;
}

/** From a slice to the next; of a single one as far as it is thick. */
function stepOf(slices: readonly PlacedFrame[]): Vector | StackRefusal {
  const [first, last] = [slices[0]?.place, slices.at(-1)?.place];
  if (first === undefined || last === undefined) return 'positions-uneven';
  const gaps = slices.length - 1;
  if (gaps === 0) {
    const normal = normalOf(first);
    const thick = Math.max(0.1, first.thicknessMm ?? 1);
    return [normal[0] * thick, normal[1] * thick, normal[2] * thick];
  }
  const step = ([0, 1, 2] as const).map((axis) => (last.position[axis] - first.position[axis]) / gaps);
  const [x = 0, y = 0, z = 0] = step;
  const strayed = slices.some(({ place: { position } }, at) => {
    const aside = [position[0] - first.position[0] - at * x, position[1] - first.position[1] - at * y];
    return Math.hypot(...aside, position[2] - first.position[2] - at * z) > mostAsideMm;
  });
  if (strayed) return 'spacing-uneven';
  return Math.hypot(x, y, z) > farthestMm ? 'slices-too-far-apart' : [x, y, z];
}

function affineOf(
  { alongRow: r, alongColumn: c, spacing: [between, across] }: FramePlace,
  first: FramePlace,
  step: Vector,
): Affine {
  const row = (axis: 0 | 1 | 2) => [r[axis] * across, c[axis] * between, step[axis], first.position[axis]] as const;
  return [...row(0), ...row(1), ...row(2)];
}

function normalOf({ alongRow: r, alongColumn: c }: FramePlace): Vector {
  return [r[1] * c[2] - r[2] * c[1], r[2] * c[0] - r[0] * c[2], r[0] * c[1] - r[1] * c[0]];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
