/**
 * Reads a data set that is in memory as a whole, PS3.5 §7 and Annex A. Values are views of the given bytes: nothing is
 * copied, and the bytes must not be changed afterwards. Files are read by `part10.ts`, streams by `header-reader.ts`.
 */

import { type Budget, defaultBudget } from './budget.ts';
import type { DataSet } from './data-set.ts';
import { DataSetReader } from './data-set-reader.ts';
import { DicomError } from './errors.ts';
import type { Parsed } from './finding.ts';
import type { Tag } from './tag.ts';
import type { TransferSyntax } from './transfer-syntax.ts';

/**
 * Inflates raw deflate data (RFC 1951) to at most `maxBytes`; throws where the data is damaged or longer. Injected:
 * `node:zlib` on the server, `fflate` in the browser.
 */
export type Inflate = (deflated: Uint8Array, maxBytes: number) => Uint8Array;

export type ParseOptions = {
  /** `defaultBudget` unless told. */
  readonly budget?: Partial<Budget>;
  /** Needed for deflated transfer syntaxes. */
  readonly inflate?: Inflate;
  /** Reading ends before the first top-level element of this tag or a later one. */
  readonly stopAt?: Tag;
};

/**
 * Returns the data set and what is odd about it. Offsets count from its first byte, after inflating where it is deflated.
 *
 * @throws DicomError `inflater-missing`, `inflate-failed`
 */
export function parseDataSet(
  bytes: Uint8Array,
  transferSyntax: TransferSyntax,
  options: ParseOptions = {},
): Parsed<DataSet> {
  const budget = { ...defaultBudget, ...options.budget };
  const plain = transferSyntax.deflated ? inflateDataSet(bytes, transferSyntax, budget, options.inflate) : bytes;
  const { stopAt } = options;
  const reader = new DataSetReader({
    transferSyntax,
    budget,
    ...(stopAt !== undefined && { stopFrom: stopAt }),
  });
  reader.setWindow(plain, plain.length);
  reader.finish();
  // With the end known, reading always completes.
  return { value: reader.dataSet as DataSet, findings: reader.findings };
}

function inflateDataSet(
  bytes: Uint8Array,
  { uid }: TransferSyntax,
  { maxInflatedBytes }: Budget,
  inflate: Inflate | undefined,
): Uint8Array {
  if (inflate === undefined) throw new DicomError('inflater-missing', { transferSyntaxUid: uid });
  try {
    return inflate(bytes, maxInflatedBytes);
  } catch (error) {
    throw new DicomError('inflate-failed', { lengthBytes: bytes.length, limit: maxInflatedBytes }, error);
  }
}
