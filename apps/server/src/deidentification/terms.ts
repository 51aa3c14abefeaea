/**
 * The lists of words that all projects go by, one row for each word: always replaced, never, or by what stands around it.
 * They grow from cases and by hand. Whoever calls has checked access and records the change.
 */

import type { AddDeidTerm, DeidTerm } from '@isocenter/contract/deid-projects';
import { fold } from '@isocenter/deid/text/fold';
import type { TermLists } from '@isocenter/deid/text/word-lists';
import type { Kysely } from 'kysely';
import { nameLabels } from '../access/subject-label.ts';
import type { Database } from '../database/schema.ts';
import { HttpProblem } from '../http/problem.ts';

export async function listTerms(db: Kysely<Database>): Promise<DeidTerm[]> {
  const rows = await db.selectFrom('deid_term').selectAll().orderBy('folded').orderBy('id').execute();
  const nameOf = await nameLabels(db, [...new Set(rows.map(({ added_by }) => added_by))]);
  return rows.map(({ id, list, term, source, added_by, added_at }) => ({
    ...{ id: String(id), list, term, source },
    ...{ addedBy: nameOf(added_by), addedAt: added_at.toISOString() },
  }));
}

export async function readTermLists(db: Kysely<Database>): Promise<TermLists> {
  const rows = await db.selectFrom('deid_term').select(['list', 'term']).orderBy('id').execute();
  const of = (list: keyof TermLists) => rows.filter((row) => row.list === list).map(({ term }) => term);
  return { block: of('block'), allow: of('allow'), gray: of('gray') };
}

/** Of a word that is in another list, the last word counts. */
export async function addTerm(
  db: Kysely<Database>,
  { list, term, source }: AddDeidTerm,
  { by, at }: { readonly by: string; readonly at: Date },
): Promise<DeidTerm> {
  const values = { list, term: term.trim(), source, added_by: by, added_at: at };
  const row = await db
    .insertInto('deid_term')
    .values({ ...values, folded: fold(term.trim()) })
    .onConflict((conflict) => conflict.column('folded').doUpdateSet(values))
    .returning('id')
    .executeTakeFirstOrThrow();
  const nameOf = await nameLabels(db, [by]);
  const { term: written } = values;
  return { id: String(row.id), list, term: written, source, addedBy: nameOf(by), addedAt: at.toISOString() };
}

/** @throws HttpProblem `not-found` */
export async function deleteTerm(db: Kysely<Database>, id: number): Promise<void> {
  const { numDeletedRows } = await db.deleteFrom('deid_term').where('id', '=', id).executeTakeFirst();
  if (numDeletedRows === 0n) throw new HttpProblem('not-found');
}
