/**
 * Appends events to the audit trail: one writer a process, many events a transaction.
 *
 * Events that arrive while a transaction runs wait for the next, so the cost of a commit is shared by all of them.
 * An advisory lock orders the processes that share a database; under it the last entry is read and the chain
 * continued, which leaves no gaps. `SEMANTICS.md` says what is durable when.
 */

import { type Kysely, sql, type Transaction } from 'kysely';
import { isUnavailable } from '../database/errors.ts';
import type { Database } from '../database/schema.ts';
import type { Logger } from '../logging.ts';
import { type ChainEntry, chainStart, entryOf, hashEntry } from './chain.ts';
import type { AuditEvent, AuditRecorder, AuditSubject } from './event.ts';
import { EventTally, eventOf, type TallyEntry } from './tally.ts';

/** Key of the advisory lock, of the class for this project's own locks: the ASCII letters `audi`. */
const lockKey = 0x61756469;

/** Events a transaction; a few thousand parameters, far below the protocol's 65 535. */
const maxBatch = 500;

/** Milliseconds between an event that is only counted and its entry. */
const tallyDelayMs = 1_000;

export type AuditTrailOptions = {
  readonly db: Kysely<Database>;
  readonly logger: Logger;
  readonly now?: () => Date;
};

type Waiting = {
  readonly event: AuditEvent;
  readonly at: Date;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
};

export class AuditTrail implements AuditRecorder {
  readonly #db: Kysely<Database>;
  readonly #logger: Logger;
  readonly #now: () => Date;
  readonly #tally = new EventTally();
  readonly #told = new WeakSet<AuditSubject>();
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #tallyTimer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: AuditTrailOptions) {
    this.#db = options.db;
    this.#logger = options.logger;
    this.#now = options.now ?? (() => new Date());
  }

  /** Entries that are not in the trail yet. */
  get queued(): number {
    return this.#waiting.length + this.#tally.size;
  }

  record(event: AuditEvent): Promise<void> {
    this.#told.add(event.subject);
    return this.#append(event, this.#now());
  }

  hasTold(subject: AuditSubject): boolean {
    return this.#told.has(subject);
  }

  count(event: AuditEvent): void {
    this.#told.add(event.subject);
    this.#tally.add(event, this.#now());
    if (this.#tally.isFull) void this.flush();
    this.#tallyTimer ??= setTimeout(() => void this.flush(), tallyDelayMs);
  }

  /** Resolves when everything counted or recorded so far is in the trail, or has failed. */
  async flush(): Promise<void> {
    clearTimeout(this.#tallyTimer);
    this.#tallyTimer = undefined;
    const taken = this.#tally.take();
    await Promise.all(taken.map((entry) => this.#appendCounted(entry)));
    await this.#writing;
  }

  /** Writes what is left; nothing may be recorded afterwards. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.flush();
  }

  async #appendCounted(entry: TallyEntry): Promise<void> {
    try {
      await this.#append(eventOf(entry), entry.at);
    } catch (error) {
      if (isUnavailable(error) && !this.#closed && !this.#tally.isFull) {
        this.#tally.add(entry.event, entry.at, entry.count);
        this.#tallyTimer ??= setTimeout(() => void this.flush(), tallyDelayMs);
        return;
      }
      // Nobody waits for a counted event, so this is the only place that can say that it is missing.
      this.#logger.error({ err: error, action: entry.event.action, count: entry.count }, 'audit events were lost');
    }
  }

  #append(event: AuditEvent, at: Date): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ event, at, resolve, reject });
      this.#writing ??= this.#writeWaiting();
    });
  }

  async #writeWaiting(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, maxBatch);
      try {
        await this.#db.transaction().execute((trx) => appendEvents(trx, batch));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    // In the same step in which the queue was found empty, so that nobody waits for a writer that has gone.
    this.#writing = undefined;
  }
}

/**
 * Appends events in a transaction of the caller's, so that they are in the trail if and only if what they tell of is done.
 * Every other writer waits until that transaction ends: let it be the last thing before the commit.
 */
export async function appendEvents(
  trx: Transaction<Database>,
  events: readonly { readonly event: AuditEvent; readonly at: Date }[],
): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lockKey}::bigint), set_config('synchronous_commit', 'on', true)`.execute(
    trx,
  );
  // A statement of its own: its snapshot must be younger than the lock.
  const last = await trx
    .selectFrom('audit_entry')
    .select(['sequence', 'hash'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  let sequence = last?.sequence ?? 0;
  let hash = last?.hash ?? chainStart;
  const rows = events.map(({ event, at }) => {
    sequence += 1;
    const entry = entryOf(event, at, sequence);
    hash = hashEntry(hash, entry);
    return rowOf(entry, hash);
  });
  await trx.insertInto('audit_entry').values(rows).execute();
}

function rowOf(entry: ChainEntry, hash: Buffer) {
  return { ...entry, details: JSON.stringify(entry.details), hash };
}
