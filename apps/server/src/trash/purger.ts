/** Purges what has waited in the trash for its time, unless a legal hold covers it, and ends what a stop interrupted. */

import type { Kysely } from 'kysely';
import type { TrashBin } from '../archive/trash-bin.ts';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { assertNotHeld } from '../holds/held.ts';
import type { Logger } from '../logging.ts';
import { listDue } from './repository.ts';

const intervalMs = 10 * 60 * 1_000;

export type PurgerOptions = {
  readonly db: Kysely<Database>;
  readonly trash: TrashBin;
  readonly audit: AuditRecorder;
  readonly logger: Logger;
  readonly now: () => Date;
};

const subject = { kind: 'system', name: 'trash' } as const;

export class Purger {
  readonly #options: PurgerOptions;
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void>;
  #isClosed = false;

  /** Begins at once with what the last run of the node left. */
  constructor(options: PurgerOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#runOnTime(), intervalMs).unref();
    this.#running = this.#try();
  }

  /** Purges everything whose time is over; returns how many deletions that were. */
  async run(): Promise<number> {
    const { db, trash, audit, now } = this.#options;
    await trash.finishPurges();
    let purged = 0;
    for (const due of await listDue(db, subject, now())) {
      if (this.#isClosed) break;
      await trash.purge(due.trash_id, () => assertNotHeld(db, [due.study_id]));
      await audit.record({
        action: 'trash:purge',
        outcome: 'success',
        subject,
        object: { kind: 'study', id: due.study_id },
        details: { cause: due.cause, instances: due.instances },
      });
      purged += 1;
    }
    return purged;
  }

  /** Resolves when the deletion at hand is done or will be ended by the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  #runOnTime(): void {
    this.#running = this.#running.then(() => this.#try());
  }

  async #try(): Promise<void> {
    if (this.#isClosed) return;
    try {
      await this.run();
    } catch (error) {
      // What is left waits for the next run.
      if (!this.#isClosed)
        this.#options.logger.error({ code: 'purge-failed', err: error }, 'the trash was not emptied');
    }
  }
}
