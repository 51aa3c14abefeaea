/** What can be asked of DICOMweb: its Capabilities Description, PS3.18 §8.9, and the methods of each resource, RFC 9110 §9.3.7. */

import type { FastifyReply, FastifyRequest } from 'fastify';
import { requireAccess } from '../access/access.ts';
import type { HttpServer } from '../http/server.ts';
import { acceptCapabilities } from './accept.ts';
import { type DicomwebRoute, describeCapabilities } from './capabilities.ts';
import { dicomwebPath, type ResourceUrls } from './resource-urls.ts';
import { negotiated } from './retrieve-route.ts';

const storeResource = /^studies(?:\/[^/]+)?\/?$/;

/** @param routes those of DICOMweb; they may come to be known later */
export function registerOptions(app: HttpServer, urls: ResourceUrls, routes: readonly DicomwebRoute[]): void {
  const describe = async (request: FastifyRequest, reply: FastifyReply) => {
    await requireAccess(request.access, 'study:search');
    const contentType = acceptCapabilities(negotiated(request));
    reply.header('allow', 'OPTIONS').type(contentType);
    return reply.send(describeCapabilities(urls.root(), routes));
  };
  app.options(dicomwebPath, { schema: { hide: true } }, describe);
  app.options(`${dicomwebPath}/`, { schema: { hide: true } }, describe);
  app.options(`${dicomwebPath}/*`, { schema: { hide: true } }, async (request, reply) => {
    await requireAccess(request.access, 'study:search');
    const path = (request.params as { '*': string })['*']; // the pattern of the route ends in `*`
    const methods = ['GET', 'HEAD', ...(storeResource.test(path) ? ['POST'] : []), 'OPTIONS'];
    return reply.code(204).header('allow', methods.join(', ')).send();
  });
}
