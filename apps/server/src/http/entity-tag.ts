/**
 * Entity tags, RFC 9110 §8.8.3, and requests that want an answer only where it is another than the one they have.
 *
 * Stored objects never change, so a tag is made of their names in the log and of what is made of them, before anything is.
 */

import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { version } from '../version.ts';

/** Returns a strong tag of what is made in one way of the same things; another release may make it differently. */
export function entityTag(parts: readonly string[]): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([version, ...parts]))
    .digest('base64url');
  return `"${digest.slice(0, 27)}"`;
}

/** Returns the weak form, for what may be sent in several encodings. */
export function weakTag(etag: string): string {
  return `W/${etag}`;
}

/**
 * Makes the answer a 304 where the request has what would be sent already, RFC 9110 §13.1.2; then nothing need be made.
 * Where it has not, the tag is set with the answer, and not with a problem in its place.
 */
export function isUnchanged(request: FastifyRequest, reply: FastifyReply, etag: string): boolean {
  const condition = request.headers['if-none-match'];
  if (condition === undefined) return false;
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
  const known = condition.trim() === '*' || condition.split(',').some((tag) => opaque(tag) === opaque(etag));
  if (known) reply.code(304).header('etag', etag);
  return known;
}
