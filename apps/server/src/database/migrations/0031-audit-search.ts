/**
 * What the audit trail is searched by, which study an id of an earlier index meant, and how far the trail was forwarded
 * to an audit repository.
 *
 * Every index ends with time and number, the order in which the trail is read: a page is the beginning of a range of one
 * of them. Index rows of studies go when a study is purged and are made anew by a reindex; entries keep the ids of then.
 */

import { type Kysely, sql } from 'kysely';

const indexes: Readonly<Record<string, string>> = {
  audit_entry_by_moment: 'at, sequence',
  audit_entry_by_action: 'action, at, sequence',
  audit_entry_by_subject: 'subject_kind, subject_id, at, sequence',
};

/** What many entries do not have. */
const optional: Readonly<Record<string, string>> = {
  audit_entry_by_subject_name: 'subject_name, at, sequence',
  audit_entry_by_object: 'object_kind, object_id, at, sequence',
  audit_entry_by_address: 'address, at, sequence',
};

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [name, columns] of Object.entries(indexes)) {
    await sql`create index ${sql.id(name)} on gateway.audit_entry (${sql.raw(columns)})`.execute(db);
  }
  for (const [name, columns] of Object.entries(optional)) {
    const [first = ''] = columns.split(',');
    await sql`
      create index ${sql.id(name)} on gateway.audit_entry (${sql.raw(columns)})
      where ${sql.ref(first)} is not null`.execute(db);
  }
  await sql`
    create index audit_entry_not_successful on gateway.audit_entry (outcome, at, sequence)
    where outcome <> 'success'`.execute(db);
  await sql`drop index gateway.audit_entry_by_time`.execute(db);
  await keepFormerStudies(db);
  await sql`
    create table gateway.audit_forwarding (
      receiver text primary key,
      sequence bigint not null,
      forwarded_at timestamptz
    )`.execute(db);
}

/** Triggers, so that no way of removing a study can forget it. */
async function keepFormerStudies(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table gateway.former_study (
      study_id bigint primary key,
      patient_key text not null,
      study_instance_uid text not null
    )`.execute(db);
  await sql`
    create index former_study_by_identity on gateway.former_study (patient_key, study_instance_uid)`.execute(db);
  await sql`
    create function gateway.keep_former_study() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' then
        insert into gateway.former_study (study_id, patient_key, study_instance_uid)
        select old.id, patient.identity_key, old.study_instance_uid
        from gateway.patient where patient.id = old.patient_id
        on conflict (study_id) do nothing;
        return old;
      end if;
      insert into gateway.former_study (study_id, patient_key, study_instance_uid)
      select study.id, patient.identity_key, study.study_instance_uid
      from gateway.study join gateway.patient on patient.id = study.patient_id
      on conflict (study_id) do nothing;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger study_is_former before delete on gateway.study
    for each row execute function gateway.keep_former_study()`.execute(db);
  await sql`
    create trigger studies_are_former before truncate on gateway.study
    for each statement execute function gateway.keep_former_study()`.execute(db);
}
