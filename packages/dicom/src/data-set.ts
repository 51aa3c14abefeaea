/**
 * Data sets as they lie in memory: elements in file order, each with its raw value, PS3.5 §7.
 *
 * Values stay the bytes that were read; text and numbers are decoded on demand (`values.ts`), so that a parsed data
 * set can be encoded again without the loss of a byte. How an element was written where the standard leaves a choice
 * (defined or undefined length, odd padding) is kept beside it in `source`.
 */

import type { Tag } from './tag.ts';
import type { TransferSyntax } from './transfer-syntax.ts';
import type { Vr } from './vr.ts';

export type DataElement = {
  readonly tag: Tag;
  /** `UN` where neither the file nor the dictionary knows it. */
  readonly vr: Vr;
  readonly value: ElementValue;
  /** Present on elements that were parsed; absent on elements that were built, which are encoded canonically. */
  readonly source?: ElementSource;
};

export type ElementValue =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'sequence'; readonly items: readonly DataSet[] }
  /** Encapsulated Pixel Data, PS3.5 §A.4: the first fragment is the Basic Offset Table. */
  | { readonly kind: 'fragments'; readonly fragments: readonly Uint8Array[] }
  /** A value too long for a header reader: the element is there, its value was not kept. */
  | { readonly kind: 'absent'; readonly lengthBytes: number };

/**
 * How a parsed element stood in its file; opaque to all but the parser and the encoder.
 *
 * It may hold bytes that could not be read as elements. Whoever must know what is written, because a patient's identity
 * is to be removed, leaves `source` out, here and in data sets.
 */
export type ElementSource = {
  /** Offset of the element's first byte from the start of the data set, in bytes. */
  readonly offset: number;
  /** Offset of the first byte of its value. */
  readonly valueOffset: number;
  /** Length as written, FFFFFFFFH for undefined. */
  readonly lengthBytes: number;
  /** The header as written, where it is not the one that tag, VR and length make by the standard. */
  readonly header?: Uint8Array;
  /** What stood at the end of a sequence instead of what the standard wants there, if only nothing. */
  readonly trailing?: Uint8Array;
  /** How many bytes the file lacks of the length that it claims. */
  readonly missingBytes?: number;
};

export type DataSet = {
  /** In file order, which is ascending tag order for well-formed data, PS3.5 §7.1. */
  readonly elements: readonly DataElement[];
  /** Of the numbers inside values; text does not care. */
  readonly littleEndian: boolean;
  /** Specific Character Set (0008,0005) in force: its own or, in an item without one, that of the enclosing data set. */
  readonly characterSets: readonly string[];
  /** Present on data sets and items that were parsed. */
  readonly source?: DataSetSource;
};

/** How a parsed data set or item stood in its file; opaque to all but the parser and the encoder. */
export type DataSetSource = {
  /** Offset of the item's first byte from the start of the data set; 0 for the data set itself. */
  readonly offset: number;
  /** Of an item the length as written, FFFFFFFFH for undefined; of a data set the bytes read. */
  readonly lengthBytes: number;
  /** The form its elements have, whatever the transfer syntax says. */
  readonly explicitVr: boolean;
  /** Bytes after the last element that are no element, in place of the delimiter that the standard wants there. */
  readonly trailing?: Uint8Array;
  /** How many bytes the enclosing sequence lacks of the length that an item claims. */
  readonly missingBytes?: number;
  /** Of the data set itself: what it was read as. */
  readonly transferSyntax?: TransferSyntax;
};
