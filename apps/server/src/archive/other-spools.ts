/**
 * Waits until queries find what other gateways have acknowledged: each tells how far its spool is durable
 * (`storage/spool-positions.ts`), and the index how far it has come with each.
 *
 * One loop asks for all who wait. A gateway that was killed has its spool adopted within seconds; where nobody brings the index
 * up to it in time, the question is refused: an answer would leave objects out in silence.
 */

import { setTimeout as delay } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { firstSpool, type SpoolNumber } from '../storage/log-entry.ts';
import type { LogPosition } from '../storage/log-position.ts';
import { type SpoolPositions, unknownEnd } from '../storage/spool-positions.ts';
import { ArchiveError } from './archive-error.ts';

const firstPollMs = 5;
const longestPollMs = 100;
/** Adoption of a killed gateway's spool takes a second or two; reading a long tail of it longer. */
const defaultPatienceMs = 20_000;

/** Positions by spool. */
export type Wanted = ReadonlyMap<SpoolNumber, LogPosition>;

type Waiter = {
  /** Where it was not known how far a spool goes, what is known first takes its place. */
  readonly wanted: Map<SpoolNumber, LogPosition>;
  readonly until: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
};

export type OtherSpoolsOptions = {
  readonly db: Kysely<Database>;
  readonly positions: SpoolPositions;
  /** The spool of this gateway, whose index it waits for by itself. */
  readonly home: SpoolNumber;
  /** Asks the owners of spools to bring the index up to them. */
  readonly nudge: (spools: readonly SpoolNumber[]) => void;
  readonly patienceMs?: number;
};

const none: Wanted = new Map();

export class OtherSpools {
  readonly #options: OtherSpoolsOptions;
  #waiters: Waiter[] = [];
  #isAsking = false;

  constructor(options: OtherSpoolsOptions) {
    this.#options = options;
  }

  /** Returns what was durable in the spools of others when it is called; nothing for a single gateway. */
  wanted(): Wanted {
    const { positions, home } = this.#options;
    const durable = positions.read();
    if (durable.length <= 1 && home === firstSpool) return none;
    return new Map(durable.flatMap((position, index) => (index + 1 === home ? [] : [[index + 1, position] as const])));
  }

  /** Resolves when the index has come so far. @throws ArchiveError `spool-behind` */
  reached(wanted: Wanted): Promise<void> {
    if (wanted.size === 0) return Promise.resolve();
    const until = performance.now() + (this.#options.patienceMs ?? defaultPatienceMs);
    return new Promise((resolve, reject) => {
      this.#waiters.push({ wanted: new Map(wanted), until, resolve, reject });
      if (!this.#isAsking) void this.#ask();
    });
  }

  /** Never rejects. */
  async #ask(): Promise<void> {
    this.#isAsking = true;
    for (let pauseMs = firstPollMs; ; pauseMs = Math.min(pauseMs * 2, longestPollMs)) {
      try {
        const behind = await this.#settle();
        if (behind.length > 0) this.#options.nudge(behind);
      } catch (error) {
        for (const { reject } of this.#waiters.splice(0)) reject(error);
      }
      // In the same step in which nobody was found waiting, so that nobody waits for a loop that has ended.
      if (this.#waiters.length === 0) break;
      await delay(pauseMs);
    }
    this.#isAsking = false;
  }

  /** Ends the wait of those who have what they want, and returns the spools that the others wait for. */
  async #settle(): Promise<readonly SpoolNumber[]> {
    // Who comes while it is asked waits for the next answer.
    const asked = this.#waiters;
    const rows = await this.#options.db.selectFrom('index_state').select(['spool', 'position']).execute();
    const indexed = new Map(rows.map(({ spool, position }) => [spool, position]));
    const durable = this.#options.positions.read();
    const behind = new Set<SpoolNumber>();
    const left = asked.filter((waiter) => {
      for (const [spool, position] of waiter.wanted) {
        // All that was acknowledged before the question lies before the first that is known.
        if (position === unknownEnd) waiter.wanted.set(spool, durable[spool - 1] ?? unknownEnd);
      }
      const missing = [...waiter.wanted].filter(([spool, position]) => (indexed.get(spool) ?? 0) < position);
      if (missing.length === 0) waiter.resolve();
      else if (performance.now() > waiter.until) waiter.reject(new ArchiveError('spool-behind'));
      else {
        for (const [spool] of missing) behind.add(spool);
        return true;
      }
      return false;
    });
    this.#waiters = [...left, ...this.#waiters.filter((waiter) => !asked.includes(waiter))];
    return [...behind];
  }
}
