/**
 * Letters for the four edges of an image: where left, right, top and bottom lie in the patient (PS3.3 §C.7.6.1.1.1 and
 * §C.7.6.2.1.1). Oblique planes get up to three letters, the strongest first, as Patient Orientation writes them.
 *
 * The image may be turned and mirrored on the screen; the letters follow.
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

/** How the image lies on the screen: mirrored first, then turned clockwise. */
export type Presentation = {
  readonly rotationDegrees: number;
  readonly flipHorizontal: boolean;
  readonly flipVertical: boolean;
};

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

/** Returns the letters of the four edges as they lie on the screen. */
export function edgeLetters(orientation: ImageOrientation, presentation: Presentation): EdgeLetters {
  const right = onScreen(orientation, presentation, [1, 0]);
  const bottom = onScreen(orientation, presentation, [0, 1]);
  return {
    right: lettersOf(right),
    left: lettersOf(negate(right)),
    bottom: lettersOf(bottom),
    top: lettersOf(negate(bottom)),
  };
}

/**
 * The same for projections, which carry no direction cosines but Patient Orientation (0020,0020): the letters of the rows'
 * and of the columns' direction. Turned by anything but quarters, the letters are left away rather than guessed.
 */
export function edgeLettersFromText(
  rowAndColumn: readonly string[],
  presentation: Presentation,
): EdgeLetters | undefined {
  const [row, column] = rowAndColumn;
  if (row === undefined || column === undefined) return undefined;
  const quarters = presentation.rotationDegrees / 90;
  if (!Number.isInteger(quarters)) return undefined;
  let edges = [oppositeLetters(column), row, column, oppositeLetters(row)]; // top, right, bottom, left
  if (presentation.flipHorizontal) edges = [edges[0] ?? '', edges[3] ?? '', edges[2] ?? '', edges[1] ?? ''];
  if (presentation.flipVertical) edges = [edges[2] ?? '', edges[1] ?? '', edges[0] ?? '', edges[3] ?? ''];
  const at = (edge: number) => edges[(((edge - quarters) % 4) + 4) % 4] ?? '';
  return { top: at(0), right: at(1), bottom: at(2), left: at(3) };
}

/** The patient direction in which a screen direction (x to the right, y downwards) points. */
function onScreen(
  orientation: ImageOrientation,
  presentation: Presentation,
  [x, y]: readonly [number, number],
): Vector {
  const angle = (-presentation.rotationDegrees * Math.PI) / 180;
  const unturned = { x: x * Math.cos(angle) - y * Math.sin(angle), y: x * Math.sin(angle) + y * Math.cos(angle) };
  const alongRow = presentation.flipHorizontal ? -unturned.x : unturned.x;
  const alongColumn = presentation.flipVertical ? -unturned.y : unturned.y;
  const component = (axis: 0 | 1 | 2) => alongRow * orientation.row[axis] + alongColumn * orientation.column[axis];
  return [component(0), component(1), component(2)];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function negate([x, y, z]: Vector): Vector {
  return [-x, -y, -z];
}
