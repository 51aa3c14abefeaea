import { randomBytes } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { ensureTestServer, withDatabase } from '../../test/database-server.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';

let database: TestDatabase;
let db: Kysely<unknown>;

beforeAll(async () => {
  database = await openTestDatabase();
  db = database.db.withoutPlugins() as Kysely<unknown>; // Migrations know no tables.
});

afterAll(() => database.close());

const addsTable: Migration = {
  up: (on: Kysely<unknown>) => sql`create table gateway.added (id bigint)`.execute(on).then(() => undefined),
};
const fails: Migration = {
  async up(on: Kysely<unknown>) {
    await sql`create table gateway.half (id bigint)`.execute(on);
    await sql`select 1 / 0`.execute(on);
  },
};

async function exists(table: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select to_regclass(${table}) is not null as found`.execute(db);
  return rows[0]?.found === true;
}

test('names sort in the order of running and are numbered', () => {
  const names = Object.keys(migrations);
  expect(names).toEqual(names.toSorted());
  for (const name of names) expect(name).toMatch(/^\d{4}-[a-z-]+$/);
});

test('a database that is up to date is left alone', async () => {
  expect(await migrate(db, migrations)).toEqual([]);
});

/** A database as a version before a migration left it. */
async function openBefore(migration: string): Promise<{ old: TestDatabase; plain: Kysely<unknown> }> {
  const old = await openTestDatabase();
  await sql`drop schema gateway cascade`.execute(old.db);
  const plain = old.db.withoutPlugins() as Kysely<unknown>; // Migrations know no tables.
  await migrate(plain, Object.fromEntries(Object.entries(migrations).filter(([name]) => name < migration)));
  return { old, plain };
}

test('names of an index from before are found without regard to case and accents afterwards', async () => {
  const { old, plain } = await openBefore('0005');
  await sql`
    insert into gateway.patient (identity_key, key_id, patient_id, issuer, name, birth_date, sex)
    select 'test-' || i, '', '', '', case when i = 1 then '' else 'MÜLLER^' || i || '=山田' end, '', ''
    from generate_series(1, 2500) i`.execute(plain);
  const referrer = { '00080090': { vr: 'PN', Value: [{ Alphabetic: 'Zoë', Phonetic: 'Ä' }] } };
  await sql`
    insert into gateway.study (patient_id, study_instance_uid, study_date, study_time, accession_number, study_id,
      description, referring_physician, institution, modalities, attributes, search)
    values (1, '2.25.1', '', '', '', '', '', '', '', '{}', ${JSON.stringify(referrer)}::jsonb, '')`.execute(plain);
  await migrate(plain, migrations);
  const patients = await sql<{ names: unknown }>`
    select names from gateway.patient where id in (1, 2500) order by id`.execute(plain);
  expect(patients.rows).toEqual([{ names: {} }, { names: { '00100010': ['muller^2500', '山田'] } }]);
  const studies = await sql`select names from gateway.study`.execute(plain);
  expect(studies.rows).toEqual([{ names: { '00080090': ['zoe', '', 'a'] } }]);
  await old.close();
});

test('what a destination took before was taken when it acknowledged something last', async () => {
  const { old, plain } = await openBefore('0025');
  await sql`
    with delivery as (
      insert into gateway.delivery (ae_title, study_id, scope, priority, requested_by_kind, reason, state, due_at,
        instances_total, bytes_total, created_at, progressed_at)
      values ('TEST', 1, 'study', 1, 'user', '', 'committing', now(), 2, 2, now(), '2026-01-02T03:04:05Z') returning id)
    insert into gateway.delivery_instance (delivery_id, object_id, length_bytes, state, sop_class_uid, sop_instance_uid)
    select id, state, 1, state, '1.2', '2.25.1' from delivery, unnest(array['sent', 'stored']) state`.execute(plain);
  await migrate(plain, migrations);
  const instances = await sql`select state, stored_at from gateway.delivery_instance order by state`.execute(plain);
  expect(instances.rows).toEqual([
    { state: 'sent', stored_at: null },
    { state: 'stored', stored_at: new Date('2026-01-02T03:04:05Z') },
  ]);
  await old.close();
});

test('what is known of SOP Classes and patients is counted, and the rest noted to be read', async () => {
  const { old, plain } = await openBefore('0026');
  const id = { '00101000': { vr: 'LO', Value: ['TEST-OLD'] } };
  await sql`
    with patient as (
      insert into gateway.patient (identity_key, key_id, patient_id, issuer, name, birth_date, sex)
      values ('TEST', '', '', '', '', '', '') returning id),
    study as (
      insert into gateway.study (patient_id, study_instance_uid, study_date, study_time, accession_number, study_id,
        description, referring_physician, institution, modalities, attributes, search)
      select id, '2.25.1', '', '', '', '', '', '', '', '{}', ${JSON.stringify({ ...id, '00080020': { vr: 'DA' } })}::jsonb, ''
      from patient returning id),
    series as (
      insert into gateway.series (study_id, series_instance_uid, modality, description, body_part, laterality,
        series_date, series_time, attributes)
      select id, '2.25.2', '', '', '', '', '', '', '{}' from study returning id)
    insert into gateway.instance (series_id, state, sop_instance_uid, sop_class_uid, transfer_syntax_uid, lossy,
      content_date, content_time, sha256, length_bytes, object_id, location, position, findings, source, sender,
      received_at)
    select id, state, '2.25.3', class, '', false, '', '', ''::bytea, 1, class, '{}', 1, '{}', 'import', '', now()
    from series, (values ('served', '1.2.3'), ('kept', '1.2.4')) as one (state, class)`.execute(plain);
  await migrate(plain, migrations);
  const { rows } = await sql`
    select patient.attributes, study.sop_classes, series.sop_classes as of_series, unread
    from gateway.patient join gateway.study on study.patient_id = patient.id
      join gateway.series on series.study_id = study.id`.execute(plain);
  expect(rows).toEqual([{ attributes: id, sop_classes: ['1.2.3'], of_series: ['1.2.3'], unread: true }]);
  await old.close();
});

test('tokens of before keep their roles, and none has a role besides a service account', async () => {
  const { old, plain } = await openBefore('0044');
  await sql`
    insert into gateway.api_token (secret_hash, label, role, created_at, expires_at)
    values ('a', 'test', 'member', now(), now()), ('b', 'test', 'admin', now(), now())`.execute(plain);
  await migrate(plain, migrations);
  const tokens = await sql`select role, service_id from gateway.api_token order by id`.execute(plain);
  expect(tokens.rows).toEqual([
    { role: 'member', service_id: null },
    { role: 'admin', service_id: null },
  ]);
  await sql`
    insert into gateway.service_account (name, description, contact, created_at) values ('test', '', '', now())`.execute(
    plain,
  );
  const insert = (role: string | null, service: number | null) =>
    sql`
    insert into gateway.api_token (secret_hash, label, role, service_id, created_at, expires_at)
    values (${`${role} ${service}`}::bytea, 'test', ${role}, ${service}, now(), now())`.execute(plain);
  await expect(insert('admin', 1)).rejects.toMatchObject({ constraint: 'api_token_role_or_service' });
  await expect(insert(null, null)).rejects.toMatchObject({ constraint: 'api_token_role_or_service' });
  await insert(null, 1);
  await old.close();
});

test('prefixes are looked up in indexes on a server with a collation of its own, too', async () => {
  const host = await ensureTestServer(inject('databaseRunDir'));
  const name = `test_${randomBytes(6).toString('hex')}`;
  await withDatabase(host, 'postgres', (on) =>
    sql`create database ${sql.id(name)} template template0 locale_provider icu icu_locale 'en'`.execute(on),
  );
  const plans = await withDatabase(host, name, async (on) => {
    await migrate(on, migrations);
    return on.connection().execute(async (one) => {
      await sql`set enable_seqscan = off`.execute(one);
      const conditions = [
        sql`gateway.study where accession_number like 'TEST%'`,
        sql`gateway.study where description like 'TEST%'`,
        sql`gateway.patient where patient_id like 'TEST%'`,
        sql`gateway.patient where (names -> '00100010' ->> 0) collate "C" like 'test%'`,
      ];
      const texts: string[] = [];
      for (const condition of conditions) {
        const { rows } = await sql`explain (format json) select id from ${condition}`.execute(one);
        texts.push(JSON.stringify(rows));
      }
      return texts;
    });
  });
  await withDatabase(host, 'postgres', (on) => sql`drop database ${sql.id(name)} with (force)`.execute(on));
  for (const plan of plans) expect(plan).toContain('Index Cond');
});

test('one that fails takes back what it did and stays to be run', async () => {
  const failing = { ...migrations, '9001-fails': fails };
  await expect(migrate(db, failing)).rejects.toMatchObject({
    code: 'migration-failed',
    message: expect.stringContaining('9001-fails'),
  });
  expect(await exists('gateway.half')).toBe(false);
});

test('only what is missing runs, and a version that lacks it then refuses the database', async () => {
  expect(await migrate(db, { ...migrations, '9002-adds': addsTable })).toEqual(['9002-adds']);
  expect(await exists('gateway.added')).toBe(true);
  await expect(migrate(db, migrations)).rejects.toMatchObject({
    code: 'schema-newer',
    message: expect.stringContaining('9002-adds'),
  });
});
