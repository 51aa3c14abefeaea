/**
 * Value representations, PS3.5 §6.2, and the facts about them that encoding needs.
 *
 * Checking the text of a value against its VR lives in `validate.ts`.
 */

export const vrs = [
  'AE',
  'AS',
  'AT',
  'CS',
  'DA',
  'DS',
  'DT',
  'FD',
  'FL',
  'IS',
  'LO',
  'LT',
  'OB',
  'OD',
  'OF',
  'OL',
  'OV',
  'OW',
  'PN',
  'SH',
  'SL',
  'SQ',
  'SS',
  'ST',
  'SV',
  'TM',
  'UC',
  'UI',
  'UL',
  'UN',
  'UR',
  'US',
  'UT',
  'UV',
] as const;

export type Vr = (typeof vrs)[number];

/** VRs whose explicit form has two reserved bytes and a 32-bit length, PS3.5 Table 7.1-1. */
const longForm: ReadonlySet<string> = new Set([
  'OB',
  'OD',
  'OF',
  'OL',
  'OV',
  'OW',
  'SQ',
  'SV',
  'UC',
  'UN',
  'UR',
  'UT',
  'UV',
]);

/** Bytes of one number of the VRs that hold binary numbers, which change with the byte order, PS3.5 §7.3. */
const numberWidths: ReadonlyMap<string, 2 | 4 | 8> = new Map<string, 2 | 4 | 8>([
  // A tag is two numbers of two bytes, PS3.5 §6.2.
  ['AT', 2],
  ['OW', 2],
  ['SS', 2],
  ['US', 2],
  ['FL', 4],
  ['OF', 4],
  ['OL', 4],
  ['SL', 4],
  ['UL', 4],
  ['FD', 8],
  ['OD', 8],
  ['OV', 8],
  ['SV', 8],
  ['UV', 8],
]);

/** True where the explicit form of an element of this VR has a 32-bit length, PS3.5 §7.1.2. */
export function hasLongForm(vr: Vr): boolean {
  return longForm.has(vr);
}

/** Returns the bytes of one number of a value of this VR; 1 where byte order does not matter, or the VR is not known. */
export function numberWidth(vr: string): 1 | 2 | 4 | 8 {
  return numberWidths.get(vr) ?? 1;
}
