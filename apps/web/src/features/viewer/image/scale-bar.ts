/** A scale bar of a round length that is neither too short to read nor longer than the room there is. */

export type ScaleBar = { readonly millimetres: number; readonly lengthPx: number };

const steps = [1, 2, 5];

/** Returns the longest round bar (1, 2 or 5 × a power of ten) that fits; undefined where the scale is not known. */
export function fitScaleBar(pxPerMillimetre: number, maxPx: number): ScaleBar | undefined {
  if (!Number.isFinite(pxPerMillimetre) || pxPerMillimetre <= 0 || maxPx <= 0) return undefined;
  const longest = maxPx / pxPerMillimetre;
  const power = 10 ** Math.floor(Math.log10(longest));
  const step = steps.filter((candidate) => candidate * power <= longest * (1 + 1e-9)).at(-1) ?? 1;
  const millimetres = Number((step * power).toPrecision(3));
  return { millimetres, lengthPx: millimetres * pxPerMillimetre };
}
