/** Pictures of instances and frames, PS3.18 §10.4.1.1.3, and thumbnails of studies, series, instances and frames, §10.4.1.1.5. */

import { tagOf } from '@isocenter/dicom/dictionary';
import { getNumber } from '@isocenter/dicom/values';
import type { ImageObject } from '@isocenter/pixels/frame-table';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { requireAccess } from '../access/access.ts';
import { HttpProblem } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';
import { acceptOf, acceptRendered, type RenderedMediaType } from './accept.ts';
import type { DicomwebDeps } from './dependencies.ts';
import { openFrameTable, parseFrameList } from './frames.ts';
import { findRepresentative, type StoredInstance } from './instance-repository.ts';
import { multipartStream, type OutgoingPart } from './multipart-writer.ts';
import { parseRenderingQuery, parseThumbnailQuery, type RenderingQuery } from './rendering-query.ts';
import { queryStringOf, singleQueryParameter } from './request-query.ts';
import { dicomwebPath } from './resource-urls.ts';
import { findOneInstance, noteRetrieval, selectorOf } from './selected-instances.ts';
import { openImage } from './stored-data-set.ts';
import { sendBody } from './stream-reply.ts';

const study = `${dicomwebPath}/studies/:study`;
const series = `${study}/series/:series`;
const instance = `${series}/instances/:instance`;
const frames = `${instance}/frames/:frames`;

export function registerRendered(app: HttpServer, deps: DicomwebDeps): void {
  for (const url of [instance, frames]) {
    app.get(`${url}/rendered`, { schema: { hide: true } }, async (request, reply) => {
      await requireAccess(request.access, 'study:read');
      const one = await findOneInstance(deps, request);
      await noteRetrieval(request, [one], 'rendered');
      return sendPictures(deps, request, reply, { one, query: parseRenderingQuery(queryStringOf(request)) });
    });
  }
  for (const url of [study, series, instance, frames]) {
    app.get(`${url}/thumbnail`, { schema: { hide: true } }, async (request, reply) => {
      await requireAccess(request.access, 'study:read');
      const one = await findShown(deps, request);
      await noteRetrieval(request, [one], 'thumbnail');
      return sendPictures(deps, request, reply, { one, query: parseThumbnailQuery(queryStringOf(request)) });
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

type Wanted = { readonly one: StoredInstance; readonly query: RenderingQuery };

async function sendPictures(
  deps: DicomwebDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { one, query }: Wanted,
): Promise<FastifyReply> {
  const parameter = singleQueryParameter(queryStringOf(request), 'accept');
  const mediaType = acceptRendered(acceptOf(request.headers.accept, parameter));
  const image = await openImage(deps.archive, one);
  if (image === undefined) throw new HttpProblem('not-renderable');
  const { frames: list } = request.params as { frames?: string }; // some of the patterns have this parameter
  const numbers = list === undefined ? [await representativeFrame(image)] : parseFrameList(list);
  const [first, ...more] = numbers;
  if (first === undefined) throw new HttpProblem('frame-not-found');
  const render = (frame: number) => deps.pixels.render(image, { ...query, frame, mediaType });
  const picture = await render(first);
  if (more.length === 0)
    return reply.type(mediaType).send(Buffer.from(picture.buffer, picture.byteOffset, picture.length));
  return sendBody(request, reply, multipartStream(mediaType, pictureParts(mediaType, picture, more, render)));
}

/** Representative Frame Number (0028,6010), or the one in the middle: the first of a loop or a volume shows little. */
async function representativeFrame(image: ImageObject): Promise<number> {
  const { numberOfFrames } = await openFrameTable(image);
  const declared = getNumber(image.header, tagOf('RepresentativeFrameNumber'));
  if (declared !== undefined && declared >= 1 && declared <= numberOfFrames) return declared;
  return Math.floor((numberOfFrames + 1) / 2);
}

async function* pictureParts(
  contentType: RenderedMediaType,
  first: Uint8Array,
  rest: readonly number[],
  render: (frame: number) => Promise<Uint8Array>,
): AsyncGenerator<OutgoingPart, void> {
  yield { contentType, lengthBytes: first.length, chunks: () => [first] };
  for (const frame of rest) {
    const picture = await render(frame);
    yield { contentType, lengthBytes: picture.length, chunks: () => [picture] };
  }
}
