/**
 * What is agreed on before a query is asked: nothing, or more and more of PS3.4 §C.5.1.1. Each mode has an association of
 * its own, because what is agreed on holds for one association only.
 */

import type { QueryOption } from '@isocenter/dimse/query-options';

export const modes = {
  baseline: [],
  relational: ['relational'],
  combined: ['relational', 'combinedDateTime'],
  zoned: ['relational', 'combinedDateTime', 'timezone'],
} as const satisfies { readonly [mode: string]: readonly QueryOption[] };

export type Mode = keyof typeof modes;

export const modeNames = Object.keys(modes) as readonly Mode[]; // the keys of the constant above

export function agrees(mode: Mode, option: QueryOption): boolean {
  return (modes[mode] as readonly QueryOption[]).includes(option); // wider than what each lists
}
