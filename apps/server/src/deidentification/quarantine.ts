/**
 * What was held back from deliveries by a project: which object, why, and where identity was found, never a value. A person
 * decides about each: released, it leaves with the next attempt; kept, it stays. Whoever calls has checked access.
 */

import type { DeidHeld } from '@isocenter/contract/deid-projects';
import { type Kysely, sql, type Transaction } from 'kysely';
import { readableStudies } from '../access/readable-studies.ts';
import type { Subject } from '../access/subject.ts';
import type { Database } from '../database/schema.ts';
import { isoDate, presentName } from '../studies/presenter.ts';
import type { DeidFinding } from './object-task.ts';
import { picturesToLookAt } from './releasable-reasons.ts';

/** What a person who has looked at the picture may let pass; everything else was not cleaned, and nobody can tell. */
const releasable: ReadonlySet<string> = new Set(picturesToLookAt);

const maxListed = 500;

export type HeldObject = {
  readonly projectId: number;
  readonly objectId: string;
  readonly deliveryId: number;
  readonly reason: string;
  readonly findings: readonly DeidFinding[];
};

/** Notes what was held back. What is held back again is to be decided anew, unless it was decided to keep it. */
export async function noteHeld(db: Kysely<Database>, held: HeldObject, at: Date): Promise<void> {
  const { projectId, objectId, deliveryId, reason, findings } = held;
  const row = { delivery_id: deliveryId, reason, findings: JSON.stringify(findings), found_at: at };
  await db
    .insertInto('deid_quarantine')
    .columns(['project_id', 'object_id', 'delivery_id', 'reason', 'findings', 'found_at'])
    // Of a project that is gone there is nobody to decide.
    .expression((eb) =>
      eb
        .selectFrom('deid_project')
        .select([
          'id',
          sql<string>`${objectId}`.as('object_id'),
          sql<number>`${deliveryId}::bigint`.as('delivery_id'),
          sql<string>`${reason}`.as('reason'),
          sql<string>`${row.findings}::jsonb`.as('findings'),
          sql<Date>`${at}::timestamptz`.as('found_at'),
        ])
        .where('id', '=', projectId),
    )
    .onConflict((conflict) =>
      conflict.columns(['project_id', 'object_id']).doUpdateSet({
        ...row,
        decision: sql`case deid_quarantine.decision when 'kept' then 'kept' end`,
      }),
    )
    .execute();
}

export async function isReleased(db: Kysely<Database>, projectId: number, objectId: string): Promise<boolean> {
  const row = await db
    .selectFrom('deid_quarantine')
    .select('decision')
    .where('project_id', '=', projectId)
    .where('object_id', '=', objectId)
    .executeTakeFirst();
  return row?.decision === 'released';
}

/** Lists what is in the archive still, newest first; the study only where it may be seen. */
export async function listHeld(db: Kysely<Database>, subject: Subject): Promise<DeidHeld[]> {
  const rows = await db
    .selectFrom('deid_quarantine as q')
    .innerJoin('deid_project', 'deid_project.id', 'q.project_id')
    .innerJoin('instance', 'instance.object_id', 'q.object_id')
    .innerJoin('series', 'series.id', 'instance.series_id')
    .innerJoin('study', 'study.id', 'series.study_id')
    .innerJoin('patient', 'patient.id', 'study.patient_id')
    .leftJoin('delivery', 'delivery.id', 'q.delivery_id')
    .select(['q.id', 'q.project_id', 'deid_project.name as project_name', 'q.reason', 'q.findings', 'q.found_at'])
    .select(['q.decision', 'q.decided_at', 'delivery.ae_title', 'instance.id as instance_id', 'instance.sop_class_uid'])
    .select(['study.id as study_id', 'patient.name', 'study.study_date', 'study.description', 'series.modality'])
    .select(sql<boolean>`${readableStudies(subject)}`.as('is_seen'))
    .where('instance.state', '=', 'served')
    .orderBy('q.found_at', 'desc')
    .orderBy('q.id', 'desc')
    .limit(maxListed)
    .execute();
  return rows.map((row) => {
    const studyDate = isoDate(row.study_date);
    return {
      id: String(row.id),
      project: { id: String(row.project_id), name: row.project_name },
      reason: row.reason,
      findings: row.findings.map(({ path, kind }) => ({ path, kind })),
      foundAt: row.found_at.toISOString(),
      releasable: releasable.has(row.reason),
      ...(row.ae_title !== null && { destination: row.ae_title }),
      ...(row.decision !== null && { decision: row.decision }),
      ...(row.decided_at !== null && { decidedAt: row.decided_at.toISOString() }),
      ...(row.is_seen && {
        study: {
          id: String(row.study_id),
          instanceId: String(row.instance_id),
          patientName: presentName(row.name),
          modality: row.modality,
          ...(studyDate !== undefined && { studyDate }),
          ...(row.description !== '' && { description: row.description }),
        },
      }),
    };
  });
}

export type HeldRow = {
  readonly id: number;
  readonly studyId: number;
  readonly objectId: string;
  readonly deliveryId: number | null;
  readonly isReleasable: boolean;
};

/** Undefined where it is not there any more. */
export async function findHeld(db: Kysely<Database>, id: number): Promise<HeldRow | undefined> {
  const row = await db
    .selectFrom('deid_quarantine as q')
    .innerJoin('instance', 'instance.object_id', 'q.object_id')
    .innerJoin('series', 'series.id', 'instance.series_id')
    .select(['q.id', 'q.object_id', 'q.delivery_id', 'q.reason', 'series.study_id'])
    .where('q.id', '=', id)
    .where('instance.state', '=', 'served')
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      studyId: row.study_id,
      objectId: row.object_id,
      deliveryId: row.delivery_id,
      isReleasable: releasable.has(row.reason),
    }
  );
}

export async function decideHeld(
  trx: Transaction<Database>,
  id: number,
  decision: 'released' | 'kept',
  at: Date,
): Promise<void> {
  await trx.updateTable('deid_quarantine').set({ decision, decided_at: at }).where('id', '=', id).execute();
}
