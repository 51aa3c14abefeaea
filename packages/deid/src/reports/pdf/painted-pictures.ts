/**
 * The pictures that a page of a PDF shows, with where each of them is painted: images and stencils of any coding that the
 * reader decodes. Groups and repetitions of small ones are not taken apart.
 */

import type { getDocumentProxy, getResolvedPDFJS } from 'unpdf';

/** ISO 32000-1 §8.3.3: a, b, c, d, e, f. */
export type Matrix = readonly [number, number, number, number, number, number];

export type PaintedPicture = {
  readonly width: number;
  readonly height: number;
  /** Returns red, green, blue and opacity, 0 to 255 each, in this order in one number from the highest byte on. */
  readonly pixel: (x: number, y: number) => number;
  readonly isGrey: boolean;
  /** From the unit square, whose upper edge is the first row, to the page as it is shown, in points with y down. */
  readonly matrix: Matrix;
};

export type PageProxy = Awaited<ReturnType<Awaited<ReturnType<typeof getDocumentProxy>>['getPage']>>;
type Pdfjs = Awaited<ReturnType<typeof getResolvedPDFJS>>;

/** Of all operators of a page. */
export type PaintedPage = {
  /** In the order in which they are painted. */
  readonly pictures: readonly PaintedPicture[];
  /** Whether text of the page cannot be seen: it lies under pictures or is painted without ink. */
  readonly hidesText: boolean;
};

/** Samples of a picture that is decoded; larger ones are no pages. */
const maxSamples = 2 ** 28;

/** ISO 32000-1 Table 106: text that is neither filled nor stroked. */
const invisibleModes: ReadonlySet<unknown> = new Set([3, 7]);

/** Returns what is painted; undefined where a picture is painted in a way that is not read here. */
export async function readPaintedPictures(page: PageProxy, { OPS }: Pdfjs): Promise<PaintedPage | undefined> {
  const { fnArray, argsArray } = await page.getOperatorList();
  const names = new Map(Object.entries(OPS).map(([name, operator]) => [operator as number, name]));
  const pictures: PaintedPicture[] = [];
  const stack: Matrix[] = [];
  let matrix = matrixOf(page.getViewport({ scale: 1 }).transform);
  let [invisible, textAfterPicture] = [false, false];
  for (const [at, operator] of fnArray.entries()) {
    const name = names.get(operator) ?? '';
    const args: readonly unknown[] = Array.isArray(argsArray[at]) ? argsArray[at] : [];
    if (name === 'save' || name === 'paintFormXObjectBegin') stack.push(matrix);
    if (name === 'restore' || name === 'paintFormXObjectEnd') matrix = stack.pop() ?? matrix;
    if (name === 'transform') matrix = product(matrix, matrixOf(args));
    if (name === 'paintFormXObjectBegin' && args[0] !== null) matrix = product(matrix, matrixOf(listOf(args[0])));
    if (name === 'setTextRenderingMode') invisible ||= invisibleModes.has(args[0]);
    if (/showText/i.test(name)) textAfterPicture = pictures.length > 0;
    // A stencil of one pixel is a rectangle of one colour.
    if (!/image/i.test(name) || name === 'paintSolidColorImageMask') continue;
    const picture = await pictureOf(page, name, args);
    if (picture === undefined) return undefined;
    pictures.push({ ...picture, matrix });
  }
  return { pictures, hidesText: pictures.length > 0 && (invisible || !textAfterPicture) };
}

type Decoded = Omit<PaintedPicture, 'matrix'>;

async function pictureOf(page: PageProxy, name: string, args: readonly unknown[]): Promise<Decoded | undefined> {
  const isStencil = name === 'paintImageMaskXObject';
  if (!isStencil && name !== 'paintImageXObject' && name !== 'paintInlineImageXObject') return undefined;
  const given = typeof args[0] === 'string' ? await resolved(page, args[0]) : args[0];
  const data = propertyOf(given, 'data');
  const [width, height] = [Number(propertyOf(given, 'width')), Number(propertyOf(given, 'height'))];
  const held = typeof data === 'string' ? await resolved(page, data) : given;
  const samples = propertyOf(held, 'data');
  if (!(samples instanceof Uint8Array || samples instanceof Uint8ClampedArray)) return undefined;
  if (!(width > 0 && height > 0 && width * height * 4 <= maxSamples)) return undefined;
  const bitRow = Math.ceil(width / 8);
  if (isStencil) {
    if (samples.length < bitRow * height) return undefined;
    // A zero is ink, of whatever colour: black is seen.
    const pixel = (x: number, y: number) => (isSet(samples, y * bitRow + (x >> 3), x) ? 0xffffff00 : 0x000000ff);
    return { width, height, isGrey: true, pixel };
  }
  const channels = samples.length / (width * height);
  if (propertyOf(held, 'kind') === 1 && samples.length === bitRow * height)
    return {
      ...{ width, height, isGrey: true },
      pixel: (x, y) => (isSet(samples, y * bitRow + (x >> 3), x) ? 0xffffffff : 0x000000ff),
    };
  if (channels !== 3 && channels !== 4) return undefined;
  const pixel = (x: number, y: number): number => {
    const from = (y * width + x) * channels;
    const [red = 0, green = 0, blue = 0] = [samples[from], samples[from + 1], samples[from + 2]];
    return ((red << 24) | (green << 16) | (blue << 8) | (channels === 4 ? (samples[from + 3] ?? 0) : 255)) >>> 0;
  };
  return { width, height, isGrey: isGrey(samples, channels), pixel };
}

/** What the reader decodes comes when it is decoded; what many pages share is kept with the document. */
function resolved(page: PageProxy, id: string): Promise<unknown> {
  return new Promise((resolve) => (id.startsWith('g_') ? page.commonObjs : page.objs).get(id, resolve));
}

function isSet(bits: Uint8Array | Uint8ClampedArray, at: number, x: number): boolean {
  return (((bits[at] ?? 0) >> (7 - (x & 7))) & 1) === 1;
}

function isGrey(samples: Uint8Array | Uint8ClampedArray, channels: 3 | 4): boolean {
  for (let at = 0; at < samples.length; at += channels)
    if (samples[at] !== samples[at + 1] || samples[at] !== samples[at + 2]) return false;
  return true;
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return ArrayBuffer.isView(value) || Array.isArray(value) ? Array.from(value as ArrayLike<unknown>) : [];
}

function matrixOf(values: readonly unknown[]): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = (values.length === 1 ? listOf(values[0]) : values).map(Number);
  return [a, b, c, d, e, f];
}

/** Returns the matrix that does `inner` first. */
export function product(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [k, l, m, n, o, p] = inner;
  return [a * k + c * l, b * k + d * l, a * m + c * n, b * m + d * n, a * o + c * p + e, b * o + d * p + f];
}
