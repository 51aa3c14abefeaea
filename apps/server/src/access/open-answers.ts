/**
 * Answers that go on for a while: downloads over HTTP, C-GET and C-MOVE. Each is cut off within a second after its reader
 * has lost what it is being given: a grant, a membership, a session, a token, the account.
 *
 * Looked at each second, and at once when the database tells of a revocation. What cannot be found out, because the database
 * is away, is found out the next time.
 */

import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import { type ReachOptions, readableSeries } from './readable-studies.ts';
import type { Subject } from './subject.ts';

const defaultRecheckMs = 800;

/** Series of a study, as they are named outside. */
export type GivenSeries = { readonly studyId: number; readonly seriesInstanceUid: string };

export type OpenAnswer = {
  /** Finds out again who reads. */
  readonly identify: () => Promise<Subject>;
  readonly given: readonly GivenSeries[];
  readonly reach: ReachOptions;
  /** Ends the answer in a way that nobody takes for a whole one. */
  readonly cut: () => void;
};

export class OpenAnswers {
  readonly #db: Kysely<Database>;
  readonly #recheckMs: number;
  readonly #open = new Set<OpenAnswer>();
  #timer: NodeJS.Timeout | undefined;
  #isChecking = false;
  /** Something was taken away since the check under way began. */
  #isOutdated = false;

  constructor(db: Kysely<Database>, recheckMs = defaultRecheckMs) {
    this.#db = db;
    this.#recheckMs = recheckMs;
  }

  /** Follows an answer until the returned function is called. */
  follow(answer: OpenAnswer): () => void {
    this.#open.add(answer);
    this.#timer ??= setInterval(() => void this.recheck(), this.#recheckMs).unref();
    return () => {
      this.#open.delete(answer);
      if (this.#open.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  /** Cuts off whoever has lost something of what is being given. */
  async recheck(): Promise<void> {
    if (this.#isChecking) {
      this.#isOutdated = true;
      return;
    }
    this.#isChecking = true;
    do {
      this.#isOutdated = false;
      for (const answer of this.#open) {
        try {
          if (!(await this.#mayGoOn(answer))) answer.cut();
        } catch {
          // The database is away.
        }
      }
    } while (this.#isOutdated);
    this.#isChecking = false;
  }

  async #mayGoOn({ identify, given, reach }: OpenAnswer): Promise<boolean> {
    const subject = await identify();
    const wanted = new Set(given.map(({ studyId, seriesInstanceUid }) => `${studyId} ${seriesInstanceUid}`));
    const studies = [...new Set(given.map(({ studyId }) => studyId))];
    const rows = await this.#db
      .selectFrom('study')
      .innerJoin('series', 'series.study_id', 'study.id')
      .where(sql<boolean>`study.id = any(${studies}::bigint[])`)
      .where(readableSeries(subject, reach))
      .select(['study.id', 'series.series_instance_uid'])
      .execute();
    const reached = new Set(rows.map((row) => `${row.id} ${row.series_instance_uid}`));
    return [...wanted].every((one) => reached.has(one));
  }
}
