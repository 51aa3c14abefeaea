/**
 * Metadata of instances, PS3.18 §10.4.1.1.2: the data set in the DICOM JSON Model with bulk data named by addresses. It is
 * written as JSON or XML by `model-body.ts`.
 *
 * Everything the header holds is given; values longer than 1 KiB, and Pixel Data, are at the addresses of
 * `bulk-data.ts`.
 */

import { type DicomJson, type DicomJsonOptions, toDicomJson } from '@isocenter/dicom/json';
import { tagKey } from '@isocenter/dicom/tag';
import type { StoredInstance } from '../retrieval/instance-repository.ts';
import { headerBytesOf, type Reads, readHeader } from '../retrieval/stored-data-set.ts';
import { findPixelData } from './bulk-data.ts';
import type { ResourceUrls } from './resource-urls.ts';

/** Instances whose headers are read at the same time, so that the disk and this thread are both busy. */
const readAhead = 8;
/** Bytes of these headers together; a longer header is read alone. */
const maxReadAheadBytes = 32 << 20;

export type MetadataForm = { readonly urls: ResourceUrls } & Pick<DicomJsonOptions, 'numericText'>;

/** Yields the metadata of each instance, in their order. */
export async function* readMetadata(
  archive: Reads,
  instances: readonly StoredInstance[],
  form: MetadataForm,
): AsyncGenerator<DicomJson, void> {
  const pending: { readonly json: Promise<DicomJson>; readonly headerBytes: number }[] = [];
  let pendingBytes = 0;
  let next = 0;
  const fill = () => {
    for (let one = instances[next]; one !== undefined && pending.length < readAhead; one = instances[next]) {
      const headerBytes = headerBytesOf(one);
      if (pending.length > 0 && pendingBytes + headerBytes > maxReadAheadBytes) return;
      next += 1;
      pendingBytes += headerBytes;
      const json = metadataOf(archive, one, form);
      // It may fail before its turn comes; the error is met when it is awaited.
      json.catch(() => undefined);
      pending.push({ json, headerBytes });
    }
  };
  fill();
  for (let first = pending.shift(); first !== undefined; first = pending.shift()) {
    const json = await first.json;
    pendingBytes -= first.headerBytes;
    fill();
    yield json;
  }
}

async function metadataOf(archive: Reads, instance: StoredInstance, form: MetadataForm): Promise<DicomJson> {
  const { urls, ...options } = form;
  const header = await readHeader(archive, instance);
  const json = toDicomJson(header, { ...options, bulkDataUri: (_, path) => urls.bulkData(instance, path) });
  const pixelData = await findPixelData(archive, instance, header);
  if (pixelData === undefined) return json;
  const key = tagKey(pixelData.tag);
  return { ...json, [key]: { vr: pixelData.vr, BulkDataURI: urls.bulkData(instance, [key]) } };
}
