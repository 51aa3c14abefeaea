/**
 * What a data set reader has open: data sets, sequences and fragments, one frame each, innermost last. Frames replace
 * recursion, so that reading can pause anywhere and no nesting exhausts the stack.
 *
 * Offsets are absolute, in bytes from the start of the data set.
 */

import type { DataElement, DataSet, ElementSource } from './data-set.ts';
import type { Tag } from './tag.ts';
import type { Vr } from './vr.ts';

/** Length of a value or an item whose end is marked by a delimiter, PS3.5 §7.1.1. */
export const undefinedLength = 0xffffffff;

/** The end of what encloses everything, until the stream has ended. */
export const unknownEnd = Number.MAX_SAFE_INTEGER;

export type DataSetFrame = {
  readonly kind: 'data-set';
  readonly offset: number;
  lengthBytes: number;
  /** Its own end or that of what encloses it, whichever comes first. */
  end: number;
  missingBytes: number;
  explicitVr: boolean;
  readonly littleEndian: boolean;
  characterSets: readonly string[];
  /** Pixel Representation (0028,0103) in force, which decides between US and SS in implicit VR, PS3.5 §A.1. */
  signedPixels: boolean;
  readonly elements: DataElement[];
  lastTag: number;
  ascending: boolean;
  trailing: Uint8Array | undefined;
};

type ElementFrame = {
  readonly tag: Tag;
  readonly vr: Vr;
  readonly offset: number;
  readonly valueOffset: number;
  readonly lengthBytes: number;
  readonly header: Uint8Array | undefined;
  end: number;
  missingBytes: number;
  trailing: Uint8Array | undefined;
  readonly littleEndian: boolean;
};

export type SequenceFrame = ElementFrame & {
  readonly kind: 'sequence';
  /** Of its items. */
  readonly explicitVr: boolean;
  readonly items: DataSet[];
};

export type FragmentsFrame = ElementFrame & {
  readonly kind: 'fragments';
  readonly fragments: Uint8Array[];
  /** Bytes of fragments that were too long to be kept. */
  leftOutBytes: number;
};

export type ReaderFrame = DataSetFrame | SequenceFrame | FragmentsFrame;

/** Returns the source of a sequence or of fragments that have been read. */
export function elementSourceOf(frame: SequenceFrame | FragmentsFrame): ElementSource {
  return {
    offset: frame.offset,
    valueOffset: frame.valueOffset,
    lengthBytes: frame.lengthBytes,
    ...(frame.header && { header: frame.header }),
    ...(frame.trailing && { trailing: frame.trailing }),
    ...(frame.missingBytes > 0 && { missingBytes: frame.missingBytes }),
  };
}

/** Returns the data set or item of a frame that has been read. */
export function dataSetOf(frame: DataSetFrame): DataSet {
  return {
    elements: frame.elements,
    littleEndian: frame.littleEndian,
    characterSets: frame.characterSets,
    source: {
      offset: frame.offset,
      lengthBytes: frame.lengthBytes,
      explicitVr: frame.explicitVr,
      ascending: frame.ascending,
      ...(frame.trailing && { trailing: frame.trailing }),
      ...(frame.missingBytes > 0 && { missingBytes: frame.missingBytes }),
    },
  };
}
