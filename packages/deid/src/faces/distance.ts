/**
 * Exact Euclidean distances on a grid as far as a few cells, one axis after the other, a whole row at a time.
 *
 * The squared distance is the least sum of squares along the axes (Felzenszwalb and Huttenlocher, "Distance Transforms of
 * Sampled Functions", 2012); with a reach of few cells no envelope of parabolas is needed for it.
 */

/**
 * Returns of each cell the distance in cells to the nearest cell whose `is` equals `to`, and `reach` + 1 where none is as
 * near as `reach`.
 *
 * @param options.reach at most 10 cells
 */
export function distanceTo(
  is: Uint8Array,
  [nx, ny, nz]: readonly [number, number, number],
  { to, reach }: { readonly to: 0 | 1; readonly reach: number },
): Float32Array {
  const far = (reach + 1) ** 2;
  const rows = new Uint8Array(is.length);
  for (let from = 0; from < is.length; from += nx) alongRow(is, rows, { to, from, count: nx, reach });
  const planes = new Uint8Array(is.length);
  for (let z = 0; z < nz; z++) spread(rows, planes, { from: z * ny * nx, length: nx, stride: nx, count: ny, reach });
  const squared = new Uint8Array(is.length);
  for (let y = 0; y < ny; y++) spread(planes, squared, { from: y * nx, length: nx, stride: nx * ny, count: nz, reach });
  const roots = Float32Array.from({ length: far + 1 }, (_, square) => Math.sqrt(square));
  const distances = new Float32Array(is.length);
  for (let at = 0; at < distances.length; at++) distances[at] = roots[squared[at] ?? far] ?? reach + 1;
  return distances;
}

type Row = { readonly to: 0 | 1; readonly from: number; readonly count: number; readonly reach: number };

function alongRow(is: Uint8Array, rows: Uint8Array, { to, from, count, reach }: Row): void {
  let distance = reach + 1;
  for (let x = from; x < from + count; x++) {
    distance = is[x] === to ? 0 : Math.min(distance + 1, reach + 1);
    rows[x] = distance * distance;
  }
  distance = reach + 1;
  for (let x = from + count - 1; x >= from; x--) {
    distance = is[x] === to ? 0 : Math.min(distance + 1, reach + 1);
    const squared = distance * distance;
    if (squared < (rows[x] ?? 0)) rows[x] = squared;
  }
}

type Lines = {
  readonly from: number;
  /** Cells that are taken together, beside each other. */
  readonly length: number;
  readonly stride: number;
  readonly count: number;
  readonly reach: number;
};

/** Lines without a distance to be lowered, and without one that could lower another, are passed over. */
function spread(source: Uint8Array, target: Uint8Array, { from, length, stride, count, reach }: Lines): void {
  const far = (reach + 1) ** 2;
  const [nearest, farthest] = [new Uint8Array(count), new Uint8Array(count)];
  for (let line = 0; line < count; line++) {
    let [low, high] = [far, 0];
    for (let at = from + line * stride, end = at + length; at < end; at++) {
      const square = source[at] ?? far;
      if (square < low) low = square;
      if (square > high) high = square;
    }
    nearest[line] = low;
    farthest[line] = high;
  }
  for (let line = 0; line < count; line++) {
    const start = from + line * stride;
    target.set(source.subarray(start, start + length), start);
    const most = farthest[line] ?? far;
    for (let other = Math.max(0, line - reach); other <= Math.min(count - 1, line + reach); other++) {
      const square = (other - line) ** 2;
      if (other === line || (nearest[other] ?? far) + square >= most) continue;
      const shift = (other - line) * stride;
      for (let at = start; at < start + length; at++) {
        const sum = (source[at + shift] ?? far) + square;
        if (sum < (target[at] ?? far)) target[at] = sum;
      }
    }
  }
}
