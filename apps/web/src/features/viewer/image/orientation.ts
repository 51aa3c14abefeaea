/**
 * Letters for the four edges of an image: where left, right, top and bottom lie in the patient (PS3.3 §C.7.6.1.1.1 and
 * §C.7.6.2.1.1). Oblique planes get up to three letters, the strongest first, as Patient Orientation writes them.
 *
 * The image may be turned and mirrored on the screen: the letters are made of where the screen's own axes point.
 */

export type Vector = readonly [number, number, number];

/** Direction of increasing columns (to the right) and of increasing rows (downwards), unit vectors in patient space. */
export type ImageOrientation = { readonly row: Vector; readonly column: Vector };

export type EdgeLetters = {
  readonly left: string;
  readonly right: string;
  readonly top: string;
  readonly bottom: string;
};

/** Where right and down of the screen point, as vectors of any length other than zero. */
export type ScreenDirections<Direction> = { readonly right: Direction; readonly down: Direction };

/** A direction within an image: along its rows (to the right as stored) and along its columns (down as stored). */
export type ImageVector = readonly [number, number];

/** A component weaker than this is left out: 0.087 is 5° off the plane, less than anybody sets up on purpose. */
const obliqueThreshold = 0.087;

const opposites: Readonly<Record<string, string>> = { A: 'P', P: 'A', L: 'R', R: 'L', H: 'F', F: 'H' };

/** Reads Image Orientation (Patient): six direction cosines, undefined where they are not two unit vectors at a right angle. */
export function parseImageOrientation(cosines: readonly number[]): ImageOrientation | undefined {
  const [rx, ry, rz, cx, cy, cz] = cosines;
  if (rx === undefined || ry === undefined || rz === undefined) return undefined;
  if (cx === undefined || cy === undefined || cz === undefined) return undefined;
  const row: Vector = [rx, ry, rz];
  const column: Vector = [cx, cy, cz];
  const isUnit = (vector: Vector) => Math.abs(Math.hypot(...vector) - 1) < 0.05;
  if (!isUnit(row) || !isUnit(column) || Math.abs(dot(row, column)) > 0.05) return undefined;
  return { row, column };
}

/** Returns the letters of the direction in which the vector points: `L`, `AR`, `HPL`. */
export function lettersOf([x, y, z]: Vector): string {
  const axes = [
    { letter: x < 0 ? 'R' : 'L', weight: Math.abs(x) },
    { letter: y < 0 ? 'A' : 'P', weight: Math.abs(y) },
    { letter: z < 0 ? 'F' : 'H', weight: Math.abs(z) },
  ];
  return axes
    .filter((axis) => axis.weight > obliqueThreshold)
    .sort((a, b) => b.weight - a.weight)
    .map((axis) => axis.letter)
    .join('');
}

/** Returns the letters of the opposite direction: `AR` becomes `PL`; letters that are not of a biped stay away. */
export function oppositeLetters(letters: string): string {
  return [...letters].map((letter) => opposites[letter] ?? '').join('');
}

/** Returns the letters of the four edges from where the screen's axes point in the patient. */
export function edgeLetters({ right, down }: ScreenDirections<Vector>): EdgeLetters {
  const [toRight, toBottom] = [unit(right), unit(down)];
  return {
    right: lettersOf(toRight),
    left: lettersOf(negate(toRight)),
    bottom: lettersOf(toBottom),
    top: lettersOf(negate(toBottom)),
  };
}

/**
 * The same for projections, which carry no direction cosines but Patient Orientation (0020,0020): the letters of the rows'
 * and of the columns' direction. An image turned by anything but quarters gets none rather than guessed ones.
 */
export function edgeLettersFromText(
  rowAndColumn: readonly string[],
  { right, down }: ScreenDirections<ImageVector>,
): EdgeLetters | undefined {
  const [row, column] = rowAndColumn;
  if (row === undefined || column === undefined) return undefined;
  const toRight = lettersAlong(right, row, column);
  const toBottom = lettersAlong(down, row, column);
  if (toRight === undefined || toBottom === undefined) return undefined;
  return { right: toRight, left: oppositeLetters(toRight), bottom: toBottom, top: oppositeLetters(toBottom) };
}

/** The letters of a direction that runs along one axis of the image; undefined for one in between. */
function lettersAlong([alongRow, alongColumn]: ImageVector, row: string, column: string): string | undefined {
  const length = Math.hypot(alongRow, alongColumn);
  if (Math.abs(alongRow) > 0.99 * length) return alongRow > 0 ? row : oppositeLetters(row);
  if (Math.abs(alongColumn) > 0.99 * length) return alongColumn > 0 ? column : oppositeLetters(column);
  return undefined;
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function unit(vector: Vector): Vector {
  const length = Math.hypot(...vector) || 1;
  return [vector[0] / length, vector[1] / length, vector[2] / length];
}

function negate([x, y, z]: Vector): Vector {
  return [-x, -y, -z];
}
