/**
 * What the readers of data sets and files find odd about structure: code, severity and sentence in one table.
 *
 * A `note` is allowed by the standard but worth knowing, a `warning` breaks the standard without loss, an `error`
 * means that something could not be read as what it claims to be. Oddities of values are in `validate.ts`.
 */

import type { Finding, FindingSeverity } from './finding.ts';
import type { Tag } from './tag.ts';

const table = {
  // Data sets, PS3.5 §7.
  'tag-order': ['warning', 'The element does not follow the one before it in ascending order, PS3.5 §7.1.'],
  'duplicate-tag': ['warning', 'The element appears more than once in its data set, PS3.5 §7.1.'],
  'odd-length': ['warning', 'The value has an odd number of bytes, PS3.5 §7.1.1.'],
  'reserved-bytes': ['note', 'The two bytes after the VR are reserved and should be zero, PS3.5 §7.1.2.'],
  'unknown-vr': ['warning', 'The VR is not one of the standard; the value is kept as bytes, PS3.5 §6.2.'],
  'implicit-element': ['warning', 'The element is written in implicit VR inside explicit VR, PS3.5 §7.1.'],
  'implicit-data-set': [
    'warning',
    'The data set is written in implicit VR although it is declared explicit, PS3.5 §10.',
  ],
  'explicit-data-set': [
    'warning',
    'The data set is written in explicit VR although it is declared implicit, PS3.5 §10.',
  ],
  'un-sequence': ['note', 'The VR is UN of undefined length: read as a sequence in implicit VR, PS3.5 §6.2.2.'],
  'reserved-group': ['warning', 'No element may have the groups 0001, 0003, 0005, 0007, PS3.5 §7.8.'],
  'undefined-length': ['warning', 'A value of this VR cannot have undefined length; read as a sequence, PS3.5 §7.1.1.'],
  'length-beyond-end': ['error', 'The length reaches beyond the end of what encloses it; the value is cut there.'],
  'trailing-bytes': ['error', 'Bytes at the end are less than an element.'],
  'unreadable-element': ['error', 'What stands here cannot be an element; the rest of the data set is kept as bytes.'],
  'stray-delimiter': ['error', 'An item or a delimiter stands outside of a sequence, PS3.5 §7.5.'],
  // Sequences and fragments, PS3.5 §7.5 and §A.4.
  'delimiter-length': ['warning', 'A delimiter has a length other than zero, PS3.5 §7.5.2.'],
  'unexpected-delimiter': ['warning', 'A delimiter stands at the end of a defined length, PS3.5 §7.5.2.'],
  'missing-item-delimiter': ['error', 'An item of undefined length ends without its delimiter, PS3.5 §7.5.2.'],
  'missing-sequence-delimiter': ['error', 'A sequence of undefined length ends without its delimiter, PS3.5 §7.5.2.'],
  'item-expected': [
    'error',
    'Something other than an item stands in a sequence; its rest is kept as bytes, PS3.5 §7.5.',
  ],
  'fragments-vr': ['warning', 'Pixel Data in fragments has a VR other than OB, PS3.5 §A.4.'],
  'fragments-in-native': [
    'warning',
    'Pixel Data is in fragments although the transfer syntax is not encapsulated, PS3.5 §A.4.',
  ],
  // Limits.
  'too-deep': ['error', 'Sequences are nested deeper than the budget allows; the inner ones are kept as bytes.'],
  'too-many-elements': ['error', 'There are more elements than the budget allows; the rest is kept as bytes.'],
  'more-findings': ['note', 'There are more findings than are listed.'],
  // Files, PS3.10 §7.
  'no-preamble': ['warning', 'The file has no preamble, PS3.10 §7.1.'],
  'no-file-meta': ['warning', 'The file has no file meta information, PS3.10 §7.1; the transfer syntax is deduced.'],
  'meta-group-length': ['warning', 'The group length of the file meta information is missing or wrong, PS3.10 §7.1.'],
  'no-transfer-syntax': ['warning', 'The file meta information names no transfer syntax, PS3.10 §7.1; it is deduced.'],
  'unknown-transfer-syntax': [
    'warning',
    'The transfer syntax is not one of the standard, PS3.5 §10; read as explicit VR.',
  ],
  'preamble-content': ['note', 'The preamble is not zero, PS3.10 §7.1; it can make the file pass for another kind.'],
  'preamble-executable': ['warning', 'The preamble begins like a program or a page, PS3.10 §7.5.'],
  'inflate-failed': ['error', 'The deflated data set ends early or is damaged, PS3.5 §A.5.'],
} as const satisfies { readonly [code: string]: readonly [FindingSeverity, string] };

export type StructureFindingCode = keyof typeof table;

/** Returns the finding of a code at a place. */
export function structureFinding(code: StructureFindingCode, offset: number, tag?: Tag): Finding {
  const [severity, message] = table[code];
  return tag === undefined ? { code, severity, offset, message } : { code, severity, tag, offset, message };
}

/** Returns a finding whose offset counts from `by` bytes earlier. */
export function moveFinding(finding: Finding, by: number): Finding {
  return finding.offset === undefined ? finding : { ...finding, offset: finding.offset + by };
}
