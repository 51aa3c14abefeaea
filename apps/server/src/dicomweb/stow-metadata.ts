/**
 * Stores instances that come as metadata and bulk data, PS3.18 §10.5: parts with DICOM JSON or
 * the Native DICOM Model in XML, and a part for each bulk data URI, which its Content-Location names. Compressed frames are parts of their media type, one a frame, in
 * their order under the same Content-Location.
 *
 * Unlike files, which are stored as they arrive, an instance can only be written once its last part is there: what
 * a request holds in memory is bounded. A URI is never followed.
 */

import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { fromDicomJson } from '@isocenter/dicom/json-parse';
import { fromNativeXml } from '@isocenter/dicom/native-xml-parse';
import { groupOf, tagKey } from '@isocenter/dicom/tag';
import { explicitVrLittleEndian, findTransferSyntax, type TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { getNumber, getString } from '@isocenter/dicom/values';
import { HttpProblem } from '../http/problem.ts';
import { compressedMediaTypes } from './accept.ts';
import { type MediaType, parseMediaType } from './media-type.ts';
import type { MultipartPart } from './multipart-reader.ts';
import type { StowFailureCode, StowResult } from './stow-response.ts';
import { failureOf, type StowDeps, type StowRequest, toProblem, toResult } from './stow-service.ts';

const dicomJson = 'application/dicom+json';
const dicomXml = 'application/dicom+xml';
const octetStream = 'application/octet-stream';

/** Of all parts of a request; longer instances are sent as files. */
const maxGatheredBytes = 64 << 20;

/** Of the metadata, which takes several times its length once it is parsed. */
const maxMetadataBytes = 16 << 20;

/** Syntaxes of media types whose part names none, PS3.18 Table 8.7.3-5. */
const defaultSyntaxes: ReadonlyMap<string, string> = new Map([
  ['image/jpeg', '1.2.840.10008.1.2.4.70'],
  ['image/jls', '1.2.840.10008.1.2.4.80'],
  ['image/jp2', '1.2.840.10008.1.2.4.90'],
  ['image/jphc', '1.2.840.10008.1.2.4.201'],
  ['image/dicom-rle', '1.2.840.10008.1.2.5'],
]);

const pixelDataKey = tagKey(tagOf('PixelData'));

type BulkPart = { readonly mediaType: MediaType; readonly bytes: Uint8Array };

/** A data set of the metadata, as JSON whatever it came as. */
type Model = { readonly json: unknown; readonly isWellFormed: boolean };

type Gathered = {
  readonly metadata: readonly Model[];
  /** By Content-Location. */
  readonly bulk: ReadonlyMap<string, readonly BulkPart[]>;
  /** Parts that are neither. */
  readonly strangers: number;
};

export type MetadataType = typeof dicomJson | typeof dicomXml;

export const metadataTypes: readonly MetadataType[] = [dicomJson, dicomXml];

/**
 * Returns a result for each data set of the metadata, in their order, then one for each part that nothing refers to.
 *
 * @param mediaType of parts that name none
 * @throws HttpProblem `multipart-malformed`, `payload-too-large`
 */
export async function storeMetadata(
  deps: StowDeps,
  request: StowRequest,
  mediaType: MetadataType,
): Promise<readonly StowResult[]> {
  const { metadata, bulk, strangers } = await gather(request.parts, mediaType).catch((error: unknown) => {
    throw toProblem(error);
  });
  const used = new Set<string>();
  const results: StowResult[] = [];
  for (const model of metadata) results.push(await storeOne(deps, request, { ...model, bulk, used }));
  const unused = [...bulk].filter(([location]) => !used.has(location)).flatMap(([, parts]) => parts);
  return [...results, ...unused.map(() => failed('bulk-data-unused')), ...failures(strangers)];
}

async function gather(parts: AsyncIterable<MultipartPart>, ofMetadata: MetadataType): Promise<Gathered> {
  const metadata: Model[] = [];
  const bulk = new Map<string, BulkPart[]>();
  let strangers = 0;
  let left = maxGatheredBytes;
  for await (const { headers, body } of parts) {
    const mediaType = parseMediaType(headers.get('content-type') ?? ofMetadata);
    const location = headers.get('content-location')?.trim();
    const model = metadataTypes.find((type) => type === mediaType?.type);
    if (mediaType === undefined || (model === undefined && !isBulk(mediaType, location))) {
      strangers += 1;
      continue;
    }
    const bytes = await readAll(body, model === undefined ? left : Math.min(left, maxMetadataBytes));
    left -= bytes.length;
    if (model !== undefined) metadata.push(...parseMetadata(bytes, model));
    else if (location !== undefined) bulk.set(location, [...(bulk.get(location) ?? []), { mediaType, bytes }]);
  }
  return { metadata, bulk, strangers };
}

function isBulk({ type }: MediaType, location: string | undefined): boolean {
  const isKnown =
    type === octetStream || [...compressedMediaTypes.values()].some((known) => known.toLowerCase() === type);
  return location !== undefined && isKnown;
}

async function readAll(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxBytes) throw new HttpProblem('payload-too-large', { detail: 'Send longer instances as files.' });
    // A chunk is valid until the next is asked for.
    chunks.push(Uint8Array.from(chunk));
  }
  return Buffer.concat(chunks, length);
}

/** JSON has one data set or an array of them, XML one. */
function parseMetadata(bytes: Uint8Array, mediaType: MetadataType): readonly Model[] {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (mediaType === dicomXml) {
      const { value, findings } = fromNativeXml(text);
      return [{ json: value, isWellFormed: findings.length === 0 }];
    }
    const json: unknown = JSON.parse(text);
    return (Array.isArray(json) ? json : [json]).map((one: unknown) => ({ json: one, isWellFormed: true }));
  } catch {
    // What the parser says quotes the text, which may be of a patient.
    const kind = mediaType === dicomXml ? 'XML' : 'JSON';
    throw new HttpProblem('multipart-malformed', { detail: `The metadata is no ${kind}.` });
  }
}

type Instance = Model & Pick<Gathered, 'bulk'> & { readonly used: Set<string> };

async function storeOne(deps: StowDeps, request: StowRequest, instance: Instance): Promise<StowResult> {
  const { dataSet, isComplete, isWellFormed } = readDataSet(instance);
  const identity = identityOf(dataSet);
  if (!isComplete) return failed('bulk-data-missing', identity);
  const written = isWellFormed ? withPixels(dataSet, pixelParts(instance)) : undefined;
  if (written === undefined) return failed('metadata-invalid', identity);
  const { studyInstanceUid, provenance } = request;
  const sink = deps.ingest.open({
    transferSyntax: written.transferSyntax,
    provenance,
    policy: 'first',
    ...(studyInstanceUid !== undefined && { expected: { studyInstanceUid } }),
  });
  try {
    await sink.write(encodeDataSet(written.dataSet, written.transferSyntax));
    return toResult(await sink.finish());
  } catch (error) {
    await sink.abort();
    return failureOf(error, deps.logger);
  }
}

function readDataSet({ json, isWellFormed, bulk, used }: Instance) {
  const { value, findings } = fromDicomJson(json, {
    resolveBulkData(uri) {
      used.add(uri);
      return bulk.get(uri)?.[0]?.bytes;
    },
  });
  // File meta information is this node's own, PS3.10 §7.1.
  const elements = value.elements.filter(({ tag }) => groupOf(tag) > 0x0002);
  const errors = findings.filter(({ severity }) => severity === 'error');
  return {
    dataSet: { ...value, elements },
    isComplete: errors.every(({ code }) => code !== 'json-bulk-data-missing'),
    isWellFormed: isWellFormed && errors.length === 0,
  };
}

function pixelParts({ json, bulk }: Instance): readonly BulkPart[] {
  // A data set was read from it, so it is an object; what stands in it is looked at before it is used.
  const attribute = (json as Readonly<Record<string, unknown>>)[pixelDataKey];
  const uri =
    typeof attribute === 'object' && attribute !== null && 'BulkDataURI' in attribute && attribute.BulkDataURI;
  return (typeof uri === 'string' ? bulk.get(uri) : undefined) ?? [];
}

type Written = { readonly dataSet: DataSet; readonly transferSyntax: TransferSyntax };

/** Undefined where frames are of another syntax than their media type, or not as many as the image has. */
function withPixels(dataSet: DataSet, parts: readonly BulkPart[]): Written | undefined {
  const [first] = parts;
  if (first === undefined || first.mediaType.type === octetStream) {
    return parts.length > 1 ? undefined : { dataSet, transferSyntax: explicitVrLittleEndian };
  }
  const { type } = first.mediaType;
  const uid = first.mediaType.parameters.get('transfer-syntax') ?? defaultSyntaxes.get(type);
  const transferSyntax = uid === undefined ? undefined : findTransferSyntax(uid);
  if (transferSyntax === undefined || compressedMediaTypes.get(transferSyntax.uid)?.toLowerCase() !== type) {
    return undefined;
  }
  const isVideo = type.startsWith('video/');
  const frames = isVideo ? 1 : (getNumber(dataSet, tagOf('NumberOfFrames')) ?? 1);
  if (parts.length !== frames || parts.some(({ mediaType }) => mediaType.type !== type)) return undefined;
  // An empty Basic Offset Table, PS3.5 §A.4, then a fragment a frame, each of even length.
  const fragments = [new Uint8Array(), ...parts.map(({ bytes }) => even(bytes))];
  const elements = dataSet.elements.map(
    (element): DataElement =>
      element.tag === tagOf('PixelData') ? { ...element, vr: 'OB', value: { kind: 'fragments', fragments } } : element,
  );
  return { dataSet: { ...dataSet, elements }, transferSyntax };
}

function even(bytes: Uint8Array): Uint8Array {
  return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, new Uint8Array(1)]);
}

function identityOf(dataSet: DataSet) {
  const sopClassUid = getString(dataSet, tagOf('SOPClassUID')) ?? '';
  const sopInstanceUid = getString(dataSet, tagOf('SOPInstanceUID')) ?? '';
  return sopClassUid === '' || sopInstanceUid === '' ? undefined : { sopClassUid, sopInstanceUid };
}

function failed(code: StowFailureCode, identity?: ReturnType<typeof identityOf>): StowResult {
  return { kind: 'failed', code, identity };
}

function failures(count: number): readonly StowResult[] {
  return Array.from({ length: count }, () => failed('part-media-type'));
}
