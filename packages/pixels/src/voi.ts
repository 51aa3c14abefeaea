/**
 * Values of interest to grey, PS3.3 §C.11.2.1: windows of three functions and lookup tables, 0 for darkest to 1.
 */

import { type LookupTable, lookUp } from './lookup-table.ts';

export type WindowFunction = 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID';

export type Window = { readonly center: number; readonly width: number; readonly function: WindowFunction };

export type Voi = ({ readonly kind: 'window' } & Window) | { readonly kind: 'lut'; readonly table: LookupTable };

/** Returns the function from modality values to 0…1. */
export function voiFunction(voi: Voi): (value: number) => number {
  if (voi.kind === 'lut') {
    const highest = 2 ** voi.table.bits - 1;
    return (value) => lookUp(voi.table, value) / highest;
  }
  const { center, width } = voi;
  // PS3.3 §C.11.2.1.3.1
  if (voi.function === 'SIGMOID') return (value) => 1 / (1 + Math.exp((-4 * (value - center)) / width));
  // PS3.3 §C.11.2.1.3.2 and §C.11.2.1.2.1: LINEAR counts the pixels at both ends into its width.
  const exact = voi.function === 'LINEAR_EXACT';
  const middle = exact ? center : center - 0.5;
  const span = exact ? width : width - 1;
  if (span <= 0) return (value) => (value <= middle ? 0 : 1);
  const slope = 1 / span;
  return (value) => Math.min(Math.max((value - middle) * slope + 0.5, 0), 1);
}

/** Returns the window that spans a range exactly, its ends black and white; a single value is black. */
export function windowOver(lowest: number, highest: number): Window {
  const width = highest > lowest ? highest - lowest : 1;
  return { center: lowest + width / 2, width, function: 'LINEAR_EXACT' };
}

/** LINEAR needs a width of at least 1, the others one above 0, PS3.3 §C.11.2.1.2. */
export function isWindowValid({ center, width, function: shape }: Window): boolean {
  return Number.isFinite(center) && Number.isFinite(width) && (shape === 'LINEAR' ? width >= 1 : width > 0);
}
