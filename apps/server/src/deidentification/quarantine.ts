/**
 * What was held back from deliveries by a project: which object, why, and where identity was found, never a value. A person
 * decides about each: released, it leaves with the next attempt; kept, it stays. Whoever calls has checked access.
 */

import type { DeidHeld } from '@isocenter/contract/deid-projects';
import { type Kysely, sql, type Transaction } from 'kysely';
import { readableStudies } from '../access/readable-studies.ts';
import type { Subject } from '../access/subject.ts';
import { nameLabels } from '../access/subject-label.ts';
import type { Database } from '../database/schema.ts';
import { isoDate, presentName } from '../studies/presenter.ts';
import type { DeidFinding, Released } from './object-task.ts';
import { picturesToLookAt } from './releasable-reasons.ts';

/** What a person who has looked at it may let pass; everything else was not cleaned, and nobody can tell. */
const releasable: ReadonlySet<string> = new Set(['leak-found', ...picturesToLookAt]);

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

export async function readReleased(db: Kysely<Database>, projectId: number, objectId: string): Promise<Released> {
  const row = await db
    .selectFrom('deid_quarantine')
    .select(['decision', 'picture_released', 'findings_released'])
    .where('project_id', '=', projectId)
    .where('object_id', '=', objectId)
    .executeTakeFirst();
  if (row === undefined || row.decision === 'kept') return { picture: false, findings: [] };
  return { picture: row.picture_released, findings: row.findings_released };
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
    .select([
      'q.decision',
      'q.decided_at',
      'q.decided_by',
      'q.decision_reason',
      'delivery.ae_title',
      'instance.id as instance_id',
      'instance.sop_class_uid',
    ])
    .select(['study.id as study_id', 'patient.name', 'study.study_date', 'study.description', 'series.modality'])
    .select(sql<boolean>`${readableStudies(subject)}`.as('is_seen'))
    .where('instance.state', '=', 'served')
    .orderBy('q.found_at', 'desc')
    .orderBy('q.id', 'desc')
    .limit(maxListed)
    .execute();
  const nameOf = await nameLabels(
    db,
    rows.flatMap(({ decided_by }) => decided_by ?? []),
  );
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
      ...(row.decided_by !== null && { decidedBy: nameOf(row.decided_by) }),
      ...(row.decision_reason !== null && { decisionReason: row.decision_reason }),
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
  readonly projectId: number;
  readonly reason: string;
  readonly isReleasable: boolean;
};

/** Undefined where it is not there any more. */
export async function findHeld(db: Kysely<Database>, id: number): Promise<HeldRow | undefined> {
  const row = await db
    .selectFrom('deid_quarantine as q')
    .innerJoin('instance', 'instance.object_id', 'q.object_id')
    .innerJoin('series', 'series.id', 'instance.series_id')
    .select(['q.id', 'q.project_id', 'q.object_id', 'q.delivery_id', 'q.reason', 'series.study_id'])
    .where('q.id', '=', id)
    .where('instance.state', '=', 'served')
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      studyId: row.study_id,
      objectId: row.object_id,
      deliveryId: row.delivery_id,
      projectId: row.project_id,
      reason: row.reason,
      isReleasable: releasable.has(row.reason),
    }
  );
}

export type HeldDecision = {
  readonly decision: 'released' | 'kept';
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
};

/** What is let pass is what was found until now, besides what was let pass before. */
export async function decideHeld(
  trx: Transaction<Database>,
  id: number,
  { decision, reason, by, at }: HeldDecision,
): Promise<void> {
  const row = await trx
    .selectFrom('deid_quarantine')
    .select(['reason', 'findings', 'findings_released'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return;
  const isLeak = row.reason === 'leak-found';
  const findings = new Map([...row.findings_released, ...row.findings].map((one) => [`${one.kind} ${one.path}`, one]));
  await trx
    .updateTable('deid_quarantine')
    .set({
      ...{ decision, decision_reason: reason, decided_by: by, decided_at: at },
      ...(decision === 'released' && !isLeak && { picture_released: true }),
      ...(decision === 'released' && isLeak && { findings_released: JSON.stringify([...findings.values()]) }),
    })
    .where('id', '=', id)
    .execute();
}
