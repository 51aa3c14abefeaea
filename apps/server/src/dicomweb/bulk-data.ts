/**
 * Bulk data of an instance, PS3.18 §10.4.1.1.6, at the addresses that metadata gives: a value by the tags and item
 * numbers that lead to it.
 *
 * Values are given in little endian byte order. Long values are streamed. The frames of compressed Pixel Data are in
 * `frames.ts`, all values of an instance together in `bulk-data-parts.ts`.
 */

import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { formOf } from '@isocenter/dicom/data-set-form';
import { tagOf } from '@isocenter/dicom/dictionary';
import { parseTag, type Tag, tagFrom } from '@isocenter/dicom/tag';
import { findElement } from '@isocenter/dicom/values';
import { readPixelDataElement } from '@isocenter/pixels/pixel-data-element';
import type { ByteRange } from '../archive/archive.ts';
import { HttpProblem } from '../http/problem.ts';
import { littleEndianBytes, littleEndianChunks } from '../retrieval/byte-order.ts';
import type { StoredInstance } from '../retrieval/instance-repository.ts';
import { type Reads, readHeader, sourceOf, transferSyntaxOf } from '../retrieval/stored-data-set.ts';

export type BulkValue =
  | {
      readonly kind: 'bytes';
      readonly lengthBytes: number;
      /** All of it, or a part. */
      chunks(part?: ByteRange): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
    }
  /** Pixel Data whose frames must be taken out of their fragments. */
  | { readonly kind: 'frames' };

/**
 * Returns a value by its path, such as `00420011` or `00081140/0/00420011`.
 *
 * @throws HttpProblem `not-found`
 */
export async function findBulkValue(
  archive: Reads,
  instance: StoredInstance,
  path: readonly string[],
): Promise<BulkValue> {
  return bulkValueIn(archive, instance, { header: await readHeader(archive, instance), path });
}

/** The same where the header is there already. @throws HttpProblem `not-found` */
export async function bulkValueIn(
  archive: Reads,
  instance: StoredInstance,
  { header, path }: { readonly header: DataSet; readonly path: readonly string[] },
): Promise<BulkValue> {
  if (path.length === 1 && isPixelData(path[0])) return pixelDataValue(archive, instance, header);
  const found = followPath(header, path);
  if (found === undefined) throw new HttpProblem('not-found');
  const { vr, value, source } = found.element;
  if (value.kind === 'bytes') return bytesValue(found.littleEndian ? value.bytes : littleEndianBytes(value.bytes, vr));
  const isDeflated = transferSyntaxOf(instance).deflated;
  if (value.kind !== 'absent' || source === undefined || isDeflated) throw new HttpProblem('not-found');
  const start = source.valueOffset;
  const end = Math.min(start + value.lengthBytes, instance.lengthBytes);
  return {
    kind: 'bytes',
    lengthBytes: end - start,
    chunks: (part) => {
      if (found.littleEndian) return archive.read(instance.location, within({ start, end }, part));
      return cut(littleEndianChunks(archive.read(instance.location, { start, end }), vr), part);
    },
  };
}

/** Returns Pixel Data, or its floating point kin, whichever stands where the header ends; undefined where none does. */
export async function findPixelData(
  archive: Reads,
  instance: StoredInstance,
  header: DataSet,
): Promise<{ readonly tag: Tag; readonly vr: string } | undefined> {
  const { pixelDataOffset } = instance;
  if (pixelDataOffset === undefined) return undefined;
  const transferSyntax = transferSyntaxOf(instance);
  if (transferSyntax.deflated) return { tag: tagOf('PixelData'), vr: 'OW' };
  return readPixelDataElement(sourceOf(archive, instance), pixelDataOffset, formOf(header, transferSyntax));
}

async function pixelDataValue(archive: Reads, instance: StoredInstance, header: DataSet): Promise<BulkValue> {
  const { pixelDataOffset, location, lengthBytes } = instance;
  const transferSyntax = transferSyntaxOf(instance);
  if (pixelDataOffset === undefined) throw new HttpProblem('not-found');
  if (transferSyntax.encapsulated || transferSyntax.deflated || !transferSyntax.littleEndian) return { kind: 'frames' };
  const form = formOf(header, transferSyntax);
  const element = await readPixelDataElement(sourceOf(archive, instance), pixelDataOffset, form);
  if (element.lengthBytes === undefined) return { kind: 'frames' };
  const start = element.valueOffset;
  const end = Math.min(start + element.lengthBytes, lengthBytes);
  const chunks = (part?: ByteRange) => archive.read(location, within({ start, end }, part));
  return { kind: 'bytes', lengthBytes: end - start, chunks };
}

function within({ start, end }: ByteRange, part: ByteRange | undefined): ByteRange {
  return part === undefined ? { start, end } : { start: start + part.start, end: start + part.end };
}

/** Swapped bytes are made from the beginning: a part may begin inside of one value. */
async function* cut(chunks: AsyncIterable<Uint8Array>, part: ByteRange | undefined): AsyncGenerator<Uint8Array, void> {
  const { start, end } = part ?? { start: 0, end: Number.POSITIVE_INFINITY };
  let at = 0;
  for await (const chunk of chunks) {
    const piece = chunk.subarray(Math.max(0, start - at), Math.max(0, end - at));
    at += chunk.length;
    if (piece.length > 0) yield piece;
    if (at >= end) return;
  }
}

function isPixelData(text: string | undefined): boolean {
  const tag = text === undefined ? undefined : parseTag(text);
  return tag !== undefined && tag >= tagFrom(0x7fe0, 0x0008) && tag <= tagFrom(0x7fe0, 0x0010);
}

type Found = { readonly element: DataElement; readonly littleEndian: boolean };

/** Tags stand at even places of a path, item numbers between them. */
function followPath(dataSet: DataSet, path: readonly string[]): Found | undefined {
  const [first, item, ...rest] = path;
  const tag = first !== undefined && /^[0-9A-Fa-f]{8}$/.test(first) ? parseTag(first) : undefined;
  const element = tag === undefined ? undefined : findElement(dataSet, tag);
  if (item === undefined) return element && { element, littleEndian: dataSet.littleEndian };
  const inner =
    element?.value.kind === 'sequence' && /^\d{1,6}$/.test(item) ? element.value.items[Number(item)] : undefined;
  return inner === undefined || rest.length === 0 ? undefined : followPath(inner, rest);
}

function bytesValue(bytes: Uint8Array): BulkValue {
  const chunks = (part?: ByteRange) => [bytes.subarray(part?.start, part?.end)];
  return { kind: 'bytes', lengthBytes: bytes.length, chunks };
}
