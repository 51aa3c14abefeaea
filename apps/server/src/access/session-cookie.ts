/**
 * The cookie of a session: not readable by scripts, sent to this origin only, gone with the browser.
 *
 * Over TLS its name begins with `__Host-`, with which browsers refuse one that another host or a page without TLS
 * tries to plant. A node on loopback without TLS uses a plain name, since there `Secure` is not possible everywhere.
 */

import type { FastifyReply, FastifyRequest } from 'fastify';

type CookieRequest = Pick<FastifyRequest, 'cookies' | 'protocol'>;

const plainName = 'isocenter-session';

/** Returns the secret that a request carries, under the name that fits how it came. */
export function readSessionCookie(request: CookieRequest): string | undefined {
  return request.cookies[nameFor(request)];
}

export function writeSessionCookie(request: CookieRequest, reply: FastifyReply, secret: string): void {
  reply.setCookie(nameFor(request), secret, attributes(request));
}

export function clearSessionCookie(request: CookieRequest, reply: FastifyReply): void {
  reply.clearCookie(nameFor(request), attributes(request));
}

function nameFor(request: CookieRequest): string {
  return isSecure(request) ? `__Host-${plainName}` : plainName;
}

function attributes(request: CookieRequest) {
  return { path: '/', httpOnly: true, secure: isSecure(request), sameSite: 'strict' } as const;
}

/** By its own TLS, or as a trusted proxy says. */
function isSecure(request: CookieRequest): boolean {
  return request.protocol === 'https';
}
