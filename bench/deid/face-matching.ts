/**
 * Naming heads by maps of their surface: for how many probes the own entry of a gallery comes closest.
 */

/** By the better of two likenesses: depths, and what in them differs from the mean of their set. */
export function matchesByShape(gallery: readonly Float32Array[], probes: readonly Float32Array[]): number {
  const near = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, one, at) => sum - Math.min(20, Math.abs(one - (b[at] ?? 0))), 0);
  const [faces, looks] = [lessMean(gallery), lessMean(probes)].map((maps) =>
    maps.map((map) => map.map((one) => Math.max(-15, Math.min(15, one)))),
  );
  return Math.max(matches(gallery, probes, near), matches(faces ?? [], looks ?? [], cosine));
}

/** In how many directions maps are compared. */
const directions = 24;

/** By the directions in which the maps of all vary most, each in parts of how much two maps of one head differ. */
export function matchesLearned(gallery: readonly Float32Array[], probes: readonly Float32Array[]): number {
  const [faces, looks] = [lessMean(gallery), lessMean(probes)];
  const axes = principalAxes([...faces, ...looks]);
  const project = (map: Float32Array) => Float32Array.from(axes, (axis) => dot(axis, map));
  const [from, to] = [faces.map(project), looks.map(project)];
  const differences = from.map((face, at) => face.map((one, axis) => one - (to[at]?.[axis] ?? 0)));
  const spread = inverse(covariance(differences));
  const near = (a: Float32Array, b: Float32Array) => {
    const apart = a.map((one, at) => one - (b[at] ?? 0));
    return -spread.reduce((sum, row, at) => sum + (apart[at] ?? 0) * dot(row, apart), 0);
  };
  return matches(from, to, near);
}

type Likeness = (a: Float32Array, b: Float32Array) => number;

function matches(gallery: readonly Float32Array[], probes: readonly Float32Array[], likeness: Likeness): number {
  return probes.filter((probe, at) => {
    const own = likeness(gallery[at] ?? probe, probe);
    return gallery.every((other, place) => place === at || likeness(other, probe) < own);
  }).length;
}

function lessMean(maps: readonly Float32Array[]): readonly Float32Array[] {
  const mean = new Float32Array(maps[0]?.length ?? 0);
  for (const map of maps)
    for (let at = 0; at < mean.length; at++) mean[at] = (mean[at] ?? 0) + (map[at] ?? 0) / maps.length;
  return maps.map((map) => map.map((one, at) => one - (mean[at] ?? 0)));
}

function cosine(a: Float32Array, b: Float32Array): number {
  const squared = dot(a, a) * dot(b, b);
  return squared > 0 ? dot(a, b) / Math.sqrt(squared) : -1;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

/** By powers of the matrix of likenesses, one axis after the other. */
function principalAxes(maps: readonly Float32Array[]): readonly Float32Array[] {
  const axes: Float32Array[] = [];
  const length = maps[0]?.length ?? 0;
  for (let count = 0; count < Math.min(directions, maps.length - 1); count++) {
    let axis = Float32Array.from({ length }, (_, at) => Math.sin(1 + at * (count + 1)));
    for (let round = 0; round < 40; round++) {
      const next = new Float32Array(length);
      for (const map of maps) {
        const share = dot(map, axis);
        for (let at = 0; at < length; at++) next[at] = (next[at] ?? 0) + share * (map[at] ?? 0);
      }
      for (const other of axes) {
        const share = dot(other, next);
        for (let at = 0; at < length; at++) next[at] = (next[at] ?? 0) - share * (other[at] ?? 0);
      }
      const size = Math.sqrt(dot(next, next));
      if (size < 1e-9) return axes;
      axis = next.map((one) => one / size);
    }
    axes.push(axis);
  }
  return axes;
}

function covariance(vectors: readonly Float32Array[]): readonly Float32Array[] {
  const size = vectors[0]?.length ?? 0;
  return Array.from({ length: size }, (_, row) =>
    Float32Array.from({ length: size }, (_, column) => {
      const sum = vectors.reduce((all, one) => all + (one[row] ?? 0) * (one[column] ?? 0), 0);
      // A little of everything is noise.
      return sum / vectors.length + (row === column ? 1 : 0);
    }),
  );
}

/** By Gauss and Jordan; the matrix is positive. */
function inverse(matrix: readonly Float32Array[]): readonly Float32Array[] {
  const size = matrix.length;
  const rows = matrix.map((row, at) =>
    Float64Array.from({ length: 2 * size }, (_, n) => (n < size ? (row[n] ?? 0) : n - size === at ? 1 : 0)),
  );
  for (const [at, row] of rows.entries()) {
    const pivot = row[at] ?? 1;
    for (let n = 0; n < 2 * size; n++) row[n] = (row[n] ?? 0) / pivot;
    for (const other of rows) {
      const share = other[at] ?? 0;
      if (other === row || share === 0) continue;
      for (let n = 0; n < 2 * size; n++) other[n] = (other[n] ?? 0) - share * (row[n] ?? 0);
    }
  }
  return rows.map((row) => Float32Array.from(row.subarray(size)));
}
