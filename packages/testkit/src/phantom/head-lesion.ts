/** Round lesions under the skin of a generated head, where a scan of it has them. */

import { type HeadShape, shapeGrid } from './head-shape.ts';
import { type HeadPose, headToPatient, type ScannedHead } from './head-volume.ts';

export type HeadLesion = {
  /** To the left and up from the nasion, where it lies under the skin, seen from the front. */
  readonly left: number;
  readonly up: number;
  /** Of the standard head. */
  readonly radiusMm: number;
  /** What it adds to the values of the tissue. */
  readonly contrast: number;
};

/** Returns the stored values with the lesion, and how many voxels it has. */
export function withLesion(
  { voxels, dimensions: [columns, rows, slices], toPatient: m }: ScannedHead,
  { shape, pose, lesion }: { readonly shape: HeadShape; readonly pose: HeadPose; readonly lesion: HeadLesion },
): { readonly voxels: Uint16Array; readonly count: number } {
  const { left, up, radiusMm, contrast } = lesion;
  const from = headToPatient(pose);
  const centre = [left, skinBehind(shape, left, up) + radiusMm + 1, up] as const;
  const place = ([0, 1, 2] as const).map((axis) =>
    centre.reduce((sum, one, n) => sum + one * (from[4 * axis + n] ?? 0), from[4 * axis + 3] ?? 0),
  ) as [number, number, number];
  const planted = voxels.slice();
  let count = 0;
  for (let k = 0, at = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++, at++) {
        const x = m[0] * i + m[1] * j + m[2] * k + m[3] - place[0];
        const y = m[4] * i + m[5] * j + m[6] * k + m[7] - place[1];
        const z = m[8] * i + m[9] * j + m[10] * k + m[11] - place[2];
        if (Math.hypot(x, y, z) > radiusMm * pose.size) continue;
        planted[at] = (planted[at] ?? 0) + contrast;
        count += 1;
      }
    }
  }
  return { voxels: planted, count };
}

/** How far behind the nasion the skin lies. */
function skinBehind({ skin }: HeadShape, left: number, up: number): number {
  const { first, step, counts } = shapeGrid;
  const [i, k] = [Math.round((left - first[0]) / step), Math.round((up - first[2]) / step)];
  const at = (j: number) => skin[(k * counts[1] + j) * counts[0] + i] ?? 1;
  for (let j = 1; j < counts[1]; j++) {
    if (at(j) >= 0) continue;
    return first[1] + (j - at(j) / (at(j) - at(j - 1))) * step;
  }
  throw new RangeError('no skin there');
}
