/**
 * The outgoing queue of a running node: claims what is due, has it sent, and keeps its leases, until it is closed.
 *
 * It looks once a second, and at once when it is told that there is something. Several nodes may work on one database;
 * what is paced, is paced by each of them for itself.
 */

import { randomUUID } from 'node:crypto';
import { isUnavailable } from '../database/errors.ts';
import type { DeliveryOptions } from './attempt.ts';
import { applyReports, endWaiting, type ReportOutcome } from './commitment-progress.ts';
import { relinkStudies } from './instances.ts';
import { type ClaimedDelivery, claimNext, leaseMs, renewLeases, sweep } from './leases.ts';
import { Pace, type PaceClock, systemPaceClock } from './pace.ts';
import { giveBackFailed } from './progress.ts';
import { runDelivery } from './run.ts';
import { RunControl } from './run-control.ts';

const pollMs = 1_000;

/** Deliveries at a time whatever the destinations allow: each holds the list of its instances and some buffers. */
const maxRuns = 32;

/** Of the deliveries that are taken, the share for which age counts and not priority. */
const oldestFirstShare = 1 / 8;

export type DeliveryQueueOptions = DeliveryOptions & { readonly paceClock?: PaceClock };

type Run = { readonly delivery: ClaimedDelivery; readonly control: RunControl; readonly ended: Promise<void> };

export class DeliveryQueue {
  readonly #options: DeliveryQueueOptions;
  readonly #owner = randomUUID();
  readonly #runs = new Map<number, Run>();
  readonly #paces = new Map<number, Pace>();
  readonly #unappliedReports = new Set<string>();
  #poll: NodeJS.Timeout | undefined;
  #renewal: NodeJS.Timeout | undefined;
  #claiming: Promise<void> | undefined;
  #isAskedAgain = false;
  #isClosed = false;

  constructor(options: DeliveryQueueOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    await relinkStudies(this.#options.db);
    this.#poll = setInterval(() => this.wake(), pollMs).unref();
    this.#renewal = setInterval(() => void this.#renew(), leaseMs / 3).unref();
    this.wake();
  }

  /** Looks now whether something is due; to be called when something was asked for or allowed. */
  wake(): void {
    this.#isAskedAgain = true;
    this.#claiming ??= this.#claimAll().finally(() => {
      this.#claiming = undefined;
    });
  }

  /** Resolves when nothing is due or under way any more. */
  async idle(): Promise<void> {
    this.wake();
    while (this.#claiming !== undefined || this.#runs.size > 0) {
      await this.#claiming;
      await Promise.all([...this.#runs.values()].map(({ ended }) => ended));
    }
  }

  /** Cancels a delivery at once where it is this node that sends it. */
  cancel(deliveryId: number): void {
    this.#runs.get(deliveryId)?.control.cancel();
  }

  /** Stops what is being sent to a destination, each after the instance under way. */
  stopDestination(peerId: number): void {
    for (const { delivery, control } of this.#runs.values()) if (delivery.peerId === peerId) control.stop();
  }

  /** Takes nothing new, and gives what is being sent `graceMs` to be acknowledged. */
  async close(graceMs: number): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#poll);
    clearInterval(this.#renewal);
    // Before what is being claimed is waited for, so that nothing more is sent meanwhile; then what was claimed.
    for (const { control } of this.#runs.values()) control.stop();
    await this.#claiming;
    const runs = [...this.#runs.values()];
    for (const { control } of runs) control.stop();
    const cut = setTimeout(() => {
      for (const { control } of runs) control.stopAtOnce();
    }, graceMs);
    await Promise.all(runs.map(({ ended }) => ended));
    clearTimeout(cut);
  }

  async #claimAll(): Promise<void> {
    const { db, now, logger, random } = this.#options;
    while (this.#isAskedAgain && !this.#isClosed) {
      this.#isAskedAgain = false;
      try {
        await sweep(db, now());
        await this.#takeReports();
        while (this.#runs.size < maxRuns && !this.#isClosed) {
          const isOldestFirst = random() < oldestFirstShare;
          const delivery = await claimNext(db, { owner: this.#owner, now: now(), isOldestFirst });
          if (delivery === undefined) break;
          this.#begin(delivery);
        }
      } catch (error) {
        // The next look is a second away.
        if (!isUnavailable(error)) logger.error({ err: error }, 'the outgoing queue could not be read');
      }
    }
  }

  /** What was reported counts before what is overdue. What fails holds up nothing that is to be sent. */
  async #takeReports(): Promise<void> {
    const { db, now, logger, random, changed } = this.#options;
    try {
      const failed: ReportOutcome['failed'] = (transaction, error) => this.#reportFailed(transaction, error);
      if (await applyReports(db, { now: now(), random, failed })) changed();
      await endWaiting(db, now());
    } catch (error) {
      if (isUnavailable(error)) throw error;
      logger.error({ err: error }, 'what destinations commit to could not be looked at');
    }
  }

  /** It is tried again with each look, and told once. */
  #reportFailed({ uid, deliveryId: delivery }: Parameters<ReportOutcome['failed']>[0], error: unknown): void {
    if (this.#unappliedReports.has(uid)) return;
    this.#unappliedReports.add(uid);
    const details = { code: 'report-not-applied', delivery, err: error };
    this.#options.logger.error(details, 'what a destination reports could not be applied');
  }

  #begin(delivery: ClaimedDelivery): void {
    const control = new RunControl();
    const ended = this.#run(delivery, control).finally(() => {
      this.#runs.delete(delivery.deliveryId);
      this.#options.changed();
      this.wake();
    });
    this.#runs.set(delivery.deliveryId, { delivery, control, ended });
    this.#options.changed();
  }

  async #run(delivery: ClaimedDelivery, control: RunControl): Promise<void> {
    const { db, logger, now, random } = this.#options;
    try {
      await runDelivery({ delivery, control, options: this.#options, pace: this.#paceFor(delivery) });
    } catch (error) {
      logger.error({ delivery: delivery.deliveryId, err: error }, 'a delivery failed');
      // Where the database is away, the lease runs out.
      const givingBack = giveBackFailed(db, delivery, { code: 'node-failed', now: now(), random });
      await givingBack.catch((cause) => logger.warn({ err: cause }, 'a delivery waits for the end of its lease'));
    }
  }

  #paceFor({ peerId, limits }: ClaimedDelivery): Pace {
    const pace = this.#paces.get(peerId) ?? new Pace(this.#options.paceClock ?? systemPaceClock, limits);
    pace.limits = limits;
    this.#paces.set(peerId, pace);
    return pace;
  }

  async #renew(): Promise<void> {
    const { db, now, logger } = this.#options;
    const runs = [...this.#runs.values()];
    if (runs.length === 0) return;
    try {
      const ids = runs.map(({ delivery }) => delivery.deliveryId);
      const renewed = new Map(
        (await renewLeases(db, ids, { owner: this.#owner, now: now() })).map((row) => [row.id, row]),
      );
      for (const { delivery, control } of runs) {
        const row = renewed.get(delivery.deliveryId);
        if (row === undefined) control.stopAtOnce();
        else if (row.cancel_requested) control.cancel();
        else if (row.is_paused) control.stop();
      }
    } catch (error) {
      logger.warn({ err: error }, 'the leases of deliveries could not be renewed');
    }
  }
}
