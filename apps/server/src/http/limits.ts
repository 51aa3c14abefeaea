/**
 * What a connection may hold of the node: how long it may be silent, how long headers and small bodies may take, how many
 * there may be.
 *
 * An upload may take as long as it likes while it goes on. Only the silence of the other side counts: while the node
 * itself has something to read or to answer, it waits for nobody.
 */

import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { HttpProblem } from './problem.ts';
import type { HttpServer } from './server.ts';

export type HttpLimits = {
  /** Silence of the other side, in the middle of a request or an answer; milliseconds, as for an association. */
  readonly idleMs: number;
  /** For all headers of a request to arrive; milliseconds. */
  readonly headersMs: number;
  /** For a body that is gathered before its route runs, JSON of at most 1 MiB; milliseconds. */
  readonly gatheredBodyMs: number;
  /** How often deadlines of headers are looked at; milliseconds. */
  readonly checkMs: number;
  /** Connections beyond are closed at once; a thousand is some hundred people. */
  readonly maxConnections: number;
};

export const defaultLimits: HttpLimits = {
  idleMs: 120_000,
  headersMs: 30_000,
  gatheredBodyMs: 30_000,
  checkMs: 10_000,
  maxConnections: 1_000,
};

/** Long queries of DICOMweb, cookies and tokens together. */
const maxHeaderBytes = 65_536;

/** Longer than proxies keep theirs, so that they and not we close idle connections. */
const keepAliveMs = 75_000;

/** Silence after which the system asks whether the other machine is still there; milliseconds. */
const probeAfterMs = 60_000;

/** Types that fastify gathers itself; every other body is a stream that its route reads. */
const gatheredTypes = /^\s*(application\/json|text\/plain)\b/i;

/** Returns the options of `createServer`. A request as a whole has no deadline: a study of 100 GB takes its time. */
export function serverOptions(limits: HttpLimits): ServerOptions {
  return {
    maxHeaderSize: maxHeaderBytes,
    keepAliveTimeout: keepAliveMs,
    requestTimeout: 0,
    headersTimeout: limits.headersMs,
    connectionsCheckingInterval: limits.checkMs,
    keepAlive: true,
    keepAliveInitialDelay: probeAfterMs,
  };
}

type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse };

/** Closes connections that are silent when it is their turn, and those that are too many. */
export function limitConnections(server: Server, { idleMs, maxConnections }: HttpLimits): void {
  const exchanges = new WeakMap<Socket, Exchange>();
  server.maxConnections = maxConnections;
  server.on('request', (request, response) => exchanges.set(request.socket, { request, response }));
  server.setTimeout(idleMs, (socket: Socket) => {
    if (isPeersTurn(socket, exchanges.get(socket))) socket.destroy();
    else socket.setTimeout(idleMs);
  });
}

function isPeersTurn(socket: Socket, exchange: Exchange | undefined): boolean {
  // Between two requests, or something to take that is not taken.
  if (exchange === undefined || exchange.response.writableFinished || socket.writableLength > 0) return true;
  const { request } = exchange;
  return !request.complete && request.readableLength === 0;
}

/** Answers `request-timeout` where a body that is gathered takes too long, however steadily it trickles. */
export function limitGatheredBodies(app: HttpServer, { gatheredBodyMs }: HttpLimits): void {
  app.addHook('preParsing', async (request, reply, payload) => {
    if (!gatheredTypes.test(request.headers['content-type'] ?? '')) return payload;
    const body = new PassThrough();
    const deadline = setTimeout(() => {
      reply.header('connection', 'close');
      body.destroy(new HttpProblem('request-timeout'));
    }, gatheredBodyMs);
    body.once('close', () => clearTimeout(deadline));
    // A body may have no reader: that of a GET, or of a request that is refused by its headers.
    body.on('error', () => undefined);
    reply.raw.once('close', () => {
      // What still comes is drained, or the next request of the connection would never be read.
      payload.unpipe(body);
      payload.resume();
      body.destroy();
    });
    payload.once('error', (cause) => body.destroy(new HttpProblem('invalid-request', { cause })));
    return payload.pipe(body);
  });
}
