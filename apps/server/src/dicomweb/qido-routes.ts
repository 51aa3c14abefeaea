/** The search resources of DICOMweb, PS3.18 Table 10.6.1-1. */

import type { FastifyReply, FastifyRequest } from 'fastify';
import { requireAccess } from '../access/access.ts';
import type { HttpServer } from '../http/server.ts';
import type { QueryLevel } from '../query/attributes.ts';
import { acceptJson, acceptOf } from './accept.ts';
import { type QidoDeps, search } from './qido-service.ts';
import { queryStringOf, singleQueryParameter } from './request-query.ts';
import { dicomwebPath } from './resource-urls.ts';

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
  const contentType = acceptJson(acceptOf(request.headers.accept, singleQueryParameter(queryString, 'accept')));
  // The pattern of the route decides which of these there are.
  const { study, series } = request.params as { study?: string; series?: string };
  const { subject, address, audit } = request.access;
  const { body, results, total, warnings, matchedKeys } = await search(deps, subject, {
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
  if (body === undefined) return reply.code(204).send();
  return reply.type(contentType).send(body);
}
