/**
 * `/api/openapi.json`: the routes of this node as they are registered, OpenAPI 3.1.
 *
 * Register it before the routes it is to describe. Routes hide themselves with `schema: { hide: true }`.
 */

import swagger from '@fastify/swagger';
import { backgroundHeader } from '@isocenter/contract/headers';
import type { FastifyRequest } from 'fastify';
import type { HttpServer } from './server.ts';

export type OpenApiDeps = {
  readonly version: string;
  /** Throws where the caller may not read the description. */
  readonly authorize: (request: FastifyRequest) => Promise<void>;
};

export async function registerOpenApi(app: HttpServer, deps: OpenApiDeps): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Isocenter', version: deps.version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer' },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'session',
            description: `Ends after an hour without use. Requests with ${backgroundHeader} do not count as use.`,
          },
        },
      },
      security: [{ token: [] }, { session: [] }],
    },
  });
  app.get('/api/openapi.json', { schema: { hide: true } }, async (request) => {
    await deps.authorize(request);
    return app.swagger();
  });
}
