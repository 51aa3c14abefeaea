/**
 * Finds the IP addresses of a peer's host, for a short while out of memory: an association must not wait for a name
 * server each time, and a name that moves must be followed.
 */

import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { plainAddress } from '../access/network-address.ts';

const keepMs = 60_000;
const timeoutMs = 3_000;

/** Names; peers are configured by hand, so more than this is not a list of peers. */
const maxKept = 1_000;

export type ResolveName = (name: string) => Promise<readonly string[]>;

export class HostAddresses {
  readonly #resolve: ResolveName;
  readonly #now: () => Date;
  readonly #kept = new Map<string, { readonly until: number; readonly addresses: Promise<readonly string[]> }>();

  constructor(options: { readonly now: () => Date; readonly resolve?: ResolveName }) {
    this.#now = options.now;
    this.#resolve = options.resolve ?? resolveBySystem;
  }

  /** Returns the addresses in their plain spelling; none for a name that leads nowhere within three seconds. */
  find(host: string): Promise<readonly string[]> {
    if (isIP(host) !== 0) return Promise.resolve([plainAddress(host)]);
    const at = this.#now().getTime();
    const known = this.#kept.get(host);
    if (known !== undefined && known.until > at) return known.addresses;
    if (this.#kept.size >= maxKept) this.#kept.clear();
    const addresses = this.#ask(host);
    this.#kept.set(host, { until: at + keepMs, addresses });
    return addresses;
  }

  async #ask(host: string): Promise<readonly string[]> {
    const timeout = new AbortController();
    try {
      const late = delay(timeoutMs, [], { signal: timeout.signal });
      return (await Promise.race([this.#resolve(host), late])).map(plainAddress);
    } catch {
      // A name that cannot be resolved has no addresses; the caller says what that means.
      return [];
    } finally {
      timeout.abort();
    }
  }
}

async function resolveBySystem(name: string): Promise<readonly string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address);
}
