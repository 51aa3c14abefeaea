/** What the retrieve resources of DICOMweb have in common, PS3.18 §10.4.1: where they are, who may ask, what is negotiated. */

import type { FastifyReply, FastifyRequest } from 'fastify';
import { requireAccess } from '../access/access.ts';
import type { HttpServer } from '../http/server.ts';
import { acceptOf } from './accept.ts';
import { queryStringOf, singleQueryParameter } from './request-query.ts';
import { dicomwebPath } from './resource-urls.ts';

const study = `${dicomwebPath}/studies/:study`;
const series = `${study}/series/:series`;

/** Patterns of addresses. */
export const retrievePaths = { study, series, instance: `${series}/instances/:instance` } as const;

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/**
 * Registers a resource for who may read studies, or download them. HEAD is answered by the same handler, which need not
 * make a body then.
 */
export function registerRetrieve(
  app: HttpServer,
  url: string,
  handler: Handler,
  action: 'study:read' | 'study:download' = 'study:read',
): void {
  app.route({
    method: ['GET', 'HEAD'],
    url,
    exposeHeadRoute: false,
    schema: { hide: true },
    async handler(request, reply) {
      await requireAccess(request.access, action);
      return handler(request, reply);
    },
  });
}

/** Returns the text that negotiates, see `acceptOf`. */
export function negotiated(request: FastifyRequest): string {
  return acceptOf(request.headers.accept, singleQueryParameter(queryStringOf(request), 'accept'));
}
