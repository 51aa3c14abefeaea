/**
 * One range of bytes of a request, RFC 9110 §14.2: what an interrupted download goes on with.
 *
 * Several ranges in one request are refused rather than answered with everything, which nobody who names ranges wants.
 */

import type { FastifyReply, FastifyRequest } from 'fastify';
import { HttpProblem } from './problem.ts';

/** From `start` up to but not including `end`. */
export type ByteSpan = { readonly start: number; readonly end: number };

/**
 * Returns the range that a GET asks for; undefined where it asks for all: no range, one of another unit or not well formed
 * (RFC 9110 §14.2), or one of what is no longer the same, `If-Range` (§13.1.5).
 *
 * @param of.etag strong, of what would be sent
 * @throws HttpProblem `range-not-satisfiable`, `ranges-too-many`
 */
export function requestedSpan(
  request: FastifyRequest,
  reply: FastifyReply,
  of: { readonly lengthBytes: number; readonly etag: string },
): ByteSpan | undefined {
  const { lengthBytes, etag } = of;
  const { range, 'if-range': condition } = request.headers;
  if (request.method !== 'GET' || range === undefined) return undefined;
  // A date tells nothing here: there is no Last-Modified to compare it with.
  if (condition !== undefined && condition !== etag) return undefined;
  const [, list] = /^bytes=(.*)$/i.exec(range.trim()) ?? [];
  const spans = list?.split(',').map((part) => part.trim());
  if (spans === undefined || !spans.every(isWellFormed)) return undefined;
  const [only = '', ...more] = spans;
  if (more.length > 0) throw new HttpProblem('ranges-too-many');
  const span = spanOf(only, lengthBytes);
  if (span === undefined) {
    reply.header('content-range', `bytes */${lengthBytes}`);
    throw new HttpProblem('range-not-satisfiable');
  }
  return span;
}

function isWellFormed(text: string): boolean {
  const [, first, last] = /^(\d{0,15})-(\d{0,15})$/.exec(text) ?? [];
  if (first === undefined || last === undefined || first + last === '') return false;
  return first === '' || last === '' || Number(first) <= Number(last);
}

/** `0-99`, `100-`, `-100` (the last hundred). */
function spanOf(text: string, lengthBytes: number): ByteSpan | undefined {
  const [first = '', last = ''] = text.split('-');
  const start = first === '' ? Math.max(0, lengthBytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? lengthBytes : Math.min(Number(last) + 1, lengthBytes);
  return start < end ? { start, end } : undefined;
}
