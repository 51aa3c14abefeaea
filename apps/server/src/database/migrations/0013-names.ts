/**
 * Names that queries match on, where one was not enough.
 *
 * Attributes that may have several values, as the reading physicians of a study, match by each of them: the columns
 * `names` had the first only, as a list of component groups, and have a list of such lists now. And a study matches by the
 * name that its own objects give the patient, which is what answers say: `names` of studies has it, too.
 */

import { type Kysely, sql } from 'kysely';
import { foldedNameGroups } from '../../archive/folded-name.ts';

const rowsPerStatement = 1000;

/** Tags, PS3.6. */
const patientName = '00100010';
const singles = { study: [patientName], series: [] } as const;
const multiples = { study: ['00081060'], series: ['00081050', '00081070'] } as const;

type Name = Readonly<Partial<Record<'Alphabetic' | 'Ideographic' | 'Phonetic', string>>>;

/** DICOM JSON, PS3.18 §F.2.2. */
type Attributes = Readonly<Record<string, { readonly Value?: readonly (Name | null)[] } | undefined>>;

type Row = { readonly id: number; readonly attributes: Attributes };

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ['study', 'series'] as const) await rename(db, table);
  for (const group of [0, 1, 2]) {
    const text = sql`(names -> ${sql.lit(patientName)} ->> ${sql.lit(group)}) collate "C"`;
    const present =
      group === 0 ? sql`` : sql` where (names -> ${sql.lit(patientName)} ->> ${sql.lit(group)}) is not null`;
    const index = sql.id(`study_by_patient_name_${group}`);
    await sql`create index ${index} on gateway.study ((${text}))${present}`.execute(db);
  }
}

async function rename(db: Kysely<unknown>, table: 'study' | 'series'): Promise<void> {
  const tags = sql.lit(`{${[...singles[table], ...multiples[table]].join(',')}}`);
  for (let after = 0; ; ) {
    const { rows } = await sql<Row>`
      select id, attributes from ${sql.id('gateway', table)} where id > ${after} and attributes ?| ${tags}::text[]
      order by id limit ${rowsPerStatement}`.execute(db);
    const last = rows.at(-1);
    if (last === undefined) return;
    const renamed = rows.map(({ id, attributes }) => ({ id, names: namesOf(table, attributes) }));
    await sql`
      update ${sql.id('gateway', table)} t set names = t.names || r.names
      from jsonb_to_recordset(${JSON.stringify(renamed)}::jsonb) as r (id bigint, names jsonb)
      where t.id = r.id`.execute(db);
    after = last.id;
  }
}

function namesOf(table: 'study' | 'series', attributes: Attributes): Readonly<Record<string, unknown>> {
  const names: Record<string, unknown> = {};
  for (const tag of singles[table]) {
    const [first] = foldedNames(attributes[tag]?.Value?.slice(0, 1));
    if (first !== undefined) names[tag] = first;
  }
  for (const tag of multiples[table]) {
    const all = foldedNames(attributes[tag]?.Value);
    if (all.length > 0) names[tag] = all;
  }
  return names;
}

function foldedNames(values: readonly (Name | null)[] = []): readonly (readonly string[])[] {
  return values
    .map((name) => [name?.Alphabetic, name?.Ideographic, name?.Phonetic].map((group) => group ?? '').join('='))
    .map(foldedNameGroups)
    .filter((groups) => groups.length > 0);
}
