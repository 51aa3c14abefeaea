/** What methods a DICOMweb resource has, for OPTIONS, RFC 9110 §9.3.7. Capabilities, PS3.18 §8.9, are not described. */

import { requireAccess } from '../access/access.ts';
import type { HttpServer } from '../http/server.ts';
import { dicomwebPath } from './resource-urls.ts';

const storeResource = /^\/studies(?:\/[^/]+)?\/?$/;

export function registerOptions(app: HttpServer): void {
  app.options(`${dicomwebPath}/*`, { schema: { hide: true } }, async (request, reply) => {
    await requireAccess(request.access, 'study:search');
    const path = `/${(request.params as { '*': string })['*']}`; // the pattern of the route ends in `*`
    const methods = ['GET', 'HEAD', ...(storeResource.test(path) ? ['POST'] : []), 'OPTIONS'];
    return reply.code(204).header('allow', methods.join(', ')).send();
  });
}
