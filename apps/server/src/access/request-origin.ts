/**
 * Whether an unsafe request of a browser comes from this node's own pages: the second wall against forged requests,
 * beside the token of the session, and the only one for signing in, which has no session yet.
 *
 * `Sec-Fetch-Site` (W3C Fetch Metadata) is believed where it is sent; else `Origin`, RFC 6454. A caller that sends
 * neither is no browser and carries nobody's cookies without meaning to.
 */

import type { FastifyRequest } from 'fastify';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

export function isSafeMethod(method: string): boolean {
  return safeMethods.has(method);
}

/** @param publicOrigin origin under which users reach the node, where one is configured */
export function isOwnOrigin(request: FastifyRequest, publicOrigin: string | undefined): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = request.headers;
  if (origin === undefined) return true;
  return origin === publicOrigin || origin === `${request.protocol}://${request.host}`;
}
