/**
 * Brings the index up to the log in batches and lets readers wait for it (read-your-writes, design §4).
 *
 * Objects are acknowledged before they come here. A batch starts when somebody waits, when it is full, or when its
 * oldest entry is `maxDelayMs` old. While PostgreSQL is away, batches are retried and the queue grows up to
 * `maxQueued`, beyond which intake waits. Commits do not wait for PostgreSQL's disk, so a crash of PostgreSQL may take
 * the last ones with it: that shows as a position behind ours, and what is missing is read from the log again.
 */

import { EventEmitter } from 'node:events';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { isRefused } from '../database/errors.ts';
import type { Database } from '../database/schema.ts';
import type { Logger } from '../logging.ts';
import type { ObjectLocation, SpoolNumber } from '../storage/log-entry.ts';
import type { LogPosition } from '../storage/log-position.ts';
import { StorageError } from '../storage/storage-error.ts';
import { IndexFellBehind, writeBatch } from './index-batch.ts';
import { type Comparison, decideEntries, type IndexDecision, isAdded, type KnownVersion } from './index-decision.ts';
import { type IndexEntry, type IndexOutcome, plainEntry } from './index-entry.ts';
import { type Turns, takeTurn } from './index-turn.ts';
import { replaceCopy } from './instance-rows.ts';
import { RememberedIds } from './remembered-ids.ts';
import type { InstanceTable } from './tables.ts';
import { withTrashOfOthers } from './trash-rows.ts';

const maxDelayMs = 200;
const maxBatch = 500;
const maxQueued = 20_000;
const firstRetryMs = 100;
const longestRetryMs = 5_000;

type Queued = {
  readonly entry: IndexEntry;
  readonly settle: (outcome: IndexOutcome) => void;
};

/** A change of rows that the log has noted, between two batches. */
export type IndexChange<T> = {
  /** Makes the change durable in the log. Once: where it fails, nothing has happened. */
  readonly record: () => Promise<T>;
  /** Changes the rows, as often as needed until it is committed; returns the studies that changed. */
  readonly apply: (trx: Transaction<Database>, recorded: T) => Promise<readonly number[]>;
};

type QueuedChange = {
  /** Resolves when it is settled; rejects where its rows must be tried again. */
  readonly carryOut: () => Promise<void>;
  readonly cancel: () => void;
};

type VersionRow = Pick<
  Selectable<InstanceTable>,
  'id' | 'sop_instance_uid' | 'state' | 'trashed_at' | 'sha256' | 'transfer_syntax_uid' | 'location' | 'length_bytes'
> & { readonly trash_spool: SpoolNumber | null };

type Waiter = {
  readonly position: LogPosition;
  readonly resolve: () => void;
  readonly reject: (error: StorageError) => void;
};

export type IndexWriterOptions = {
  readonly db: Kysely<Database>;
  readonly logger: Logger;
  /** Whose log it follows. */
  readonly spool: SpoolNumber;
  /** The position up to which the index is complete already. */
  readonly position: LogPosition;
  /** Of all writers of this process one at a time asks for the turn, so that they hold one connection for it. */
  readonly turns?: Turns;
  readonly comparison: Comparison;
  /** Yields what the log holds after a position, for a database that lost its last commits. */
  readonly reread: (from: LogPosition) => AsyncIterable<IndexEntry>;
  /** Told of copies that are not kept, after the batch that decided so is committed. */
  readonly discard: (location: ObjectLocation) => Promise<void>;
};

export type IndexEvents = { changed: [studies: readonly number[]] };

export class IndexWriter {
  /** Emits `changed` with internal study ids after each batch that changed something. */
  readonly events = new EventEmitter<IndexEvents>();
  readonly #options: IndexWriterOptions;
  readonly #remembered = new RememberedIds();
  readonly #stop = new AbortController();
  #queue: Queued[] = [];
  #waiters: Waiter[] = [];
  #spaceWaiters: (() => void)[] = [];
  #changes: QueuedChange[] = [];
  /** Entries up to here are being read from the log again: no change is applied to rows that are not there yet. */
  #rereadUntil: LogPosition = 0;
  #position: LogPosition;
  /** Of all spools, when ids were remembered. */
  #removals: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #failing = false;
  #fellBehind = false;

  constructor(options: IndexWriterOptions) {
    this.#options = options;
    this.#position = options.position;
  }

  /** Whose log it follows. */
  get spool(): SpoolNumber {
    return this.#options.spool;
  }

  /** Everything in the log up to here can be found by queries. */
  get position(): LogPosition {
    return this.#position;
  }

  /** Entries acknowledged but not found by queries yet. */
  get queued(): number {
    return this.#queue.length;
  }

  /** True while batches fail, which is while PostgreSQL is away. */
  get failing(): boolean {
    return this.#failing;
  }

  /**
   * Takes an entry. Entries of one sync come in one turn and in any order, those of later syncs after them. The promise
   * tells what became of it and never rejects while the index runs; a caller that does not care need not wait.
   */
  enqueue(entry: IndexEntry): Promise<IndexOutcome> {
    const settled = new Promise<IndexOutcome>((settle) => this.#queue.push({ entry, settle }));
    if (this.#queue.length >= maxBatch) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), maxDelayMs);
    return settled;
  }

  /**
   * Resolves when the queue has room; intake awaits it before it accepts an object, so memory stays bounded.
   * @throws StorageError `closed` where the index stops first
   */
  async room(): Promise<void> {
    while (this.#queue.length >= maxQueued) {
      if (this.#stop.signal.aborted) throw closed();
      await new Promise<void>((resolve) => this.#spaceWaiters.push(resolve));
    }
  }

  /**
   * Resolves when queries find everything up to a log position.
   *
   * Entries up to the position must have been enqueued: they are, because intake enqueues in the same turn in which
   * the log tells it that its record is durable.
   *
   * @throws StorageError `closed` where the index stops first
   */
  async reached(position: LogPosition): Promise<void> {
    // Before the question: a batch that is committed while it is asked is no loss.
    const known = this.#position;
    if ((await this.#storedPosition()) < known) this.#fellBehind = true;
    await this.caughtUp(position);
  }

  /**
   * Resolves when everything up to a log position has been committed, and returns the position that queries find then,
   * unless PostgreSQL lost its last commits since: then what they find has an earlier one.
   *
   * @throws StorageError `closed` where the index stops first
   */
  async caughtUp(position: LogPosition): Promise<LogPosition> {
    const isIdle = this.#queue.length === 0 && this.#running === undefined;
    if (!this.#fellBehind && (isIdle || position <= this.#position)) return this.#position;
    if (this.#stop.signal.aborted) throw closed();
    await new Promise<void>((resolve, reject) => {
      this.#waiters.push({ position, resolve, reject });
      this.flush();
    });
    return this.#position;
  }

  /** Starts a batch now, unless one runs, which will start the next. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#running !== undefined || this.#stop.signal.aborted) return;
    this.#running = this.#drain().finally(() => {
      this.#running = undefined;
      if ((this.#queue.length > 0 || this.#changes.length > 0) && !this.#stop.signal.aborted) this.flush();
    });
  }

  /**
   * Carries out a change between two batches; resolves when it is committed to the database's disk.
   *
   * Nothing that came after the record in the log is indexed before the rows are changed, so a start that finds the record
   * behind the index's position applies it again, and one that does not need not.
   *
   * @throws what `record` throws, and StorageError `closed` where the node stops before the rows are changed: the next
   * start changes them, where the record was made
   */
  change<T>({ record, apply }: IndexChange<T>): Promise<T> {
    if (this.#stop.signal.aborted) return Promise.reject(closed());
    return new Promise((resolve, reject) => {
      let recorded: { readonly value: T } | undefined;
      const carryOut = async () => {
        const studies = await this.#inTurn(async (trx) => {
          await takeTurn(trx, 'waits');
          try {
            recorded ??= { value: await record() };
          } catch (error) {
            reject(error);
            return [];
          }
          await this.#noteRemoval(trx);
          return apply(trx, recorded.value);
        });
        if (recorded === undefined) return;
        // Rows of patients, studies and series may be gone.
        this.#remembered.clear();
        if (studies.length > 0) this.events.emit('changed', studies);
        resolve(recorded.value);
      };
      const cancel = () => reject(closed());
      this.#changes.push({ carryOut, cancel });
      this.flush();
    });
  }

  /** Indexes what is queued, for at most `graceMs`, and stops. What remains is found from the log at the next start. */
  async close(graceMs: number): Promise<void> {
    this.flush();
    const grace = new AbortController();
    await Promise.race([this.#running, delay(graceMs, undefined, { signal: grace.signal }).catch(ignoreAbort)]);
    grace.abort();
    this.#stop.abort();
    await this.#running;
    for (const change of this.#changes.splice(0)) change.cancel();
    for (const { reject } of this.#waiters.splice(0)) reject(closed());
    for (const release of this.#spaceWaiters.splice(0)) release();
  }

  async #drain(): Promise<void> {
    // A batch that took half of one sync would commit a position that lies behind the other half.
    await nextTurn();
    while (this.#queue.length > 0 || this.#changes.length > 0 || this.#fellBehind) {
      if (this.#fellBehind && !(await this.#untilDone(() => this.#rereadLost()))) return;
      if (this.#changes.length > 0 && !(await this.#carryOutChanges())) return;
      if (this.#fellBehind) continue;
      // In log order, so that nothing left in the queue lies before the position that the batch commits.
      this.#queue.sort((left, right) => left.entry.position - right.entry.position);
      const batch = this.#queue.slice(0, maxBatch);
      if (batch.length === 0) break;
      const decisions = await this.#untilDone(() => this.#writeWhatIsTaken(batch.map(({ entry }) => entry)));
      if (decisions === undefined) return;
      if (decisions === 'fell-behind') continue;
      this.#queue.splice(0, decisions.length);
      decisions.forEach(({ outcome }, index) => {
        batch[index]?.settle(outcome);
      });
      for (const resolve of this.#spaceWaiters.splice(0)) resolve();
      this.#releaseWaiters();
      await this.#discardUnkept(decisions);
    }
    this.#releaseWaiters();
  }

  /** False when the index stops before they are done. */
  async #carryOutChanges(): Promise<boolean> {
    for (let next = this.#changes[0]; next !== undefined; next = this.#changes[0]) {
      if (this.#fellBehind || this.#position < this.#rereadUntil) return true;
      const change = next;
      const done = await this.#untilDone(async () => {
        try {
          await change.carryOut();
          return 'done';
        } catch (error) {
          if (!(error instanceof IndexFellBehind)) throw error;
          this.#fellBehind = true;
          return 'fell-behind';
        }
      });
      if (done === undefined) return false;
      if (done === 'done') this.#changes.shift();
    }
    return true;
  }

  #inTurn<T>(work: (trx: Transaction<Database>) => Promise<T>): Promise<T> {
    const { db, turns } = this.#options;
    const transact = () => db.transaction().execute(work);
    return turns === undefined ? transact() : turns.run(transact);
  }

  async #noteRemoval(trx: Transaction<Database>): Promise<void> {
    const { numUpdatedRows } = await trx
      .updateTable('index_state')
      .set((eb) => ({ removals: eb('removals', '+', 1) }))
      .where('spool', '=', this.#options.spool)
      .where('position', '=', this.#position)
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) throw new IndexFellBehind();
  }

  /** Retries until the work is done; undefined when the index stops before that. */
  async #untilDone<T>(work: () => Promise<T>): Promise<T | undefined> {
    for (let retryMs = firstRetryMs; ; retryMs = Math.min(retryMs * 2, longestRetryMs)) {
      try {
        const done = await work();
        this.#failing = false;
        return done;
      } catch (error) {
        if (this.#stop.signal.aborted) return undefined;
        this.#failing = true;
        this.#remembered.clear();
        this.#options.logger.error({ code: 'index-batch-failed', err: error }, 'indexing failed, will retry');
        await delay(retryMs, undefined, { signal: this.#stop.signal }).catch(ignoreAbort);
        if (this.#stop.signal.aborted) return undefined;
      }
    }
  }

  /**
   * Puts what the database lost before everything that is queued. A database that is ahead has committed a batch whose
   * answer was lost: that batch is decided again and finds itself there.
   */
  async #rereadLost(): Promise<true> {
    const stored = await this.#storedPosition();
    const lost: Queued[] = [];
    for await (const entry of this.#options.reread(stored)) {
      if (entry.position > this.#position) break;
      lost.push({ entry, settle: () => undefined });
    }
    if (lost.length > 0) {
      this.#options.logger.warn(
        { entries: lost.length },
        'PostgreSQL lost its last commits; indexing again from the log',
      );
    }
    this.#rereadUntil = lost.at(-1)?.entry.position ?? 0;
    this.#queue = [...lost, ...this.#queue];
    this.#position = stored;
    this.#remembered.clear();
    this.#fellBehind = false;
    return true;
  }

  async #storedPosition(): Promise<LogPosition> {
    const row = await this.#options.db
      .selectFrom('index_state')
      .select('position')
      .where('spool', '=', this.#options.spool)
      .executeTakeFirstOrThrow();
    return row.position;
  }

  /**
   * Writes the batch or, where the database refuses a value of it, the first part of which it refuses none. An entry whose values
   * it refuses is written with its identifiers only: no object keeps those behind it from being found.
   */
  async #writeWhatIsTaken(batch: readonly IndexEntry[]): Promise<readonly IndexDecision[] | 'fell-behind'> {
    try {
      return await this.#write(batch);
    } catch (error) {
      const [first, ...more] = batch;
      if (first === undefined || !isRefused(error)) throw error;
      if (more.length > 0) return this.#writeWhatIsTaken(batch.slice(0, Math.ceil(batch.length / 2)));
      const { segment, offset } = first.location;
      // The database's own words may quote the value.
      this.#options.logger.error(
        { code: 'indexed-by-identifiers', segment, offset },
        'values of an object were refused',
      );
      return this.#write([plainEntry(first)]);
    }
  }

  async #write(batch: readonly IndexEntry[]): Promise<readonly IndexDecision[] | 'fell-behind'> {
    const { spool, comparison } = this.#options;
    const position = batch.reduce((highest, entry) => Math.max(highest, entry.position), this.#position);
    try {
      const { decisions, studies, ids } = await this.#inTurn(async (trx) => {
        // A lost commit is found again from the log, because the position it carries is lost with it.
        await takeTurn(trx, 'does-not-wait');
        const entries = await withTrashOfOthers(trx, batch);
        const versions = await this.#loadVersions(
          trx,
          entries.map((entry) => entry.summary.instance.uid),
        );
        const decisions = await decideEntries(entries, (uid) => versions.get(uid) ?? [], comparison);
        await this.#repair(trx, decisions);
        const change = { spool, from: this.#position, to: position };
        const ids = this.#remembered.draft();
        return { decisions, studies: await writeBatch(trx, decisions.filter(isAdded), change, ids), ids };
      });
      ids.keep();
      this.#position = position;
      if (studies.size > 0) this.events.emit('changed', [...studies]);
      return decisions;
    } catch (error) {
      if (!(error instanceof IndexFellBehind)) throw error;
      this.#fellBehind = true;
      return 'fell-behind';
    }
  }

  /** Lists copies that are known, and forgets remembered ids where rows may have been removed by another writer. */
  async #loadVersions(trx: Transaction<Database>, uids: readonly string[]): Promise<Map<string, KnownVersion[]>> {
    // One arm for each of the partial indexes.
    const { rows } = await sql<{ removals: number } & (VersionRow | { readonly id: null })>`
      select removed.removals, v.id, v.sop_instance_uid, v.state, v.trashed_at, v.sha256, v.transfer_syntax_uid, v.location,
        v.length_bytes, case when v.state = 'trashed'
          then (select t.spool from gateway.trash t where t.trash_id = v.trash_id) end as trash_spool
      from (select sum(removals)::bigint as removals from gateway.index_state) as removed
        left join gateway.instance v on v.sop_instance_uid in (${sql.join([...new Set(uids)])})
          and (v.state = 'served' or v.state = 'kept' or v.state = 'trashed')`.execute(trx);
    const removals = rows[0]?.removals;
    if (removals !== this.#removals) this.#remembered.clear();
    this.#removals = removals;
    const versions = new Map<string, KnownVersion[]>();
    for (const row of rows) {
      if (row.id === null) continue;
      const version: KnownVersion = {
        instanceId: row.id,
        state: row.state,
        trashedAt: row.trashed_at ?? undefined,
        trashSpool: row.trash_spool ?? undefined,
        sha256: row.sha256,
        transferSyntaxUid: row.transfer_syntax_uid,
        location: row.location,
        lengthBytes: row.length_bytes,
      };
      versions.set(row.sop_instance_uid, [...(versions.get(row.sop_instance_uid) ?? []), version]);
    }
    return versions;
  }

  /** Durable before the damaged copies are marked deleted. */
  async #repair(trx: Transaction<Database>, decisions: readonly IndexDecision[]): Promise<void> {
    if (decisions.some(({ repairs }) => repairs !== undefined))
      await sql`set local synchronous_commit = on`.execute(trx);
    for (const { entry, repairs } of decisions) {
      if (repairs?.instanceId === undefined) continue;
      await replaceCopy(trx, repairs.instanceId, entry);
      this.#options.logger.warn(
        { code: 'copy-replaced', segment: repairs.location.segment, offset: repairs.location.offset },
        'a damaged object came again and was replaced',
      );
    }
  }

  async #discardUnkept(decisions: readonly IndexDecision[]): Promise<void> {
    const unkept = decisions.flatMap(({ entry, outcome, repairs }) => {
      if (repairs !== undefined) return [repairs.location];
      return outcome === 'duplicate' || outcome === 'refused' ? [entry.location] : [];
    });
    if (unkept.length === 0) return;
    try {
      const needed = await this.#indexedObjects(unkept.map(({ objectId }) => objectId));
      for (const location of unkept) if (!needed.has(location.objectId)) await this.#options.discard(location);
    } catch (error) {
      this.#options.logger.warn({ code: 'discard-failed', err: error }, 'copies not kept stay in the log for now');
    }
  }

  /** Which of the objects a row points to: whatever was decided, these are not deleted. */
  async #indexedObjects(objectIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.#options.db
      .selectFrom('instance')
      .select('object_id')
      .where('object_id', '=', sql<string>`any(${objectIds}::text[])`)
      .execute();
    return new Set(rows.map((row) => row.object_id));
  }

  #releaseWaiters(): void {
    const idle = this.#queue.length === 0 && !this.#fellBehind;
    const ready = this.#waiters.filter(({ position }) => idle || position <= this.#position);
    this.#waiters = this.#waiters.filter((waiter) => !ready.includes(waiter));
    for (const { resolve } of ready) resolve();
  }
}

function closed(): StorageError {
  return new StorageError('closed', 'The index is being closed');
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
}
