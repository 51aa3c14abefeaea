/**
 * The sources of a running node: asks those that are due, copies the studies that were found, and keeps its leases, until
 * it is closed.
 *
 * It looks once a second, and at once when it is told that there is something. Several nodes may work on one database.
 */

import { DimseError } from '@isocenter/dimse/errors';
import type { AuditRecorder } from '../audit/event.ts';
import { isUnavailable } from '../database/errors.ts';
import { noteDelivered } from './found-studies.ts';
import {
  type ClaimedLook,
  type ClaimedStudy,
  claimLook,
  claimStudy,
  hasSources,
  leaseMs,
  releaseLost,
  renewLeases,
} from './leases.ts';
import { look } from './look.ts';
import type { SourceMeasures } from './measures.ts';
import { isUnreachable, type ReconcileOptions, reconcileStudy, statusCode } from './reconcile-study.ts';
import { noteAnswered, noteFailure, releaseLook } from './source-health.ts';
import { noteOutcome, type StudyOutcome } from './study-outcome.ts';

const pollMs = 1_000;

/** Studies at a time whatever the sources allow. */
const maxRuns = 16;

export type SourceRunnerOptions = Omit<ReconcileOptions, 'signal'> & {
  readonly audit: AuditRecorder;
  /** The same after a restart on the same data, and nobody else's. */
  readonly owner: string;
  readonly random: () => number;
  readonly measures: SourceMeasures;
  /** Told when something waits in the outgoing queue. */
  readonly queued: () => void;
};

export class SourceRunner {
  readonly #options: SourceRunnerOptions;
  readonly #stop = new AbortController();
  readonly #looks = new Map<number, Promise<void>>();
  readonly #studies = new Map<number, Promise<void>>();
  #poll: NodeJS.Timeout | undefined;
  #renewal: NodeJS.Timeout | undefined;
  #claiming: Promise<void> | undefined;
  #isAskedAgain = false;

  constructor(options: SourceRunnerOptions) {
    this.#options = options;
  }

  /** Takes up at once what this node left when it ended. */
  async start(): Promise<void> {
    const { db, owner, now } = this.#options;
    await releaseLost(db, { owner, now: now() }, true);
    this.#poll = setInterval(() => this.wake(), pollMs).unref();
    this.#renewal = setInterval(() => void this.#renew(), leaseMs / 3).unref();
    this.wake();
  }

  /** Looks now whether something is due. */
  wake(): void {
    this.#isAskedAgain = true;
    this.#claiming ??= this.#claimAll().finally(() => {
      this.#claiming = undefined;
    });
  }

  /** Resolves when nothing is due or under way any more. */
  async idle(): Promise<void> {
    this.wake();
    while (this.#claiming !== undefined || this.#looks.size + this.#studies.size > 0) {
      await this.#claiming;
      await Promise.all([...this.#looks.values(), ...this.#studies.values()]);
    }
  }

  /** Aborts what is under way: it is taken up at the next start, or by another node. */
  async close(): Promise<void> {
    this.#stop.abort();
    clearInterval(this.#poll);
    clearInterval(this.#renewal);
    await this.#claiming;
    await Promise.all([...this.#looks.values(), ...this.#studies.values()]);
  }

  get #isClosed(): boolean {
    return this.#stop.signal.aborted;
  }

  async #claimAll(): Promise<void> {
    const { db, now, owner, logger } = this.#options;
    while (this.#isAskedAgain && !this.#isClosed) {
      this.#isAskedAgain = false;
      try {
        if (!(await hasSources(db))) return;
        await releaseLost(db, { owner, now: now() });
        await noteDelivered(db, now());
        while (!this.#isClosed) {
          const claimed = await claimLook(db, { owner, now: now() });
          if (claimed === undefined) break;
          this.#begin(this.#looks, claimed.source.id, this.#look(claimed));
        }
        while (this.#studies.size < maxRuns && !this.#isClosed) {
          const claimed = await claimStudy(db, { owner, now: now() });
          if (claimed === undefined) break;
          this.#begin(this.#studies, claimed.study.id, this.#reconcile(claimed));
        }
      } catch (error) {
        // The next look is a second away.
        if (!isUnavailable(error)) logger.error({ err: error }, 'the sources could not be read');
      }
    }
  }

  #begin(runs: Map<number, Promise<void>>, id: number, run: Promise<void>): void {
    const ended = run
      .catch((error: unknown) => {
        // Its lease runs out.
        if (!this.#isClosed) this.#options.logger.error({ err: error }, 'work on a source failed');
      })
      .finally(() => {
        runs.delete(id);
        this.wake();
      });
    runs.set(id, ended);
  }

  async #look(claimed: ClaimedLook): Promise<void> {
    const { db, owner, now, random, logger, measures } = this.#options;
    const { id } = claimed.source;
    try {
      await look({ ...this.#options, signal: this.#stop.signal }, claimed, { owner, now: now() });
      measures.looked(id, 'answered');
    } catch (error) {
      // Its lease runs out.
      if (isUnavailable(error)) throw error;
      if (!this.#isClosed) {
        const code = error instanceof DimseError ? codeOf(error) : 'node-failed';
        if (error instanceof DimseError) {
          logger.warn({ code, aet: claimed.peer.ae_title, source: id }, 'a source could not be asked');
        } else {
          logger.error({ err: error, source: id }, 'a look at a source failed');
        }
        measures.looked(id, 'failed');
        await noteFailure(db, id, { code, now: now(), random });
      }
      await releaseLook(db, id, owner);
    }
  }

  async #reconcile(claimed: ClaimedStudy): Promise<void> {
    const { db, audit, measures, now, random, queued } = this.#options;
    const { source, peer } = claimed;
    const outcome = await this.#outcomeOf(claimed);
    const isGivenUp = await noteOutcome({ ...this.#options, now, random }, claimed, outcome);
    if (outcome.kind !== 'failed' && outcome.kind !== 'later') await noteAnswered(db, source.id);
    if (outcome.kind === 'sending') queued();
    measures.reconciled(source.id, isGivenUp ? 'given-up' : outcome.kind, outcome.fetched);
    if (outcome.fetched === 0) return;
    audit.count({
      action: 'source:fetch',
      outcome: 'success',
      subject: { kind: 'system', name: `source ${source.id}` },
      object: { kind: 'source', id: source.id },
      address: peer.host,
      details: { instances: outcome.fetched },
    });
  }

  async #outcomeOf(claimed: ClaimedStudy): Promise<StudyOutcome> {
    const { db, logger, now, random } = this.#options;
    const { source, study } = claimed;
    try {
      return await reconcileStudy({ ...this.#options, signal: this.#stop.signal }, claimed);
    } catch (error) {
      if (this.#isClosed) return { kind: 'later', dueAt: study.due_at, fetched: 0 };
      if (!(error instanceof DimseError)) {
        logger.error({ err: error, source: source.id, study: study.id }, 'a study of a source failed');
        return { kind: 'failed', code: 'node-failed', fetched: 0 };
      }
      const code = codeOf(error);
      logger.warn({ code, aet: claimed.peer.ae_title, source: source.id }, 'a study of a source could not be copied');
      if (!isUnreachable(error)) return { kind: 'failed', code, fetched: 0 };
      await noteFailure(db, source.id, { code, now: now(), random });
      return { kind: 'later', dueAt: study.due_at, fetched: 0 };
    }
  }

  async #renew(): Promise<void> {
    const { db, now, owner, logger } = this.#options;
    const held = { looks: [...this.#looks.keys()], studies: [...this.#studies.keys()] };
    await renewLeases(db, { owner, now: now() }, held).catch((error: unknown) =>
      logger.warn({ err: error }, 'the leases of sources could not be renewed'),
    );
  }
}

function codeOf({ code, details }: DimseError): string {
  return details.status === undefined ? code : statusCode(details.status);
}
