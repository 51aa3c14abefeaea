/**
 * Affine maps of space, as 12 numbers: three rows of a 3 × 3 matrix, each with its translation.
 */

export type Vector = readonly [number, number, number];

export type Affine = readonly [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];

export function applyAffine(m: Affine, [x, y, z]: Vector): Vector {
  return [
    m[0] * x + m[1] * y + m[2] * z + m[3],
    m[4] * x + m[5] * y + m[6] * z + m[7],
    m[8] * x + m[9] * y + m[10] * z + m[11],
  ];
}

/** Returns the map that does `second` after `first`. */
export function composeAffine(second: Affine, first: Affine): Affine {
  const column = (at: 0 | 1 | 2): Vector => {
    const from: Vector = [first[at], first[(at + 4) as 4], first[(at + 8) as 8]];
    const [x, y, z] = applyAffine(second, from);
    return [x - second[3], y - second[7], z - second[11]];
  };
  const [a, b, c] = [column(0), column(1), column(2)];
  const d = applyAffine(second, [first[3], first[7], first[11]]);
  return [a[0], b[0], c[0], d[0], a[1], b[1], c[1], d[1], a[2], b[2], c[2], d[2]];
}

/** Returns undefined where the map has no inverse. */
export function invertAffine(m: Affine): Affine | undefined {
  const [a, b, c, x, d, e, f, y, g, h, i, z] = m;
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  if (!Number.isFinite(determinant) || Math.abs(determinant) < 1e-9) return undefined;
  const rows = [
    [(e * i - f * h) / determinant, (c * h - b * i) / determinant, (b * f - c * e) / determinant],
    [(f * g - d * i) / determinant, (a * i - c * g) / determinant, (c * d - a * f) / determinant],
    [(d * h - e * g) / determinant, (b * g - a * h) / determinant, (a * e - b * d) / determinant],
  ] as const;
  const [p, q, r] = rows.map((row) => -(row[0] * x + row[1] * y + row[2] * z)) as [number, number, number];
  return [...rows[0], p, ...rows[1], q, ...rows[2], r];
}
