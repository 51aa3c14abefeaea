/**
 * Pictures of studies, series, instances and frames, PS3.18 §10.4.1.1.3, and thumbnails of them, §10.4.1.1.5. Reports and
 * other documents are in `rendered-document.ts`.
 */

import type { FastifyReply, FastifyRequest } from 'fastify';
import { requireAccess } from '../access/access.ts';
import { isUnchanged } from '../http/entity-tag.ts';
import { HttpProblem } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';
import { RenderingError } from '../rendering/errors.ts';
import { type Annotation, parseRenderingParameters, type RenderingParameters } from '../rendering/parameters.ts';
import type { Picture } from '../rendering/renderer.ts';
import { findRepresentative, type StoredInstance } from '../retrieval/instance-repository.ts';
import { openImage } from '../retrieval/stored-data-set.ts';
import { acceptRendered, type RenderedMediaType, renderedMediaTypes } from './accept.ts';
import type { DicomwebDeps } from './dependencies.ts';
import { parseFrameList } from './frames.ts';
import { multipartStream, type OutgoingPart, withFirst } from './multipart-writer.ts';
import { sendDocument } from './rendered-document.ts';
import { queryStringOf } from './request-query.ts';
import type { ResourceUrls } from './resource-urls.ts';
import { negotiated, retrievePaths } from './retrieve-route.ts';
import { findInstances, findOneInstance, noteRetrieval, selectorOf, tagOfInstances } from './selected-instances.ts';
import { sendBody } from './stream-reply.ts';
import { pictureFormats, representativeFrame, studyPictures } from './study-pictures.ts';

const { study, series, instance } = retrievePaths;
const frames = `${instance}/frames/:frames`;

/** Pixels; thumbnails are shown in lists, PS3.18 §10.4.1.1.5. */
const defaultThumbnail = { width: 160, height: 160 };
const thumbnailQuality = 80;

export function registerRendered(app: HttpServer, deps: DicomwebDeps, urls: ResourceUrls): void {
  for (const url of [study, series]) {
    app.get(`${url}/rendered`, { schema: { hide: true } }, async (request, reply) => {
      await requireAccess(request.access, 'study:read');
      return sendStudyPictures(deps, urls, request, reply);
    });
  }
  for (const url of [instance, frames]) {
    app.get(`${url}/rendered`, { schema: { hide: true } }, async (request, reply) => {
      await requireAccess(request.access, 'study:read');
      const one = await findOneInstance(deps, request);
      await noteRetrieval(request, [one], 'rendered');
      if (url === instance && one.pixelDataOffset === undefined) return sendDocument(deps, request, reply, one);
      const parameters = renderingParameters(request);
      return sendPictures(deps, request, reply, { one, parameters });
    });
  }
  for (const url of [study, series, instance, frames]) {
    app.get(`${url}/thumbnail`, { schema: { hide: true } }, async (request, reply) => {
      await requireAccess(request.access, 'study:read');
      const one = await findShown(deps, request);
      await noteRetrieval(request, [one], 'thumbnail');
      return sendPictures(deps, request, reply, { one, parameters: thumbnailParameters(request) });
    });
  }
}

async function findShown(deps: DicomwebDeps, request: FastifyRequest): Promise<StoredInstance> {
  const selector = selectorOf(request);
  if (selector.sopInstanceUid !== undefined) return findOneInstance(deps, request);
  await deps.archive.settled();
  const found = await findRepresentative(deps.db, request.access.subject, selector);
  if (found === undefined) throw new HttpProblem('not-found');
  return found;
}

function renderingParameters(request: FastifyRequest): RenderingParameters {
  const parameters = new URLSearchParams(queryStringOf(request));
  return parseRenderingParameters({
    viewport: parameters.get('viewport') ?? undefined,
    window: parameters.get('window') ?? undefined,
    quality: parameters.get('quality') ?? undefined,
    annotation: parameters.get('annotation') ?? undefined,
  });
}

/** A thumbnail takes the size of a viewport and nothing else, PS3.18 §8.3.5.1.3. */
function thumbnailParameters(request: FastifyRequest): RenderingParameters {
  const { viewport } = renderingParameters(request);
  if (viewport?.region !== undefined) {
    throw new RenderingError('rendering-parameter-invalid', 'the viewport of a thumbnail is a width and a height');
  }
  const { width, height } = viewport ?? defaultThumbnail;
  return { viewport: { width, height }, quality: thumbnailQuality };
}

async function sendStudyPictures(deps: DicomwebDeps, urls: ResourceUrls, request: FastifyRequest, reply: FastifyReply) {
  const mediaType = renderedMediaType(request);
  const parameters = renderingParameters(request);
  const images = (await findInstances(deps, request)).filter((one) => one.hasImage);
  await noteRetrieval(request, images, 'rendered');
  const parts = studyPictures(deps, images, { mediaType, parameters, urls });
  // The first is made now: where there is none, the answer is still a problem.
  const first = (await parts.next()).value;
  if (first === undefined) throw new HttpProblem('not-renderable');
  return sendBody(request, reply, multipartStream(mediaType, withFirst(first, parts)));
}

function renderedMediaType(request: FastifyRequest): RenderedMediaType {
  return acceptRendered(negotiated(request), renderedMediaTypes);
}

type Wanted = { readonly one: StoredInstance; readonly parameters: RenderingParameters };

async function sendPictures(
  deps: DicomwebDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { one, parameters }: Wanted,
): Promise<FastifyReply> {
  const mediaType = renderedMediaType(request);
  const { frames: list } = request.params as { frames?: string }; // some of the patterns have this parameter
  const numbered = list === undefined ? undefined : parseFrameList(list);
  const isOne = numbered === undefined || numbered.length === 1;
  const etag = tagOfInstances([one], ['picture', mediaType, list ?? '', JSON.stringify(parameters)]);
  if (isOne && isUnchanged(request, reply, etag)) return reply.send();
  const image = await openImage(deps.archive, one);
  if (image === undefined) throw new HttpProblem('not-renderable');
  const numbers = numbered ?? [representativeFrame(image)];
  const [first, ...more] = numbers;
  if (first === undefined) throw new HttpProblem('frame-not-found');
  const format = pictureFormats[mediaType];
  const render = (frame: number) => deps.renderer.renderFrame(image, { ...parameters, frame, format });
  const { bytes, undrawn } = await render(first);
  // The frames of an image are of one size: what the first has no room for, none has.
  warnOfAnnotations(reply, undrawn);
  if (more.length === 0) return reply.type(mediaType).header('etag', etag).send(bytes);
  return sendBody(request, reply, multipartStream(mediaType, pictureParts(mediaType, bytes, more, render)));
}

/** What cannot be drawn is left out, and who asks for it is told so, PS3.18 §8.3.5.1.1. */
function warnOfAnnotations(reply: FastifyReply, undrawn: readonly Annotation[]): void {
  if (undrawn.length === 0) return;
  reply.header('warning', `299 isocenter "The following annotation values are not supported: ${undrawn.join(',')}"`);
}

async function* pictureParts(
  contentType: RenderedMediaType,
  first: Uint8Array,
  rest: readonly number[],
  render: (frame: number) => Promise<Picture>,
): AsyncGenerator<OutgoingPart, void> {
  yield { contentType, lengthBytes: first.length, chunks: () => [first] };
  for (const frame of rest) {
    const { bytes } = await render(frame);
    yield { contentType, lengthBytes: bytes.length, chunks: () => [bytes] };
  }
}
