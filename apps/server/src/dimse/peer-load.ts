/**
 * What each peer takes of this node at a time: its associations, and how fast its objects come. Peers without limits of
 * their own cost nothing here; limits for everybody are the listener's (`dicom.maxAssociations`).
 */

import type { PeerLimits } from '@isocenter/contract/peers';
import type { StoreOutcome, StoreSink } from '@isocenter/dimse/verbs';
import { Pace, pauseFor } from './pace.ts';

/** How fast the objects of one association may come. */
export type StorePace = {
  readonly instances: Pace | undefined;
  readonly bytes: Pace | undefined;
  /** Aborted when the association is over. */
  readonly signal: AbortSignal;
};

export type Entry = { readonly pace: StorePace | undefined; readonly leave: () => void };

const bytesOfMegabyte = 1_000_000;

type Held = {
  count: number;
  readonly limits: PeerLimits;
  readonly instances: Pace | undefined;
  readonly bytes: Pace | undefined;
};

export class PeerLoad {
  readonly #now: () => number;
  readonly #held = new Map<number, Held>();

  /** @param now milliseconds of a clock that does not jump */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts an association in; undefined where the peer has as many as it may. */
  enter(peerId: number, limits: PeerLimits): Entry | undefined {
    const held = this.#hold(peerId, limits);
    if (held.count >= (limits.associations ?? Number.POSITIVE_INFINITY)) return undefined;
    held.count += 1;
    const over = new AbortController();
    const { instances, bytes } = held;
    const isPaced = instances !== undefined || bytes !== undefined;
    return {
      pace: isPaced ? { instances, bytes, signal: over.signal } : undefined,
      leave: () => {
        held.count -= 1;
        over.abort();
        if (held.count === 0 && this.#held.get(peerId) === held) this.#held.delete(peerId);
      },
    };
  }

  /** An entry that was changed begins anew: its old associations no longer count, and end by themselves. */
  #hold(peerId: number, limits: PeerLimits): Held {
    const known = this.#held.get(peerId);
    if (known !== undefined && areEqual(known.limits, limits)) return known;
    const { instancesPerSecond, megabytesPerSecond } = limits;
    const held: Held = {
      count: 0,
      limits,
      instances: instancesPerSecond === undefined ? undefined : new Pace(instancesPerSecond, this.#now),
      bytes: megabytesPerSecond === undefined ? undefined : new Pace(megabytesPerSecond * bytesOfMegabyte, this.#now),
    };
    this.#held.set(peerId, held);
    return held;
  }
}

function areEqual(some: PeerLimits, other: PeerLimits): boolean {
  return JSON.stringify(some) === JSON.stringify(other);
}

/**
 * Opens a store when its turn comes and takes its bytes no faster than they may come. What waits is not read from the
 * peer, so that it waits as well: back-pressure, and nothing that was begun is lost.
 */
export async function openPaced(
  open: () => Promise<StoreSink | StoreOutcome>,
  { instances, bytes, signal }: StorePace,
): Promise<StoreSink | StoreOutcome> {
  const waitMs = instances?.reserve(1) ?? 0;
  if (waitMs > 0) await pauseFor(waitMs, signal);
  const sink = await open();
  if (!('write' in sink) || bytes === undefined) return sink;
  return {
    write(chunk) {
      const chunkWaitMs = bytes.reserve(chunk.length);
      const written = sink.write(chunk);
      return chunkWaitMs > 0 ? afterPause(written, chunkWaitMs, signal) : written;
    },
    end: () => sink.end(),
    abort: () => sink.abort(),
  };
}

async function afterPause(written: Promise<void> | undefined, waitMs: number, signal: AbortSignal): Promise<void> {
  await written;
  await pauseFor(waitMs, signal);
}
