/**
 * Server-sent events that tell open pages which studies changed, at most four times a second, and each page only of those
 * that its subject may see.
 *
 * An event holds internal ids only; the page asks again with its own rights. Who listens is found out again when the
 * database tells of a revocation and every few seconds, so that a stream ends with its session, its token or its user.
 */

import type { Readable } from 'node:stream';
import type { Kysely } from 'kysely';
import { mayTake } from '../access/action.ts';
import { readableStudies } from '../access/readable-studies.ts';
import type { Subject } from '../access/subject.ts';
import { labelOf } from '../access/subject-label.ts';
import type { IndexWriter } from '../archive/index-writer.ts';
import type { Database } from '../database/schema.ts';
import { EventStream } from './event-stream.ts';
import { PeopleChanges, type PeopleNotice } from './people-changes.ts';

const tickMs = 250;
const heartbeatMs = 25_000;
/** How long a stream may outlive its session. */
const defaultRecheckMs = 5_000;
/** More than this and the page is told to ask again for everything. */
const maxIds = 200;
/** Open pages of one user or token; far more than a person has. */
const maxStreamsOfOne = 20;

export type StudyEventsOptions = {
  readonly db: Kysely<Database>;
  readonly index: Pick<IndexWriter, 'events'>;
  /** Default 5 000. */
  readonly recheckMs?: number;
};

type Waiter = { readonly subject: Subject; readonly resolve: (how: 'changed' | 'over') => void };

/** Collects changes and hands them to every stream in one piece per tick. */
export class StudyEvents {
  readonly #options: StudyEventsOptions;
  readonly #streams = new Set<EventStream>();
  readonly #waiters = new Set<Waiter>();
  readonly #pending = new Set<number>();
  readonly #people = new PeopleChanges();
  readonly #onChanged = (studies: readonly number[]) => this.#collect(studies);
  readonly #heartbeat: NodeJS.Timeout;
  readonly #recheck: NodeJS.Timeout;
  #tick: NodeJS.Timeout | undefined;
  #haveDeliveriesChanged = false;
  #isChecking = false;
  #isOutdated = false;
  #isClosed = false;

  constructor(options: StudyEventsOptions) {
    this.#options = options;
    options.index.events.on('changed', this.#onChanged);
    this.#heartbeat = setInterval(() => this.#beat(), heartbeatMs).unref();
    this.#recheck = setInterval(() => void this.#checkAll(), options.recheckMs ?? defaultRecheckMs).unref();
  }

  /**
   * Opens a stream and returns its body; undefined where the subject has too many.
   *
   * @param identify finds out again who listens: the same request, now
   */
  subscribe(subject: Subject, identify: () => Promise<Subject>): Readable | undefined {
    const ofOne = [...this.#streams].filter((stream) => labelOf(stream.subject) === labelOf(subject));
    if (ofOne.length >= maxStreamsOfOne) return undefined;
    const stream = new EventStream(subject, identify);
    this.#streams.add(stream);
    stream.body.once('close', () => this.#streams.delete(stream));
    if (this.#isClosed) stream.end();
    return stream.body;
  }

  /**
   * Resolves with `changed` at the next change of any study, with `over` when the node stops or the signal says so;
   * `too-many` at once where the subject waits in too many places.
   */
  nextChange(subject: Subject, signal: AbortSignal): Promise<'changed' | 'over'> | 'too-many' {
    const ofOne = [...this.#waiters].filter((waiter) => labelOf(waiter.subject) === labelOf(subject));
    if (ofOne.length >= maxStreamsOfOne) return 'too-many';
    return new Promise((resolve) => {
      const waiter = { subject, resolve };
      this.#waiters.add(waiter);
      const end = () => {
        this.#waiters.delete(waiter);
        resolve('over');
      };
      signal.addEventListener('abort', end, { once: true });
      if (this.#isClosed || signal.aborted) end();
    });
  }

  /** Tells of studies that changed in another way than by what the index took in. */
  changed(studies: readonly number[]): void {
    this.#collect(studies);
  }

  /** Tells that something of the outgoing queue has changed. */
  deliveriesChanged(): void {
    if (this.#streams.size === 0) return;
    this.#haveDeliveriesChanged = true;
    this.#collect([]);
  }

  /** Tells what the database says of people and care teams. */
  peopleChanged(notice: PeopleNotice): void {
    if (this.#streams.size === 0) return;
    this.#people.add(notice);
    this.#collect([]);
  }

  /** Ends every stream, so that no open page holds up a stop. */
  close(): void {
    this.#isClosed = true;
    this.#options.index.events.off('changed', this.#onChanged);
    clearTimeout(this.#tick);
    clearInterval(this.#heartbeat);
    clearInterval(this.#recheck);
    for (const stream of this.#streams) stream.end();
    this.#wake('over');
  }

  #wake(how: 'changed' | 'over'): void {
    for (const { resolve } of this.#waiters) resolve(how);
    this.#waiters.clear();
  }

  #beat(): void {
    for (const stream of this.#streams) stream.beat();
  }

  #collect(studies: readonly number[]): void {
    if (studies.length > 0) this.#wake('changed');
    if (this.#streams.size === 0) return;
    for (const id of studies) this.#pending.add(id);
    this.#tick ??= setTimeout(() => void this.#publish(), tickMs);
  }

  async #publish(): Promise<void> {
    this.#publishDeliveries();
    await this.#publishStudies();
    // The database is away: the pages find out by themselves, every minute.
    await this.#people.publish(this.#options.db, this.#streams).catch(() => undefined);
    this.#tick = undefined;
    const isMore = this.#pending.size > 0 || this.#haveDeliveriesChanged || !this.#people.isEmpty;
    if (isMore && !this.#isClosed) this.#collect([]);
  }

  #publishDeliveries(): void {
    if (!this.#haveDeliveriesChanged) return;
    this.#haveDeliveriesChanged = false;
    for (const stream of this.#streams) if (mayTake(stream.subject, 'delivery:read')) stream.tellDeliveries();
  }

  async #publishStudies(): Promise<void> {
    const changed = [...this.#pending];
    this.#pending.clear();
    if (changed.length === 0) return;
    for (const streams of Map.groupBy(this.#streams, ({ subject }) => JSON.stringify(subject)).values()) {
      const subject = streams[0]?.subject;
      if (subject === undefined) continue;
      const readable = changed.length > maxIds ? [] : await this.#readable(subject, changed);
      if (readable === undefined) continue;
      for (const stream of streams) stream.tell(readable);
    }
  }

  /** Undefined where the subject may see none of the studies; empty where that cannot be told. */
  async #readable(subject: Subject, studies: readonly number[]): Promise<readonly number[] | undefined> {
    try {
      const rows = await this.#options.db
        .selectFrom('study')
        .select('study.id')
        .where('study.id', 'in', studies)
        .where(readableStudies(subject))
        .execute();
      return rows.length === 0 ? undefined : rows.map(({ id }) => id);
    } catch {
      // The database is away: the pages ask again for everything, and are told then.
      return [];
    }
  }

  /** Finds out at once who listens: somebody may have lost what let them. */
  recheck(): void {
    this.#isOutdated = true;
    void this.#checkAll();
  }

  async #checkAll(): Promise<void> {
    if (this.#isChecking) return;
    this.#isChecking = true;
    this.#isOutdated = false;
    for (const stream of this.#streams) {
      try {
        stream.subject = await stream.identify();
        if (!mayTake(stream.subject, 'event:read')) stream.end();
      } catch {
        // The database is away, and with it all that there is to tell. It is found out the next time.
      }
    }
    this.#isChecking = false;
    if (this.#isOutdated) void this.#checkAll();
  }
}
