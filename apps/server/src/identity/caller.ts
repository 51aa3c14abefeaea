/** Where a request of a person comes from: address, browser, and whether the account knows this browser. */

import type { FastifyRequest } from 'fastify';
import type { Caller } from '../access/sign-in.ts';
import { nameBrowser } from './browser-name.ts';
import type { IdentityKey } from './identity-key.ts';
import { findKnownBrowser } from './known-browser.ts';

/** @param accountKey `emailKey` of the account that is tried, which need not exist */
export function readCaller(
  key: IdentityKey,
  request: Pick<FastifyRequest, 'cookies' | 'headers' | 'ip' | 'protocol'>,
  accountKey: string,
): Caller {
  const browserId = findKnownBrowser(key, request, accountKey);
  return { address: request.ip, browserId, ...nameBrowser(request.headers['user-agent']) };
}
