/**
 * Which callers may speak for others, and who may speak at all.
 *
 * `X-Forwarded-*` headers are believed only from `http.trustedProxies`. A node without TLS of its own on an address
 * that other machines reach answers nobody but those proxies and this machine: whoever goes round the proxy would
 * carry images in clear text. Health stays open to the probes of an orchestrator.
 */

import proxyAddress from '@fastify/proxy-addr';
import { isLoopback } from '../config/exposure.ts';
import { HttpProblem, routeOf } from './problem.ts';
import type { HttpServer } from './server.ts';

/** Takes an address and its distance from us; the first hop is 0. */
export type TrustTest = (address: string, hop: number) => boolean;

const alwaysOpen: ReadonlySet<string> = new Set(['/healthz', '/readyz']);

export function compileTrust(trustedProxies: readonly string[]): TrustTest {
  return trustedProxies.length === 0 ? () => false : proxyAddress.compile([...trustedProxies]);
}

export function registerProxyRule(app: HttpServer, isTrusted: TrustTest): void {
  app.addHook('onRequest', async (request) => {
    const address = request.socket.remoteAddress ?? '';
    if (isLoopback(address) || isTrusted(address, 0) || alwaysOpen.has(routeOf(request))) return;
    throw new HttpProblem('not-through-proxy');
  });
}
