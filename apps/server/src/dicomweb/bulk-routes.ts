/**
 * The retrieve resources of DICOMweb that are bytes, PS3.18 §10.4.1.1.4 to §10.4.1.1.6: frames, bulk data by its address,
 * all bulk data and all Pixel Data of a study, series or instance.
 */

import { tagKey } from '@isocenter/dicom/tag';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ByteSpan } from '../http/byte-range.ts';
import { HttpProblem } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';
import type { StoredInstance } from '../retrieval/instance-repository.ts';
import { openImage, readHeader } from '../retrieval/stored-data-set.ts';
import { acceptBulk, type BulkFormat, octetStream } from './accept.ts';
import { type BulkValue, findBulkValue, findPixelData } from './bulk-data.ts';
import { type BulkRequest, bulkDataParts, countUnobtainable } from './bulk-data-parts.ts';
import { sendBytes } from './byte-reply.ts';
import type { DicomwebDeps } from './dependencies.ts';
import { frameParts, parseFrameList, pixelDataParts } from './frames.ts';
import { multipartBody, multipartStream, type OutgoingPart, withFirst } from './multipart-writer.ts';
import type { ResourceUrls } from './resource-urls.ts';
import { negotiated, registerRetrieve, retrievePaths } from './retrieve-route.ts';
import { findDownloads, findOneInstance, noteRetrieval, tagOfInstances } from './selected-instances.ts';
import { sendBody } from './stream-reply.ts';

export function registerBulk(app: HttpServer, deps: DicomwebDeps, urls: ResourceUrls): void {
  const { study, series, instance } = retrievePaths;
  registerRetrieve(app, `${instance}/frames/:frames`, (request, reply) => sendFrames(deps, request, reply));
  registerRetrieve(app, `${instance}/bulkdata/*`, (request, reply) => sendBulkData(deps, urls, request, reply));
  registerRetrieve(app, `${instance}/pixeldata`, (request, reply) => sendPixelData(deps, urls, request, reply));
  for (const which of ['bulkdata', 'pixeldata'] as const) {
    for (const url of which === 'pixeldata' ? [study, series] : [study, series, instance]) {
      registerRetrieve(
        app,
        `${url}/${which}`,
        async (request, reply) => {
          const instances = await findDownloads(deps, request);
          return sendAllBulkData(deps, request, reply, { instances, urls, which });
        },
        'study:download',
      );
    }
  }
}

type AllBulkData = Omit<BulkRequest, 'offers'> & { readonly instances: readonly StoredInstance[] };

/**
 * Sends the bulk data of instances, a part each. Pixel Data that cannot be had as is accepted is left out, which the status
 * tells, PS3.18 Table 10.4.3-1.
 *
 * @throws HttpProblem `not-acceptable`, `not-found` where there is none at all
 * @throws PixelsError | DicomError | RenderingError where all there is cannot be decoded
 */
export async function sendAllBulkData(
  deps: DicomwebDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { instances, urls, which }: AllBulkData,
): Promise<FastifyReply> {
  const { offers } = acceptBulk(negotiated(request), { single: false });
  await noteRetrieval(request, instances, `all-${which}`);
  const parts = bulkDataParts(deps, instances, { which, offers, urls });
  // The first is made now: where there is none, the answer is still a problem.
  const { value: first, done } = await parts.next();
  const leftOut = countUnobtainable(instances, offers);
  if (done) throw first ?? new HttpProblem(leftOut > 0 ? 'not-acceptable' : 'not-found');
  if (leftOut > 0) {
    reply.code(206).header('warning', `299 isocenter "the Pixel Data of ${leftOut} instances cannot be had so"`);
  }
  return sendBody(request, reply, multipartStream(typeOf(first), withFirst(first, parts)));
}

async function sendFrames(deps: DicomwebDeps, request: FastifyRequest, reply: FastifyReply) {
  // The pattern of the route has this parameter.
  const frames = parseFrameList((request.params as { frames: string }).frames);
  const format = acceptBulk(negotiated(request), { single: frames.length === 1 });
  const one = await findOneInstance(deps, request);
  await noteRetrieval(request, [one], 'frames');
  const image = await openImage(deps.archive, one);
  if (image === undefined) throw new HttpProblem('frame-not-found');
  return sendParts(request, reply, format, frameParts(image, frames, format.offers, deps.renderer));
}

/** Pixel Data of one instance, which is one value. */
async function sendPixelData(deps: DicomwebDeps, urls: ResourceUrls, request: FastifyRequest, reply: FastifyReply) {
  const one = await findOneInstance(deps, request);
  const element = await findPixelData(deps.archive, one, await readHeader(deps.archive, one));
  if (element === undefined) throw new HttpProblem('not-found');
  return sendValue(deps, request, reply, { one, path: [tagKey(element.tag)], urls });
}

async function sendBulkData(deps: DicomwebDeps, urls: ResourceUrls, request: FastifyRequest, reply: FastifyReply) {
  const path = (request.params as { '*': string })['*'].split('/'); // the pattern of the route ends in `*`
  return sendValue(deps, request, reply, { one: await findOneInstance(deps, request), path, urls });
}

type OneValue = {
  readonly one: StoredInstance;
  readonly path: readonly string[];
  readonly urls: ResourceUrls;
};

async function sendValue(
  { archive, renderer }: DicomwebDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { one, path, urls }: OneValue,
): Promise<FastifyReply> {
  const format = acceptBulk(negotiatedBulk(request), { single: true });
  await noteRetrieval(request, [one], 'bulkdata');
  const value: BulkValue = await findBulkValue(archive, one, path);
  const location = urls.bulkData(one, path);
  if (value.kind === 'frames') {
    const image = await openImage(archive, one);
    if (image === undefined) throw new HttpProblem('frame-not-found');
    return sendParts(request, reply, format, located(pixelDataParts(image, format.offers, renderer), location));
  }
  const { lengthBytes } = value;
  if (format.packaging === 'single') {
    const etag = tagOfInstances([one], ['bulkdata', ...path]);
    const chunks = (span?: ByteSpan) => value.chunks(span);
    return sendBytes(request, reply, { contentType: octetStream, lengthBytes, etag, chunks });
  }
  const part = { contentType: octetStream, location, lengthBytes, chunks: () => value.chunks() };
  return sendBody(request, reply, multipartBody(octetStream, [part]));
}

/** @throws HttpProblem `not-acceptable` where several parts are to come without anything around them */
async function sendParts(
  request: FastifyRequest,
  reply: FastifyReply,
  { packaging }: BulkFormat,
  parts: AsyncGenerator<OutgoingPart, void>,
): Promise<FastifyReply> {
  const first = (await parts.next()).value;
  if (first === undefined) throw new HttpProblem('frame-not-found');
  if (packaging === 'multipart') {
    return sendBody(request, reply, multipartStream(typeOf(first), withFirst(first, parts)));
  }
  if ((await parts.next()).value !== undefined) throw new HttpProblem('not-acceptable');
  return sendBody(request, reply, first);
}

async function* located(parts: AsyncIterable<OutgoingPart>, location: string): AsyncGenerator<OutgoingPart, void> {
  for await (const part of parts) yield { ...part, location };
}

/** Without parameters: the parts may differ in their transfer syntax. */
function typeOf({ contentType }: OutgoingPart): string {
  return contentType.split(';')[0] ?? octetStream;
}

/** Who names a range of bytes and takes anything wants the value, not parts around it. */
function negotiatedBulk(request: FastifyRequest): string {
  const accept = negotiated(request);
  return request.headers.range !== undefined && accept === '*/*' ? octetStream : accept;
}
