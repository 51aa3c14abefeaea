/**
 * Cookies of the node: not readable by scripts, sent to this origin only.
 *
 * Over TLS a name begins with `__Host-`, with which browsers refuse one that another host or a page without TLS
 * tries to plant. A node on loopback without TLS uses a plain name, since there `Secure` is not possible everywhere.
 */

import type { FastifyReply, FastifyRequest } from 'fastify';

type CookieRequest = Pick<FastifyRequest, 'cookies' | 'protocol'>;

export type CookieOptions = {
  /** `lax` for what must come along when another site leads back to this one. */
  readonly sameSite: 'strict' | 'lax';
  /** Without it, as long as the browser is open. */
  readonly maxAgeSeconds?: number;
};

export class NodeCookie {
  readonly #name: string;
  readonly #options: CookieOptions;

  constructor(name: string, options: CookieOptions) {
    this.#name = name;
    this.#options = options;
  }

  /** Returns the value that a request carries, under the name that fits how it came. */
  read(request: CookieRequest): string | undefined {
    return request.cookies[this.#nameFor(request)];
  }

  write(request: CookieRequest, reply: FastifyReply, value: string): void {
    const { maxAgeSeconds } = this.#options;
    const life = maxAgeSeconds === undefined ? {} : { maxAge: maxAgeSeconds };
    reply.setCookie(this.#nameFor(request), value, { ...this.#attributes(request), ...life });
  }

  clear(request: CookieRequest, reply: FastifyReply): void {
    reply.clearCookie(this.#nameFor(request), this.#attributes(request));
  }

  #nameFor(request: CookieRequest): string {
    return isSecure(request) ? `__Host-${this.#name}` : this.#name;
  }

  #attributes(request: CookieRequest) {
    const { sameSite } = this.#options;
    return { path: '/', httpOnly: true, secure: isSecure(request), sameSite } as const;
  }
}

/** By its own TLS, or as a trusted proxy says. */
function isSecure(request: CookieRequest): boolean {
  return request.protocol === 'https';
}
