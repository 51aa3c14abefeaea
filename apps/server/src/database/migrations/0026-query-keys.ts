/**
 * More keys of PS3.4 §C.6 that queries match: SOP Classes in Study (0008,0062), what objects say of their patient, and of
 * images the titles of reports and the specimens of slides.
 *
 * SOP Classes are counted from the rows. The rest lies in no row yet: each series is marked as unread, for
 * `archive/unread-series.ts` to read a header of it.
 */

import { type Kysely, sql } from 'kysely';

/** Attributes of studies that are their patient's and were kept before: Patient's Birth Time, Other Patient IDs; PS3.6. */
const keptOfPatient = ['00100032', '00101000'];

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table gateway.patient add column attributes jsonb not null default '{}'`.execute(db);
  await sql`alter table gateway.study add column sop_classes text[] not null default '{}'`.execute(db);
  await sql`
    alter table gateway.series
      add column sop_classes text[] not null default '{}',
      add column unread boolean not null default false`.execute(db);
  await sql`alter table gateway.instance add column attributes jsonb`.execute(db);
  await sql`
    update gateway.series s set unread = true, sop_classes = array(
      select distinct i.sop_class_uid collate "C" from gateway.instance i
      where i.series_id = s.id and i.state = 'served' order by 1)`.execute(db);
  await sql`
    update gateway.study t set sop_classes = r.classes
    from (select study_id, array_agg(distinct one collate "C") as classes
      from gateway.series, unnest(sop_classes) as one group by study_id) as r
    where t.id = r.study_id`.execute(db);
  await sql`
    update gateway.patient p set attributes = r.attributes
    from (select distinct on (t.patient_id) t.patient_id, (
        select jsonb_object_agg(key, value) from jsonb_each(t.attributes)
        where key = any(${sql.lit(`{${keptOfPatient.join(',')}}`)}::text[])) as attributes
      from gateway.study t order by t.patient_id, t.id) as r
    where p.id = r.patient_id and r.attributes is not null`.execute(db);
  await sql`create index study_by_sop_classes on gateway.study using gin (sop_classes)`.execute(db);
  await indexInstances(db);
  await sql`create index series_unread on gateway.series (id) where unread`.execute(db);
}

/** Titles of reports, specimens and containers; hardly an instance has one, so that these are small. */
async function indexInstances(db: Kysely<unknown>): Promise<void> {
  for (const [name, tag] of [
    ['instance_by_title', '0040A043'],
    ['instance_by_specimen', '00400560'],
  ] as const) {
    await sql`
      create index ${sql.id(name)} on gateway.instance using gin ((attributes -> ${sql.lit(tag)}) jsonb_path_ops)
      where attributes is not null`.execute(db);
  }
  // No B-tree, which takes no text of any length.
  await sql`
    create index instance_by_container on gateway.instance using hash
    ((coalesce(attributes -> '00400512' -> 'Value' -> 0 #>> '{}', ''))) where attributes is not null`.execute(db);
}
