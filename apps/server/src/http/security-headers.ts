/**
 * Headers that tell browsers what this origin never does: load from elsewhere, be framed, be sniffed, leak its address.
 *
 * The viewer's decoders are WebAssembly in workers, which is all that `wasm-unsafe-eval` and `blob:` are for. Style
 * attributes are how the component library positions things; styles cannot run anything under this policy.
 */

import helmet from '@fastify/helmet';
import type { HttpServer } from './server.ts';

/** One year, as browsers' preload lists ask for at least. */
const hstsMaxAgeSeconds = 365 * 24 * 3600;

export async function registerSecurityHeaders(app: HttpServer): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        workerSrc: ["'self'", 'blob:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'", 'blob:', 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    frameguard: { action: 'deny' },
    hsts: false,
  });
  // Only over TLS may a browser be told to insist on it; behind a proxy, TLS is what the proxy says it speaks.
  app.addHook('onRequest', async (request, reply) => {
    if (request.protocol === 'https') reply.header('strict-transport-security', `max-age=${hstsMaxAgeSeconds}`);
  });
}
