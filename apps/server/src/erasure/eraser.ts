/**
 * Erases patients: objects and rows go, keys are destroyed, nothing of them can be read from anything, and nothing brings them
 * back. One erasure after the other; each step can be done again, and a start goes on where the last one was. The order, and
 * what holds at each moment of it, is in `SEMANTICS.md`.
 */

import { randomBytes } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { IndexWriter } from '../archive/index-writer.ts';
import type { Spools } from '../archive/spools.ts';
import type { TrashBin } from '../archive/trash-bin.ts';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import type { Logger } from '../logging.ts';
import { RecurringWork } from '../recurring-work.ts';
import { appendToLedger, ledgerPath, readLedger } from '../storage/erasure-ledger.ts';
import { nodeFileSystem } from '../storage/file-system.ts';
import { ErasureError } from './errors.ts';
import {
  type ErasureRow,
  findReturned,
  findSubject,
  insertErasure,
  isPatientHeld,
  listUnfinished,
} from './repository.ts';
import { scrub } from './scrub.ts';
import type { ErasureSubject } from './tables.ts';

const intervalMs = 60_000;
/** What is stored while an erasure is under way is met again; each time there is less of it. */
const maxRounds = 10;

/** Tables whose freed rows and statistics would still tell of a patient until the next vacuum. */
const vacuumed = ['patient', 'study', 'series', 'instance', 'change', 'delivery', 'settlement', 'study_label'] as const;

export type EraserOptions = {
  readonly db: Kysely<Database>;
  readonly dataDir: string;
  readonly index: Pick<IndexWriter, 'change'>;
  readonly trash: TrashBin;
  readonly spools: Pick<Spools, 'destroyKey'>;
  readonly audit: AuditRecorder;
  readonly logger: Logger;
  readonly now: () => Date;
  /** False while another gateway does this. Default: none does. */
  readonly leads?: () => boolean;
};

export class Eraser {
  readonly #options: EraserOptions;
  readonly #recurring: RecurringWork;

  constructor(options: EraserOptions) {
    this.#options = options;
    this.#recurring = new RecurringWork({
      intervalMs,
      work: () => this.run(),
      leads: options.leads,
      failed: (error) => this.#failed(error),
    });
  }

  /** Looks now: something was asked for, or this gateway has become the one that erases. */
  wake(): void {
    this.#recurring.wake();
  }

  /** Resolves when the step at hand is done. */
  close(): Promise<void> {
    return this.#recurring.close();
  }

  /** Goes on with every erasure that is not over; returns how many ended. */
  async run(): Promise<number> {
    let ended = 0;
    for (const erasure of await listUnfinished(this.#options.db)) {
      if (this.#recurring.isClosed) break;
      try {
        await this.#erase(erasure);
        ended += 1;
      } catch (error) {
        this.#failed(error, erasure.id);
        const failure = error instanceof Error && 'code' in error ? String(error.code) : 'unexpected';
        await this.#options.db
          .updateTable('erasure')
          .set((eb) => ({ failure, attempts: eb('attempts', '+', 1) }))
          .where('id', '=', erasure.id)
          .execute();
      }
    }
    return ended;
  }

  /**
   * Erases again whom a restored copy of database, objects or keys brought back; to be awaited before anything is served.
   * @returns how many that were
   * @throws ErasureError, ArchiveError where one of them cannot be erased now
   */
  async replayLedger(): Promise<number> {
    const { db, dataDir, now } = this.#options;
    const returned = await findReturned(db, readLedger(ledgerPath(dataDir)));
    for (const { entry, patientId } of returned) {
      const subject = await findSubject(db, patientId);
      if (subject === undefined) continue;
      const details = {
        reason: 'ledger',
        requestedBy: 'system ledger',
        requestedAt: now(),
        instances: 0,
        recipients: [],
      };
      await insertErasure(db, { ledgerId: entry.id, subject, ...details }, 'decided');
    }
    // Those that a backup has as waiting are erased by the ledger, too: they were decided since.
    for (const erasure of await listUnfinished(db)) {
      const isOfLedger = returned.some(({ patientId }) => patientId === erasure.subject?.patientId);
      if (isOfLedger) await this.#erase({ ...erasure, state: 'decided' });
    }
    return returned.length;
  }

  async #erase(erasure: ErasureRow): Promise<void> {
    const { subject } = erasure;
    if (subject === null) return;
    if (erasure.state === 'waiting' && !(await this.#decide(erasure, subject))) return;
    await this.#stopDeliveries(subject);
    const { now, dataDir, spools } = this.#options;
    // The patient as it is now: another key may have come since it was asked for.
    const current = merged(subject, await findSubject(this.#options.db, subject.patientId));
    await this.#note(erasure.id, current);
    const entry = { id: erasure.ledger_id, at: now().toISOString(), keys: current.keys };
    await appendToLedger(nodeFileSystem, ledgerPath(dataDir), [entry]);
    await this.#dispose(current, erasure);
    for (const { spool, keyId } of current.keys) await spools.destroyKey(spool, keyId);
    for (let round = 1; await this.#purge(current, erasure); round += 1) {
      if (round === maxRounds) throw new ErasureError('erasure-incomplete');
    }
    await this.#finish(erasure, current);
  }

  /** A legal hold wins up to here: placing one takes its turn with this. */
  async #decide({ id }: ErasureRow, { patientId }: ErasureSubject): Promise<boolean> {
    const { db, index, audit, now } = this.#options;
    let isHeld = false;
    await index.change({
      record: async () => {
        isHeld = await isPatientHeld(db, patientId);
      },
      apply: async (trx) => {
        const ended = isHeld
          ? ({ state: 'refused', subject: null, failure: 'legal-hold', ended_at: now() } as const)
          : ({ state: 'decided' } as const);
        await trx.updateTable('erasure').set(ended).where('id', '=', id).execute();
        return [];
      },
    });
    if (isHeld) await audit.record(this.#event('failure', { erasure: id, code: 'legal-hold' }));
    return !isHeld;
  }

  /** @throws ErasureError `erasure-waits` while one is being sent: it ends within seconds */
  async #stopDeliveries({ studies }: ErasureSubject): Promise<void> {
    const { db, now } = this.#options;
    const ids = studies.map(({ id }) => id);
    await sql`
      update gateway.delivery set cancel_requested = true,
        state = case state when 'running' then state else 'cancelled' end,
        ended_at = case when state <> 'running' then ${now()}::timestamptz end
      where study_id = any(${ids}::bigint[]) and state in ('waiting', 'running', 'committing', 'dead')`.execute(db);
    const running = await db
      .selectFrom('delivery')
      .select('id')
      .where('study_id', 'in', [...ids, 0])
      .where('state', '=', 'running')
      .where('lease_until', '>', now())
      .limit(1)
      .executeTakeFirst();
    if (running !== undefined) throw new ErasureError('erasure-waits');
  }

  async #note(id: number, subject: ErasureSubject): Promise<void> {
    const { db } = this.#options;
    await db
      .updateTable('erasure')
      .set({ subject: JSON.stringify(subject) })
      .where('id', '=', id)
      .execute();
  }

  /** Puts every study that is in sight into the trash, whatever holds it by now. */
  async #dispose({ patientId }: ErasureSubject, { requested_by }: ErasureRow): Promise<void> {
    const { db, trash, now } = this.#options;
    const { rows } = await sql<{ id: number }>`
      select study.id from gateway.study where study.patient_id = ${patientId} and exists (
        select from gateway.series join gateway.instance on instance.series_id = series.id
        where series.study_id = study.id and instance.state <> 'trashed')`.execute(db);
    for (const { id } of rows) {
      const at = now();
      const disposal = { cause: 'user', deletedBy: requested_by, reason: '', deletedAt: at, purgeAfter: at } as const;
      await trash.dispose({ level: 'study', id }, disposal, () => Promise.resolve());
    }
  }

  /** Removes what there is of the patient; true where something was, so that it must be looked for again. */
  async #purge(subject: ErasureSubject, erasure: ErasureRow): Promise<boolean> {
    const { db, trash } = this.#options;
    await this.#dispose(subject, erasure);
    const { rows } = await sql<{ trash_id: string }>`
      select distinct instance.trash_id from gateway.instance
        join gateway.series on series.id = instance.series_id join gateway.study on study.id = series.study_id
      where study.patient_id = ${subject.patientId} and instance.trash_id is not null`.execute(db);
    for (const { trash_id } of rows) await trash.purgeOf(trash_id, subject.patientId);
    const left = await db.selectFrom('patient').select('id').where('id', '=', subject.patientId).executeTakeFirst();
    return left !== undefined;
  }

  async #finish({ id, ledger_id, reason }: ErasureRow, subject: ErasureSubject): Promise<void> {
    const { db, audit, now, logger } = this.#options;
    await db.transaction().execute((trx) => scrub(trx, subject));
    const { studies, keys } = subject;
    // The tombstone: once at least, before anybody is told that it is done.
    await audit.record(
      this.#event('success', { erasure: id, ledger: ledger_id, reason, studies: studies.length, keys: keys.length }),
    );
    const done = { state: 'done', subject: null, failure: null, ended_at: now() } as const;
    await db.updateTable('erasure').set(done).where('id', '=', id).execute();
    for (const table of vacuumed) {
      await sql`vacuum (analyze) ${sql.ref(`gateway.${table}`)}`.execute(db).catch((error: unknown) => {
        logger.warn(
          { code: 'not-vacuumed', table, err: error },
          'freed rows are left to the next vacuum of the database',
        );
      });
    }
  }

  #event(outcome: 'success' | 'failure', details: Readonly<Record<string, string | number>>) {
    const subject = { kind: 'system', name: 'erasure' } as const;
    return { action: 'patient:erase', outcome, subject, details } as const;
  }

  #failed(error: unknown, erasure?: number): void {
    const details = { code: 'erasure-failed', ...(erasure !== undefined && { erasure }), err: error };
    this.#options.logger.error(details, 'a patient could not be erased yet, will retry');
  }
}

/** Returns a name for an erasure in ledger and audit trail. */
export function newLedgerId(): string {
  return randomBytes(16).toString('hex');
}

function merged(noted: ErasureSubject, found: ErasureSubject | undefined): ErasureSubject {
  if (found === undefined) return noted;
  const keys = new Map([...noted.keys, ...found.keys].map((key) => [`${key.spool} ${key.keyId}`, key]));
  const studies = new Map([...noted.studies, ...found.studies].map((study) => [study.id, study]));
  return { ...noted, keys: [...keys.values()], studies: [...studies.values()] };
}
