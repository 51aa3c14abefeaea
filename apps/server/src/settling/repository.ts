/**
 * SQL of settling: what is arriving, and the one transaction in which a study or series becomes settled.
 *
 * Locks are taken only where they are free. The index, which locks the same rows for every batch, never waits for two
 * of them at once on our account, and a study that it is writing to is not quiet anyway.
 */

import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { type NewChange, noteChanges } from '../changes/note-changes.ts';
import type { Database } from '../database/schema.ts';
import type { SpoolNumber } from '../storage/log-entry.ts';
import type { LogPosition } from '../storage/log-position.ts';
import type { SettlementReason, SettlementTable } from './tables.ts';

export type Settlement = Selectable<SettlementTable>;

export type ArrivingStudy = { readonly id: number; readonly arrivingMs: number; readonly quietMs: number };

/** Lists every study with an arrival that is not settled. Both ages are read from the clock that wrote them. */
export async function listArriving(db: Kysely<Database>): Promise<readonly ArrivingStudy[]> {
  const { rows } = await sql<{ id: number; arriving: number; quiet: number }>`
    select id, extract(epoch from clock_timestamp() - arriving_since)::float8 * 1000 as arriving,
      extract(epoch from clock_timestamp() - changed_at)::float8 * 1000 as quiet
    from gateway.study where arriving_since is not null order by changed_at`.execute(db);
  return rows.map(({ id, arriving, quiet }) => ({ id, arrivingMs: arriving, quietMs: quiet }));
}

export type ArrivingSeries = { readonly id: number; readonly changedAt: Date; readonly quietMs: number };

/** Lists the series of a study that something came for since they were settled. */
export async function listArrivingSeries(db: Kysely<Database>, studyId: number): Promise<readonly ArrivingSeries[]> {
  const { rows } = await sql<{ id: number; changed_at: Date; quiet: number }>`
    select id, changed_at, extract(epoch from clock_timestamp() - changed_at)::float8 * 1000 as quiet
    from gateway.series where study_id = ${studyId} and arriving and instance_count > 0 order by id`.execute(db);
  return rows.map(({ id, changed_at, quiet }) => ({ id, changedAt: changed_at, quietMs: quiet }));
}

export type StudyToSettle = {
  /** To the microsecond. */
  readonly changedAt: string;
  readonly studyInstanceUid: string;
  /** Served instances by Series Instance UID. */
  readonly counts: ReadonlyMap<string, number>;
  /** Calling AE titles of what came over DIMSE. */
  readonly senders: readonly string[];
};

/** Returns what its senders are asked about a study; undefined where it is gone or settled. */
export async function findStudyToSettle(db: Kysely<Database>, studyId: number): Promise<StudyToSettle | undefined> {
  const study = await db
    .selectFrom('study')
    .select(['study_instance_uid', sql<string>`changed_at::text`.as('changed_at')])
    .where('id', '=', studyId)
    .where('arriving_since', 'is not', null)
    .executeTakeFirst();
  if (study === undefined) return undefined;
  const [series, senders] = await Promise.all([
    db.selectFrom('series').select(['series_instance_uid', 'instance_count']).where('study_id', '=', studyId).execute(),
    db
      .selectFrom('instance')
      .innerJoin('series', 'series.id', 'instance.series_id')
      .select('instance.sender')
      .distinct()
      .where('series.study_id', '=', studyId)
      .where('instance.source', '=', 'dimse')
      .where('instance.sender', '<>', '')
      .execute(),
  ]);
  return {
    changedAt: study.changed_at,
    studyInstanceUid: study.study_instance_uid,
    counts: new Map(series.map((row) => [row.series_instance_uid, row.instance_count])),
    senders: senders.map(({ sender }) => sender),
  };
}

export type Verdict = {
  readonly state: 'complete' | 'incomplete';
  readonly reason: SettlementReason;
  readonly expectedCount?: number | undefined;
};

export type SettleGuard = {
  /** Everything that the index of this spool told of: batches up to here. */
  readonly spool: SpoolNumber;
  readonly position: () => LogPosition;
  /** As `findStudyToSettle` saw it: every batch moves it, whichever gateway wrote it. */
  readonly changedAt: string;
  /** False once something came that the verdict does not know of. */
  readonly isStillQuiet: () => boolean;
};

/**
 * - `settled`: what has been settled, with everything that is new since the last time.
 * - `unchanged`: nothing is served that was not settled before; the rebuilt index is told so.
 * - `moved`: something came meanwhile, or is being written.
 */
export type SettleResult =
  | { readonly kind: 'settled'; readonly settlements: readonly Settlement[] }
  | { readonly kind: 'unchanged' | 'moved' };

/** Settles a study and, where `withSeries`, each of its series that is not settled yet. */
export function settleStudy(
  db: Kysely<Database>,
  studyId: number,
  options: { readonly verdict: Verdict; readonly withSeries: boolean; readonly now: Date; readonly guard: SettleGuard },
): Promise<SettleResult> {
  const { verdict, guard, now } = options;
  return db.transaction().execute(async (trx): Promise<SettleResult> => {
    const study = await lockStudy(trx, studyId);
    if (study?.changed_at !== guard.changedAt || !(await hasNothingNew(trx, guard))) return { kind: 'moved' };
    if (study.arriving_since === null) return { kind: 'unchanged' };
    const series = await lockSeries(trx, studyId);
    if (series === undefined) return { kind: 'moved' };
    const settlements: Settlement[] = [];
    if (options.withSeries) {
      for (const row of series) settlements.push(...(await addSettlement(trx, { ...study, ...row }, verdict, now)));
    }
    settlements.push(
      ...(await addSettlement(trx, { ...study, series_id: null, series_instance_uid: '' }, verdict, now)),
    );
    await trx
      .updateTable('series')
      .set({ arriving: false })
      .where('study_id', '=', studyId)
      .where('arriving', '=', true)
      .execute();
    const last = await lastSettlement(trx, { ...study, series_instance_uid: '' });
    const completeness = last?.state ?? null;
    await trx.updateTable('study').set({ arriving_since: null, completeness }).where('id', '=', studyId).execute();
    const seriesIds = new Map(series.map((row) => [row.series_instance_uid, row.series_id]));
    await noteChanges(
      trx,
      settlements.map((settlement) => changeOf(settlement, studyId, seriesIds.get(settlement.series_instance_uid))),
    );
    return settlements.length === 0 ? { kind: 'unchanged' } : { kind: 'settled', settlements };
  });
}

/** Settles one series of a study that goes on arriving. */
export function settleSeries(
  db: Kysely<Database>,
  seriesId: number,
  options: { readonly changedAt: Date; readonly now: Date },
): Promise<SettleResult> {
  return db.transaction().execute(async (trx): Promise<SettleResult> => {
    const { rows } = await sql<Named & { series_id: number; changed_at: Date; arriving: boolean }>`
      select s.id as series_id, s.series_instance_uid, s.changed_at, s.arriving, t.id as study_id, t.study_instance_uid,
        p.identity_key as patient_key
      from gateway.series s join gateway.study t on t.id = s.study_id join gateway.patient p on p.id = t.patient_id
      where s.id = ${seriesId} for update of s skip locked`.execute(trx);
    const [row] = rows;
    if (row === undefined || row.changed_at.getTime() !== options.changedAt.getTime()) return { kind: 'moved' };
    if (!row.arriving) return { kind: 'unchanged' };
    const settlements = await addSettlement(trx, row, { state: 'complete', reason: 'quiet' }, options.now);
    await trx.updateTable('series').set({ arriving: false }).where('id', '=', seriesId).execute();
    await noteChanges(
      trx,
      settlements.map((settlement) => changeOf(settlement, row.study_id, seriesId)),
    );
    return settlements.length === 0 ? { kind: 'unchanged' } : { kind: 'settled', settlements };
  });
}

function changeOf({ state }: Settlement, studyId: number, seriesId: number | undefined): NewChange {
  const kind = seriesId === undefined ? 'study-settled' : 'series-settled';
  return { kind, studyId, seriesId, completeness: state };
}

/** Removes what is kept of studies that are no longer in the archive. The index has to be complete. */
export async function forgetGoneStudies(db: Kysely<Database>): Promise<void> {
  for (const table of ['settlement', 'study_label', 'prefetch'] as const) {
    await sql`
      delete from ${sql.id('gateway', table)} kept where not exists (
        select from gateway.study t join gateway.patient p on p.id = t.patient_id
        where t.study_instance_uid = kept.study_instance_uid and p.identity_key = kept.patient_key)`.execute(db);
  }
}

type Named = {
  readonly study_id: number;
  readonly study_instance_uid: string;
  readonly patient_key: string;
  readonly series_id: number | null;
  readonly series_instance_uid: string;
};

async function lockStudy(trx: Transaction<Database>, studyId: number) {
  const { rows } = await sql<
    Omit<Named, 'series_id' | 'series_instance_uid'> & { arriving_since: Date | null; changed_at: string }
  >`
    select t.id as study_id, t.study_instance_uid, t.arriving_since, t.changed_at::text, p.identity_key as patient_key
    from gateway.study t join gateway.patient p on p.id = t.patient_id
    where t.id = ${studyId} for update of t skip locked`.execute(trx);
  return rows[0];
}

/** Undefined where a batch of the index holds one of them. */
async function lockSeries(trx: Transaction<Database>, studyId: number) {
  const { rows } = await sql<{ series_id: number; series_instance_uid: string }>`
    select id as series_id, series_instance_uid from gateway.series
    where study_id = ${studyId} and arriving order by id for update skip locked`.execute(trx);
  const { rows: counted } = await sql<{ count: number }>`
    select count(*)::integer as count from gateway.series where study_id = ${studyId} and arriving`.execute(trx);
  return counted[0]?.count === rows.length ? rows : undefined;
}

/** With the study locked, no batch that adds to it can commit; one of ours that did before has moved the position. */
async function hasNothingNew(
  trx: Transaction<Database>,
  { spool, position, isStillQuiet }: SettleGuard,
): Promise<boolean> {
  const row = await trx
    .selectFrom('index_state')
    .select('position')
    .where('spool', '=', spool)
    .executeTakeFirstOrThrow();
  return row.position <= position() && isStillQuiet();
}

/** None where nothing is served, or exactly what was settled the last time. */
async function addSettlement(
  trx: Transaction<Database>,
  named: Named,
  verdict: Verdict,
  now: Date,
): Promise<readonly Settlement[]> {
  const of = named.series_id === null ? sql`s.study_id = ${named.study_id}` : sql`s.id = ${named.series_id}`;
  const { rows } = await sql<{ count: number; digest: Buffer | null }>`
    select count(*)::integer as count, sha256(string_agg(i.sha256, ''::bytea order by i.sha256)) as digest
    from gateway.instance i join gateway.series s on s.id = i.series_id
    where ${of} and i.state = 'served'`.execute(trx);
  const [served] = rows;
  if (served?.digest == null) return [];
  const last = await lastSettlement(trx, named);
  if (last?.digest.equals(served.digest) === true) return [];
  return trx
    .insertInto('settlement')
    .values({
      study_instance_uid: named.study_instance_uid,
      patient_key: named.patient_key,
      series_instance_uid: named.series_instance_uid,
      number: (last?.number ?? 0) + 1,
      state: verdict.state,
      reason: verdict.reason,
      instance_count: served.count,
      expected_count: verdict.expectedCount ?? null,
      digest: served.digest,
      settled_at: now,
      applied_at: null,
    })
    .returningAll()
    .execute();
}

function lastSettlement(
  trx: Transaction<Database>,
  named: Pick<Named, 'study_instance_uid' | 'patient_key' | 'series_instance_uid'>,
): Promise<Settlement | undefined> {
  return trx
    .selectFrom('settlement')
    .selectAll()
    .where('study_instance_uid', '=', named.study_instance_uid)
    .where('patient_key', '=', named.patient_key)
    .where('series_instance_uid', '=', named.series_instance_uid)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
}
