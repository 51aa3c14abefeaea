/**
 * Lets pages of other origins, such as a viewer on a host of its own, use DICOMweb and read the API (Fetch Standard, CORS).
 *
 * Only origins that are named exactly, and never with credentials: such a page signs its requests with a token, and the
 * session of a browser is of no use to it.
 */

import type { HttpServer } from './server.ts';

const dicomwebPath = /^\/dicom-web(?:\/|$)/;
const apiPath = /^\/api(?:\/|$)/;

/** Request headers that a page may set besides those that need no leave. */
const allowedHeaders = 'accept, authorization, content-type, if-match, if-none-match, if-range, prefer, range';

/** Answer headers that a page may read besides those that need no leave. */
const exposedHeaders =
  'accept-ranges, content-encoding, content-location, content-range, etag, location, preference-applied, retry-after, warning, x-request-id, x-total-count';

/** Seconds for which a browser need not ask again; browsers cut it to theirs. */
const preflightSeconds = 7_200;

/** @param origins such as `https://viewer.example`, exactly as browsers send them */
export function registerCrossOrigin(app: HttpServer, origins: readonly string[]): void {
  if (origins.length === 0) return;
  const allowed = new Set(origins);
  app.addHook('onRequest', async (request, reply) => {
    const methods = methodsOf(request.url.split('?', 1)[0] ?? '');
    if (methods === undefined) return;
    reply.header('vary', 'Origin');
    const { origin } = request.headers;
    const wanted = request.headers['access-control-request-method'];
    const isPreflight = request.method === 'OPTIONS' && wanted !== undefined;
    if (origin === undefined || !allowed.has(origin)) return;
    if (!methods.includes(isPreflight ? wanted : request.method)) return;
    reply.header('access-control-allow-origin', origin);
    if (!isPreflight) {
      reply.header('access-control-expose-headers', exposedHeaders);
      return;
    }
    // Before anybody is asked who they are: a browser sends no token with it.
    return reply
      .headers({
        'access-control-allow-methods': methods.join(', '),
        'access-control-allow-headers': allowedHeaders,
        'access-control-max-age': String(preflightSeconds),
      })
      .code(204)
      .send();
  });
}

function methodsOf(path: string): readonly string[] | undefined {
  if (dicomwebPath.test(path)) return ['GET', 'HEAD', 'POST', 'OPTIONS'];
  return apiPath.test(path) ? ['GET', 'HEAD', 'OPTIONS'] : undefined;
}
