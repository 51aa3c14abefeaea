/**
 * What searches match on: names folded in the columns `names`, and an index for each key that PS3.18 Table 10.6.1-5
 * requires and that chooses few rows.
 *
 * Numbers of series and instances and times of day choose the same share of everything; with a study or a date beside
 * them, which is how they are asked for, that index does the work. Columns with prefix matching are `collate "C"`,
 * since with another collation of a server's own (`database.url`) a prefix cannot use their index.
 */

import { type Kysely, sql } from 'kysely';
import { foldedNameGroups } from '../../archive/folded-name.ts';
import { foldedText } from '../../archive/storable-text.ts';

const rowsPerStatement = 1000;

/** Tags of the attributes in `names`, PS3.6. */
const patientName = '00100010';
const referringPhysicianName = '00080090';
const studyNames = [referringPhysicianName, '00081060'];
const seriesNames = ['00081050', '00081070'];

const prefixMatched = {
  patient: ['patient_id'],
  study: ['study_date', 'accession_number', 'study_id', 'description', 'institution'],
} as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ['patient', 'study', 'series']) {
    await sql`alter table ${sql.id('gateway', table)} add column names jsonb not null default '{}'`.execute(db);
  }
  await foldPatients(db);
  await foldAttributes(db, 'study', studyNames);
  await foldAttributes(db, 'series', seriesNames);
  await foldSearch(db);

  for (const [table, columns] of Object.entries(prefixMatched)) {
    for (const column of columns) {
      await sql`alter table ${sql.id('gateway', table)} alter column ${sql.id(column)} type text collate "C"`.execute(
        db,
      );
    }
  }
  await sql`drop index gateway.patient_by_name`.execute(db);
  await indexNames(db, 'patient', patientName);
  await indexNames(db, 'study', referringPhysicianName);
  await sql`create index study_by_study_id on gateway.study (study_id)`.execute(db);
  await sql`create index study_by_description on gateway.study (description)`.execute(db);
  await sql`create index study_by_institution on gateway.study (institution)`.execute(db);
  await sql`create index study_by_modalities on gateway.study using gin (modalities)`.execute(db);
  await sql`create index series_by_modality on gateway.series (modality, study_id)`.execute(db);
  await sql`
    create index series_by_step_date on gateway.series
    ((coalesce(attributes -> '00400244' -> 'Value' -> 0 #>> '{}', '')))`.execute(db);
  await sql`
    create index series_by_request on gateway.series using gin ((attributes -> '00400275') jsonb_path_ops)`.execute(db);
  await sql`create index instance_by_class on gateway.instance (sop_class_uid) where state = 'served'`.execute(db);
  await sql`create index conflict_by_served on gateway.conflict (served_instance_id)`.execute(db);
  await sql`create index conflict_by_kept on gateway.conflict (kept_instance_id)`.execute(db);
}

/** One index a component group; most names have only the first. */
async function indexNames(db: Kysely<unknown>, table: 'patient' | 'study', tag: string): Promise<void> {
  for (const group of [0, 1, 2]) {
    const text = sql`(names -> ${sql.lit(tag)} ->> ${sql.lit(group)}) collate "C"`;
    const present = group === 0 ? sql`` : sql` where (names -> ${sql.lit(tag)} ->> ${sql.lit(group)}) is not null`;
    await sql`
      create index ${sql.id(`${table}_by_name_${group}`)} on ${sql.id('gateway', table)} ((${text}))${present}`.execute(
      db,
    );
  }
}

async function foldPatients(db: Kysely<unknown>): Promise<void> {
  await eachRow<{ id: number; name: string }>(db, sql`id, name from gateway.patient`, async (rows) => {
    const folded = rows.map(({ id, name }) => ({ id, names: namesOf([[patientName, name]]) }));
    await writeNames(db, 'patient', folded);
  });
}

type NameJson = Readonly<Record<'Alphabetic' | 'Ideographic' | 'Phonetic', string | undefined>>;
type AttributesJson = Readonly<Record<string, { readonly Value?: readonly (NameJson | null)[] } | undefined>>;

/** Names of studies and series are in their DICOM JSON, PS3.18 §F.2.2. */
async function foldAttributes(db: Kysely<unknown>, table: 'study' | 'series', tags: readonly string[]): Promise<void> {
  const columns = sql`id, attributes from ${sql.id('gateway', table)}`;
  await eachRow<{ id: number; attributes: AttributesJson }>(db, columns, async (rows) => {
    const folded = rows.map(({ id, attributes }) => {
      const texts = tags.map((tag) => {
        const name = attributes[tag]?.Value?.[0];
        return [
          tag,
          [name?.Alphabetic, name?.Ideographic, name?.Phonetic].map((group) => group ?? '').join('='),
        ] as const;
      });
      return { id, names: namesOf(texts) };
    });
    await writeNames(db, table, folded);
  });
}

/** Text beyond ASCII folds in another way than before where it has syllables of Hangul. */
async function foldSearch(db: Kysely<unknown>): Promise<void> {
  const columns = sql`id, search from gateway.study`;
  await eachRow<{ id: number; search: string }>(db, columns, async (rows) => {
    const changed = rows
      .map(({ id, search }) => ({ id, before: search, search: foldedText(search) }))
      .filter(({ before, search }) => before !== search)
      .map(({ id, search }) => ({ id, search }));
    if (changed.length === 0) return;
    await sql`
      update gateway.study t set search = r.search
      from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as r (id bigint, search text)
      where t.id = r.id`.execute(db);
  });
}

function namesOf(texts: readonly (readonly [tag: string, text: string])[]): Record<string, readonly string[]> {
  const groups = texts.map(([tag, text]) => [tag, foldedNameGroups(text)] as const);
  return Object.fromEntries(groups.filter(([, folded]) => folded.length > 0));
}

async function writeNames(db: Kysely<unknown>, table: string, rows: readonly { id: number; names: object }[]) {
  await sql`
    update ${sql.id('gateway', table)} t set names = r.names
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id bigint, names jsonb)
    where t.id = r.id`.execute(db);
}

async function eachRow<Row extends { readonly id: number }>(
  db: Kysely<unknown>,
  columnsFrom: ReturnType<typeof sql>,
  work: (rows: readonly Row[]) => Promise<void>,
): Promise<void> {
  for (let after = 0; ; ) {
    const page = sql<Row>`select ${columnsFrom} where id > ${after} order by id limit ${rowsPerStatement}`;
    const { rows } = await page.execute(db);
    const last = rows.at(-1);
    if (last === undefined) return;
    await work(rows);
    after = last.id;
  }
}
