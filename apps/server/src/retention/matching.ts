/**
 * Which studies a retention rule is about, as one query: for the dry run, for the run, and for the last look at a study
 * before it goes.
 */

import type { RetentionRuleInput } from '@isocenter/contract/retention';
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { readableStudies } from '../access/readable-studies.ts';
import type { Subject } from '../access/subject.ts';
import type { Database } from '../database/schema.ts';
import { isHeld } from '../holds/held.ts';

const dayMs = 24 * 60 * 60 * 1_000;
/** A study that is arriving, however old it says it is, is left alone. */
const leastDaysHere = 1;
const firstCount = 20;

export type RetentionCriteria = Pick<RetentionRuleInput, 'basis' | 'days' | 'modalities' | 'senders'>;

export async function previewRule(db: Kysely<Database>, subject: Subject, rule: RetentionCriteria, now: Date) {
  const [totals, held, first] = await Promise.all([
    matching(db, rule, now)
      .where(readableStudies(subject))
      .where(sql<SqlBool>`not ${isHeld()}`)
      .select([
        sql<number>`count(*)::integer`.as('studies'),
        sql<number>`coalesce(sum(study.instance_count), 0)::integer`.as('instances'),
        sql<number>`coalesce(sum(${lengthOfStudy()}), 0)::bigint`.as('length_bytes'),
      ])
      .executeTakeFirstOrThrow(),
    matching(db, rule, now)
      .where(readableStudies(subject))
      .where(isHeld())
      .select(sql<number>`count(*)::integer`.as('studies'))
      .executeTakeFirstOrThrow(),
    matching(db, rule, now)
      .where(readableStudies(subject))
      .where(sql<SqlBool>`not ${isHeld()}`)
      .select(['study.id', 'study.study_date', 'study.description', 'patient.name as patient_name'])
      .select(lengthOfStudy().as('length_bytes'))
      .orderBy('study.id')
      .limit(firstCount)
      .execute(),
  ]);
  return { ...totals, held: held.studies, first };
}

/** Lists what a rule puts into the trash now, the oldest arrivals first. */
export async function listMatches(
  db: Kysely<Database>,
  rule: RetentionCriteria & { readonly max_per_run: number },
  now: Date,
): Promise<readonly number[]> {
  const rows = await matching(db, rule, now)
    .where(sql<SqlBool>`not ${isHeld()}`)
    .select('study.id')
    .orderBy('study.id')
    .limit(rule.max_per_run)
    .execute();
  return rows.map((row) => row.id);
}

/** Whether a rule is about a study still. */
export async function isMatch(
  db: Kysely<Database>,
  rule: RetentionCriteria,
  { studyId, now }: { readonly studyId: number; readonly now: Date },
): Promise<boolean> {
  const found = await matching(db, rule, now).select('study.id').where('study.id', '=', studyId).executeTakeFirst();
  return found !== undefined;
}

function matching(db: Kysely<Database>, { basis, days, modalities, senders }: RetentionCriteria, now: Date) {
  const before = new Date(now.getTime() - days * dayMs);
  const hereBefore = new Date(now.getTime() - leastDaysHere * dayMs);
  let studies = db
    .selectFrom('study')
    .innerJoin('patient', 'patient.id', 'study.patient_id')
    .where('study.instance_count', '>', 0)
    .where(arrivedBefore(basis === 'study-date' || before > hereBefore ? hereBefore : before));
  if (basis === 'study-date') {
    const date = before.toISOString().slice(0, 10).replaceAll('-', '');
    studies = studies.where(sql<SqlBool>`study.study_date ~ '^[0-9]{8}$' and study.study_date <= ${date}`);
  }
  if (basis === 'last-access') {
    // Accesses that were noted for a shorter time than the rule asks for say nothing of a study without one.
    studies = studies.where(sql<SqlBool>`(select since from gateway.study_access_since) <= ${before} and not exists (
      select from gateway.study_access a
      where a.identity_key = patient.identity_key and a.study_instance_uid = study.study_instance_uid
        and a.accessed_on > ${before}::date)`);
  }
  if (modalities.length > 0) {
    studies = studies.where(
      sql<SqlBool>`cardinality(study.modalities) > 0 and study.modalities <@ ${modalities}::text[]`,
    );
  }
  if (senders.length > 0) {
    studies = studies.where(sql<SqlBool>`not exists (
      select from gateway.instance i join gateway.series s on s.id = i.series_id
      where s.study_id = study.id and i.state <> 'trashed'
        and not (case when i.source = 'dimse' then i.sender else i.source end) = any(${senders}::text[]))`);
  }
  return studies;
}

/** Nothing of it came since. */
function arrivedBefore(moment: Date): RawBuilder<SqlBool> {
  return sql<SqlBool>`study.received_at <= ${moment} and not exists (
    select from gateway.instance i join gateway.series s on s.id = i.series_id
    where s.study_id = study.id and i.state <> 'trashed' and i.received_at > ${moment})`;
}

function lengthOfStudy(): RawBuilder<number> {
  return sql<number>`(
    select coalesce(sum(i.length_bytes), 0)::bigint from gateway.instance i join gateway.series s on s.id = i.series_id
    where s.study_id = study.id and i.state <> 'trashed')`;
}
