/**
 * How the files of all spools get on with the S3 store: each gateway moves those of the spools that it has, and tells the others.
 *
 * What is heard holds for a minute, and less than what this gateway knows itself of a spool that it has taken over.
 */

import type { MoverStatus } from '../object-store/mover.ts';
import type { SpoolNumber } from '../storage/log-entry.ts';
import type { GatewayLink, Notice, ToldMoves } from './gateway-link.ts';

const tellEveryMs = 20_000;
const believedMs = 60_000;
/** In one notice; PostgreSQL takes 8 000 bytes. */
const spoolsAtOnce = 20;

export type SharedMovesOptions = {
  readonly link: Pick<GatewayLink, 'tell' | 'events'>;
  /** What moves the files of each spool that this gateway has. */
  readonly movers: () => ReadonlyMap<SpoolNumber, { readonly status: MoverStatus }>;
  /** True while there may be somebody to tell. */
  readonly hasOthers: () => boolean;
  /** Milliseconds of a clock that goes forward only. */
  readonly clock?: () => number;
};

export class SharedMoves {
  readonly #options: SharedMovesOptions;
  readonly #heard = new Map<SpoolNumber, { readonly status: MoverStatus; readonly atMs: number }>();
  readonly #timer: NodeJS.Timeout;
  readonly #onNotice = (notice: Notice) => {
    if (notice.kind === 'moves') for (const told of notice.moves) this.#hear(told);
  };

  constructor(options: SharedMovesOptions) {
    this.#options = options;
    options.link.events.on('notice', this.#onNotice);
    this.#timer = setInterval(() => void this.tell(), tellEveryMs).unref();
  }

  /** Of the spools that this gateway has. */
  get own(): MoverStatus {
    return sumOf(this.#own().values());
  }

  /** Of these, and of those of other gateways that were heard of in the last minute. */
  get all(): MoverStatus {
    const since = this.#now() - believedMs;
    const heard = [...this.#heard].filter(([, { atMs }]) => atMs >= since);
    return sumOf(new Map([...heard.map(([spool, { status }]) => [spool, status] as const), ...this.#own()]).values());
  }

  /** Tells the others of the spools of this gateway. */
  async tell(): Promise<void> {
    const { link, hasOthers } = this.#options;
    if (!hasOthers()) return;
    const moves = [...this.#own()].map(([spool, { failingSince, failure, ...counts }]) => ({
      ...{ spool, ...counts },
      ...(failingSince && { failingSince: failingSince.toISOString() }),
      ...(failure !== undefined && { failure }),
    }));
    for (let at = 0; at < moves.length; at += spoolsAtOnce) {
      await link.tell({ kind: 'moves', moves: moves.slice(at, at + spoolsAtOnce) });
    }
  }

  close(): void {
    clearInterval(this.#timer);
    this.#options.link.events.off('notice', this.#onNotice);
  }

  #own(): ReadonlyMap<SpoolNumber, MoverStatus> {
    return new Map([...this.#options.movers()].map(([spool, { status }]) => [spool, status]));
  }

  #hear({ spool, failingSince, failure, ...counts }: ToldMoves): void {
    const since = failingSince === undefined ? undefined : new Date(failingSince);
    // Whoever may use the database may notify here.
    if (since !== undefined && Number.isNaN(since.getTime())) return;
    this.#heard.set(spool, { status: { ...counts, failure, failingSince: since }, atMs: this.#now() });
  }

  #now(): number {
    return this.#options.clock?.() ?? performance.now();
  }
}

/** The failure is that which lasts longest. */
function sumOf(statuses: Iterable<MoverStatus>): MoverStatus {
  const all = [...statuses];
  const sum = (count: (status: MoverStatus) => number) => all.reduce((total, status) => total + count(status), 0);
  const failing = all.flatMap(({ failingSince, failure }) =>
    failingSince === undefined ? [] : [{ failingSince, failure }],
  );
  const [longest] = failing.toSorted((left, right) => left.failingSince.getTime() - right.failingSince.getTime());
  return {
    movedFiles: sum(({ movedFiles }) => movedFiles),
    movedBytes: sum(({ movedBytes }) => movedBytes),
    cachedBytes: sum(({ cachedBytes }) => cachedBytes),
    waitingFiles: sum(({ waitingFiles }) => waitingFiles),
    waitingBytes: sum(({ waitingBytes }) => waitingBytes),
    removals: sum(({ removals }) => removals),
    failingSince: longest?.failingSince,
    failure: longest?.failure,
  };
}
