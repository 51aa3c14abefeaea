/** Query parameters of rendered resources, PS3.18 §8.3.5: annotation, viewport, window and quality. ICC profiles are not applied. */

import type { Voi, WindowFunction } from '@isocenter/pixels/voi';
import { RenderingError } from './errors.ts';

/** Pixels of a picture that may be asked for; a screen wall has fewer. */
const largestSide = 16_384;
const largestArea = 50_000_000;

/** What may be burned into a picture, PS3.18 §8.3.5.1.1. */
export const annotations = ['patient', 'technique'] as const;
export type Annotation = (typeof annotations)[number];

export type Viewport = {
  /** The picture is scaled to fit in this many pixels, its proportions kept. */
  readonly width: number;
  readonly height: number;
  /** The part of the image that is shown, in its pixels; all of it where absent. */
  readonly region?: {
    readonly left: number;
    readonly top: number;
    /** To the edge of the image where absent. */
    readonly width: number | undefined;
    readonly height: number | undefined;
    readonly mirrored: boolean;
    readonly upsideDown: boolean;
  };
};

export type RenderingParameters = {
  readonly annotation?: readonly Annotation[];
  readonly voi?: Voi;
  readonly viewport?: Viewport;
  /** 1 to 100. */
  readonly quality?: number;
};

/** @throws RenderingError `rendering-parameter-invalid` */
export function parseRenderingParameters(query: {
  readonly viewport?: string | undefined;
  readonly window?: string | undefined;
  readonly quality?: string | undefined;
  readonly annotation?: string | undefined;
}): RenderingParameters {
  return {
    ...(query.annotation !== undefined && { annotation: parseAnnotation(query.annotation) }),
    ...(query.window !== undefined && { voi: parseWindow(query.window) }),
    ...(query.viewport !== undefined && { viewport: parseViewport(query.viewport) }),
    ...(query.quality !== undefined && { quality: parseQuality(query.quality) }),
  };
}

const windowFunctions: ReadonlyMap<string, WindowFunction> = new Map([
  ['linear', 'LINEAR'],
  ['linear-exact', 'LINEAR_EXACT'],
  ['linear_exact', 'LINEAR_EXACT'],
  ['sigmoid', 'SIGMOID'],
]);

/** `center,width,function`, PS3.18 §8.3.5.1.4. Deviation: the function may be left out and is LINEAR then. */
function parseWindow(text: string): Voi {
  const [center = '', width = '', name = 'linear', ...more] = text.split(',');
  const shape = windowFunctions.get(name.toLowerCase());
  const values = { center: parseDecimal(center), width: parseDecimal(width) };
  const narrowest = shape === 'LINEAR' ? 1 : Number.MIN_VALUE;
  if (shape === undefined || more.length > 0 || values.width < narrowest) throw invalid('window');
  return { kind: 'window', ...values, function: shape };
}

/**
 * `vw,vh` or `vw,vh,sx,sy,sw,sh`, of which the last four may be left out, PS3.18 §8.3.5.1.3; a negative width or height of the
 * region mirrors it.
 */
function parseViewport(text: string): Viewport {
  const [width = Number.NaN, height = Number.NaN, ...region] = text.split(',').map(parseElided);
  if (!isSide(width) || !isSide(height) || width * height > largestArea || region.length > 4) throw invalid('viewport');
  if (region.length === 0) return { width, height };
  const [left = 0, top = 0, across, down] = region;
  if (across === 0 || down === 0) throw invalid('viewport');
  return {
    width,
    height,
    region: {
      left: Math.abs(left),
      top: Math.abs(top),
      width: across && Math.abs(across),
      height: down && Math.abs(down),
      mirrored: (across ?? 0) < 0,
      upsideDown: (down ?? 0) < 0,
    },
  };
}

/** One or more keywords, in any order, PS3.18 §8.3.5.1.1. */
function parseAnnotation(text: string): readonly Annotation[] {
  const values = text.split(',');
  if (values.some((value) => !annotations.some((known) => known === value))) throw invalid('annotation');
  return annotations.filter((known) => values.includes(known));
}

function parseQuality(text: string): number {
  const quality = parseDecimal(text);
  if (!Number.isInteger(quality) || quality < 1 || quality > 100) throw invalid('quality');
  return quality;
}

function parseElided(text: string): number | undefined {
  return text.trim() === '' ? undefined : parseDecimal(text);
}

function parseDecimal(text: string): number {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim())) throw invalid('number');
  return Number(text);
}

function isSide(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= largestSide;
}

function invalid(what: string): RenderingError {
  return new RenderingError('rendering-parameter-invalid', `${what} is not as PS3.18 §8.3.5 wants it`);
}
