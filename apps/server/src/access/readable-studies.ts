/**
 * Which studies a subject may see, as one SQL predicate over `study.id` that every list and every look-up carries.
 *
 * Simple for now: administrators and the system see all; every other signed-in user or token sees what is granted to
 * everyone (each study is, when it is first indexed) or to that user; a peer sees the same as far as its entry allows
 * a verb that reads, and what is granted to it.
 *
 * `offset 0` keeps PostgreSQL from turning the look-up of a study's grants into a join that begins with all grants: as
 * long as every study is granted to everyone, that is all studies.
 */

import type { PeerVerb } from '@isocenter/contract/peers';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Subject } from './subject.ts';

/** Verbs that tell a peer what is here. */
const readingVerbs: ReadonlySet<PeerVerb> = new Set(['find', 'get', 'move', 'commit']);

/** Returns the predicate; the query it is used in must have `study` among its tables under that name. */
export function readableStudies(subject: Subject): RawBuilder<SqlBool> {
  switch (subject.kind) {
    case 'system':
      return sql<SqlBool>`true`;
    case 'anonymous':
      return sql<SqlBool>`false`;
    case 'user':
      return subject.role === 'admin' ? sql<SqlBool>`true` : granted('user', subject.userId);
    case 'token':
      return subject.role === 'admin' ? sql<SqlBool>`true` : granted('user', undefined);
    case 'peer':
      return subject.verbs.some((verb) => readingVerbs.has(verb))
        ? granted('peer', subject.peerId)
        : sql<SqlBool>`false`;
  }
}

function granted(kind: 'user' | 'peer', id: number | undefined): RawBuilder<SqlBool> {
  const own =
    id === undefined ? sql`` : sql` or (study_grant.grantee_kind = ${kind} and study_grant.grantee_id = ${String(id)})`;
  return sql<SqlBool>`exists (
    select from gateway.study_grant
    where study_grant.study_id = study.id and (study_grant.grantee_kind = 'everyone'${own}) offset 0)`;
}
