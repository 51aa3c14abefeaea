/**
 * All spools of a store as one gateway sees them: its home, those it has adopted, and those of others, which it reads.
 *
 * A spool whose owner has ended is adopted by whoever finds its lock free first, so that what was acknowledged there is found
 * again; it is given back to a gateway that starts and has none.
 */

import type { GatewayLink, Notice } from '../gateways/gateway-link.ts';
import type { Mover } from '../object-store/mover.ts';
import { ForeignSpool } from '../storage/foreign-spool.ts';
import type { PatientKeyId } from '../storage/key-ring.ts';
import {
  type DeletionReason,
  firstSpool,
  type ObjectLocation,
  type SpoolNumber,
  spoolOf,
} from '../storage/log-entry.ts';
import type { ByteRange } from '../storage/object-reader.ts';
import type { ObjectRun } from '../storage/object-run.ts';
import { spoolFolder } from '../storage/spool-folders.ts';
import { unknownEnd } from '../storage/spool-positions.ts';
import { ArchiveError } from './archive-error.ts';
import { type CaughtUp, noteApplied } from './catch-up.ts';
import { type ClaimedSpool, claimFree } from './claim-spools.ts';
import {
  type BegunSpool,
  beginSpool,
  type OpenSpoolOptions,
  type OwnedSpool,
  type SpoolContext,
} from './owned-spool.ts';
import { carryOutOrders, orderOf, placeOrder, type SpoolOrder, signOfLife } from './spool-orders.ts';

/** How long the end of another gateway is not noticed. */
const lookEveryMs = 500;
/** After somebody asked for a spool, none is adopted for so long. */
const giveMs = 5_000;
/** After a spool could not be adopted. */
const adoptAgainMs = 10_000;
/** After the database could not be asked what is ordered. */
const orderAgainMs = 1_000;
const closeFilesEveryMs = 60_000;
/** How long the running node does not notice a new master key. */
const lookForKeysEveryMs = 5_000;
/** Of an adopted spool, in whose queue there is little. */
const adoptedGraceMs = 2_000;

export type SpoolsOptions = Omit<SpoolContext, 'read' | 'prove' | 'discard'> & {
  /** Undefined for a command, which runs by itself. */
  readonly link: GatewayLink | undefined;
};

/** What is to be noted of a trash in the log that has it. */
export type TrashMark = 'begin-purge' | 'end-trash';

export class Spools {
  readonly #options: SpoolsOptions;
  readonly #context: SpoolContext;
  readonly #owned = new Map<SpoolNumber, OwnedSpool>();
  readonly #foreign = new Map<SpoolNumber, ForeignSpool>();
  readonly #onNotice = (notice: Notice) => this.#hear(notice);
  #home: OwnedSpool | undefined;
  #timers: readonly NodeJS.Timeout[] = [];
  /** Adopting, giving back and orders, one after the other. */
  #work: Promise<unknown> = Promise.resolve();
  #isWorking = false;
  #wrapping: Promise<unknown> = Promise.resolve();
  #isWrapping = false;
  #adoptFrom = 0;
  /** When something is tried again with a spool with which it failed. */
  readonly #tryFrom = new Map<SpoolNumber, number>();
  /** Up to which the index is being brought. */
  readonly #broughtUp = new Set<SpoolNumber>();
  #isClosed = false;

  constructor(options: SpoolsOptions) {
    this.#options = options;
    const discard = async (location: ObjectLocation) => {
      await this.#place(location, { kind: 'delete', locations: [location], reason: 'duplicate' });
    };
    this.#context = {
      ...options,
      read: (location) => this.read(location),
      prove: (location) => this.#prove(location),
      discard,
    };
  }

  /** The spool that this gateway stores into: the one that was opened first. */
  get home(): OwnedSpool {
    if (this.#home === undefined) throw new Error('a spool was asked for before one was opened');
    return this.#home;
  }

  /**
   * Opens spools that were claimed; the first one ever is the home. The trash of all is read before anything is indexed: a
   * deletion lies in the log of the gateway that it was asked of, and its objects in any.
   */
  async open(claimed: readonly ClaimedSpool[], options: Omit<OpenSpoolOptions, 'lock'>): Promise<void> {
    const begun = new Map<SpoolNumber, BegunSpool>();
    try {
      for (const { spool, lock } of claimed) {
        begun.set(spool, await beginSpool(this.#context, spool, { ...options, lock }));
      }
      const trashOf = new Map([...begun.values()].flatMap((spool) => [...spool.trashOf]));
      for (const { spool } of claimed) {
        const opened = await begun.get(spool)?.finish(trashOf);
        begun.delete(spool);
        if (opened !== undefined) this.#add(spool, opened);
      }
    } catch (error) {
      for (const spool of begun.values()) await spool.abandon();
      throw error;
    }
    const spools = claimed.map(({ spool }) => spool);
    await noteApplied(this.#options.db, spools);
  }

  #add(spool: SpoolNumber, opened: OwnedSpool): void {
    this.#owned.set(spool, opened);
    this.#home ??= opened;
    const { home } = this;
    // What changes studies here is told once, whichever log it came from.
    if (opened !== home) opened.index.events.on('changed', (studies) => home.index.events.emit('changed', studies));
  }

  /** Spools that this gateway has: its home, and those that it has adopted. */
  get owned(): number {
    return this.#owned.size;
  }

  /** What moves files of these to the S3 store, where there is one. */
  get movers(): ReadonlyMap<SpoolNumber, Mover> {
    return new Map([...this.#owned].flatMap(([spool, { mover }]) => (mover === undefined ? [] : [[spool, mover]])));
  }

  /** What was indexed when the spools that this gateway has now were opened. */
  get caughtUp(): CaughtUp {
    const all = [...this.#owned.values()].map(({ caughtUp }) => caughtUp);
    return {
      read: all.reduce((sum, { read }) => sum + read, 0),
      failed: all.reduce((sum, { failed }) => sum + failed, 0),
    };
  }

  /** Begins to look after spools whose owners end. */
  watch(): void {
    this.#options.link?.events.on('notice', this.#onNotice);
    this.#timers = [
      setInterval(() => this.#look(), lookEveryMs).unref(),
      setInterval(() => this.#closeFiles(), closeFilesEveryMs).unref(),
      setInterval(() => this.#wrapKeysAnew(), lookForKeysEveryMs).unref(),
    ];
  }

  /** Yields an object's plaintext, wherever it lies. */
  read(object: ObjectLocation, range?: ByteRange): AsyncGenerator<Uint8Array, void> {
    const spool = spoolOf(object);
    const home = this.#home?.log;
    if (spool === home?.spool) return home.read(object, range);
    return this.#foreignOf(spool).read(object, range);
  }

  /** Reads whole objects ahead of their turn, which is the order in which they are named. */
  run(objects: readonly ObjectLocation[]): { read(object: ObjectLocation): AsyncGenerator<Uint8Array, void> } {
    const runs = new Map([...Map.groupBy(objects, spoolOf)].map(([spool, own]) => [spool, this.#runOf(spool, own)]));
    return { read: (object) => runs.get(spoolOf(object))?.read(object) ?? this.read(object) };
  }

  /** Deletes objects for good; resolves when that is durable. @throws ArchiveError `spool-behind` */
  async markDeleted(locations: readonly ObjectLocation[], reason: DeletionReason): Promise<void> {
    for (const [spool, own] of Map.groupBy(locations, spoolOf)) {
      const log = this.#owned.get(spool)?.log;
      if (log === undefined) await this.#order(spool, { kind: 'delete', locations: own, reason });
      else await Promise.all(own.map((location) => log.markDeleted(location, reason)));
    }
  }

  /**
   * Destroys a patient's key in the spool that has it; durable, also in copies of its key file, when this resolves.
   * @throws ArchiveError `spool-behind`
   */
  async destroyKey(spool: SpoolNumber, keyId: PatientKeyId): Promise<void> {
    const owned = this.#owned.get(spool);
    if (owned === undefined) await this.#order(spool, { kind: 'destroy-key', keyId });
    else await owned.destroyKey(keyId);
  }

  /** Notes something of a trash in the log that has it; resolves when that is durable. @throws ArchiveError `spool-behind` */
  async markTrash(spool: SpoolNumber, kind: TrashMark, trashId: string): Promise<void> {
    const log = this.#owned.get(spool)?.log;
    if (log === undefined) await this.#order(spool, { kind, trashId });
    else if (kind === 'begin-purge') await log.beginPurge(trashId);
    else await log.endTrash(trashId);
  }

  /**
   * To be asked before a turn of the index is taken in which an order is waited for: a spool that nobody owns must be adopted
   * first, which needs that turn, and so does one that is being opened. A gateway that owns it and hangs is waited for here,
   * while all others have their turns.
   * @throws ArchiveError `spool-behind`
   */
  async assertAnswers(spool: SpoolNumber): Promise<void> {
    const { dataDir, positions } = this.#options;
    if (this.#owned.has(spool)) return;
    const isBeingOpened = positions.read()[spool - 1] === unknownEnd;
    const [free] = isBeingOpened ? [] : await claimFree(dataDir, [spool]);
    free?.lock.release();
    if (!isBeingOpened && free === undefined) return this.#order(spool, signOfLife);
    this.#look();
    throw new ArchiveError('spool-behind');
  }

  /** Resolves when adopted spools are given back and the home is closed. */
  async close(graceMs: number): Promise<void> {
    this.#isClosed = true;
    for (const timer of this.#timers) clearInterval(timer);
    this.#options.link?.events.off('notice', this.#onNotice);
    await Promise.all([this.#work, this.#wrapping]);
    for (const spool of this.#owned.values()) if (spool !== this.#home) await spool.close(adoptedGraceMs);
    await this.#home?.close(graceMs);
    this.#closeFiles();
  }

  #runOf(spool: SpoolNumber, objects: readonly ObjectLocation[]): ObjectRun {
    const { home } = this;
    return spool === home.log.spool ? home.log.run(objects) : this.#foreignOf(spool).run(objects);
  }

  #prove(object: ObjectLocation): Promise<void> {
    return this.#foreignOf(spoolOf(object)).prove(object);
  }

  #foreignOf(spool: SpoolNumber): ForeignSpool {
    const { dataDir, masterKeys, objectStore } = this.#options;
    const foreign =
      this.#foreign.get(spool) ?? new ForeignSpool(spoolFolder(dataDir, spool), masterKeys, objectStore?.logOptions);
    this.#foreign.set(spool, foreign);
    return foreign;
  }

  #closeFiles(): void {
    for (const foreign of this.#foreign.values()) foreign.closeFiles();
  }

  /** A small file is read; the work of a rotation is done once. */
  #wrapKeysAnew(): void {
    if (this.#isClosed || this.#isWrapping) return;
    this.#isWrapping = true;
    const { masterKeys, logger } = this.#options;
    const wrap = async () => {
      masterKeys.refresh();
      for (const owned of this.#owned.values()) await owned.wrapKeysAnew();
    };
    this.#wrapping = wrap()
      .catch((error: unknown) => {
        logger.error(
          { code: 'keys-not-wrapped', err: error },
          'keys could not be wrapped by the new master key, will retry',
        );
      })
      .finally(() => {
        this.#isWrapping = false;
      });
  }

  #order(spool: SpoolNumber, order: SpoolOrder): Promise<void> {
    return orderOf(this.#options.db, spool, { order, tell: () => this.#tellOrder() });
  }

  async #place(location: ObjectLocation, order: SpoolOrder): Promise<void> {
    await placeOrder(this.#options.db, spoolOf(location), order);
    await this.#tellOrder();
  }

  async #tellOrder(): Promise<void> {
    await this.#options.link?.tell({ kind: 'order' });
  }

  /** Has the index brought up to spools that somebody waits for, whoever owns them. */
  nudge(spools: readonly SpoolNumber[]): void {
    this.#bringUp(spools);
    const others = spools.filter((spool) => !this.#owned.has(spool));
    if (others.length > 0) void this.#options.link?.tell({ kind: 'flush', spools: others });
  }

  /** Asks the index how far it is, too: PostgreSQL may have lost commits of a spool that nothing comes to any more. */
  #bringUp(spools: readonly SpoolNumber[]): void {
    for (const spool of spools) {
      const owned = this.#owned.get(spool);
      owned?.index.flush();
      if (owned === undefined || this.#broughtUp.has(spool)) continue;
      this.#broughtUp.add(spool);
      owned.index
        .reached(owned.log.position())
        .catch((error: unknown) => {
          this.#options.logger.debug({ spool, err: error }, 'the index was not brought up to a spool');
        })
        .finally(() => this.#broughtUp.delete(spool));
    }
  }

  #hear(notice: Notice): void {
    if (notice.kind === 'flush') this.#bringUp(notice.spools);
    if (notice.kind === 'order') this.#look();
    if (notice.kind === 'spool-wanted') {
      this.#adoptFrom = performance.now() + giveMs;
      this.#work = this.#work.then(() => this.#giveOne());
    }
  }

  /** Nothing but one look at a small file for a gateway by itself. */
  #look(): void {
    if (this.#isClosed || this.#isWorking) return;
    this.#isWorking = true;
    this.#work = this.#work
      .then(async () => {
        const count = this.#options.positions.count();
        if (count > 1) await this.#lookAfterAll(count);
      })
      .catch((error: unknown) => {
        const details = { code: 'spools-not-counted', err: error };
        this.#options.logger.error(details, 'other gateways could not be looked after, will retry');
      })
      .finally(() => {
        this.#isWorking = false;
      });
  }

  /** What fails with one spool holds up no other. */
  async #lookAfterAll(count: number): Promise<void> {
    const { db, logger } = this.#options;
    for (let spool = firstSpool; spool <= count; spool += 1) {
      await this.#try(spool, { again: adoptAgainMs, run: () => this.#adopt(spool) }, (error) => {
        const details = { code: 'spool-not-adopted', spool, err: error };
        logger.error(details, 'what another gateway left could not be taken over, will retry');
      });
    }
    for (const [spool, owned] of this.#owned) {
      const report = (error: unknown, failed?: number) => {
        const details = { code: 'order-failed', spool, failed, err: error };
        logger.error(details, 'what is to be noted in the log of a spool could not be, will retry');
      };
      const run = async () => {
        const failures = await carryOutOrders(db, owned.log, (keyId) => owned.destroyKey(keyId));
        if (failures.length > 0) report(failures[0], failures.length);
      };
      await this.#try(spool, { again: orderAgainMs, run }, report);
    }
  }

  async #try(
    spool: SpoolNumber,
    { again, run }: { readonly again: number; readonly run: () => Promise<void> },
    report: (error: unknown) => void,
  ): Promise<void> {
    if (performance.now() < (this.#tryFrom.get(spool) ?? 0)) return;
    try {
      await run();
    } catch (error) {
      this.#tryFrom.set(spool, performance.now() + again);
      report(error);
    }
  }

  async #adopt(spool: SpoolNumber): Promise<void> {
    if (this.#isClosed || this.#owned.has(spool) || performance.now() < this.#adoptFrom) return;
    const [claimed] = await claimFree(this.#options.dataDir, [spool]);
    if (claimed === undefined) return;
    await this.open([claimed], { withoutKeys: false });
    const indexed = this.#owned.get(spool)?.caughtUp.read;
    this.#options.logger.info({ spool, indexed }, 'the spool of a gateway that ended was adopted');
  }

  async #giveOne(): Promise<void> {
    const adopted = [...this.#owned].find(([, spool]) => spool !== this.#home);
    if (adopted === undefined || this.#isClosed) return;
    const [number, spool] = adopted;
    this.#owned.delete(number);
    try {
      await spool.close(adoptedGraceMs);
      this.#options.logger.info({ spool: number }, 'an adopted spool was given to a gateway that starts');
    } catch (error) {
      this.#options.logger.error({ spool: number, err: error }, 'an adopted spool could not be closed in peace');
    }
  }
}
