/** Rendering parameters of a query, PS3.18 §8.3.5: quality, viewport and window. Annotations and ICC profiles are not made. */

import { HttpProblem } from '../http/problem.ts';
import type { Region, Viewport, Window } from './pixel-port.ts';

export type RenderingQuery = {
  readonly quality: number | undefined;
  readonly viewport: Viewport | undefined;
  readonly window: Window | undefined;
};

/** Pictures larger than any image; a viewport beyond it is a mistake or an attack. */
const maxViewportPixels = 16_384;
/** Thumbnails are shown in lists, PS3.18 §10.4.1.1.5. */
const defaultThumbnail = { width: 128, height: 128, region: undefined };

const shapes: ReadonlyMap<string, Window['shape']> = new Map([
  ['linear', 'linear'],
  ['linear-exact', 'linear-exact'],
  ['sigmoid', 'sigmoid'],
]);

/** @throws HttpProblem `rendering-parameter-invalid` */
export function parseRenderingQuery(queryString: string): RenderingQuery {
  const parameters = new URLSearchParams(queryString);
  return {
    quality: parse(parameters, 'quality', parseQuality),
    viewport: parse(parameters, 'viewport', parseViewport),
    window: parse(parameters, 'window', parseWindow),
  };
}

/** A thumbnail takes a viewport without region and nothing else, PS3.18 Table 8.3.5-1. */
export function parseThumbnailQuery(queryString: string): RenderingQuery {
  const viewport = parse(new URLSearchParams(queryString), 'viewport', parseViewport) ?? defaultThumbnail;
  return { quality: undefined, viewport: { ...viewport, region: undefined }, window: undefined };
}

function parse<T>(parameters: URLSearchParams, name: string, read: (text: string) => T | undefined): T | undefined {
  const text = parameters.get(name);
  if (text === null) return undefined;
  const value = read(text);
  if (value !== undefined) return value;
  throw new HttpProblem('rendering-parameter-invalid', { detail: `The parameter ${name} is not well formed.` });
}

function parseQuality(text: string): number | undefined {
  const quality = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return quality >= 1 && quality <= 100 ? quality : undefined;
}

/** `vw,vh` or `vw,vh,sx,sy,sw,sh`; parts of the region may be left empty, PS3.18 §8.3.5.1.3. */
function parseViewport(text: string): Viewport | undefined {
  const [width, height, ...region] = text.split(',').map((part) => part.trim());
  if (!isSize(width) || !isSize(height)) return undefined;
  if (region.length === 0) return { width: Number(width), height: Number(height), region: undefined };
  const parsed = parseRegion(region);
  return parsed && { width: Number(width), height: Number(height), region: parsed };
}

function parseRegion(parts: readonly string[]): Region | undefined {
  if (parts.length !== 4 || !parts.every((part) => /^(?:[+-]?\d{1,6}(?:\.\d{1,6})?)?$/.test(part))) return undefined;
  const [x = '', y = '', width = '', height = ''] = parts;
  if (Number(x) < 0 || Number(y) < 0 || width === '' || height === '') return undefined;
  if (Number(width) === 0 || Number(height) === 0) return undefined;
  return { x: Number(x), y: Number(y), width: Number(width), height: Number(height) };
}

/** `center,width,function`, PS3.18 §8.3.5.1.4; without function it is linear. */
function parseWindow(text: string): Window | undefined {
  const [center = '', width = '', name = 'linear', ...more] = text.split(',').map((part) => part.trim());
  const shape = shapes.get(name.toLowerCase());
  if (shape === undefined || more.length > 0 || !isDecimal(center) || !isDecimal(width)) return undefined;
  // PS3.3 §C.11.2.1.2.1: a width below 1 is possible only where the function is not LINEAR.
  if (Number(width) <= 0 || (shape === 'linear' && Number(width) < 1)) return undefined;
  return { center: Number(center), width: Number(width), shape };
}

function isSize(text: string | undefined): text is string {
  return text !== undefined && /^[1-9]\d{0,4}$/.test(text) && Number(text) <= maxViewportPixels;
}

function isDecimal(text: string): boolean {
  return /^[+-]?\d{1,12}(?:\.\d{1,12})?(?:[eE][+-]?\d{1,2})?$/.test(text);
}
