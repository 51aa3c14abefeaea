/**
 * Under which names grants reach a subject: its own, those of the teams and organisations that it belongs to now, those of
 * the patients that it acts for, and `everyone`.
 *
 * A name is the kind and the internal id, `team 7`, as the column `access_grant.grantee` has it. Who is in a team reaches
 * no more through it than their own privileges there.
 */

import type { PeerVerb } from '@isocenter/contract/peers';
import type { Privilege } from '@isocenter/contract/privilege';
import { type RawBuilder, sql } from 'kysely';
import type { Subject } from './subject.ts';

/** Verbs that tell a peer what is here. */
const readingVerbs: ReadonlySet<PeerVerb> = new Set(['find', 'get', 'move', 'commit']);

export type Reach =
  | { readonly kind: 'all' | 'nothing' }
  | {
      readonly kind: 'granted';
      /** A text array in SQL, evaluated once a query. */
      readonly names: RawBuilder<string[]>;
    };

/** What grants with all of the privileges reach a subject by. */
export function reachOf(subject: Subject, privileges: readonly Privilege[]): Reach {
  switch (subject.kind) {
    case 'system':
      return { kind: 'all' };
    case 'anonymous':
      return { kind: 'nothing' };
    case 'user':
      if (subject.role === 'admin') return { kind: 'all' };
      return { kind: 'granted', names: namesOfUser(subject.userId, privileges) };
    case 'token':
      return subject.role === 'admin' ? { kind: 'all' } : { kind: 'granted', names: constant(['everyone']) };
    case 'peer': {
      if (!subject.verbs.some((verb) => readingVerbs.has(verb))) return { kind: 'nothing' };
      const own = subject.peerId === undefined ? [] : [`peer ${subject.peerId}`];
      return { kind: 'granted', names: constant(['everyone', ...own]) };
    }
  }
}

function constant(names: readonly string[]): RawBuilder<string[]> {
  return sql<string[]>`${names}::text[]`;
}

function namesOfUser(userId: number, privileges: readonly Privilege[]): RawBuilder<string[]> {
  return sql<string[]>`(array(
    select unnest(${['everyone', `user ${userId}`]}::text[])
    union all
    select 'team ' || m.team_id from gateway.care_team_member m join gateway.care_team t on t.id = m.team_id
    where m.user_id = ${userId} and m.since <= now() and (m.until is null or m.until > now())
      and t.closed_at is null and m.privileges @> ${privileges}::text[]
    union all
    select 'organisation ' || m.organisation_id
    from gateway.organisation_member m join gateway.organisation o on o.id = m.organisation_id
    where m.user_id = ${userId} and m.since <= now() and (m.until is null or m.until > now())
      and o.closed_at is null))`;
}
