/** Which attributes of a query must match what, whatever protocol it came by: QIDO-RS or C-FIND. */

import type { TextRange } from '@isocenter/dicom/date-time';
import { type Tag, tagKey } from '@isocenter/dicom/tag';

/** The tags that lead to an attribute: one, or those of the sequences around it first. */
export type AttributePath = readonly Tag[];

/** How an attribute is to match, PS3.4 §C.2.2.2. */
export type Matching =
  /** Whatever the value, PS3.4 §C.2.2.2.3: the attribute is only asked for. */
  | { readonly kind: 'universal' }
  | { readonly kind: 'single'; readonly value: string }
  /** Any of the values: UIDs, PS3.4 §C.2.2.2.2, and code strings. */
  | { readonly kind: 'list'; readonly values: readonly string[] }
  | { readonly kind: 'wildcard'; readonly pattern: string }
  | ({ readonly kind: 'range' } & TextRange)
  /** Only an absent or empty value, PS3.4 §C.2.2.2.7. */
  | { readonly kind: 'empty' };

export type AttributeMatch = { readonly path: AttributePath; readonly matching: Matching };

/** Returns the path as text, keys of tags with points between. */
export function formatAttributePath(path: AttributePath): string {
  return path.map(tagKey).join('.');
}
