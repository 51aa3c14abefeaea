/**
 * What a data set reader has open: data sets, sequences and fragments, one frame each, innermost last. Frames replace
 * recursion, so that reading can pause anywhere and no nesting exhausts the stack.
 *
 * Offsets are absolute, in bytes from the start of the data set.
 */

import type { DataElement, DataSet, ElementSource } from './data-set.ts';
import type { Tag } from './tag.ts';
import type { TransferSyntax } from './transfer-syntax.ts';
import type { Vr } from './vr.ts';

/** Length of a value or an item whose end is marked by a delimiter, PS3.5 §7.1.1. */
export const undefinedLength = 0xffffffff;

/** The end of what encloses everything, until the stream has ended. */
export const unknownEnd = Number.MAX_SAFE_INTEGER;

export type DataSetFrame = {
  readonly kind: 'data-set';
  readonly offset: number;
  /** As written, of an item. */
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
  /** A fragment was too long to be kept. */
  isLeftOut: boolean;
};

export type ReaderFrame = DataSetFrame | SequenceFrame | FragmentsFrame;

/** No Specific Character Set: the default repertoire, PS3.5 §6.1.2.3. */
const defaultCharacterSets: readonly string[] = [];

/** Returns the frame of a data set or an item of which nothing was read. */
export function openDataSet(
  place: Pick<DataSetFrame, 'offset' | 'lengthBytes' | 'end' | 'explicitVr' | 'littleEndian'>,
): DataSetFrame {
  return {
    kind: 'data-set',
    ...place,
    missingBytes: 0,
    characterSets: defaultCharacterSets,
    signedPixels: false,
    elements: [],
    lastTag: -1,
    trailing: undefined,
  };
}

/** Returns the data set or item of a frame that was read; `transferSyntax` is given for the data set itself. */
export function dataSetOf(frame: DataSetFrame, transferSyntax?: TransferSyntax): DataSet {
  const { elements, littleEndian, characterSets, offset, lengthBytes, explicitVr } = frame;
  const source = {
    offset,
    lengthBytes,
    explicitVr,
    ...(frame.trailing && { trailing: frame.trailing }),
    ...(frame.missingBytes > 0 && { missingBytes: frame.missingBytes }),
    ...(transferSyntax && { transferSyntax }),
  };
  return { elements, littleEndian, characterSets, source };
}

/** Returns the source of a sequence or of fragments that were read. */
export function elementSourceOf(frame: SequenceFrame | FragmentsFrame): ElementSource {
  const { offset, valueOffset, lengthBytes } = frame;
  return {
    offset,
    valueOffset,
    lengthBytes,
    ...(frame.header && { header: frame.header }),
    ...(frame.trailing && { trailing: frame.trailing }),
    ...(frame.missingBytes > 0 && { missingBytes: frame.missingBytes }),
  };
}
