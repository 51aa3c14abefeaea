/**
 * Serves the built web application: files as they are, the page itself for every address that is one of its own.
 *
 * Names below `assets/` carry a hash of their content and may be kept for ever; everything else is asked for again.
 * Files compressed at build time are sent to those who accept them.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { HttpProblem } from './problem.ts';
import type { HttpServer } from './server.ts';

/** Where the built application lies, beside the server in the clone and in a package. */
export const webApplicationDir = join(import.meta.dirname, '../../../web/dist');

const immutable = 'public, max-age=31536000, immutable';

/** Paths of interfaces, which no page of the application begins with. */
const interfaces = /^\/(api|dicom-web|fhir|s|assets|healthz|readyz|metrics)(\/|$)/;

export async function registerWebApplication(app: HttpServer, distDir: string): Promise<void> {
  if (!existsSync(join(distDir, 'index.html'))) {
    app.get('/', { schema: { hide: true } }, async (_request, reply) =>
      reply.code(503).type('text/plain').send('The web application is not built: run npm run prepare.\n'),
    );
    return;
  }
  await app.register(fastifyStatic, {
    root: distDir,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    acceptRanges: false,
  });
  app.get('/*', { schema: { hide: true } }, async (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    if (isPage(path)) return reply.header('cache-control', 'no-cache').sendFile('index.html');
    if (!isFile(path)) throw new HttpProblem('not-found');
    return reply.header('cache-control', path.startsWith('/assets/') ? immutable : 'no-cache').sendFile(path);
  });
}

/** Addresses within the application have no extension; what has one is a file that is there or not. */
function isPage(path: string): boolean {
  return !interfaces.test(path) && !isFile(path);
}

function isFile(path: string): boolean {
  return /\.\w+$/.test(path);
}
