/**
 * Searches on 20 000 studies, by what PostgreSQL says it will do: every key that chooses few rows is answered from an
 * index, at the web application's search field and at QIDO-RS.
 */

import { type CompiledQuery, Kysely, type LogEvent, PostgresDialect, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Subject } from '../src/access/subject.ts';
import { schemaName } from '../src/database/migrate.ts';
import type { Database } from '../src/database/schema.ts';
import { search } from '../src/dicomweb/qido-service.ts';
import { createResourceUrls } from '../src/dicomweb/resource-urls.ts';
import type { QueryLevel } from '../src/query/attributes.ts';
import { listStudies } from '../src/studies/repository.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';

const studies = 20_000;
const admin: Subject = { kind: 'user', userId: 1, role: 'admin', email: 'test@example.invalid' };
const peer: Subject = { kind: 'peer', aet: 'TEST', address: '127.0.0.1', peerId: undefined, verbs: ['find'] };
const urls = createResourceUrls(() => 'https://node.example');
const archive = { ask: <Row>(question: () => Promise<readonly Row[]>) => question() };

let database: TestDatabase;
let db: Kysely<Database>;
const statements: CompiledQuery[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
  await fill(database.db);
  const dialect = new PostgresDialect({ pool: database.pool });
  const log = ({ query }: LogEvent) => void statements.push(query);
  db = new Kysely<Database>({ dialect, log }).withSchema(schemaName);
});

afterAll(() => database.close());

/** Names, ids and words that differ from study to study, in four modalities. */
async function fill(on: Kysely<Database>): Promise<void> {
  await sql`
    insert into gateway.patient (identity_key, key_id, patient_id, issuer, name, names, birth_date, sex)
    select 'test-' || i, '', 'TEST-' || i, '', '', jsonb_build_object('00100010',
      jsonb_build_array('family' || i || '^given', case when i % 10 = 0 then '山田' || i end)), '', ''
    from generate_series(1, ${studies}::integer) i`.execute(on);
  await sql`
    insert into gateway.study (patient_id, study_instance_uid, study_date, study_time, accession_number, study_id,
      description, referring_physician, institution, modalities, sop_classes, series_count, instance_count, attributes, search,
      names)
    select id, '2.25.' || id, to_char(date '2000-01-01' + (id % 9000)::integer, 'YYYYMMDD'), '', 'ACC-' || id, 'S' || id,
      'Description ' || id, '', 'Institution ' || id, array[case when id % 1000 = 0 then 'XA' else 'CT' end],
      array[case when id % 1000 = 0 then '1.2.3' else '1.2.4' end], 1, 1, '{}',
      'family' || id || ' given test-' || id || case when id % 1000 = 0 then ' us' else '' end,
      jsonb_build_object('00080090', jsonb_build_array('referrer' || id)) || names
    from gateway.patient`.execute(on);
  await sql`
    insert into gateway.series (study_id, series_instance_uid, modality, description, body_part, laterality, series_date,
      series_time, instance_count, attributes)
    select id, '2.25.1' || id, modalities[1], '', '', '', '', '', 1, jsonb_build_object(
      '00400244', jsonb_build_object('Value', jsonb_build_array(study_date)),
      '00400275', jsonb_build_object('Value', jsonb_build_array(
        jsonb_build_object('00400009', jsonb_build_object('Value', jsonb_build_array('SPS-' || id))))))
    from gateway.study`.execute(on);
  await sql`
    insert into gateway.instance (series_id, state, sop_instance_uid, sop_class_uid, transfer_syntax_uid, lossy,
      content_date, content_time, attributes, sha256, length_bytes, object_id, location, position, findings, source,
      sender, received_at)
    select id, 'served', '2.25.2' || id, case when id % 1000 = 0 then '1.2.3' else '1.2.4' end, '', false, '', '',
      case when id % 10 = 0 then jsonb_build_object(
        '00400512', jsonb_build_object('Value', jsonb_build_array('C-' || id)),
        '00400560', jsonb_build_object('Value', jsonb_build_array(
          jsonb_build_object('00400551', jsonb_build_object('Value', jsonb_build_array('S-' || id))))),
        '0040A043', jsonb_build_object('Value', jsonb_build_array(
          jsonb_build_object('00080100', jsonb_build_object('Value', jsonb_build_array('T-' || id % 1000)))))) end,
      ''::bytea, 1, 'object-' || id, '{}', id, '{}', 'import', '', now()
    from gateway.series`.execute(on);
  await sql`
    insert into gateway.study_label (study_instance_uid, patient_key, label, added_at)
    select '2.25.' || id, identity_key, case when id % 2000 = 0 then 'teaching' else 'seen' end, now()
    from gateway.patient where id % 2 = 0`.execute(on);
  await sql`
    insert into gateway.access_grant (grantee_kind, grantee_id, study_id, privileges, granted_by, reason)
    select 'everyone', null, id, array['view', 'see-identity'], 'system test', 'test' from gateway.study`.execute(on);
  await sql`analyze`.execute(on);
}

/** Returns the indexes used, and the tables read from end to end, by all statements that `ask` makes. */
async function planOf(ask: () => Promise<unknown>): Promise<{ indexes: string[]; scanned: string[] }> {
  statements.length = 0;
  await ask();
  const nodes: PlanNode[] = [];
  for (const { sql: text, parameters } of statements.splice(0)) {
    const { rows } = await database.pool.query(`explain (format json) ${text}`, [...parameters]);
    nodes.push(...nodesOf(rows[0]['QUERY PLAN'][0].Plan));
  }
  const scanned = nodes.flatMap((node) => (node['Node Type'] === 'Seq Scan' ? [node['Relation Name'] ?? ''] : []));
  return {
    indexes: nodes.flatMap((node) => (node['Index Name'] === undefined ? [] : [node['Index Name']])),
    // The table of conflicts is empty here, and that of the index's state has one row.
    scanned: scanned.filter((table) => table !== 'conflict' && table !== 'index_state'),
  };
}

type PlanNode = {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly PlanNode[];
};

function* nodesOf(node: PlanNode): Generator<PlanNode> {
  yield node;
  for (const inner of node.Plans ?? []) yield* nodesOf(inner);
}

describe('the search field', () => {
  test.each([
    ['family19123', 1],
    ['AMILY1912', 11],
    ['test-777 family777', 11],
    ['XA', 20],
    ['us', 20],
    ['teaching', 10],
  ])('%s', async (q, total) => {
    expect((await listStudies(db, admin, { q })).total).toBe(total);
    const { indexes, scanned } = await planOf(() => listStudies(db, admin, { q }));
    expect(indexes).toContain('study_by_search');
    expect(scanned).toEqual([]);
  });

  test('counts the matches only where they are more than a page', async () => {
    const asked = async (query: Parameters<typeof listStudies>[2]) => {
      statements.length = 0;
      const { total, rows } = await listStudies(db, admin, query);
      return { total, rows: rows.length, statements: statements.splice(0).length };
    };
    expect(await asked({ q: 'family1912' })).toEqual({ total: 11, rows: 11, statements: 1 });
    expect(await asked({ q: 'family1912', limit: 4, offset: 8 })).toEqual({ total: 11, rows: 3, statements: 1 });
    expect(await asked({ q: 'family1912', limit: 4 })).toEqual({ total: 11, rows: 4, statements: 2 });
    expect(await asked({ q: 'family1912', limit: 4, offset: 12 })).toEqual({ total: 11, rows: 0, statements: 2 });
    expect(await asked({ q: 'nobody' })).toEqual({ total: 0, rows: 0, statements: 1 });
  });

  test('a label', async () => {
    const { indexes, scanned } = await planOf(() => listStudies(db, admin, { label: 'teaching' }));
    expect(indexes).toContain('study_label_by_label');
    expect(scanned).toEqual([]);
  });

  test('a choice of modality', async () => {
    const { indexes, scanned } = await planOf(() => listStudies(db, admin, { modality: 'XA,MR' }));
    expect(indexes).toContain('study_by_modalities');
    expect(scanned).toEqual([]);
  });
});

describe('QIDO-RS', () => {
  const run = (level: QueryLevel, queryString: string, subject: Subject = admin) =>
    search({ db, archive, urls }, subject, {
      level,
      queryString,
      studyInstanceUid: undefined,
      seriesInstanceUid: undefined,
    });

  test.each<[QueryLevel, string, number, string]>([
    ['study', 'StudyDate=20050607', 3, 'study_by_date'],
    ['study', 'AccessionNumber=ACC-77', 1, 'study_by_accession'],
    ['study', 'AccessionNumber=ACC-77*', 111, 'study_by_accession'],
    ['study', 'ModalitiesInStudy=XA', 20, 'study_by_modalities'],
    ['study', 'SOPClassesInStudy=1.2.3', 20, 'study_by_sop_classes'],
    ['study', 'ReferringPhysicianName=REFERRER77', 1, 'study_by_name_0'],
    ['study', 'ReferringPhysicianName=Referrer77*', 111, 'study_by_name_0'],
    ['study', 'PatientName=Famïly77^Given', 1, 'study_by_patient_name_0'],
    ['study', 'PatientName=FAMILY77*', 111, 'study_by_patient_name_0'],
    ['study', 'PatientName=山田770*', 2, 'study_by_patient_name_1'],
    ['study', 'PatientID=TEST-77*', 111, 'patient_by_patient_id'],
    ['study', 'StudyInstanceUID=2.25.77', 1, 'study_study_instance_uid_patient_id_key'],
    ['study', 'StudyID=S77', 1, 'study_by_study_id'],
    ['study', 'StudyDescription=Description 77*', 111, 'study_by_description'],
    ['study', 'InstitutionName=Institution 77', 1, 'study_by_institution'],
    ['series', 'Modality=XA', 20, 'series_by_modality'],
    ['series', 'SeriesInstanceUID=2.25.177', 1, 'series_by_uid'],
    ['series', 'PerformedProcedureStepStartDate=20050607', 3, 'series_by_step_date'],
    ['series', 'RequestAttributesSequence.ScheduledProcedureStepID=SPS-77', 1, 'series_by_request'],
    ['instance', 'SOPInstanceUID=2.25.277', 1, 'instance_served'],
    ['instance', 'SOPClassUID=1.2.3', 20, 'instance_by_class'],
    ['instance', 'ConceptNameCodeSequence.CodeValue=T-770', 20, 'instance_by_title'],
    ['instance', 'ContainerIdentifier=C-770', 1, 'instance_by_container'],
    ['instance', 'SpecimenDescriptionSequence.SpecimenIdentifier=S-770', 1, 'instance_by_specimen'],
  ])('%s: %s', async (level, query, results, index) => {
    expect((await run(level, query)).results).toBe(results);
    const { indexes, scanned } = await planOf(() => run(level, query));
    expect(indexes).toContain(index);
    expect(scanned).toEqual([]);
  });

  test.each(['PatientName=Famïly77^Given', 'ReferringPhysicianName=REFERRER77'])('a page of %s', async (query) => {
    const page = `${query}&limit=10`;
    expect((await run('study', page, peer)).results).toBe(1);
    // Groups that no name has are known to be none, or reading all studies in their order would seem the shorter way.
    expect((await planOf(() => run('study', page, peer))).indexes).not.toContain('study_pkey');
  });
});
