/** SQL of sources as people see and change them. What the node does with them is in `leases.ts` and `look.ts`. */

import type { SourceInput, SourceStudyQuery, SourceStudyState } from '@isocenter/contract/sources';
import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import { findTag } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { implicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import { SourceError } from './errors.ts';
import { priorities } from './found-studies.ts';
import { hasDueStudies, hasPaceLeft, paceUsedSince } from './pace.ts';
import type { SourceTable } from './tables.ts';

export type SourceRow = Selectable<SourceTable>;

export type SourceStore = { readonly db: Kysely<Database>; readonly now: () => Date };

/** Asked by the node itself; another value would ask for other studies than those that it believes to ask for. */
const ownKeys: ReadonlySet<string> = new Set([
  'QueryRetrieveLevel',
  'StudyDate',
  'StudyTime',
  'StudyInstanceUID',
  'ModalitiesInStudy',
  'NumberOfStudyRelatedInstances',
  'SpecificCharacterSet',
]);

export type CountedSource = Awaited<ReturnType<typeof listSources>>[number];

/** Lists every source with its peer, how many studies of it are in which state, and how far its pace is used up at a moment. */
export async function listSources(db: Kysely<Database>, now: Date, id?: number) {
  const rows = await db
    .selectFrom('source')
    .innerJoin('peer', 'peer.id', 'source.peer_id')
    .selectAll('source')
    .select(['peer.name as peer_name', 'peer.ae_title', 'peer.enabled', 'peer.answers'])
    .select([hasDueStudies(now).as('has_due'), hasPaceLeft(now).as('has_pace'), paceUsedSince(now).as('pace_since')])
    .$if(id !== undefined, (query) => query.where('source.id', '=', id ?? 0))
    .orderBy('source.name')
    .execute();
  const counts = await db
    .selectFrom('source_study')
    .select(['source_id', 'state', sql<number>`count(*)::integer`.as('studies')])
    .select(sql<number>`coalesce(sum(fetched), 0)::bigint`.as('fetched'))
    .$if(id !== undefined, (query) => query.where('source_id', '=', id ?? 0))
    .groupBy(['source_id', 'state'])
    .execute();
  return rows.map((row) => ({ ...row, counts: counts.filter(({ source_id }) => source_id === row.id) }));
}

/** @throws SourceError `not-found` */
export async function getSource({ db, now }: SourceStore, id: number): Promise<CountedSource> {
  const [row] = await listSources(db, now(), id);
  if (row === undefined) throw new SourceError('not-found');
  return row;
}

/** @throws SourceError `source-taken`, `peer-unknown`, `source-key-invalid` */
export async function createSource({ db, now }: SourceStore, input: SourceInput): Promise<number> {
  const at = now();
  const values = { ...(await rowOf(db, input)), created_at: at, changed_at: at, next_run_at: at };
  const row = await db
    .insertInto('source')
    .values(values)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) throw new SourceError('source-taken');
  return row.id;
}

/** What it found and how far it has come stays. @throws SourceError as `createSource`, `not-found` */
export async function replaceSource({ db, now }: SourceStore, id: number, input: SourceInput): Promise<void> {
  const values = await rowOf(db, input);
  const taken = await db
    .selectFrom('source')
    .select('id')
    .where('name', '=', values.name)
    .where('id', '<>', id)
    .executeTakeFirst();
  if (taken !== undefined) throw new SourceError('source-taken');
  const before = await getSource({ db, now }, id);
  // Another archive, or more of it: what was walked over says nothing any more.
  const isOther = before.peer_id !== values.peer_id || before.oldest_date > values.oldest_date;
  const afresh = { sweep_kind: null, sweep_date: null, sweep_days: 1, back_filled_at: null, last_run_at: null };
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable('source')
      .set({ ...values, ...(isOther && afresh), changed_at: now() })
      .where('id', '=', id)
      .execute();
    if (before.peer_id !== values.peer_id) await trx.deleteFrom('source_study').where('source_id', '=', id).execute();
  });
}

/** @throws SourceError `not-found` */
export async function deleteSource(db: Kysely<Database>, id: number): Promise<void> {
  const { numDeletedRows } = await db.deleteFrom('source').where('id', '=', id).executeTakeFirst();
  if (numDeletedRows === 0n) throw new SourceError('not-found');
}

/** What is under way is left to end. @throws SourceError `not-found` */
export async function pauseSource({ db, now }: SourceStore, id: number): Promise<void> {
  await change(db, id, { paused_at: now() });
}

const afresh = { failures: 0, failing_since: null, failure_code: null, retry_at: null } as const;

/** Also asks at once one that was away. @throws SourceError `not-found` */
export async function resumeSource({ db }: SourceStore, id: number): Promise<void> {
  await change(db, id, { paused_at: null, ...afresh });
}

/** Has it asked now, and, where it is a mirror, compared from the beginning. @throws SourceError `not-found` */
export async function runSource({ db, now }: SourceStore, id: number, { compare = false }): Promise<void> {
  await change(db, id, { next_run_at: now(), retry_at: null });
  if (!compare) return;
  await db
    .updateTable('source')
    .set({ sweep_kind: 'compare', sweep_date: null, sweep_days: 1, sweep_found: 0, sweep_began_at: now() })
    .where('id', '=', id)
    .where('kind', '=', 'mirror')
    .where('back_filled_at', 'is not', null)
    .execute();
}

/**
 * Has studies looked into again: every one that was given up, or one of them, also one that was deleted on one side and
 * that a person wants all the same. Returns how many.
 */
export async function retryStudies({ db, now }: SourceStore, id: number, studyId?: number): Promise<number> {
  const states: SourceStudyState[] = studyId === undefined ? ['failed'] : ['failed', 'deleted-here', 'deleted-there'];
  const isDeleted = sql<boolean>`state in ('deleted-here', 'deleted-there')`;
  const rows = await db
    .updateTable('source_study')
    .set({
      state: 'waiting',
      priority: priorities.byHand,
      attempts: 0,
      due_at: now(),
      is_forced: isDeleted,
      forced_at: sql<Date | null>`case when ${isDeleted} then ${now()}::timestamptz else forced_at end`,
    })
    .where('source_id', '=', id)
    .where('state', 'in', states)
    .$if(studyId !== undefined, (query) => query.where('id', '=', studyId ?? 0))
    .returning('id')
    .execute();
  return rows.length;
}

export async function listSourceStudies(
  db: Kysely<Database>,
  id: number,
  { state, limit = 100, offset = 0 }: SourceStudyQuery,
) {
  let matching = db.selectFrom('source_study').where('source_id', '=', id);
  // The pattern of the contract lets nothing else through.
  if (state !== undefined) matching = matching.where('state', 'in', state.split(',') as SourceStudyState[]);
  const [{ total }, rows] = await Promise.all([
    matching.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
    matching
      .selectAll()
      .select(
        sql<number | null>`(select max(id) from gateway.study
          where study.study_instance_uid = source_study.study_instance_uid and study.instance_count > 0)`.as(
          'study_id',
        ),
      )
      .orderBy(sql`case state when 'running' then 0 when 'failed' then 1 else 2 end`)
      .orderBy('priority')
      .orderBy('id')
      .limit(limit)
      .offset(offset)
      .execute(),
  ]);
  return { total, rows };
}

type SourceValues = Partial<Pick<SourceRow, 'paused_at' | 'next_run_at' | keyof typeof afresh>>;

async function change(db: Kysely<Database>, id: number, values: SourceValues): Promise<void> {
  const { numUpdatedRows } = await db.updateTable('source').set(values).where('id', '=', id).executeTakeFirst();
  if (numUpdatedRows === 0n) throw new SourceError('not-found');
}

async function rowOf(db: Kysely<Database>, input: SourceInput) {
  const { mirror, keys } = input;
  const peerId = /^\d{1,15}$/.test(input.peerId) ? Number(input.peerId) : 0;
  const peer = await db.selectFrom('peer').select('id').where('id', '=', peerId).executeTakeFirst();
  if (peer === undefined) throw new SourceError('peer-unknown');
  assertKeys(keys);
  return {
    peer_id: peer.id,
    name: input.name,
    kind: mirror === undefined ? ('poll' as const) : ('mirror' as const),
    every_minutes: input.everyMinutes,
    hours: JSON.stringify(input.hours),
    look_back_days: input.lookBackDays,
    modalities: [...input.modalities],
    query_keys: JSON.stringify(keys),
    answer_limit: input.answerLimit,
    max_concurrent: input.maxConcurrent,
    studies_per_hour: input.studiesPerHour ?? null,
    back_fill_order: mirror?.order ?? ('newest' as const),
    oldest_date: mirror?.since?.replaceAll('-', '') ?? '19000101',
    compare_every_days: mirror?.compareEveryDays ?? 1,
    send_back: mirror?.sendBack ?? false,
  };
}

/** What cannot be written into a question would keep the source from being asked for ever. @throws SourceError */
function assertKeys(keys: Readonly<Record<string, string>>): void {
  if (!Object.keys(keys).every((key) => findTag(key) !== undefined && !ownKeys.has(key))) {
    throw new SourceError('source-key-invalid');
  }
  try {
    // Each is a keyword of the dictionary; whether its value fits is found out here.
    encodeDataSet(buildDataSet(keys as Attributes, { characterSet: 'ISO_IR 192' }), implicitVrLittleEndian);
  } catch (cause) {
    throw new SourceError('source-key-invalid', { cause });
  }
}
