/** Reads the header of a stored instance, without the rest of it. */

import type { DataSet } from '@isocenter/dicom/data-set';
import type { Parsed } from '@isocenter/dicom/finding';
import { HeaderReader } from '@isocenter/dicom/header-reader';
import type { TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import type { ArchiveReader } from '../archive/archive.ts';
import { createStreamInflater } from '../archive/inflate.ts';
import type { ObjectLocation } from '../storage/log-entry.ts';

/** Read in one go; the header of almost every object ends before. */
const stepBytes = 1 << 17;

export type StoredInstance = { readonly location: ObjectLocation; readonly length_bytes: number };

export async function readHeader(
  reader: Pick<ArchiveReader, 'readRange'>,
  instance: StoredInstance,
  transferSyntax: TransferSyntax,
): Promise<Parsed<DataSet>> {
  const header = new HeaderReader(transferSyntax, transferSyntax.deflated ? { inflater: createStreamInflater() } : {});
  for (let start = 0; start < instance.length_bytes; start += stepBytes) {
    const end = Math.min(start + stepBytes, instance.length_bytes);
    if (header.push(await reader.readRange(instance.location, start, end)) === 'complete') return header.header;
  }
  header.end();
  return header.header;
}
