/**
 * Puts into the trash, once a day, what the retention rules that are switched on say, and no more of it than they allow.
 *
 * A study is looked at once more when nothing can come in between: what has a legal hold by then, arrived or was looked at
 * meanwhile stays.
 */

import type { Kysely, Selectable } from 'kysely';
import type { TrashBin } from '../archive/trash-bin.ts';
import { TrashError } from '../archive/trash-error.ts';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { HoldError } from '../holds/errors.ts';
import { assertNotHeld } from '../holds/held.ts';
import type { Logger } from '../logging.ts';
import { RecurringWork } from '../recurring-work.ts';
import { purgeAfterOf } from '../trash/purge-time.ts';
import { isMatch, listMatches } from './matching.ts';
import type { RetentionRuleTable } from './tables.ts';

const intervalMs = 15 * 60 * 1_000;
const dayMs = 24 * 60 * 60 * 1_000;

export type RetentionRunnerOptions = {
  readonly db: Kysely<Database>;
  readonly trash: TrashBin;
  readonly audit: AuditRecorder;
  readonly logger: Logger;
  readonly now: () => Date;
  /** False while another gateway does this. Default: none does. */
  readonly leads?: () => boolean;
  readonly trashDays: number;
};

const subject = { kind: 'system', name: 'retention' } as const;

/** The study is not what the rule is about any more. */
class NoMatch extends Error {}

export class RetentionRunner {
  readonly #options: RetentionRunnerOptions;
  readonly #recurring: RecurringWork;

  constructor(options: RetentionRunnerOptions) {
    this.#options = options;
    this.#recurring = new RecurringWork({
      intervalMs,
      work: () => this.run(),
      leads: options.leads,
      // The next run takes up what is left.
      failed: (error) => options.logger.error({ code: 'retention-failed', err: error }, 'a retention rule failed'),
    });
  }

  /** Applies the rules that were not applied for a day; returns how many studies went. */
  async run(): Promise<number> {
    const { db, now } = this.#options;
    const yesterday = new Date(now().getTime() - dayMs);
    const rules = await db
      .selectFrom('retention_rule')
      .selectAll()
      .where('enabled', '=', true)
      .where((eb) => eb.or([eb('last_run_at', 'is', null), eb('last_run_at', '<=', yesterday)]))
      .orderBy('id')
      .execute();
    let gone = 0;
    for (const rule of rules) gone += await this.#apply(rule);
    return gone;
  }

  /** Resolves when the study at hand is done. */
  close(): Promise<void> {
    return this.#recurring.close();
  }

  async #apply(rule: Selectable<RetentionRuleTable>): Promise<number> {
    const { db, logger, now } = this.#options;
    let gone = 0;
    for (const studyId of await listMatches(db, rule, now())) {
      if (this.#recurring.isClosed) return gone;
      if (await this.#dispose(rule, studyId)) gone += 1;
    }
    await db
      .updateTable('retention_rule')
      .set({ last_run_at: now(), last_run_studies: gone })
      .where('id', '=', rule.id)
      .execute();
    if (gone > 0) logger.info({ rule: rule.id, studies: gone }, 'a retention rule put studies into the trash');
    return gone;
  }

  async #dispose(rule: Selectable<RetentionRuleTable>, studyId: number): Promise<boolean> {
    const { db, trash, audit, now, trashDays } = this.#options;
    const deletedAt = now();
    const purgeAfter = purgeAfterOf(deletedAt, trashDays);
    const disposal = { cause: 'retention', deletedBy: `retention rule ${rule.id}`, reason: rule.name } as const;
    const guard = async () => {
      await assertNotHeld(db, [studyId]);
      if (!(await isMatch(db, rule, { studyId, now: deletedAt }))) throw new NoMatch();
    };
    try {
      const target = { level: 'study', id: studyId } as const;
      const { objectIds } = await trash.dispose(target, { ...disposal, deletedAt, purgeAfter }, guard);
      await audit.record({
        action: 'study:delete',
        outcome: 'success',
        subject,
        object: { kind: 'study', id: studyId },
        details: { level: 'study', rule: rule.id, reason: rule.name, instances: objectIds.length },
      });
      return true;
    } catch (error) {
      if (error instanceof NoMatch || error instanceof HoldError || error instanceof TrashError) return false;
      throw error;
    }
  }
}
