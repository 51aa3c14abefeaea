/**
 * The retrieve resources of DICOMweb, PS3.18 §10.4: instances, metadata, frames and bulk data. Pictures are in
 * `rendered-routes.ts`.
 */

import type { FastifyReply, FastifyRequest } from 'fastify';
import { requireAccess } from '../access/access.ts';
import { requestedSpan } from '../http/byte-range.ts';
import { isUnchanged, weakTag } from '../http/entity-tag.ts';
import { HttpProblem } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';
import { type InstanceFile, receivedFile } from '../retrieval/instance-file.ts';
import type { StoredInstance } from '../retrieval/instance-repository.ts';
import { RetrievalError } from '../retrieval/retrieval-error.ts';
import { openImage } from '../retrieval/stored-data-set.ts';
import { acceptBulk, acceptInstances, acceptModel, acceptOf, type InstanceFormat } from './accept.ts';
import { type BulkValue, findBulkValue } from './bulk-data.ts';
import type { DicomwebDeps } from './dependencies.ts';
import { frameParts, parseFrameList } from './frames.ts';
import { makeFile, type PlannedFile, planFiles } from './instance-files.ts';
import { readMetadata } from './metadata.ts';
import { modelBody } from './model-body.ts';
import {
  type MultipartBody,
  multipartBody,
  multipartStream,
  type OutgoingPart,
  withFirst,
} from './multipart-writer.ts';
import { queryStringOf, singleQueryParameter } from './request-query.ts';
import { dicomwebPath, type ResourceUrls } from './resource-urls.ts';
import { findInstances, findOneInstance, noteRetrieval, tagOfInstances } from './selected-instances.ts';
import { sendBody } from './stream-reply.ts';
import { writeZip, zipLength } from './zip-writer.ts';

const dicom = 'application/dicom';
const octetStream = 'application/octet-stream';
const study = `${dicomwebPath}/studies/:study`;
const series = `${study}/series/:series`;
const instance = `${series}/instances/:instance`;

export function registerWado(app: HttpServer, deps: DicomwebDeps, urls: ResourceUrls): void {
  type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
  const retrieve = (url: string, handler: Handler) =>
    app.route({
      method: ['GET', 'HEAD'],
      url,
      exposeHeadRoute: false,
      schema: { hide: true },
      async handler(request, reply) {
        await requireAccess(request.access, 'study:read');
        return handler(request, reply);
      },
    });

  for (const url of [study, series, instance]) {
    retrieve(url, (request, reply) => sendInstances(deps, request, reply));
    retrieve(`${url}/metadata`, (request, reply) => sendMetadata(deps, urls, request, reply));
  }
  retrieve(`${instance}/frames/:frames`, (request, reply) => sendFrames(deps, request, reply));
  retrieve(`${instance}/bulkdata/*`, (request, reply) => sendBulkData(deps, request, reply));
}

async function sendInstances(deps: DicomwebDeps, request: FastifyRequest, reply: FastifyReply) {
  const instances = await findInstances(deps, request);
  const single = 'instance' in (request.params as object) && instances.length === 1;
  const format = acceptInstances(negotiated(request), { single });
  await noteRetrieval(request, instances, 'instances');
  if (format.packaging === 'zip') return sendArchive(deps, request, reply, instances);
  const planned = planFiles(instances, format);
  const [only] = planned;
  if (only === undefined) throw notInAnyOf(format);
  if (format.packaging === 'single') return sendBody(request, reply, partOf(await makeFile(deps, only)));
  // Where every instance goes out as received, the length is known and nothing need be made first.
  const isMade = planned.some(
    ({ instance: one, transferSyntaxUids }) => transferSyntaxUids[0] !== one.transferSyntaxUid,
  );
  const { body, parts } = isMade ? await makeParts(deps, planned) : receivedParts(deps, planned);
  if (parts < instances.length) {
    // PS3.18 Table 10.4.3-1.
    reply.code(206).header('warning', `299 isocenter "${instances.length - parts} instances cannot be had so"`);
  }
  return sendBody(request, reply, body);
}

/** Named by our own numbers: what objects call themselves is neither a path nor fit for the name of a file. */
function sendArchive(
  { archive, now }: DicomwebDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  instances: readonly StoredInstance[],
) {
  const seriesUids = [...new Set(instances.map(({ seriesInstanceUid }) => seriesInstanceUid))];
  const inOrder = archive.inOrder(instances.map(({ location }) => location));
  const entries = instances.map((one, index) => {
    const series = String(seriesUids.indexOf(one.seriesInstanceUid) + 1).padStart(3, '0');
    const { lengthBytes, chunks } = receivedFile(inOrder, one);
    return { name: `SE${series}/IM${String(index + 1).padStart(6, '0')}.dcm`, lengthBytes, chunks };
  });
  reply.header('content-disposition', 'attachment; filename="images.zip"');
  return sendBody(request, reply, {
    contentType: 'application/zip',
    lengthBytes: zipLength(entries),
    chunks: () => writeZip(entries, now()),
  });
}

type Packed = { readonly body: MultipartBody; readonly parts: number };

function receivedParts({ archive }: DicomwebDeps, planned: readonly PlannedFile[]): Packed {
  const inOrder = archive.inOrder(planned.map(({ instance: one }) => one.location));
  const parts = planned.map(({ instance: one }) => partOf(receivedFile(inOrder, one)));
  return { body: multipartBody(dicom, parts), parts: parts.length };
}

/**
 * The first file is made now: if it cannot be, the next takes its place, or the answer is a problem and not half a body.
 * One that cannot be made later cuts the answer.
 */
async function makeParts(deps: DicomwebDeps, planned: readonly PlannedFile[]): Promise<Packed> {
  for (const [index, file] of planned.entries()) {
    const isLast = index === planned.length - 1;
    const first = await makeFile(deps, file).catch((error: unknown) => {
      if (isLast || !(error instanceof RetrievalError)) throw error;
      return undefined;
    });
    if (first === undefined) continue;
    const rest = planned.slice(index + 1);
    return { body: multipartStream(dicom, partsFrom(deps, first, rest)), parts: 1 + rest.length };
  }
  throw new HttpProblem('not-acceptable');
}

async function* partsFrom(
  deps: DicomwebDeps,
  first: InstanceFile,
  rest: readonly PlannedFile[],
): AsyncGenerator<OutgoingPart, void> {
  yield partOf(first);
  for (const file of rest) yield partOf(await makeFile(deps, file));
}

function partOf(file: InstanceFile): OutgoingPart {
  return { ...file, contentType: contentTypeOf(file) };
}

function contentTypeOf({ transferSyntaxUid }: InstanceFile): string {
  return `${dicom}; transfer-syntax=${transferSyntaxUid}`;
}

function notInAnyOf({ syntaxes }: InstanceFormat): HttpProblem {
  return new HttpProblem('not-acceptable', {
    detail: `Nothing here is stored in, or can be turned to, what was accepted (${syntaxes.length} transfer syntaxes).`,
  });
}

async function sendMetadata(deps: DicomwebDeps, urls: ResourceUrls, request: FastifyRequest, reply: FastifyReply) {
  const instances = await findInstances(deps, request);
  const single = 'instance' in (request.params as object) && instances.length === 1;
  const format = acceptModel(negotiated(request), { single });
  await noteRetrieval(request, instances, 'metadata');
  // Weak: the same in every encoding. Its addresses are this node's.
  const etag = weakTag(tagOfInstances(instances, [format.mediaType, urls.study(instances[0]?.studyInstanceUid ?? '')]));
  if (isUnchanged(request, reply, etag)) return reply.send();
  reply.header('etag', etag);
  // XML is text throughout; of JSON most readers want numbers.
  const numericText = format.mediaType === 'application/dicom+xml' ? ({ numericText: 'as-written' } as const) : {};
  return sendBody(request, reply, modelBody(format, readMetadata(deps.archive, instances, { urls, ...numericText })));
}

async function sendFrames(deps: DicomwebDeps, request: FastifyRequest, reply: FastifyReply) {
  // The pattern of the route has this parameter.
  const frames = parseFrameList((request.params as { frames: string }).frames);
  const format = acceptBulk(negotiated(request), { single: frames.length === 1 });
  const one = await findOneInstance(deps, request);
  await noteRetrieval(request, [one], 'frames');
  return sendFrameParts(deps, request, reply, { one, frames, format });
}

type FrameAnswer = {
  readonly one: StoredInstance;
  /** All of them where undefined. */
  readonly frames: readonly number[] | undefined;
  readonly format: ReturnType<typeof acceptBulk>;
};

async function sendFrameParts(
  { archive, renderer }: DicomwebDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { one, frames, format }: FrameAnswer,
) {
  const image = await openImage(archive, one);
  if (image === undefined) throw new HttpProblem('frame-not-found');
  const numbers = frames ?? Array.from({ length: image.table.numberOfFrames }, (_, index) => index + 1);
  const parts = frameParts(image, numbers, format.offers, renderer);
  const first = await parts.next();
  if (first.value === undefined) throw new HttpProblem('frame-not-found');
  if (format.packaging === 'single') return sendBody(request, reply, first.value);
  const type = first.value.contentType.split(';')[0] ?? octetStream;
  return sendBody(request, reply, multipartStream(type, withFirst(first.value, parts)));
}

async function sendBulkData(deps: DicomwebDeps, request: FastifyRequest, reply: FastifyReply) {
  const path = (request.params as { '*': string })['*'].split('/'); // the pattern of the route ends in `*`
  const format = acceptBulk(negotiatedBulk(request), { single: true });
  const one = await findOneInstance(deps, request);
  await noteRetrieval(request, [one], 'bulkdata');
  const value: BulkValue = await findBulkValue(deps.archive, one, path);
  if (value.kind === 'frames') return sendFrameParts(deps, request, reply, { one, frames: undefined, format });
  const { lengthBytes } = value;
  const part = { contentType: octetStream, lengthBytes, chunks: () => value.chunks() };
  if (format.packaging !== 'single') return sendBody(request, reply, multipartBody(octetStream, [part]));
  const etag = tagOfInstances([one], ['bulkdata', ...path]);
  if (isUnchanged(request, reply, etag)) return reply.send();
  const span = requestedSpan(request, reply, { lengthBytes, etag });
  reply.headers({ 'accept-ranges': 'bytes', etag });
  if (span === undefined) return sendBody(request, reply, part);
  reply.code(206).header('content-range', `bytes ${span.start}-${span.end - 1}/${lengthBytes}`);
  const chunks = () => value.chunks(span);
  return sendBody(request, reply, { contentType: octetStream, lengthBytes: span.end - span.start, chunks });
}

/** Who names a range of bytes and takes anything wants the value, not parts around it. */
function negotiatedBulk(request: FastifyRequest): string {
  const accept = negotiated(request);
  return request.headers.range !== undefined && accept === '*/*' ? octetStream : accept;
}

function negotiated(request: FastifyRequest): string {
  return acceptOf(request.headers.accept, singleQueryParameter(queryStringOf(request), 'accept'));
}
