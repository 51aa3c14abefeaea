/**
 * Findings: what is odd about data that could nevertheless be read.
 *
 * Bad data from the world is normal, so parsers return `{ value, findings }` instead of throwing. A finding says what
 * and where, never the value itself: values of a data set may identify a patient.
 */

import type { Tag } from './tag.ts';

export type FindingSeverity = 'note' | 'warning' | 'error';

export type Finding = {
  /** Stable name of what was found, such as `length-beyond-end`. */
  readonly code: string;
  readonly severity: FindingSeverity;
  readonly tag?: Tag;
  /** Bytes from the start of the data set (or of the file, where a file was read). */
  readonly offset?: number;
  /** One sentence for a person; never contains a value of the data set. */
  readonly message: string;
};

/** What a parser made of its input; `value` holds everything that could be read. */
export type Parsed<T> = { readonly value: T; readonly findings: readonly Finding[] };
