/** Purges what has waited in the trash for its time, unless a legal hold covers it, and ends what a stop interrupted. */

import type { Kysely } from 'kysely';
import type { TrashBin } from '../archive/trash-bin.ts';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { assertNotHeld } from '../holds/held.ts';
import type { Logger } from '../logging.ts';
import { RecurringWork } from '../recurring-work.ts';
import { listDue } from './repository.ts';

const intervalMs = 10 * 60 * 1_000;

export type PurgerOptions = {
  readonly db: Kysely<Database>;
  readonly trash: TrashBin;
  readonly audit: AuditRecorder;
  readonly logger: Logger;
  readonly now: () => Date;
  /** False while another gateway does this. Default: none does. */
  readonly leads?: () => boolean;
};

const subject = { kind: 'system', name: 'trash' } as const;

export class Purger {
  readonly #options: PurgerOptions;
  readonly #recurring: RecurringWork;

  /** Begins at once with what the last run of the node left. */
  constructor(options: PurgerOptions) {
    this.#options = options;
    this.#recurring = new RecurringWork({
      intervalMs,
      work: () => this.run(),
      leads: options.leads,
      // What is left waits for the next run.
      failed: (error) => options.logger.error({ code: 'purge-failed', err: error }, 'the trash was not emptied'),
      beginsAtOnce: true,
    });
  }

  /** Purges everything whose time is over; returns how many deletions that were. */
  async run(): Promise<number> {
    const { db, trash, audit, now } = this.#options;
    await trash.finishPurges();
    let purged = 0;
    for (const due of await listDue(db, subject, now())) {
      if (this.#recurring.isClosed) break;
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
  close(): Promise<void> {
    return this.#recurring.close();
  }

  /** Looks now; to be called when this gateway has become the one that purges. */
  wake(): void {
    this.#recurring.wake();
  }
}
