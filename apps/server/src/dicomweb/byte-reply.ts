/** Answers with bytes that lie ready: all of them, a range (RFC 9110 §14), or that they are unchanged. */

import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ByteSpan, requestedSpan } from '../http/byte-range.ts';
import { isUnchanged } from '../http/entity-tag.ts';
import { type Chunks, sendBody } from './stream-reply.ts';

export type ReadyBytes = {
  readonly contentType: string;
  readonly lengthBytes: number;
  /** Strong. */
  readonly etag: string;
  /** All of them, or a part. */
  chunks(part?: ByteSpan): Chunks;
};

/** @throws HttpProblem `range-not-satisfiable`, `ranges-too-many` */
export function sendBytes(request: FastifyRequest, reply: FastifyReply, bytes: ReadyBytes): FastifyReply {
  const { contentType, lengthBytes, etag } = bytes;
  if (isUnchanged(request, reply, etag)) return reply.send();
  const span = requestedSpan(request, reply, { lengthBytes, etag });
  reply.headers({ 'accept-ranges': 'bytes', etag });
  if (span === undefined) return sendBody(request, reply, { contentType, lengthBytes, chunks: () => bytes.chunks() });
  reply.code(206).header('content-range', `bytes ${span.start}-${span.end - 1}/${lengthBytes}`);
  return sendBody(request, reply, {
    contentType,
    lengthBytes: span.end - span.start,
    chunks: () => bytes.chunks(span),
  });
}
