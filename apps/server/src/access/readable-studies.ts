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

type Grantee = { readonly kind: 'user' | 'peer'; readonly id: number };

type Reach =
  | { readonly kind: 'all' | 'nothing' }
  /** What is granted to everyone, and to the grantee. */
  | { readonly kind: 'granted'; readonly to: Grantee | undefined };

/** Returns the predicate; the query it is used in must have `study` among its tables under that name. */
export function readableStudies(subject: Subject): RawBuilder<SqlBool> {
  const reach = reachOf(subject);
  return reach.kind === 'granted' ? granted(reach.to) : sql<SqlBool>`${sql.lit(reach.kind === 'all')}`;
}

/** Returns the predicate for studies that are gone, over the grantees that were kept of them: `change.readers`. */
export function readableGoneStudies(subject: Subject): RawBuilder<SqlBool> {
  const reach = reachOf(subject);
  if (reach.kind !== 'granted') return sql<SqlBool>`${sql.lit(reach.kind === 'all')}`;
  const names = ['everyone', ...(reach.to === undefined ? [] : [`${reach.to.kind} ${reach.to.id}`])];
  return sql<SqlBool>`change.readers && ${names}::text[]`;
}

/** Returns the grantees of a study as `readableGoneStudies` compares them, a text array over `study.id`. */
export function granteesOfStudy(): RawBuilder<string[]> {
  return sql<string[]>`array(
    select study_grant.grantee_kind || coalesce(' ' || study_grant.grantee_id, '')
    from gateway.study_grant where study_grant.study_id = study.id)`;
}

function reachOf(subject: Subject): Reach {
  switch (subject.kind) {
    case 'system':
      return { kind: 'all' };
    case 'anonymous':
      return { kind: 'nothing' };
    case 'user':
      return subject.role === 'admin' ? { kind: 'all' } : { kind: 'granted', to: { kind: 'user', id: subject.userId } };
    case 'token':
      return subject.role === 'admin' ? { kind: 'all' } : { kind: 'granted', to: undefined };
    case 'peer':
      if (!subject.verbs.some((verb) => readingVerbs.has(verb))) return { kind: 'nothing' };
      return { kind: 'granted', to: subject.peerId === undefined ? undefined : { kind: 'peer', id: subject.peerId } };
  }
}

function granted(to: Grantee | undefined): RawBuilder<SqlBool> {
  const own =
    to === undefined
      ? sql``
      : sql` or (study_grant.grantee_kind = ${to.kind} and study_grant.grantee_id = ${String(to.id)})`;
  return sql<SqlBool>`exists (
    select from gateway.study_grant
    where study_grant.study_id = study.id and (study_grant.grantee_kind = 'everyone'${own}) offset 0)`;
}
