/**
 * The face that takes the place of one: a smooth shell of fixed shape, known only by the size of the head, moved a
 * little at random so that not even its distance from the nasion tells about the patient.
 *
 * In the frame of the head (`head-frame.ts`): seen from above an ellipse that ends well behind the skin, from the brow
 * down to below the chin and back to the ears; beyond the ears two planes that take the auricles.
 */

/** By how much a face is moved at random, in units of the frame. */
export type FaceJitter = { readonly width: number; readonly depth: number; readonly height: number };

export type GenericFace = {
  /** Half the width of the shell and its depth behind the nasion, by height: one a unit, from `bottom` up. */
  readonly halfWidths: Float32Array;
  readonly depths: Float32Array;
  readonly bottom: number;
  readonly top: number;
};

/** Behind the shell so much is filled, so that no cavity that it opens is seen. */
export const fillDepth = 9;

/** Where the ellipse is widest: before the ears. */
export const ellipseCentre = 100;

/** The auricles: back to where, and between which heights. */
export const ears = { back: 146, bottom: -66, top: 16 } as const;

const [faceTop, faceBottom] = [18, -165];

/** Half the width of the head less what is taken off its sides. */
const sideHalfWidth = 66;

export function createGenericFace(random: () => number): GenericFace {
  const jitter = { width: 5 * random() - 2.5, depth: 6 * random() - 3, height: 4 * random() - 2 };
  return shapeFace(jitter);
}

function shapeFace({ width, depth, height }: FaceJitter): GenericFace {
  const [bottom, top] = [faceBottom, Math.max(faceTop + height, ears.top)];
  const count = Math.ceil(top - bottom) + 2;
  const heights = Array.from({ length: count }, (_, at) => bottom + at);
  return {
    bottom,
    top: faceTop + height,
    halfWidths: Float32Array.from(heights, (w) => sideHalfWidth + width - narrowing(w)),
    depths: Float32Array.from(heights, (w) => depthBelowBrow(w) + depth * Math.min(1, Math.max(0, (faceTop - w) / 25))),
  };
}

/** The lower face is narrower than the temples. */
function narrowing(w: number): number {
  if (w > -30) return 0;
  return w > -100 ? (12 * (-30 - w)) / 70 : 12 + Math.min(16, (16 * (-100 - w)) / 40);
}

/** Flat at the brow, where the brain is close, deep at eyes, nose and mouth, and back to the neck below the chin. */
function depthBelowBrow(w: number): number {
  if (w > 8) return 9;
  if (w > -14) return 9 + (18 * (8 - w)) / 22;
  return w > -104 ? 27 : 27 + Math.min(45, (45 * (-104 - w)) / 38);
}
