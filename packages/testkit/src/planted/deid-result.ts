/** What came out for an object, opened for looking into it. */

import { inflateRawSync } from 'node:zlib';
import { type Part10File, parsePart10 } from '@isocenter/dicom/part10';
import { flattenDataSet, type PathElement } from './element-paths.ts';
import { foldCase } from './token-search.ts';

export type Result = {
  readonly file: Part10File;
  readonly elements: ReadonlyMap<string, PathElement>;
  /** All bytes, a deflated data set inflated, capital letters made small. */
  readonly folded: Buffer<ArrayBuffer>;
};

/** Returns undefined for what is no DICOM file. */
export function openResult(bytes: Uint8Array): Result | undefined {
  try {
    const { value: file } = parsePart10(bytes, { inflate: (deflated) => inflateRawSync(deflated) });
    const entries = [...flattenDataSet(file.fileMeta), ...flattenDataSet(file.dataSet)];
    const inflated = file.transferSyntax.deflated ? [inflateRawSync(file.dataSetBytes)] : [];
    return {
      file,
      elements: new Map(entries.map((entry) => [entry.path, entry])),
      folded: foldCase(Buffer.concat([bytes, ...inflated])),
    };
  } catch {
    // Whoever cannot write a file that can be read has kept nothing; the scorer lists it.
    return undefined;
  }
}
