/**
 * Applies the rules to every settlement that waits for it, in the order in which they were made: woken by settling, and by
 * itself for what was left by a crash or a database that was away.
 */

import type { Kysely } from 'kysely';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import type { Metrics } from '../http/metrics.ts';
import type { Settlement } from '../settling/repository.ts';
import { type Applied, applyRules } from './apply-rules.ts';
import type { StudyValuesDeps } from './study-values.ts';
import type { FiredAction } from './tables.ts';

const recheckMs = 30_000;
const maxPending = 200;

export type RuleRunnerOptions = StudyValuesDeps & {
  readonly now: () => Date;
  /** False while another gateway applies the rules. Default: none does. */
  readonly leads?: () => boolean;
  readonly audit: AuditRecorder;
  readonly metrics: Metrics;
  /** Moves into the trash what rules have dropped, see `drops.ts`; returns whether anything is left to be moved. */
  readonly performDrops: () => Promise<boolean>;
  /** Told of studies that rules acted on, once that is committed. */
  readonly acted: (studyId: number) => void;
};

const subject = { kind: 'system', name: 'rules' } as const;

/** Outcomes with which a firing is a success; a drop that waits has an entry of its own once it is done. */
const passes = new Set<FiredAction['outcome']>(['done', 'nothing-to-do', 'waiting']);

export class RuleRunner {
  readonly #options: RuleRunnerOptions;
  readonly #timer: NodeJS.Timeout;
  readonly #firings;
  #running: Promise<void> | undefined;
  #isWoken = false;
  /** True at the start: a crash may have left some. */
  #hasDrops = true;
  #isClosed = false;

  constructor(options: RuleRunnerOptions) {
    this.#options = options;
    const { metrics } = options;
    this.#firings = new metrics.Counter({
      name: 'isocenter_rule_firings_total',
      help: 'How often each rule fired, by its id',
      labelNames: ['rule'],
      registers: [metrics.registry],
    });
    this.#timer = setInterval(() => this.wake(), recheckMs).unref();
  }

  /** There is something to do, or may be. */
  wake(): void {
    this.#isWoken = true;
    if (this.#isClosed || this.#options.leads?.() === false) return;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** Resolves when everything that waited has been looked at. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await this.idle();
  }

  async #run(): Promise<void> {
    const { db, logger } = this.#options;
    while (this.#isWoken && !this.#isClosed) {
      this.#isWoken = false;
      try {
        const pending = await listPending(db);
        let hasFailed = false;
        for (const settlement of pending) {
          if (this.#isClosed) return;
          hasFailed = !(await this.#apply(settlement)) || hasFailed;
        }
        if (this.#hasDrops) await this.#drop();
        // What fails is tried again with the next look; it holds up nothing else.
        if (pending.length === maxPending && !hasFailed) this.#isWoken = true;
      } catch (error) {
        logger.warn({ code: 'rules-not-applied', err: error }, 'settled studies could not be looked up, will retry');
      }
    }
  }

  async #drop(): Promise<void> {
    // Left true where one of them fails or still waits: it is tried again with the next look.
    this.#hasDrops = await this.#options.performDrops();
  }

  async #apply(settlement: Settlement): Promise<boolean> {
    try {
      const applied = await applyRules(this.#options, settlement);
      if (applied !== undefined) await this.#tell(settlement, applied);
      return true;
    } catch (error) {
      const details = { code: 'rules-not-applied', settlement: settlement.id, err: error };
      this.#options.logger.error(details, 'rules could not be applied to a settled study, will retry');
      return false;
    }
  }

  async #tell(settlement: Settlement, { studyId, fired }: Applied): Promise<void> {
    if (studyId === undefined || fired.length === 0) return;
    // Before the trail is written: what fails there must not keep a drop from being done.
    this.#hasDrops ||= fired.some(({ actions }) => actions.some(({ kind }) => kind === 'drop'));
    for (const { ruleId, version, actions } of fired) {
      this.#firings.inc({ rule: String(ruleId) });
      await this.#options.audit.record({
        action: 'rule:fire',
        outcome: actions.every(({ outcome }) => passes.has(outcome)) ? 'success' : 'failure',
        subject,
        object: { kind: 'study', id: studyId },
        details: {
          rule: ruleId,
          version,
          settlement: settlement.number,
          actions: actions.map(({ kind, outcome }) => `${kind}: ${outcome}`),
        },
      });
    }
    this.#options.acted(studyId);
  }
}

function listPending(db: Kysely<Database>): Promise<readonly Settlement[]> {
  return db
    .selectFrom('settlement')
    .selectAll()
    .where('applied_at', 'is', null)
    .orderBy('id')
    .limit(maxPending)
    .execute();
}
