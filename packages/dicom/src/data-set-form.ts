/**
 * The form in which the elements of a data set stand, PS3.5 §7.1: what it takes to read on where a reader stopped.
 *
 * It is the one that the reader found, which need not be that of the transfer syntax; see `read-elements.ts`.
 */

import type { DataSet } from './data-set.ts';

export type DataSetForm = { readonly explicitVr: boolean; readonly littleEndian: boolean };

/** Returns the form that a data set was read in; `declared`, such as its transfer syntax, where it was not read. */
export function formOf({ source }: DataSet, declared: DataSetForm): DataSetForm {
  return { explicitVr: source?.explicitVr ?? declared.explicitVr, littleEndian: declared.littleEndian };
}
