/** Purges what has waited in the trash for its time, unless a legal hold covers it, and ends what a stop interrupted. */

import type { Kysely } from 'kysely';
import type { TrashBin, UnfinishedPurge } from '../archive/trash-bin.ts';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { assertNotHeld } from '../holds/held.ts';
import type { Logger } from '../logging.ts';
import { RecurringWork } from '../recurring-work.ts';
import { findTrash, listDue, studiesOfTrash } from './repository.ts';

const intervalMs = 10 * 60 * 1_000;

export type PurgerOptions = {
  readonly db: Kysely<Database>;
  readonly trash: Pick<TrashBin, 'listUnfinished' | 'finishPurge' | 'purge'>;
  readonly audit: AuditRecorder;
  readonly logger: Logger;
  readonly now: () => Date;
  /** False while another gateway does this. Default: none does. */
  readonly leads?: () => boolean;
};

type Purged = Pick<NonNullable<Awaited<ReturnType<typeof findTrash>>>, 'study_id' | 'cause' | 'instances'>;

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
      failed: (error) => this.#failed(error),
      beginsAtOnce: true,
    });
  }

  /** Purges everything whose time is over; returns how many deletions that were. */
  async run(): Promise<number> {
    const { db, trash, now } = this.#options;
    for (const unfinished of await trash.listUnfinished()) {
      if (this.#recurring.isClosed) break;
      await this.#succeeds(unfinished.id, () => this.#finish(unfinished));
    }
    let purged = 0;
    for (const due of await listDue(db, subject, now())) {
      if (this.#recurring.isClosed) break;
      if (await this.#succeeds(due.id, () => this.#purge(due))) purged += 1;
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

  async #purge(due: Purged & { readonly trash_id: string }): Promise<void> {
    const { db, trash } = this.#options;
    await trash.purge(due.trash_id, async () => assertNotHeld(db, await studiesOfTrash(db, due.trash_id)));
    await this.#note(due, {});
  }

  /** Whoever began it, it was not noted then: what is noted is what has been done, by whom it was ended. */
  async #finish({ id, trashId }: UnfinishedPurge): Promise<void> {
    const { db, trash } = this.#options;
    const purged = await findTrash(db, subject, id);
    const isFinishedHere = await trash.finishPurge(trashId);
    if (isFinishedHere && purged !== undefined) await this.#note(purged, { wasInterrupted: true });
  }

  async #note({ study_id, cause, instances }: Purged, details: { readonly wasInterrupted?: true }): Promise<void> {
    await this.#options.audit.record({
      action: 'trash:purge',
      outcome: 'success',
      subject,
      object: { kind: 'study', id: study_id },
      details: { cause, instances, ...details },
    });
  }

  /** What cannot be done now, as where it lies with a gateway that hangs, holds up nothing else and waits for the next run. */
  async #succeeds(id: number, work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      this.#failed(error, id);
      return false;
    }
  }

  /** @param trash the id of the row of the one that was not purged; without it, the run failed */
  #failed(error: unknown, trash?: number): void {
    const details = { code: 'purge-failed', ...(trash !== undefined && { trash }), err: error };
    this.#options.logger.error(details, 'the trash was not emptied');
  }
}
