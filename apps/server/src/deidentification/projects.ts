/**
 * Projects of de-identification and their keys. A key is made with its project, lies sealed in its row, and goes with it:
 * after that nobody can lead a pseudonym back. Whoever calls has checked access and records the change.
 */

import { randomBytes } from 'node:crypto';
import type { DeidPictures, DeidProfile, DeidProject, DeidProjectInput } from '@isocenter/contract/deid-projects';
import { keyLengthBytes } from '@isocenter/deid/pseudonyms';
import type { SiteRules } from '@isocenter/deid/rules/rule';
import type { TermLists } from '@isocenter/deid/text/word-lists';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import { HttpProblem } from '../http/problem.ts';
import type { IdentityKey } from '../identity/identity-key.ts';
import type { DeidProjectTable } from './tables.ts';
import { readTermLists } from './terms.ts';

export type DeidProjectStore = {
  readonly db: Kysely<Database>;
  readonly identityKey: Pick<IdentityKey, 'seal' | 'open'>;
  readonly now: () => Date;
};

/** What a de-identifier is made of. */
export type OpenedDeidProject = {
  readonly id: number;
  readonly key: Buffer;
  readonly profile: DeidProfile;
  readonly pictures: DeidPictures;
  readonly rules?: SiteRules;
  /** Of all projects, and over them those of the rules. */
  readonly lists: TermLists;
};

const contextOf = (id: number) => `deid project ${id}`;

export async function listDeidProjects(db: Kysely<Database>): Promise<DeidProject[]> {
  const rows = await db.selectFrom('deid_project').selectAll().orderBy('name').orderBy('id').execute();
  return rows.map(present);
}

/** Returns the project, with a key of its own. @throws HttpProblem `deid-project-taken`, `deid-rules-invalid` */
export async function createDeidProject(store: DeidProjectStore, input: DeidProjectInput): Promise<DeidProject> {
  await readRules(input.rules);
  return store.db.transaction().execute(async (trx) => {
    await assertFree(trx, input.name);
    const { rows } = await sql<{ id: number }>`
      select nextval(pg_get_serial_sequence('gateway.deid_project', 'id')) as id`.execute(trx);
    const id = Number(rows[0]?.id);
    const at = store.now();
    const sealed_key = store.identityKey.seal(randomBytes(keyLengthBytes), contextOf(id));
    const row = await trx
      .insertInto('deid_project')
      .values({ id, ...rowOf(input), sealed_key, created_at: at, changed_at: at })
      .returningAll()
      .executeTakeFirstOrThrow();
    return present(row);
  });
}

/** The key stays: identifiers become what they became before. @throws HttpProblem `not-found`, `deid-project-taken`, `deid-project-used`, `deid-rules-invalid` */
export async function updateDeidProject(
  { db, now }: DeidProjectStore,
  id: number,
  input: DeidProjectInput,
): Promise<DeidProject> {
  await readRules(input.rules);
  return db.transaction().execute(async (trx) => {
    await assertFree(trx, input.name, id);
    if ((await findDeidProjectId(trx, input.name)) !== id) await assertUnused(trx, id);
    const row = await trx
      .updateTable('deid_project')
      .set({ ...rowOf(input), changed_at: now() })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) throw new HttpProblem('not-found');
    return present(row);
  });
}

/** Destroys the key with the project. @throws HttpProblem `not-found`, `deid-project-used` */
export function deleteDeidProject(db: Kysely<Database>, id: number): Promise<void> {
  return db.transaction().execute(async (trx) => {
    await assertUnused(trx, id);
    const { numDeletedRows } = await trx.deleteFrom('deid_project').where('id', '=', id).executeTakeFirst();
    if (numDeletedRows === 0n) throw new HttpProblem('not-found');
  });
}

export async function isDeidProject(db: Kysely<Database>, id: number): Promise<boolean> {
  return (await db.selectFrom('deid_project').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}

/** By its name, whatever its case; undefined where there is none. */
export async function findDeidProjectId(db: Kysely<Database>, name: string): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    select id from gateway.deid_project where lower(name) = lower(${name.trim()})`.execute(db);
  return rows[0] && Number(rows[0].id);
}

/** Rules name their project: what they name is neither renamed nor removed. @throws HttpProblem `deid-project-used` */
async function assertUnused(trx: Transaction<Database>, id: number): Promise<void> {
  const { rows } = await sql`
    select from gateway.routing_rule r, jsonb_array_elements(r.definition -> 'do') action
    where lower(trim(action ->> 'deidentifiedBy')) = (select lower(name) from gateway.deid_project where id = ${id})
    limit 1`.execute(trx);
  if (rows.length > 0) throw new HttpProblem('deid-project-used');
}

/**
 * Returns a project with its key and what it goes by; undefined where there is none.
 *
 * @throws HttpProblem `deid-key-elsewhere`, `deid-rules-invalid`
 */
export async function openDeidProject(
  { db, identityKey }: Pick<DeidProjectStore, 'db' | 'identityKey'>,
  id: number,
): Promise<OpenedDeidProject | undefined> {
  const row = await db.selectFrom('deid_project').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) return undefined;
  const { profile, pictures, rules, sealed_key } = row;
  return { id, key: openKey(identityKey, sealed_key, id), profile, pictures, ...(await readWays(db, rules)) };
}

export type DeidWays = Pick<OpenedDeidProject, 'rules' | 'lists'>;

/** Returns the rules with the lists of all projects; words of the rules count more. @throws HttpProblem `deid-rules-invalid` */
export async function readWays(db: Kysely<Database>, text: string | undefined): Promise<DeidWays> {
  const [rules, lists] = [await readRules(text), await readTermLists(db)];
  if (rules === undefined) return { lists };
  const decisions = (['block', 'allow', 'gray'] as const).flatMap((list) =>
    rules.lists[list].map((term) => ({ term, list })),
  );
  const { growTermLists } = await import('@isocenter/deid/text/word-lists');
  return { rules, lists: growTermLists(lists, decisions) };
}

/** @throws HttpProblem `deid-rules-invalid`, with line, column and message of each problem */
async function readRules(text = ''): Promise<SiteRules | undefined> {
  if (text.trim() === '') return undefined;
  // Loaded where somebody has rules: its tables take memory.
  const { parseRules } = await import('@isocenter/deid/rules/parse-rules');
  const parsed = parseRules(text);
  if (parsed.kind === 'rules') return parsed.site;
  const errors = parsed.problems.map(({ line, column, message }) => ({
    pointer: '/body/rules',
    message: `${line}:${column} ${message}`,
  }));
  throw new HttpProblem('deid-rules-invalid', { errors });
}

function openKey(identityKey: Pick<IdentityKey, 'open'>, sealed: Buffer, id: number): Buffer {
  try {
    return identityKey.open(sealed, contextOf(id));
  } catch (cause) {
    throw new HttpProblem('deid-key-elsewhere', { cause });
  }
}

/** Of two at the same moment, the table is locked against the other until the first is written. */
async function assertFree(trx: Transaction<Database>, name: string, id = 0): Promise<void> {
  await sql`lock table gateway.deid_project in share row exclusive mode`.execute(trx);
  const { rows } = await sql`
    select from gateway.deid_project where lower(name) = lower(${name.trim()}) and id <> ${id}`.execute(trx);
  if (rows.length > 0) throw new HttpProblem('deid-project-taken');
}

function rowOf({ name, profile, pictures, rules = '' }: DeidProjectInput) {
  return { name: name.trim(), profile: JSON.stringify(profile), pictures, rules };
}

function present(row: Selectable<DeidProjectTable>): DeidProject {
  const { id, name, profile, pictures, rules, created_at, changed_at } = row;
  return {
    ...{ id: String(id), name, profile, pictures },
    ...(rules !== '' && { rules }),
    ...{ createdAt: created_at.toISOString(), changedAt: changed_at.toISOString() },
  };
}
