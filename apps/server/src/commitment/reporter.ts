/**
 * Decides about the storage commitments on record and reports the results, PS3.4 §J.3.3: on the association that the
 * request came on while it is open, else on one of our own; again and again until the peer has taken it or every attempt
 * is used up. `SEMANTICS.md` has the states and what happens at each crash point.
 */

import { type Clock, systemClock } from '@isocenter/dimse/clock';
import { failureFields } from '@isocenter/dimse/log-fields';
import { dimseStatus } from '@isocenter/dimse/status';
import type { Association } from '@isocenter/dimse/verbs';
import type { AuditRecorder } from '../audit/event.ts';
import type { Destination } from '../query-retrieve/move-destination.ts';
import { type CommitmentReport, encodeCommitmentReport } from './data-sets.ts';
import { type DecisionOptions, decideCommitment, refuseDuplicate } from './decide.ts';
import { reportOnNewAssociation } from './report-association.ts';
import {
  type Commitment,
  claimCommitment,
  endCommitment,
  findNextDue,
  postponeCommitment,
  wakeCommitments,
} from './repository.ts';
import { storageCommitmentInstance, storageCommitmentSopClass } from './service-class.ts';

/** Milliseconds after each attempt that failed but the last: a peer that is away over night still gets its report. */
const minuteMs = 60_000;
const reportPausesMs: readonly number[] = [1, 2, 5, 10, 30, 60, 120, 240, 480].map((n) => n * minuteMs);

/** Transactions that are worked on at once: a peer that does not answer holds up few others. */
const maxAtOnce = 4;
/** An attempt reads every object that is asked for. */
const leaseMs = 60 * minuteMs;
/** Until the database is asked again after it failed. */
const databasePauseMs = 5_000;
/** Another process may hold a row that is due for a moment. */
const minPauseMs = 100;
/** Longest time between two looks, for rows of other processes. */
const maxPauseMs = minuteMs;
/**
 * Most requestors release right after the response to their N-ACTION, and some take a request that crosses their release
 * for an error; whoever waits for the report waits longer than this.
 */
const releaseGraceMs = 1_000;
/** For the answer to a report on the association of the request; then it is given on another. */
const sameAssociationTimeoutMs = 30_000;

export type ReporterOptions = Omit<DecisionOptions, 'signal'> & {
  readonly audit: AuditRecorder;
  readonly now: () => Date;
  /** Ours, to call as. */
  readonly aeTitle: string;
  /** The entry of an AE title, or of the id where one asked; undefined where none is left. */
  readonly findDestination: (aeTitle: string, peerId?: number) => Promise<Destination | undefined>;
  readonly clock?: Clock;
  /** Default `releaseGraceMs`. */
  readonly graceMs?: number;
  /** Default `reportPausesMs`. */
  readonly pausesMs?: readonly number[];
};

/** An association on which a request came, with the transfer syntax of its context. */
export type Origin = { readonly association: Association<unknown>; readonly transferSyntaxUid: string };

export class CommitmentReporter {
  readonly #options: ReporterOptions;
  readonly #clock: Clock;
  readonly #stopping = new AbortController();
  readonly #origins = new Map<number, Origin>();
  readonly #recording = new Set<Promise<unknown>>();
  readonly #attempts = new Set<Promise<void>>();
  #looking: Promise<void> | undefined;
  /** Something came while looking that may have been missed. */
  #mustLookAgain = false;
  #cancelTimer: () => void = () => undefined;

  constructor(options: ReporterOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** Begins beside other gateways, which have theirs under way. */
  async start(): Promise<void> {
    this.#look();
  }

  /** Takes up what an earlier run of the node, or a gateway that ended, left; whatever was postponed is tried at once. */
  async takeOver(): Promise<void> {
    await wakeCommitments(this.#options.db, this.#options.now());
    this.#look();
  }

  /** Takes up a request as soon as it is on record; resolves with its id. Rejects as `recorded` does. */
  async take(recorded: Promise<number>, origin: Origin): Promise<number> {
    // No attempt looks for its origin before it is known.
    const noted = recorded.then((id) => this.#origins.set(id, origin));
    this.#recording.add(noted);
    try {
      await noted;
    } finally {
      this.#recording.delete(noted);
    }
    this.#look();
    return recorded;
  }

  /** Takes up nothing new and waits `graceMs` at most for what is under way; the rest stays on record. */
  async close(graceMs: number): Promise<void> {
    this.#stopping.abort();
    this.#cancelTimer();
    const late = Promise.withResolvers<void>();
    const cancel = this.#clock.schedule(graceMs, late.resolve);
    await Promise.race([Promise.all([this.#looking, ...this.#attempts]), late.promise]);
    cancel();
  }

  #look(): void {
    if (this.#stopping.signal.aborted) return;
    this.#mustLookAgain = this.#looking !== undefined;
    if (this.#mustLookAgain) return;
    this.#cancelTimer();
    this.#looking = this.#claimDue()
      .catch((error: unknown) => {
        this.#options.logger.warn(failureFields(error), 'storage commitments could not be looked up');
        return databasePauseMs;
      })
      .then((pauseMs) => {
        this.#looking = undefined;
        if (this.#mustLookAgain) return this.#look();
        if (this.#stopping.signal.aborted || pauseMs === undefined) return;
        this.#cancelTimer = this.#clock.schedule(pauseMs, () => this.#look());
      });
  }

  /** Returns in how many milliseconds to look again; undefined where the end of an attempt brings it about. */
  async #claimDue(): Promise<number | undefined> {
    const { db, now } = this.#options;
    while (this.#attempts.size < maxAtOnce) {
      const commitment = await claimCommitment(db, { now: now(), leaseMs });
      if (commitment === undefined) {
        const due = await findNextDue(db);
        const pauseMs = due === undefined ? maxPauseMs : due.getTime() - now().getTime();
        return Math.min(Math.max(pauseMs, minPauseMs), maxPauseMs);
      }
      const attempt = this.#attempt(commitment).finally(() => {
        this.#attempts.delete(attempt);
        this.#look();
      });
      this.#attempts.add(attempt);
    }
    return undefined;
  }

  /** Never rejects. */
  async #attempt(commitment: Commitment): Promise<void> {
    const { id, aeTitle: callingAet, attempts } = commitment;
    const { db, logger, now } = this.#options;
    await Promise.allSettled(this.#recording);
    const origin = this.#origins.get(id);
    this.#origins.delete(id);
    try {
      const report = await this.#decide(commitment);
      await this.#deliver(commitment, report, origin);
      await endCommitment(db, id, 'reported', now());
      const details = { committed: report.committed.length, failed: report.failed.length };
      this.#audit(commitment, 'success', details);
      logger.info({ callingAet, ...details }, 'a storage commitment was reported');
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      logger.warn({ callingAet, attempts, ...failureFields(error) }, 'a storage commitment could not be reported');
      await this.#postpone(commitment).catch((failure: unknown) => {
        // Its lease brings it up again.
        logger.warn(failureFields(failure), 'a storage commitment could not be postponed');
      });
    }
  }

  #decide({ instances, isDuplicate, aeTitle, address, peerId }: Commitment): Promise<CommitmentReport> {
    if (isDuplicate) return Promise.resolve(refuseDuplicate(instances));
    const subject = { kind: 'peer', aet: aeTitle, address, peerId, verbs: ['commit'] } as const;
    return decideCommitment(instances, subject, { ...this.#options, signal: this.#stopping.signal });
  }

  async #deliver(commitment: Commitment, report: CommitmentReport, origin: Origin | undefined): Promise<void> {
    const { aeTitle, peerId, transactionUid } = commitment;
    if (origin !== undefined && (await this.#reportOn(origin, transactionUid, report))) return;
    const destination = await this.#options.findDestination(aeTitle, peerId);
    if (destination === undefined) {
      this.#options.logger.warn({ aeTitle }, 'no peer is configured under the AE title that asked for a commitment');
      throw new ReportFailed('destination-unknown');
    }
    const status = await reportOnNewAssociation(destination, this.#options.aeTitle, { transactionUid, report });
    if (status !== dimseStatus.success) throw new ReportFailed('report-refused');
  }

  /** True where the peer took the report on the association of its request. */
  async #reportOn({ association, transferSyntaxUid }: Origin, transactionUid: string, report: CommitmentReport) {
    await this.#pause(this.#options.graceMs ?? releaseGraceMs);
    const timeout = Promise.withResolvers<{ readonly status?: number }>();
    const cancel = this.#clock.schedule(sameAssociationTimeoutMs, () => timeout.resolve({}));
    try {
      const answered = association.eventReport({
        sopClassUid: storageCommitmentSopClass,
        sopInstanceUid: storageCommitmentInstance,
        transferSyntaxUid,
        ...encodeCommitmentReport(transactionUid, report, transferSyntaxUid),
      });
      const { status } = await Promise.race([answered, timeout.promise]);
      return status === dimseStatus.success;
    } catch (error) {
      this.#options.logger.debug(failureFields(error), 'the association of a storage commitment has ended');
      return false;
    } finally {
      cancel();
    }
  }

  async #postpone(commitment: Commitment): Promise<void> {
    const { db, logger, now, pausesMs = reportPausesMs } = this.#options;
    const { id, attempts, aeTitle } = commitment;
    const pauseMs = pausesMs[attempts - 1];
    if (pauseMs !== undefined) return postponeCommitment(db, id, new Date(now().getTime() + pauseMs));
    await endCommitment(db, id, 'dead', now());
    this.#audit(commitment, 'failure', { attempts });
    logger.error({ aeTitle, attempts }, 'the result of a storage commitment is given up');
  }

  #audit({ id, aeTitle }: Commitment, outcome: 'success' | 'failure', details: Readonly<Record<string, number>>): void {
    this.#options.audit.count({
      action: 'commitment:report',
      outcome,
      subject: { kind: 'system', name: 'commitment' },
      object: { kind: 'commitment', id },
      details: { aeTitle, ...details },
    });
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.#clock.schedule(ms, resolve));
  }
}

class ReportFailed extends Error {
  override readonly name = 'ReportFailed';
  readonly code: 'destination-unknown' | 'report-refused';

  constructor(code: ReportFailed['code']) {
    super(`a storage commitment could not be reported: ${code}`);
    this.code = code;
  }
}
