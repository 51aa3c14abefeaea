/**
 * Under which names grants reach a subject: its own, those of the teams and organisations that it belongs to now, those of
 * the patients that it acts for, and `everyone`.
 *
 * A name is the kind and the internal id, `team 7`, as the column `access_grant.grantee` has it. Who is in a team reaches
 * no more through it than their own privileges there.
 */

import type { PeerVerb } from '@isocenter/contract/peers';
import type { Privilege } from '@isocenter/contract/privilege';
import type { Membership } from './memberships.ts';
import type { Subject } from './subject.ts';

/** Verbs that tell a peer what is here. */
const readingVerbs: ReadonlySet<PeerVerb> = new Set(['find', 'get', 'move', 'commit']);

export type Reach =
  | { readonly kind: 'all' | 'nothing' }
  | {
      readonly kind: 'granted';
      readonly names: readonly string[];
    };

/** True where no grant need be looked at. */
export function seesAll(subject: Subject): boolean {
  return reachOf(subject, []).kind === 'all';
}

/** What grants with all of the privileges reach a subject by. */
export function reachOf(subject: Subject, privileges: readonly Privilege[]): Reach {
  switch (subject.kind) {
    case 'system':
      return { kind: 'all' };
    case 'anonymous':
      return { kind: 'nothing' };
    case 'user':
      // Of a privacy officer, what may be done with it is little: no picture and no object.
      if (subject.role === 'admin' || subject.role === 'privacy-officer') return { kind: 'all' };
      return { kind: 'granted', names: namesOfUser(subject, privileges) };
    // What is granted to everyone is granted to people and to what acts for one; a program reaches what names it.
    case 'service':
      return { kind: 'granted', names: [`service ${subject.serviceId}`, ...namesOf(subject.memberships, privileges)] };
    case 'token':
      return subject.role === 'admin' ? { kind: 'all' } : { kind: 'granted', names: ['everyone'] };
    case 'peer': {
      if (!subject.verbs.some((verb) => readingVerbs.has(verb))) return { kind: 'nothing' };
      const own = subject.peerId === undefined ? [] : [`peer ${subject.peerId}`];
      return { kind: 'granted', names: ['everyone', ...own] };
    }
  }
}

/** What is granted to everyone is granted to who works here: a guest is not among them. */
function namesOfUser(
  { userId, role, memberships }: Extract<Subject, { kind: 'user' }>,
  wanted: readonly Privilege[],
): readonly string[] {
  const everyone = role === 'guest' ? [] : ['everyone'];
  return [...everyone, `user ${userId}`, ...namesOf(memberships, wanted)];
}

function namesOf(memberships: readonly Membership[] = [], wanted: readonly Privilege[]): readonly string[] {
  const through = memberships.filter(({ privileges }) => wanted.every((one) => privileges?.includes(one) ?? true));
  return through.map(({ name }) => name);
}
