/**
 * The address under which users reach this node: the only source of absolute links. A request's own `Host` header is
 * never used, because whoever asks chooses it.
 */

import { hostname } from 'node:os';
import type { Config } from '../config/settings.ts';

/** Returns the base of links without trailing slash, `https://pacs.example`. */
export function publicUrl(http: Config['http'], listeningPort: number): string {
  if (http.publicUrl !== undefined) return http.publicUrl.replace(/\/$/, '');
  const scheme = http.tls.certFile === undefined ? 'http' : 'https';
  const isWildcard = http.host === '0.0.0.0' || http.host === '::';
  return `${scheme}://${urlHost(isWildcard ? hostname() : http.host)}:${listeningPort}`;
}

/** Returns the address by which a program on this machine reaches the node. */
export function localUrl(http: Config['http'], listeningPort: number): string {
  const scheme = http.tls.certFile === undefined ? 'http' : 'https';
  return `${scheme}://${urlHost(reachableHost(http.host))}:${listeningPort}`;
}

/** Returns the address that reaches a listener on this machine; a listener on all addresses has none of its own. */
export function reachableHost(host: string): string {
  return { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host;
}

/** Brackets an IPv6 address, RFC 3986 §3.2.2. */
function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
