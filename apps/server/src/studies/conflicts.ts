/**
 * Conflicts: copies kept beside what is served under the same SOP Instance UID, newest first.
 *
 * The copies may lie in two studies. A conflict belongs to both, and is seen by whoever may see both; it is shown with
 * the study of the served copy, which is the one that lists have for certain.
 */

import type { Conflict, ConflictList, ConflictQuery } from '@isocenter/contract/conflicts';
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { parseObjectId } from '../access/object-id.ts';
import { readableStudies } from '../access/readable-studies.ts';
import type { Subject } from '../access/subject.ts';
import type { Database } from '../database/schema.ts';
import { presentName } from './presenter.ts';

/** A condition over `conflict`: the subject may see both studies. */
export function readableConflicts(subject: Subject): RawBuilder<SqlBool> {
  const mayRead = (column: string) => sql<SqlBool>`exists (
    select from gateway.study where study.id = ${sql.ref(column)} and ${readableStudies(subject)})`;
  return sql<SqlBool>`(${mayRead('conflict.served_study_id')} and ${mayRead('conflict.kept_study_id')})`;
}

/** Lists the conflicts of the studies that the subject may see. */
export async function listConflicts(
  db: Kysely<Database>,
  subject: Subject,
  query: ConflictQuery,
): Promise<ConflictList> {
  let matching = db
    .selectFrom('conflict')
    .innerJoin('instance as kept', 'kept.id', 'conflict.kept_instance_id')
    .innerJoin('instance as served', 'served.id', 'conflict.served_instance_id')
    .innerJoin('study', 'study.id', 'conflict.served_study_id')
    .innerJoin('patient', 'patient.id', 'study.patient_id')
    .where(readableConflicts(subject));
  if (query.studyId !== undefined) {
    const id = parseObjectId(query.studyId);
    matching = matching.where((eb) => eb.or([eb('served_study_id', '=', id), eb('kept_study_id', '=', id)]));
  }
  const [counted, rows] = await Promise.all([
    matching.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
    matching
      .select([
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
      ])
      .orderBy('conflict.id', 'desc')
      .limit(query.limit ?? 100)
      .offset(query.offset ?? 0)
      .execute(),
  ]);
  const conflicts = rows.map(
    (row): Conflict => ({
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
    }),
  );
  return { total: counted.total, conflicts };
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
