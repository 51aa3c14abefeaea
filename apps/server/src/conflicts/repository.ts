/**
 * Conflicts: copies kept beside what is served under the same SOP Instance UID, newest first.
 *
 * The copies may lie in two studies. A conflict belongs to both, and is seen by whoever may see both; it is shown with
 * the study of the served copy, which is the one that lists have for certain.
 */

import type { Conflict, ConflictList, ConflictQuery } from '@isocenter/contract/conflicts';
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { parseObjectId } from '../access/object-id.ts';
import { whollyReadableStudies } from '../access/readable-studies.ts';
import type { Subject } from '../access/subject.ts';
import type { Database } from '../database/schema.ts';
import { type StoredInstance, storedColumns, storedInstanceOf } from '../retrieval/instance-repository.ts';
import { presentName } from '../studies/presenter.ts';

/** A condition over `conflict`: the subject may see both studies, and all of them. */
export function readableConflicts(subject: Subject): RawBuilder<SqlBool> {
  const mayRead = (column: string) => sql<SqlBool>`exists (
    select from gateway.study where study.id = ${sql.ref(column)} and ${whollyReadableStudies(subject)})`;
  return sql<SqlBool>`(${mayRead('conflict.served_study_id')} and ${mayRead('conflict.kept_study_id')})`;
}

/** Lists the conflicts of the studies that the subject may see. */
export async function listConflicts(
  db: Kysely<Database>,
  subject: Subject,
  query: ConflictQuery,
): Promise<ConflictList> {
  let matching = readable(db, subject);
  if (query.studyId !== undefined) {
    const id = parseObjectId(query.studyId);
    matching = matching.where((eb) => eb.or([eb('served_study_id', '=', id), eb('kept_study_id', '=', id)]));
  }
  const [counted, rows] = await Promise.all([
    matching.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
    matching
      .select(conflictColumns)
      .orderBy('conflict.id', 'desc')
      .limit(query.limit ?? 100)
      .offset(query.offset ?? 0)
      .execute(),
  ]);
  return { total: counted.total, conflicts: rows.map(presentConflict) };
}

export type ConflictCase = {
  readonly conflict: Conflict;
  readonly served: ComparedCopy;
  readonly kept: ComparedCopy;
  /** Copies kept under the UID besides these two. */
  readonly others: number;
};

export type ComparedCopy = StoredInstance & { readonly instanceId: number };

/** Returns one conflict with both copies; undefined where there is none that the subject may see. */
export async function findConflict(
  db: Kysely<Database>,
  subject: Subject,
  id: number,
): Promise<ConflictCase | undefined> {
  const row = await readable(db, subject).where('conflict.id', '=', id).select(conflictColumns).executeTakeFirst();
  if (row === undefined) return undefined;
  const copies = await db
    .selectFrom('instance')
    .innerJoin('series', 'series.id', 'instance.series_id')
    .innerJoin('study', 'study.id', 'series.study_id')
    .where('instance.sop_instance_uid', '=', row.sop_instance_uid)
    .where('instance.state', '<>', 'trashed')
    .select(storedColumns)
    .select('instance.id')
    .execute();
  const find = (instanceId: number): ComparedCopy | undefined => {
    const copy = copies.find(({ id: copyId }) => copyId === instanceId);
    return copy && { ...storedInstanceOf(copy), instanceId };
  };
  const [served, kept] = [find(row.served_id), find(row.kept_id)];
  if (served === undefined || kept === undefined) return undefined;
  return { conflict: presentConflict(row), served, kept, others: copies.length - 2 };
}

function readable(db: Kysely<Database>, subject: Subject) {
  return db
    .selectFrom('conflict')
    .innerJoin('instance as kept', 'kept.id', 'conflict.kept_instance_id')
    .innerJoin('instance as served', 'served.id', 'conflict.served_instance_id')
    .innerJoin('study', 'study.id', 'conflict.served_study_id')
    .innerJoin('patient', 'patient.id', 'study.patient_id')
    .where(readableConflicts(subject));
}

const conflictColumns = [
  'conflict.id',
  'conflict.sop_instance_uid',
  'conflict.noticed_at',
  'study.id as study_id',
  'patient.name as patient_name',
  'kept.id as kept_id',
  'kept.source as kept_source',
  'kept.sender as kept_sender',
  'kept.received_at as kept_received_at',
  'kept.transfer_syntax_uid as kept_syntax',
  'kept.length_bytes as kept_length',
  'served.id as served_id',
  'served.source as served_source',
  'served.sender as served_sender',
  'served.received_at as served_received_at',
  'served.transfer_syntax_uid as served_syntax',
  'served.length_bytes as served_length',
] as const;

type ConflictRow = Awaited<ReturnType<typeof selectConflicts>>[number];

const selectConflicts = (db: Kysely<Database>, subject: Subject) =>
  readable(db, subject).select(conflictColumns).execute();

function presentConflict(row: ConflictRow): Conflict {
  return {
    id: String(row.id),
    studyId: String(row.study_id),
    sopInstanceUid: row.sop_instance_uid,
    patientName: presentName(row.patient_name),
    noticedAt: row.noticed_at.toISOString(),
    served: presentCopy({
      id: row.served_id,
      source: row.served_source,
      sender: row.served_sender,
      receivedAt: row.served_received_at,
      syntax: row.served_syntax,
      length: row.served_length,
    }),
    kept: presentCopy({
      id: row.kept_id,
      source: row.kept_source,
      sender: row.kept_sender,
      receivedAt: row.kept_received_at,
      syntax: row.kept_syntax,
      length: row.kept_length,
    }),
  };
}

type Copy = {
  readonly id: number;
  readonly source: Conflict['served']['source'];
  readonly sender: string;
  readonly receivedAt: Date;
  readonly syntax: string;
  readonly length: number;
};

function presentCopy({ id, source, sender, receivedAt, syntax, length }: Copy): Conflict['served'] {
  return {
    instanceId: String(id),
    source,
    ...(sender === '' ? {} : { sender }),
    receivedAt: receivedAt.toISOString(),
    transferSyntaxUid: syntax,
    lengthBytes: length,
  };
}
