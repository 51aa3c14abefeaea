/**
 * Gives back the space of objects that were deleted or not kept: compacts the log from time to time, and tells the index
 * where the survivors lie now.
 */

import type { Kysely } from 'kysely';
import { unlessHeld } from '../backup/compaction-hold.ts';
import type { Database } from '../database/schema.ts';
import type { Logger } from '../logging.ts';
import type { BlobLog } from '../storage/blob-log.ts';
import type { CompactionResult, MovedObject } from '../storage/compaction.ts';
import { StorageError } from '../storage/storage-error.ts';
import type { IndexWriter } from './index-writer.ts';
import { relocateInstances } from './instance-rows.ts';

/** Segments without deletions are passed over unread, so that looking costs next to nothing. */
const intervalMs = 60 * 60 * 1_000;

export type CompactorOptions = {
  readonly db: Kysely<Database>;
  readonly log: BlobLog;
  readonly index: IndexWriter;
  readonly logger: Logger;
};

export class Compactor {
  readonly #options: CompactorOptions;
  readonly #timer: NodeJS.Timeout;
  readonly #stop = new AbortController();
  /** Rejects at the end: a stop does not wait for a database that is away. */
  readonly #stopped = Promise.withResolvers<never>();
  #running: Promise<unknown> = Promise.resolve();

  constructor(options: CompactorOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.#runOnTime(), intervalMs);
    this.#timer.unref();
    this.#stopped.promise.catch(() => undefined); // Of interest only while somebody waits.
  }

  /** Compacts what is at least half dead; serves while it runs. Does nothing while a backup is being made. */
  run(): Promise<CompactionResult> {
    const { db } = this.#options;
    const run = Promise.race([unlessHeld(db, () => this.#compact()), this.#stopped.promise]).then(
      (result) => result ?? { segments: 0, freedBytes: 0 },
    );
    this.#running = run.catch(() => undefined);
    return run;
  }

  /** No segment is begun any more; the log, when it is closed, waits for the one at hand. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#stop.abort();
    this.#stopped.reject(new StorageError('closed', 'The log is being closed'));
    await this.#running;
  }

  async #compact(): Promise<CompactionResult | undefined> {
    const { log } = this.#options;
    if (this.#stop.signal.aborted) return undefined;
    return log.compact({ moved: (objects) => this.#relocate(objects), signal: this.#stop.signal });
  }

  async #runOnTime(): Promise<void> {
    const { logger } = this.#options;
    try {
      const { segments, freedBytes } = await this.run();
      if (segments > 0) logger.info({ segments, freedBytes }, 'the log was compacted');
    } catch (error) {
      // Originals stay until their copies are indexed; the next run goes on.
      if (this.#stop.signal.aborted) return;
      logger.error({ code: 'compaction-failed', err: error }, 'the log could not be compacted');
    }
  }

  /** An object that is still on its way into the index would come there with the place that is about to go. */
  async #relocate(objects: readonly MovedObject[]): Promise<void> {
    const { db, log, index } = this.#options;
    await Promise.race([index.reached(log.position()), this.#stopped.promise]);
    await relocateInstances(
      db,
      objects.map(({ location }) => location),
    );
  }
}
