/**
 * Finds out when studies and series are settled, and settles them: driven by what the index tells after each batch, at no
 * cost for the batch. What holds is in SEMANTICS.md.
 *
 * Applying rules to a settlement lives in `routing/`.
 */

import type { Kysely } from 'kysely';
import type { IndexWriter } from '../archive/index-writer.ts';
import type { Database } from '../database/schema.ts';
import type { Logger } from '../logging.ts';
import { type Arrival, Arrivals, type ArrivalTimes } from './arrivals.ts';
import {
  findStudyToSettle,
  listArriving,
  listArrivingSeries,
  type Settlement,
  type StudyToSettle,
  settleSeries,
  settleStudy,
  type Verdict,
} from './repository.ts';
import type { SenderAnswer } from './sender-counts.ts';

const tickMs = 1_000;
/** What an index tells of by itself is a little younger here than in the database. */
const clockSlackMs = 250;
/** Studies looked at together: a sender that hangs must not hold up all the others. */
const maxAtOnce = 8;

export type SettlingTimes = ArrivalTimes & { readonly seriesQuietMs: number };

export type SettlerOptions = {
  readonly db: Kysely<Database>;
  readonly index: Pick<IndexWriter, 'events' | 'position' | 'spool'>;
  readonly logger: Logger;
  readonly now: () => Date;
  /** False while another gateway settles. Default: none does. */
  readonly leads?: () => boolean;
  /** True while other gateways may bring what the index here does not tell of. Default: there are none. */
  readonly hasOthers?: () => boolean;
  /** Milliseconds since some moment; never set, never going back. */
  readonly elapsedMs: () => number;
  readonly times: SettlingTimes;
  readonly askSenders: (study: StudyToSettle) => Promise<SenderAnswer>;
  /** Whether somebody waits for series. */
  readonly wantsSeries: () => Promise<boolean>;
  /** Told of the study whose state changed, and of what was settled, after it is committed. */
  readonly settled: (studyId: number, settlements: readonly Settlement[]) => void;
};

export class Settler {
  readonly #options: SettlerOptions;
  readonly #arrivals: Arrivals;
  readonly #running = new Map<number, Promise<void>>();
  /** When a series was last seen to change, on the monotonic clock, by its id. */
  readonly #series = new Map<number, { readonly changedAt: number; readonly lastMs: number }>();
  readonly #onChanged = (studies: readonly number[]) => this.#note(studies);
  #timer: NodeJS.Timeout | undefined;
  /** Everything that was arriving when this gateway began to settle is known. */
  #hasLooked = false;
  #isClosed = false;

  constructor(options: SettlerOptions) {
    this.#options = options;
    this.#arrivals = new Arrivals(options.times);
  }

  /** Studies that are arriving. */
  get arriving(): number {
    return this.#arrivals.size;
  }

  /** Takes up what was arriving when the node stopped, and begins. The index has caught up before. */
  async start(): Promise<void> {
    this.#options.index.events.on('changed', this.#onChanged);
    if (this.#leads()) await this.#noteOthers();
    this.#hasLooked = this.#leads();
    this.#timer = setInterval(() => void this.tick(), tickMs).unref();
  }

  /** Looks at every study that is due; resolves when these have been looked at. */
  async tick(): Promise<void> {
    if (this.#isClosed) return;
    if (!this.#leads()) {
      this.#hasLooked = false;
      return;
    }
    if (!this.#hasLooked || this.#options.hasOthers?.() === true) await this.#lookForOthers();
    const at = this.#options.elapsedMs();
    for (const arrival of this.#arrivals.due(at, maxAtOnce + this.#running.size)) {
      if (this.#running.size >= maxAtOnce) break;
      if (!this.#running.has(arrival.studyId)) this.#run(arrival.studyId, () => this.#lookAt(arrival));
    }
    await Promise.all(this.#running.values());
    await this.#lookAtSeries();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    this.#options.index.events.off('changed', this.#onChanged);
    await Promise.all(this.#running.values());
  }

  #leads(): boolean {
    return this.#options.leads?.() !== false;
  }

  async #lookForOthers(): Promise<void> {
    try {
      await this.#noteOthers();
      this.#hasLooked = true;
    } catch (error) {
      // What they brought is met with the next look.
      this.#options.logger.warn({ code: 'settling-failed', err: error }, 'arrivals could not be looked up, will retry');
    }
  }

  /** Takes up what the database says is arriving, by whichever gateway or before this one began to settle. */
  async #noteOthers(): Promise<void> {
    const at = this.#options.elapsedMs();
    for (const study of await listArriving(this.#options.db)) {
      const known = this.#arrivals.find(study.id);
      const lastMs = at - Math.max(0, study.quietMs);
      if (known === undefined) this.#arrivals.resume(study.id, study, at);
      else if (lastMs > known.lastMs + clockSlackMs) this.#arrivals.note(study.id, lastMs);
    }
  }

  #note(studies: readonly number[]): void {
    if (!this.#leads()) return;
    const at = this.#options.elapsedMs();
    for (const studyId of studies) this.#arrivals.note(studyId, at);
  }

  #run(studyId: number, work: () => Promise<void>): void {
    const running = work()
      .catch((error: unknown) => {
        // The database is away, most likely: everything is looked at again.
        this.#options.logger.warn({ code: 'settling-failed', err: error }, 'a study could not be settled, will retry');
      })
      .finally(() => this.#running.delete(studyId));
    this.#running.set(studyId, running);
  }

  async #lookAt(arrival: Arrival): Promise<void> {
    const { db, askSenders, elapsedMs } = this.#options;
    const study = await findStudyToSettle(db, arrival.studyId);
    if (study === undefined) return this.#arrivals.forget(arrival);
    const at = elapsedMs();
    const isQuiet = this.#arrivals.isQuiet(arrival, at);
    const isLate = this.#arrivals.hasWaitedTooLong(arrival, at);
    const answer = isQuiet ? await askSenders(study) : undefined;
    const verdict = judge(answer, isLate);
    if (verdict === undefined) return this.#arrivals.postpone(arrival, elapsedMs());
    await this.#settle(arrival, study, verdict);
  }

  async #settle(arrival: Arrival, { changedAt }: StudyToSettle, verdict: Verdict): Promise<void> {
    const { db, index, now, settled, wantsSeries } = this.#options;
    const result = await settleStudy(db, arrival.studyId, {
      verdict,
      withSeries: await wantsSeries(),
      now: now(),
      guard: {
        spool: index.spool,
        position: () => index.position,
        changedAt,
        isStillQuiet: () => this.#arrivals.isUnchanged(arrival),
      },
    });
    if (result.kind === 'moved') return;
    this.#arrivals.forget(arrival);
    settled(arrival.studyId, result.kind === 'settled' ? result.settlements : []);
  }

  /** Series of studies that go on arriving. What changed is told by the database, how long ago by our own clock. */
  async #lookAtSeries(): Promise<void> {
    const { logger, wantsSeries } = this.#options;
    try {
      if (this.#arrivals.size === 0 || !(await wantsSeries())) return this.#series.clear();
      for (const { studyId } of this.#arrivals.due(Number.POSITIVE_INFINITY, maxStudiesWithSeries)) {
        await this.#lookAtSeriesOf(studyId);
      }
    } catch (error) {
      logger.warn({ code: 'settling-failed', err: error }, 'series could not be settled, will retry');
    }
  }

  async #lookAtSeriesOf(studyId: number): Promise<void> {
    const { db, elapsedMs, now, settled, times } = this.#options;
    for (const { id, changedAt, quietMs } of await listArrivingSeries(db, studyId)) {
      const at = elapsedMs();
      const known = this.#series.get(id);
      if (known?.changedAt !== changedAt.getTime()) {
        const lastMs = known === undefined ? at - Math.max(0, quietMs) : at;
        this.#series.set(id, { changedAt: changedAt.getTime(), lastMs });
      }
      if (at - (this.#series.get(id)?.lastMs ?? at) < times.seriesQuietMs) continue;
      const result = await settleSeries(db, id, { changedAt, now: now() });
      if (result.kind === 'moved') continue;
      this.#series.delete(id);
      if (result.kind === 'settled') settled(studyId, result.settlements);
    }
  }
}

/** Their series are looked at every second while a rule asks for series. */
const maxStudiesWithSeries = 200;

/** Undefined where it is worth waiting. `answer` is absent for a study that is not quiet. */
function judge(answer: SenderAnswer | undefined, isLate: boolean): Verdict | undefined {
  switch (answer?.kind) {
    case 'not-asked':
      return { state: 'complete', reason: 'quiet' };
    case 'agrees':
      return { state: 'complete', reason: 'counts-agree', expectedCount: answer.expectedCount };
    case 'differs':
      return isLate ? { state: 'incomplete', reason: 'counts-differ', expectedCount: answer.expectedCount } : undefined;
    case 'silent':
      return isLate ? { state: 'incomplete', reason: 'sender-silent' } : undefined;
    case undefined:
      return isLate ? { state: 'incomplete', reason: 'longest-wait' } : undefined;
  }
}
