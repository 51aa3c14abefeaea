/**
 * Makes the HTTP or HTTPS server of a node, with everything that holds for every route: limits, security headers,
 * problems, request ids, access log. Features add their routes with `registerX(app, deps)`.
 *
 * Fastify's own logger stays off, because it writes addresses with their queries; routes log through the logger they
 * are given.
 */

import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from 'fastify';
import { ConfigError } from '../config/errors.ts';
import { isLoopback } from '../config/exposure.ts';
import type { Config } from '../config/settings.ts';
import type { Logger } from '../logging.ts';
import { watchTlsFiles } from '../tls-files.ts';
import { registerAccessLog } from './access-log.ts';
import { registerCompression } from './compression.ts';
import { registerCrossOrigin } from './cross-origin.ts';
import { defaultLimits, type HttpLimits, limitConnections, limitGatheredBodies, serverOptions } from './limits.ts';
import type { Metrics } from './metrics.ts';
import { answerClientError, type ProblemMapping, registerProblems } from './problem.ts';
import { registerSecurityHeaders } from './security-headers.ts';
import { readTlsOptions } from './tls.ts';
import { compileTrust, registerProxyRule } from './trusted-proxy.ts';
import { registerValidation } from './validation.ts';

export type HttpServer = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** A list of frames may name thousands of them: PS3.18 §10.4.1.1.4. */
const maxParamBytes = 32_768;

/** JSON bodies; images come as streams, which have no limit here. */
const maxJsonBytes = 1_048_576;

export type HttpServerOptions = {
  readonly config: Config['http'];
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** How features' own errors are answered. */
  readonly problemMappings: readonly ProblemMapping[];
  /** Those of `limits.ts` by default. */
  readonly limits?: Partial<HttpLimits>;
};

export async function buildHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { config, logger } = options;
  const { certFile, keyFile } = config.tls;
  const files = certFile === undefined || keyFile === undefined ? undefined : { certFile, keyFile };
  const isTrusted = compileTrust(config.trustedProxies);
  const ids = requestIds();
  const limits = { ...defaultLimits, ...options.limits };

  const app: HttpServer = fastify({
    serverFactory(handler) {
      if (files === undefined) {
        const server = createHttpServer(serverOptions(limits), handler);
        limitConnections(server, limits);
        return server;
      }
      const server = createHttpsServer({ ...serverOptions(limits), ...readTlsOptions(files) }, handler);
      limitConnections(server, limits);
      const reload = () => server.setSecureContext(readTlsOptions(files));
      const unwatch = watchTlsFiles([files.certFile, files.keyFile], reload, logger);
      server.on('close', unwatch);
      // An HTTPS server has all members of an HTTP server that fastify and we use; their types share no base.
      return server as unknown as RawServerDefault;
    },
    routerOptions: { maxParamLength: maxParamBytes },
    bodyLimit: maxJsonBytes,
    trustProxy: isTrusted,
    genReqId: () => ids(),
    requestIdHeader: false,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: true,
    clientErrorHandler: answerClientError,
  });

  registerValidation(app);
  registerProblems(app, { mappings: options.problemMappings, logger });
  registerAccessLog(app, { logger, metrics: options.metrics });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  limitGatheredBodies(app, limits);
  closeConnectionsOnceAnswered(app);
  if (files === undefined && !isLoopback(config.host)) registerProxyRule(app, isTrusted);
  await registerSecurityHeaders(app);
  registerCrossOrigin(app, config.corsOrigins);
  await registerCompression(app);
  // Images arrive as they are; the route reads the stream.
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
  return app;
}

/** Starts listening and returns the port. @throws ConfigError `address-unavailable` */
export async function listenHttp(app: HttpServer, { host, port }: Config['http']): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    const reason = listenFailures[cause instanceof Error && 'code' in cause ? String(cause.code) : ''];
    if (reason === undefined) throw cause;
    throw new ConfigError('address-unavailable', `http.host, http.port: ${host}, port ${port} ${reason}`, { cause });
  }
  // A TCP server has an address object; only pipes have a string.
  return (app.server.address() as AddressInfo).port;
}

/** Error codes of listen(2) and bind(2) that a configuration can mend. */
const listenFailures: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use by another program',
  EADDRNOTAVAIL: 'is not an address of this machine',
  EACCES: 'may not be used by this user',
  ENOTFOUND: 'is not a name that this machine knows',
};

/** Stops taking connections, lets answers finish, and cuts what is still open after `graceMs`. */
export async function closeHttp(app: HttpServer, graceMs: number): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), graceMs);
  await app.close().finally(() => clearTimeout(cut));
}

/** A connection that still carries an answer when closing begins is idle after it, and nobody would close it then. */
function closeConnectionsOnceAnswered(app: HttpServer): void {
  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
  });
  app.addHook('onResponse', async () => {
    if (isClosing) setImmediate(() => app.server.closeIdleConnections());
  });
}

/** Short, unique in a log: when this process began, then a count. */
function requestIds(): () => string {
  const start = Date.now().toString(36);
  let count = 0;
  return () => `${start}-${(count++).toString(36)}`;
}
