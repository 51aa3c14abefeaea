/** What an entry's study is in the standards' words, looked up when the entry is told elsewhere: entries hold ids only. */

import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { readableStudies } from '../access/readable-studies.ts';
import type { Subject } from '../access/subject.ts';
import type { Database } from '../database/schema.ts';
import type { AuditRow } from './repository.ts';

export type StudyFacts = {
  readonly study_id: number;
  readonly study_instance_uid: string;
  /** What follows is null for a study that is gone. */
  readonly patient_number: number | null;
  readonly patient_id: string | null;
  readonly issuer: string | null;
  readonly sop_classes: readonly { readonly uid: string; readonly instances: number }[] | null;
};

type Named = readonly Pick<AuditRow, 'object_kind' | 'object_id'>[];

/** Returns the facts of the studies that entries name, by id. Studies that are gone are told from their patients of now. */
export async function studyFacts(db: Kysely<Database>, rows: Named): Promise<ReadonlyMap<string, StudyFacts>> {
  const numbers = numbersOf(rows);
  if (numbers.length === 0) return new Map();
  const { rows: found } = await sql<StudyFacts>`
    ${present(numbers, sql`true`)}
    union all
    select former.study_id, former.study_instance_uid, patient.id, patient.patient_id, patient.issuer, null
    from gateway.former_study former left join gateway.patient on patient.identity_key = former.patient_key
    where former.study_id = any(${numbers}::bigint[])
      and not exists (select from gateway.study where study.id = former.study_id)`.execute(db);
  return byId(found);
}

/** The same, of the studies that a reader may see. */
export async function readableFacts(
  db: Kysely<Database>,
  reader: Subject,
  rows: Named,
): Promise<ReadonlyMap<string, StudyFacts>> {
  const numbers = numbersOf(rows);
  if (numbers.length === 0) return new Map();
  const { rows: found } = await present(numbers, readableStudies(reader)).execute(db);
  return byId(found);
}

function numbersOf(rows: Named): readonly string[] {
  const ids = rows.flatMap((row) => (row.object_kind === 'study' && row.object_id !== null ? [row.object_id] : []));
  return [...new Set(ids)].filter((id) => /^\d{1,15}$/.test(id));
}

function present(numbers: readonly string[], condition: RawBuilder<SqlBool>): RawBuilder<StudyFacts> {
  return sql<StudyFacts>`
    select study.id as study_id, study.study_instance_uid, patient.id as patient_number, patient.patient_id,
      patient.issuer, (
        select jsonb_agg(jsonb_build_object('uid', uid, 'instances', instances)) from (
          select instance.sop_class_uid as uid, count(*)::integer as instances
          from gateway.series join gateway.instance on instance.series_id = series.id
          where series.study_id = study.id and instance.state = 'served' group by 1) as classes) as sop_classes
    from gateway.study join gateway.patient on patient.id = study.patient_id
    where study.id = any(${numbers}::bigint[]) and ${condition}`;
}

const byId = (found: readonly StudyFacts[]) => new Map(found.map((facts) => [String(facts.study_id), facts]));
