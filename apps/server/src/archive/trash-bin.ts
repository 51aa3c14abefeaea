/**
 * Deletion as people know it: what is deleted is out of sight at once, waits in the trash, comes back whole or goes for good.
 *
 * The log notes each step before the rows follow (`IndexWriter.change`), so that a node killed at any point, or an index that
 * is built anew, shows all of a deletion or none of it. Who may delete, why and for how long it waits is `../trash/`.
 */

import { randomBytes } from 'node:crypto';
import { findTransferSyntax, unknownTransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { BlobLog } from '../storage/blob-log.ts';
import type { Provenance, Trash } from '../storage/log-entry.ts';
import type { ArchiveReader, Ingest } from './archive.ts';
import type { IndexWriter } from './index-writer.ts';
import { removeInstances } from './instance-rows.ts';
import type { TrashEntry } from './log-order.ts';
import type { Spools } from './spools.ts';
import type { InstanceTable } from './tables.ts';
import { TrashError } from './trash-error.ts';
import { announceTrash, moveIntoTrash, moveOutOfTrash, noteTrash, removeEmptied, removeTrash } from './trash-rows.ts';

/** Deletion records that wait for one sync. */
const deletionsAtOnce = 500;
/** A copy that came in between is met again; each time there is one less. */
const maxRestoreAttempts = 20;

export type TrashTarget = { readonly level: Trash['level']; readonly id: number };

export type Disposal = Pick<Trash, 'cause' | 'deletedBy'> & {
  readonly reason: string;
  readonly deletedAt: Date;
  readonly purgeAfter: Date;
};

/** Throws where something must stay as it is; asked when nothing can come in between any more. */
export type Guard = () => Promise<void>;

/** A trash by the id of its row, and by its own. */
export type UnfinishedPurge = { readonly id: number; readonly trashId: string };

export type Disposed = { readonly trashId: string; readonly objectIds: readonly string[] };

export type TrashBinOptions = {
  readonly db: Kysely<Database>;
  /** The home: deletions that are asked for here are noted in its log. */
  readonly log: BlobLog;
  readonly index: IndexWriter;
  readonly spools: Pick<Spools, 'assertAnswers' | 'markDeleted' | 'markTrash'>;
  readonly reader: ArchiveReader;
  readonly ingest: Ingest;
};

export class TrashBin {
  readonly #options: TrashBinOptions;
  /** Restoring and purging take turns: of two at once neither could count on what it has seen. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: TrashBinOptions) {
    this.#options = options;
  }

  /**
   * Puts a study, series or instance into the trash, all copies of it; resolves when nobody finds it any more.
   * @throws TrashError `nothing-to-delete`, and what the guard throws
   */
  dispose(target: TrashTarget, disposal: Disposal, guard: Guard): Promise<Disposed> {
    const find = async () => {
      await guard();
      return this.#objectsOf(target);
    };
    return this.disposeFound(target.level, find, disposal);
  }

  /**
   * The same of objects that are found when nothing can come in between any more; the search is its own guard.
   * @throws TrashError `nothing-to-delete`, and what the search throws
   */
  async disposeFound(
    level: Trash['level'],
    find: () => Promise<readonly string[]>,
    disposal: Disposal,
  ): Promise<Disposed> {
    const { db, log, index } = this.#options;
    await this.#options.reader.settled();
    const { objectIds, trash } = await index.change({
      record: async (): Promise<TrashEntry> => {
        const objectIds = await find();
        if (objectIds.length === 0) throw new TrashError('nothing-to-delete');
        const trash: Trash = {
          trashId: randomBytes(16).toString('hex'),
          deletedAt: disposal.deletedAt.toISOString(),
          purgeAfter: disposal.purgeAfter.toISOString(),
          cause: disposal.cause,
          level,
          deletedBy: disposal.deletedBy,
        };
        await announceTrash(db, log.spool, { trash, reason: disposal.reason });
        const position = await log.trash(trash, objectIds);
        return { kind: 'trashed', position, arrival: position, trash, objectIds };
      },
      apply: async (trx, entry) => {
        await noteTrash(trx, log.spool, entry);
        return moveIntoTrash(trx, entry);
      },
    });
    return { trashId: trash.trashId, objectIds };
  }

  /**
   * Puts everything of a trash back where it was. A copy under whose UID another has come meanwhile comes in anew beside
   * that one: as a conflict, or not at all where it is the same.
   *
   * @throws TrashError `not-in-trash`, `trash-purging`; ArchiveError `spool-behind`
   */
  restore(trashId: string): Promise<void> {
    return this.#inTurn(async () => {
      const { spools, index, reader } = this.#options;
      for (let attempt = 1; ; attempt += 1) {
        const { spool } = await this.#assertWaiting(trashId);
        await spools.assertAnswers(spool);
        await reader.settled();
        for (const copy of await this.#overtaken(trashId)) await this.#bringInAnew(copy);
        const isRestored = await index.change({
          record: async () => {
            await this.#assertWaiting(trashId);
            if ((await this.#overtaken(trashId)).length > 0) return false;
            await spools.markTrash(spool, 'end-trash', trashId);
            return true;
          },
          apply: async (trx, isEnded) => (isEnded ? moveOutOfTrash(trx, trashId) : []),
        });
        if (isRestored) return;
        if (attempt === maxRestoreAttempts) throw new TrashError('trash-busy');
      }
    });
  }

  /**
   * Deletes everything of a trash for good. Once it has begun, the next start ends it.
   * @throws TrashError `not-in-trash`, ArchiveError `spool-behind`, and what the guard throws
   */
  purge(trashId: string, guard: Guard): Promise<void> {
    return this.#inTurn(async () => {
      const { spools, index, reader } = this.#options;
      const { spool } = await this.#find(trashId);
      await spools.assertAnswers(spool);
      // What a log that is being read again holds of this trash goes with the rest.
      await reader.settled();
      await index.change({
        record: async () => {
          const { is_purging } = await this.#find(trashId);
          if (is_purging) return;
          await guard();
          await spools.markTrash(spool, 'begin-purge', trashId);
        },
        apply: async (trx) => {
          await trx.updateTable('trash').set({ is_purging: true }).where('trash_id', '=', trashId).execute();
          return [];
        },
      });
      await this.#finishPurge(trashId);
    });
  }

  /**
   * Purges a patient's part of a trash, whatever covers it: all of it, unless somebody else's copies wait there, too.
   * @throws TrashError `not-in-trash`, ArchiveError `spool-behind`
   */
  async purgeOf(trashId: string, patientId: number): Promise<void> {
    const { db, spools } = this.#options;
    const rows = await db
      .selectFrom('instance')
      .innerJoin('series', 'series.id', 'instance.series_id')
      .innerJoin('study', 'study.id', 'series.study_id')
      .select(['instance.object_id', 'instance.location', 'study.patient_id'])
      .where('instance.trash_id', '=', trashId)
      .execute();
    const own = rows.filter((row) => row.patient_id === patientId);
    if (own.length === rows.length) return this.purge(trashId, () => Promise.resolve());
    await this.#inTurn(async () => {
      await spools.markDeleted(
        own.map(({ location }) => location),
        'user',
      );
      await removeInstances(
        db,
        own.map(({ object_id }) => object_id),
      );
      await removeEmptied(db, patientId);
    });
  }

  /** Lists what was begun to be purged and is not ended: by an earlier run of the node, or because it failed. */
  listUnfinished(): Promise<readonly UnfinishedPurge[]> {
    return this.#options.db
      .selectFrom('trash')
      .select(['id', 'trash_id as trashId'])
      .where('is_purging', '=', true)
      .orderBy('id')
      .execute();
  }

  /** Ends a purge that was begun; false where that has been done meanwhile. @throws ArchiveError `spool-behind` */
  finishPurge(trashId: string): Promise<boolean> {
    return this.#inTurn(async () => {
      const unfinished = await this.listUnfinished();
      const isUnfinished = unfinished.some((one) => one.trashId === trashId);
      if (isUnfinished) await this.#finishPurge(trashId);
      return isUnfinished;
    });
  }

  async #finishPurge(trashId: string): Promise<void> {
    const { db, spools, index } = this.#options;
    const trash = await this.#find(trashId);
    const reason = trash.cause === 'retention' ? 'retention' : 'user';
    for (let after = 0; ; ) {
      const rows = await db
        .selectFrom('instance')
        .select(['id', 'location'])
        .where('trash_id', '=', trashId)
        .where('id', '>', after)
        .orderBy('id')
        .limit(deletionsAtOnce)
        .execute();
      await spools.markDeleted(
        rows.map(({ location }) => location),
        reason,
      );
      const last = rows.at(-1);
      if (last === undefined) break;
      after = last.id;
    }
    await spools.assertAnswers(trash.spool);
    await index.change({
      record: () => spools.markTrash(trash.spool, 'end-trash', trashId),
      apply: (trx) => removeTrash(trx, trashId),
    });
  }

  async #objectsOf({ level, id }: TrashTarget): Promise<readonly string[]> {
    const rows = await this.#options.db
      .selectFrom('instance')
      .innerJoin('series', 'series.id', 'instance.series_id')
      .select('instance.object_id')
      .where(level === 'study' ? 'series.study_id' : level === 'series' ? 'series.id' : 'instance.id', '=', id)
      .where('instance.state', '<>', 'trashed')
      .orderBy('instance.position')
      .execute();
    return rows.map((row) => row.object_id);
  }

  /**
   * Lists copies that cannot simply come back: an index built anew would decide by the order in which they first came, and
   * drop what came meanwhile as equal or refused.
   */
  async #overtaken(trashId: string): Promise<readonly Selectable<InstanceTable>[]> {
    return this.#options.db
      .selectFrom('instance')
      .selectAll('instance')
      .where('instance.trash_id', '=', trashId)
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('instance as other')
            .select(sql.lit(1).as('found'))
            .whereRef('other.sop_instance_uid', '=', 'instance.sop_instance_uid')
            .where((or) => or.or([or('other.state', '=', 'served'), or('other.state', '=', 'kept')]))
            .where((or) =>
              or.or([
                or('other.position', '>', or.ref('instance.trashed_at')),
                // Positions of two spools cannot be compared: it is taken to have come since.
                sql<boolean>`coalesce((other.location->>'spool')::integer, 1)
                  <> (select spool from gateway.trash where trash.trash_id = instance.trash_id)`,
                or('other.sha256', '=', or.ref('instance.sha256')),
                or('other.policy', '=', 'refuse'),
                or('instance.policy', '=', 'refuse'),
              ]),
            ),
        ),
      )
      .execute();
  }

  /** Ends with the old copy deleted; killed before that, it is the same to do it again. */
  async #bringInAnew(copy: Selectable<InstanceTable>): Promise<void> {
    const { db, spools, ingest, reader, index } = this.#options;
    const syntax = copy.transfer_syntax_uid;
    const sink = ingest.open({
      transferSyntax: findTransferSyntax(syntax) ?? unknownTransferSyntax(syntax),
      provenance: provenanceOf(copy),
      policy: 'first',
    });
    try {
      for await (const chunk of reader.read(copy.location)) await sink.write(chunk);
    } catch (error) {
      await sink.abort();
      throw error;
    }
    const result = await sink.finish();
    if (result.kind === 'refused') throw new TrashError('not-restorable');
    index.flush();
    await result.outcome;
    await spools.markDeleted([copy.location], 'duplicate');
    await removeInstances(db, [copy.object_id]);
  }

  async #assertWaiting(trashId: string) {
    const trash = await this.#find(trashId);
    if (trash.is_purging) throw new TrashError('trash-purging');
    return trash;
  }

  async #find(trashId: string) {
    const row = await this.#options.db
      .selectFrom('trash')
      .select(['is_purging', 'cause', 'spool'])
      .where('trash_id', '=', trashId)
      .executeTakeFirst();
    if (row === undefined) throw new TrashError('not-in-trash');
    return row;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#turn.then(work);
    this.#turn = run.catch(() => undefined);
    return run;
  }
}

function provenanceOf({ source, sender, received_at }: Selectable<InstanceTable>): Provenance {
  const receivedAt = received_at.toISOString();
  return source === 'dimse' ? { source, receivedAt, callingAet: sender } : { source, receivedAt, subject: sender };
}
