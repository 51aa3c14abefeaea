/**
 * The headers of a series from `/dicom-web/…/metadata`, as data sets. Lookup tables that the answer left outside as bulk
 * data are fetched too, since no picture is right without them; pixels are not.
 */

import { paths } from '@isocenter/contract/paths';
import type { DataSet } from '@isocenter/dicom/data-set';
import { fromDicomJson } from '@isocenter/dicom/json-parse';
import { readFramePart } from './multipart.ts';

/** Palette tables, segmented palettes, LUT Data. */
const neededBulkData = new Set(['00281201', '00281202', '00281203', '00281221', '00281222', '00281223', '00283006']);

export type Fetch = (
  url: string,
  init: { readonly signal?: AbortSignal; readonly headers: Record<string, string> },
) => Promise<Response>;

/** An answer that was not a success. */
export class DicomWebError extends Error {
  override readonly name = 'DicomWebError';
  readonly status: number;

  constructor(status: number) {
    super(`The node answered ${status}.`);
    this.status = status;
  }
}

/** @throws DicomWebError */
export async function fetchSeriesHeaders(
  url: string,
  fetchOf: Fetch,
  signal?: AbortSignal,
): Promise<readonly DataSet[]> {
  const init = signal === undefined ? {} : { signal };
  const response = await fetchOf(url, { ...init, headers: { accept: 'application/dicom+json' } });
  if (!response.ok) throw new DicomWebError(response.status);
  const json: unknown = await response.json();
  const instances = Array.isArray(json) ? json : [];
  const bulk = new Map<string, Uint8Array>();
  await Promise.all(
    [...findNeededUris(instances)].map(async (uri) => {
      const bytes = await fetchBulkData(uri, fetchOf, init);
      if (bytes !== undefined) bulk.set(uri, bytes);
    }),
  );
  return instances.map((instance) => fromDicomJson(instance, { resolveBulkData: (uri) => bulk.get(uri) }).value);
}

/** The URIs of lookup tables, at any depth; one table is often shared by all instances. */
export function findNeededUris(json: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(json)) for (const item of json) findNeededUris(item, found);
  else if (typeof json === 'object' && json !== null) {
    for (const [key, attribute] of Object.entries(json)) {
      if (typeof attribute !== 'object' || attribute === null) continue;
      if (neededBulkData.has(key) && typeof attribute.BulkDataURI === 'string') found.add(attribute.BulkDataURI);
      if (attribute.vr === 'SQ') findNeededUris(attribute.Value, found);
    }
  }
  return found;
}

/**
 * Fetches a table by the path of its URI: the node may know itself under another name than the one by which this page was
 * reached, and nothing is ever asked of other hosts.
 */
async function fetchBulkData(uri: string, fetchOf: Fetch, init: { readonly signal?: AbortSignal }) {
  const url = uri.replace(/^[a-z]+:\/\/[^/]+/i, '');
  if (!url.startsWith(`${paths.dicomWeb.root()}/`)) return undefined;
  const accept = 'multipart/related; type="application/octet-stream"';
  const response = await fetchOf(url, { ...init, headers: { accept } });
  if (!response.ok) return undefined; // The picture is shown as well as it can be without the table.
  const body = new Uint8Array(await response.arrayBuffer());
  return readFramePart(body, response.headers.get('content-type') ?? '')?.bytes;
}
