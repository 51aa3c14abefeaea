/** What the overlay and the toolbar show of one viewport: read from the picture as it was drawn, never predicted. */

import { Enums, type StackViewport, utilities } from '@cornerstonejs/core';
import type { FrameSource } from '../frames/frame-source.ts';
import { type EdgeLetters, edgeLetters, edgeLettersFromText, type Vector } from '../image/orientation.ts';
import type { Window } from '../image/window-presets.ts';

export type ViewportState = {
  /** The frame that the pane stands at: the one on the screen, or one that cannot be shown; undefined before the first. */
  readonly shown: FrameSource | undefined;
  /** Whether its pixels are on the screen. Where not, nothing of the canvas may be seen: it holds another picture. */
  readonly isDrawn: boolean;
  /** True where the shown frame is a picture made by the node. */
  readonly isRendered: boolean;
  readonly index: number;
  readonly count: number;
  /** The frame that is being fetched, where it is not the shown one. */
  readonly pendingIndex: number | undefined;
  /** Undefined for colour. */
  readonly window: Window | undefined;
  readonly invert: boolean;
  readonly letters: EdgeLetters | undefined;
  /** Screen pixels a millimetre; undefined where the image has no scale. */
  readonly pxPerMillimetre: number | undefined;
  /** Screen pixels an image column: 1 is pixel by pixel. */
  readonly magnification: number | undefined;
  /** Why the frame at `index` cannot be shown. */
  readonly failure: unknown;
};

export const emptyViewportState: ViewportState = {
  shown: undefined,
  isDrawn: false,
  isRendered: false,
  index: 0,
  count: 0,
  pendingIndex: undefined,
  window: undefined,
  invert: false,
  letters: undefined,
  pxPerMillimetre: undefined,
  magnification: undefined,
  failure: undefined,
};

type Range = { readonly lower: number; readonly upper: number };

type Drawn = Pick<ViewportState, 'window' | 'invert' | 'letters' | 'pxPerMillimetre' | 'magnification'>;

/** What is known of a frame that is not on the screen: neither sides nor scale, nor a window. */
export const notDrawn: Drawn = {
  window: undefined,
  invert: false,
  letters: undefined,
  pxPerMillimetre: undefined,
  magnification: undefined,
};

/** Reads how the frame lies on the screen from Cornerstone's own mapping between screen and patient. */
export function readDrawn(viewport: StackViewport, source: FrameSource): Drawn {
  const { voiRange, VOILUTFunction, invert = false } = viewport.getProperties();
  const isColour = viewport.getCornerstoneImage()?.color === true;
  const origin = viewport.canvasToWorld([0, 0]);
  const right = subtract(viewport.canvasToWorld([100, 0]), origin);
  const down = subtract(viewport.canvasToWorld([0, 100]), origin);
  const unitsPer100Px = Math.hypot(...right);
  const { spacing, regionScale } = source.geometry;
  const millimetresPerUnit = spacing.kind === 'none' ? regionScale : 1;
  const pxPerUnit = unitsPer100Px > 0 ? 100 / unitsPer100Px : undefined;
  return {
    window: voiRange === undefined || isColour ? undefined : toWindow(voiRange, VOILUTFunction),
    invert,
    letters: readLetters(source, right, down),
    pxPerMillimetre:
      pxPerUnit === undefined || millimetresPerUnit === undefined ? undefined : pxPerUnit / millimetresPerUnit,
    magnification: pxPerUnit === undefined ? undefined : pxPerUnit * spacing.column,
  };
}

/** The window of a range of values; all but LINEAR_EXACT are kept as LINEAR has it, with the pixels at both ends (PS3.3 §C.11.2.1.2.1). */
function toWindow({ lower, upper }: Range, voiFunction: Enums.VOILUTFunctionType | undefined): Window {
  if (voiFunction === Enums.VOILUTFunctionType.LINEAR_EXACT)
    return { center: (lower + upper) / 2, width: upper - lower };
  const { windowCenter, windowWidth } = utilities.windowLevel.toWindowLevel(lower, upper);
  return { center: windowCenter, width: windowWidth };
}

function readLetters({ geometry }: FrameSource, right: Vector, down: Vector): EdgeLetters | undefined {
  if (geometry.orientation !== undefined) return edgeLetters({ right, down });
  // Without an orientation the picture lies in the plane of x and y: those are its rows and columns.
  return edgeLettersFromText(geometry.patientOrientation, { right: [right[0], right[1]], down: [down[0], down[1]] });
}

function subtract(a: readonly number[], b: readonly number[]): Vector {
  return [(a[0] ?? 0) - (b[0] ?? 0), (a[1] ?? 0) - (b[1] ?? 0), (a[2] ?? 0) - (b[2] ?? 0)];
}
