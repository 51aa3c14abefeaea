/**
 * Sends bodies as they are made, at the pace of who receives them. A receiver who leaves ends the making; what fails
 * before the first byte is answered as a problem, what fails later cuts the connection, so that nobody takes a part for
 * the whole.
 */

import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Bytes made ahead of the receiver: two buffers of the store's size keep disk and line busy. */
const aheadBytes = 1 << 20;

export type StreamedBody = {
  readonly contentType: string;
  readonly lengthBytes: number | undefined;
  chunks(): AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;
};

/** Answers 200 with a body; a HEAD request gets its headers and makes nothing. */
export function sendBody(request: FastifyRequest, reply: FastifyReply, body: StreamedBody): FastifyReply {
  reply.code(200).type(body.contentType);
  if (body.lengthBytes !== undefined) reply.header('content-length', body.lengthBytes);
  if (request.method === 'HEAD') return reply.send();
  return reply.send(Readable.from(body.chunks(), { objectMode: false, highWaterMark: aheadBytes }));
}
