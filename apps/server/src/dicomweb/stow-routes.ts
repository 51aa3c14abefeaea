/**
 * The store resources of DICOMweb, PS3.18 §10.5: instances as PS3.10 files, or as metadata in JSON or XML with
 * bulk data, answered in JSON or XML.
 */

import type { IncomingMessage } from 'node:http';
import { stringifyDicomJson } from '@isocenter/dicom/json';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { requireAccess } from '../access/access.ts';
import { labelOf } from '../access/subject-label.ts';
import { HttpProblem } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';
import { releaseBuffers } from '../storage/release-buffer.ts';
import { acceptModel, acceptOf } from './accept.ts';
import type { DicomwebDeps } from './dependencies.ts';
import { parseMediaType } from './media-type.ts';
import { modelBody } from './model-body.ts';
import { type MultipartPart, readMultipart } from './multipart-reader.ts';
import { queryStringOf, singleQueryParameter } from './request-query.ts';
import { assertRequestedUid } from './requested-uid.ts';
import { dicomwebPath, type ResourceUrls } from './resource-urls.ts';
import { type MetadataType, metadataTypes, storeMetadata } from './stow-metadata.ts';
import { type StowResult, storeResponse, storeStatus } from './stow-response.ts';
import { singlePart, storeParts } from './stow-service.ts';
import { sendBody } from './stream-reply.ts';

const dicom = 'application/dicom';

export function registerStow(app: HttpServer, deps: DicomwebDeps, urls: ResourceUrls): void {
  // The route reads the body itself, as it arrives.
  for (const type of ['multipart/related', dicom]) {
    app.addContentTypeParser(type, (_request, payload, done) => done(null, payload));
  }
  for (const path of ['/studies', '/studies/:study']) {
    app.post(`${dicomwebPath}${path}`, { schema: { hide: true } }, async (request, reply) => {
      await requireAccess(request.access, 'instance:store');
      return store(deps, urls, request, reply);
    });
  }
}

async function store(deps: DicomwebDeps, urls: ResourceUrls, request: FastifyRequest, reply: FastifyReply) {
  const accept = acceptOf(request.headers.accept, singleQueryParameter(queryStringOf(request), 'accept'));
  const format = acceptModel(accept, { single: true });
  const { study } = request.params as { study?: string }; // the pattern of one of the routes has it
  if (study !== undefined) assertRequestedUid(study);
  const { subject, address } = request.access;
  const { parts, metadata } = partsOf(request);
  const stored = {
    parts,
    studyInstanceUid: study,
    provenance: {
      source: 'stow' as const,
      subject: labelOf(subject),
      receivedAt: deps.now().toISOString(),
      ...(address !== undefined && { address }),
    },
  };
  const results = await (metadata === undefined ? storeParts(deps, stored) : storeMetadata(deps, stored, metadata));
  if (results.length === 0) throw new HttpProblem('multipart-malformed', { detail: 'The request has no instances.' });
  noteStored(request, results);
  reply.code(storeStatus(results));
  const answer = storeResponse(results, urls);
  if (format.mediaType === 'application/dicom+xml') return sendBody(request, reply, modelBody(format, [answer]));
  return reply.type(format.mediaType).send(stringifyDicomJson(answer));
}

type Parts = {
  readonly parts: AsyncIterable<MultipartPart>;
  /** As what, where they are metadata and bulk data, and not files. */
  readonly metadata?: MetadataType;
};

/** @throws HttpProblem `unsupported-media-type`, `multipart-malformed` */
function partsOf(request: FastifyRequest): Parts {
  const body = released(request.body as IncomingMessage); // the parser above hands the stream on
  const mediaType = parseMediaType(request.headers['content-type'] ?? '');
  if (mediaType?.type === dicom) return { parts: singlePart(body) };
  const type = parseMediaType(mediaType?.parameters.get('type') ?? dicom)?.type;
  const boundary = mediaType?.parameters.get('boundary');
  const metadata = metadataTypes.find((known) => known === type);
  if (mediaType?.type !== 'multipart/related' || (type !== dicom && metadata === undefined)) {
    const taken = [dicom, ...metadataTypes].join(', ');
    throw new HttpProblem('unsupported-media-type', { detail: `Parts are taken as one of ${taken}.` });
  }
  if (boundary === undefined) throw new HttpProblem('multipart-malformed', { detail: 'Content-Type has no boundary.' });
  return { parts: readMultipart(body, boundary), ...(metadata !== undefined && { metadata }) };
}

/** Frees what came when more is asked for: at this rate the garbage collector would run all the time. */
async function* released(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of body) {
    yield chunk;
    releaseBuffers([chunk]);
  }
}

/** Counted as for C-STORE: what is durable is answered as stored, whatever the database does. */
function noteStored({ access }: FastifyRequest, results: readonly StowResult[]): void {
  const failed = results.flatMap((result) => (result.kind === 'failed' ? [result.code] : []));
  access.audit.count({
    action: 'instance:store',
    outcome: failed.length < results.length ? 'success' : 'failure',
    subject: access.subject,
    address: access.address,
    details: { edge: 'stow-rs', stored: results.length - failed.length, failures: [...new Set(failed)] },
  });
}
