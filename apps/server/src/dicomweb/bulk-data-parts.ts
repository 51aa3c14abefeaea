/**
 * The bulk data of instances as parts of one answer, PS3.18 §10.4.3.3.5, or their Pixel Data only, §10.4.3.3.6: every
 * value that their metadata names by an address, under that address.
 *
 * Values other than Pixel Data are octet streams and nothing else: who takes only images gets only those. Pixel Data whose
 * first frame cannot be decoded is left out and logged, and keeps nobody from the rest.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { toDicomJson } from '@isocenter/dicom/json';
import { tagKey } from '@isocenter/dicom/tag';
import { isDecodable } from '@isocenter/pixels/decode';
import type { StoredInstance } from '../retrieval/instance-repository.ts';
import { openImage, type Reads, readHeader, transferSyntaxOf } from '../retrieval/stored-data-set.ts';
import { type BulkOffer, type FrameForm, frameForms, octetStream, takesOctets } from './accept.ts';
import { type BulkValue, bulkValueIn, findPixelData } from './bulk-data.ts';
import type { DicomwebDeps } from './dependencies.ts';
import { pixelDataParts } from './frames.ts';
import { type OutgoingPart, withFirst } from './multipart-writer.ts';
import type { ResourceUrls } from './resource-urls.ts';
import { isUnshowable, type Unshowable } from './unshowable.ts';

export type BulkRequest = {
  readonly which: 'bulkdata' | 'pixeldata';
  readonly offers: readonly BulkOffer[];
  readonly urls: ResourceUrls;
};

/** Returns how many instances have Pixel Data that fits none of the offers; it is left out. */
export function countUnobtainable(instances: readonly StoredInstance[], offers: readonly BulkOffer[]): number {
  return instances.filter((one) => one.pixelDataOffset !== undefined && formOfPixels(one, offers) === undefined).length;
}

/**
 * Yields the parts of each instance, in their order, and reads an instance when its turn comes. Returns the first failure of
 * what was left out.
 */
export async function* bulkDataParts(
  deps: DicomwebDeps,
  instances: readonly StoredInstance[],
  request: BulkRequest,
): AsyncGenerator<OutgoingPart, Unshowable | undefined> {
  let failure: Unshowable | undefined;
  for (const instance of instances) {
    if (request.which === 'pixeldata' && instance.pixelDataOffset === undefined) continue;
    const header = await readHeader(deps.archive, instance);
    if (request.which === 'bulkdata' && takesOctets(request.offers))
      yield* headerParts(deps, instance, header, request);
    const problem = yield* decodableParts(deps, instance, partsOfPixels(deps, instance, header, request));
    failure ??= problem;
  }
  return failure;
}

/** Yields nothing where the first of the parts cannot be made, and returns the reason. */
async function* decodableParts(
  { logger }: DicomwebDeps,
  { studyId, transferSyntaxUid }: StoredInstance,
  parts: AsyncGenerator<OutgoingPart, void>,
): AsyncGenerator<OutgoingPart, Unshowable | undefined> {
  let first: IteratorResult<OutgoingPart, void>;
  try {
    first = await parts.next();
  } catch (error) {
    if (!isUnshowable(error)) throw error;
    logger.warn({ code: error.code, studyId, transferSyntaxUid }, 'Pixel Data was left out of bulk data');
    return error;
  }
  if (!first.done) yield* withFirst(first.value, parts);
  return undefined;
}

async function* headerParts(
  { archive }: DicomwebDeps,
  instance: StoredInstance,
  header: DataSet,
  { urls }: BulkRequest,
): AsyncGenerator<OutgoingPart, void> {
  for (const path of bulkPathsOf(header)) {
    const value = await bulkValueIn(archive, instance, { header, path });
    if (value.kind === 'bytes') yield bytesPart(value, urls.bulkData(instance, path));
  }
}

/** What metadata names by an address is what the JSON model asks an address for. */
function bulkPathsOf(header: DataSet): readonly (readonly string[])[] {
  const paths: (readonly string[])[] = [];
  toDicomJson(header, {
    bulkDataUri(_, path) {
      paths.push(path);
      return '';
    },
  });
  return paths;
}

async function* partsOfPixels(
  { archive, renderer }: DicomwebDeps,
  instance: StoredInstance,
  header: DataSet,
  { offers, urls }: BulkRequest,
): AsyncGenerator<OutgoingPart, void> {
  const form = formOfPixels(instance, offers);
  const element = await findPixelData(archive, instance, header);
  if (form === undefined || element === undefined) return;
  const path = [tagKey(element.tag)];
  const location = urls.bulkData(instance, path);
  const value = await valueAsStored(archive, instance, { header, path, form });
  if (value?.kind === 'bytes') {
    yield bytesPart(value, location);
    return;
  }
  const image = await openImage(archive, instance);
  if (image === undefined) return;
  for await (const part of pixelDataParts(image, offers, renderer)) yield { ...part, location };
}

type Wanted = { readonly header: DataSet; readonly path: readonly string[]; readonly form: FrameForm };

async function valueAsStored(
  archive: Reads,
  instance: StoredInstance,
  { header, path, form }: Wanted,
): Promise<BulkValue | undefined> {
  return form.kind === 'native' ? bulkValueIn(archive, instance, { header, path }) : undefined;
}

function formOfPixels(instance: StoredInstance, offers: readonly BulkOffer[]): FrameForm | undefined {
  const { uid, encapsulated } = transferSyntaxOf(instance);
  return frameForms(offers, { uid, encapsulated, decodable: isDecodable(uid) })[0];
}

function bytesPart(value: Extract<BulkValue, { kind: 'bytes' }>, location: string): OutgoingPart {
  return { contentType: octetStream, location, lengthBytes: value.lengthBytes, chunks: () => value.chunks() };
}
