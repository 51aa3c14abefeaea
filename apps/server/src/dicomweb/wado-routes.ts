/**
 * The retrieve resources of DICOMweb that are instances or their metadata, PS3.18 §10.4.1.1.1 and §10.4.1.1.2. Frames and
 * bulk data are in `bulk-routes.ts`, pictures in `rendered-routes.ts`.
 */

import type { FastifyReply, FastifyRequest } from 'fastify';
import { isUnchanged, weakTag } from '../http/entity-tag.ts';
import { HttpProblem } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';
import { type InstanceFile, receivedFile } from '../retrieval/instance-file.ts';
import type { StoredInstance } from '../retrieval/instance-repository.ts';
import { RetrievalError } from '../retrieval/retrieval-error.ts';
import { acceptInstances, acceptModel, type InstanceFormat } from './accept.ts';
import { sendAllBulkData } from './bulk-routes.ts';
import type { DicomwebDeps } from './dependencies.ts';
import { makeFile, type PlannedFile, planFiles } from './instance-files.ts';
import { readMetadata } from './metadata.ts';
import { modelBody } from './model-body.ts';
import { type MultipartBody, multipartBody, multipartStream, type OutgoingPart } from './multipart-writer.ts';
import type { ResourceUrls } from './resource-urls.ts';
import { negotiated, registerRetrieve, retrievePaths } from './retrieve-route.ts';
import { findDownloads, findInstances, noteRetrieval, tagOfInstances } from './selected-instances.ts';
import { sendBody } from './stream-reply.ts';
import { writeZip, zipLength } from './zip-writer.ts';

const dicom = 'application/dicom';

export function registerWado(app: HttpServer, deps: DicomwebDeps, urls: ResourceUrls): void {
  for (const url of [retrievePaths.study, retrievePaths.series, retrievePaths.instance]) {
    registerRetrieve(app, url, (request, reply) => sendInstances(deps, urls, request, reply), 'study:download');
    registerRetrieve(app, `${url}/metadata`, (request, reply) => sendMetadata(deps, urls, request, reply));
  }
}

async function sendInstances(deps: DicomwebDeps, urls: ResourceUrls, request: FastifyRequest, reply: FastifyReply) {
  const instances = await findDownloads(deps, request);
  const single = 'instance' in (request.params as object) && instances.length === 1;
  const format = acceptInstances(negotiated(request), { single });
  if (format.packaging === 'bulk') return sendAllBulkData(deps, request, reply, { instances, urls, which: 'bulkdata' });
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
