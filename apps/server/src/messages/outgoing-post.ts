/**
 * Posts to an address that an administrator configured: alerts to a web hook, texts to an SMS gateway.
 *
 * Redirects are not followed. The address is resolved here and connected to as it was resolved: private, local and
 * reserved networks are refused unless they are allowed, so that a name cannot be made to point into the hospital
 * between the two. The answer's body is not read.
 */

import { lookup } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP } from 'node:net';
import { isTlsFailure } from './tls-failure.ts';

const timeoutMs = 10_000;

export type PostErrorCode = 'address-not-allowed' | 'not-resolved' | 'not-reached' | 'tls-failed' | 'refused';

export class PostError extends Error {
  override readonly name = 'PostError';
  readonly code: PostErrorCode;
  /** With `refused`: the status that was answered. */
  readonly status: number | undefined;

  constructor(code: PostErrorCode, { cause, status }: { readonly cause?: unknown; readonly status?: number } = {}) {
    super(`post: ${code}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.status = status;
  }
}

export type PostOptions = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly allowPrivate: boolean;
  /** Finds the addresses of a host; DNS by default. */
  readonly resolve?: ((host: string) => Promise<readonly string[]>) | undefined;
};

/** Resolves once the receiver has taken it (2xx). @throws PostError */
export async function postJson(body: string, options: PostOptions): Promise<void> {
  const url = new URL(options.url);
  const address = await addressOf(url, options);
  const headers = {
    ...options.headers,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
  };
  const status = await post(url, address, { body, headers });
  if (status < 200 || status > 299) throw new PostError('refused', { status });
}

async function addressOf({ hostname }: URL, { allowPrivate, resolve = resolveHost }: PostOptions): Promise<string> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const found = isIP(host) === 0 ? await resolve(host).catch(notResolved) : [host];
  const [first] = found;
  if (first === undefined) throw new PostError('not-resolved');
  // Every answer must do: which of them is used is nothing that a name server should choose.
  if (!allowPrivate && found.some(isPrivate)) throw new PostError('address-not-allowed');
  return first;
}

function notResolved(cause: unknown): never {
  throw new PostError('not-resolved', { cause });
}

async function resolveHost(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

type Post = { readonly body: string; readonly headers: Readonly<Record<string, string>> };

function post(url: URL, address: string, { body, headers }: Post): Promise<number> {
  const family = isIP(address);
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send(
      url,
      {
        method: 'POST',
        headers,
        signal: AbortSignal.timeout(timeoutMs),
        // The name was resolved above: a second answer must not lead elsewhere.
        lookup: (_host, { all }, done) =>
          all === true ? done(null, [{ address, family }]) : done(null, address, family),
      },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    request.on('error', (error) => {
      const code = 'code' in error && isTlsFailure(error.code) ? 'tls-failed' : 'not-reached';
      reject(new PostError(code, { cause: error }));
    });
    request.end(body);
  });
}

/** Networks that are not the public internet, RFC 6890. */
const privateNetworks: readonly (readonly [network: string, prefix: number, family: 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 96, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];

/** IPv4 in IPv6 counts as the IPv4 address, which `BlockList` does by itself. */
function isPrivate(address: string): boolean {
  const blocked = new BlockList();
  for (const network of privateNetworks) blocked.addSubnet(...network);
  return blocked.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
