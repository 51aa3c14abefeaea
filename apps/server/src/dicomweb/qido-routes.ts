/** The search resources of DICOMweb, PS3.18 Table 10.6.1-1. */

import { stringifyDicomJson } from '@isocenter/dicom/json';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { requireAccess } from '../access/access.ts';
import type { HttpServer } from '../http/server.ts';
import type { QueryLevel } from '../query/attributes.ts';
import { acceptModel, acceptOf } from './accept.ts';
import { modelBody } from './model-body.ts';
import { type QidoDeps, search } from './qido-service.ts';
import { queryStringOf, singleQueryParameter } from './request-query.ts';
import { dicomwebPath } from './resource-urls.ts';
import { sendBody } from './stream-reply.ts';

const resources: readonly (readonly [path: string, level: QueryLevel])[] = [
  ['/studies', 'study'],
  ['/series', 'series'],
  ['/instances', 'instance'],
  ['/studies/:study/series', 'series'],
  ['/studies/:study/instances', 'instance'],
  ['/studies/:study/series/:series/instances', 'instance'],
];

/** A preference, RFC 7240 §2, for the number of all matches; it costs a query of its own. */
const prefersCount = /(^|[,\s])count=exact($|[,;\s])/;

export function registerQido(app: HttpServer, deps: QidoDeps): void {
  for (const [path, level] of resources) {
    app.get(`${dicomwebPath}${path}`, { schema: { hide: true } }, async (request, reply) => {
      await requireAccess(request.access, 'study:search');
      return answer(deps, level, request, reply);
    });
  }
}

async function answer(deps: QidoDeps, level: QueryLevel, request: FastifyRequest, reply: FastifyReply) {
  const queryString = queryStringOf(request);
  const accept = acceptOf(request.headers.accept, singleQueryParameter(queryString, 'accept'));
  const format = acceptModel(accept, { single: false });
  // The pattern of the route decides which of these there are.
  const { study, series } = request.params as { study?: string; series?: string };
  const { subject, address, audit } = request.access;
  const { dataSets, results, total, warnings, matchedKeys } = await search(deps, subject, {
    level,
    studyInstanceUid: study,
    seriesInstanceUid: series,
    queryString,
    wantsTotal: prefersCount.test(request.headers.prefer?.toString() ?? ''),
  });
  audit.count({
    action: 'study:search',
    outcome: 'success',
    subject,
    address,
    details: { edge: 'qido-rs', level, keys: matchedKeys, results },
  });
  if (warnings.length > 0) reply.header('warning', warnings.map((text) => `299 isocenter "${text}"`).join(', '));
  if (total !== undefined) reply.headers({ 'x-total-count': String(total), 'preference-applied': 'count=exact' });
  if (results === 0) return reply.code(204).send();
  if (format.mediaType === 'application/dicom+xml') return sendBody(request, reply, modelBody(format, dataSets));
  return reply.type(format.mediaType).send(`[${Array.from(dataSets, stringifyDicomJson).join()}]`);
}
