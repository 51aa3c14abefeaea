/**
 * Actions and who may take them: one table, deny by default.
 *
 * An action that no row names for a subject is denied to it. Which studies an allowed action reaches is a second
 * question, answered by grants (`readable-studies.ts`).
 */

import type { PeerVerb } from '@isocenter/contract/peers';
import type { Subject } from './subject.ts';

/** `everybody` includes callers who have not signed in; `person` is a user, as opposed to an API token, `staff` one who is no guest. */
type Audience = 'everybody' | 'person' | 'staff' | 'member' | 'guest' | 'admin' | 'peer';

const audiences = {
  'session:read': ['everybody'],
  'session:sign-in': ['everybody'],
  'session:sign-out': ['person'],
  'setup:read': ['everybody'],
  'setup:complete': ['everybody'],
  'password:change': ['person'],
  'session:prove': ['person'],
  'session:end': ['person'],
  'account:read': ['person'],
  'account:write': ['person'],
  'account:language': ['person'],
  'study:search': ['member', 'guest', 'admin', 'peer'],
  'study:read': ['member', 'guest', 'admin', 'peer'],
  'study:download': ['member', 'guest', 'admin', 'peer'],
  'instance:store': ['member', 'admin', 'peer'],
  'dimse:commit': ['peer'],
  'dimse:echo': ['peer'],
  'dimse:get': ['peer'],
  'dimse:move': ['peer'],
  'dimse:report': ['peer'],
  'team:create': ['staff'],
  'team:read': ['person'],
  'team:invite': ['person'],
  'team:manage': ['person'],
  'team:upload': ['person'],
  'team:leave': ['person'],
  'joining:ask': ['everybody'],
  'joining:confirm': ['everybody'],
  'joining:verify': ['everybody'],
  'study:delete': ['admin'],
  'trash:read': ['admin'],
  'trash:restore': ['admin'],
  'trash:purge': ['admin'],
  'storage:read': ['admin'],
  'alert:read': ['admin'],
  'alert:test': ['admin'],
  'alert:write': ['admin'],
  'retention:read': ['admin'],
  'retention:write': ['admin'],
  'consent:read': ['admin'],
  'consent:write': ['admin'],
  'erasure:read': ['admin'],
  'patient:erase': ['admin'],
  'patient:export': ['admin'],
  'hold:read': ['admin'],
  'hold:write': ['admin'],
  'grant:read': ['member', 'admin'],
  'grant:write': ['member', 'admin'],
  'grant:revoke': ['member', 'admin'],
  'grantee:read': ['member', 'admin'],
  'organisation:read': ['admin'],
  'organisation:write': ['admin'],
  'break-glass:open': ['staff'],
  'break-glass:review': ['admin'],
  'proxy:read': ['admin'],
  'proxy:write': ['admin'],
  'conflict:read': ['member', 'admin'],
  'conflict:decide': ['admin'],
  'delivery:read': ['member', 'admin'],
  'delivery:write': ['member', 'admin'],
  'destination:write': ['admin'],
  'event:read': ['member', 'guest', 'admin'],
  'change:read': ['member', 'admin'],
  'about:read': ['member', 'guest', 'admin'],
  'openapi:read': ['member', 'admin'],
  'danger:read': ['admin'],
  'peer:read': ['admin'],
  'peer:write': ['admin'],
  'peer:echo': ['admin'],
  'peer:find': ['admin'],
  'peer:store': ['admin'],
  'prefetch:read': ['admin'],
  'prefetch:write': ['admin'],
  'commitment:read': ['admin'],
  'source:read': ['admin'],
  'source:write': ['admin'],
  'rule:read': ['admin'],
  'rule:write': ['admin'],
  'user:read': ['admin'],
  'user:write': ['admin'],
  'token:read': ['admin'],
  'token:write': ['admin'],
  'audit:read': ['admin'],
  'audit:export': ['admin'],
  'access-history:read': ['admin'],
  'metrics:read': ['admin'],
} as const satisfies Record<string, readonly Audience[]>;

export type Action = keyof typeof audiences;

/** Every action there is, for tests that walk the whole table. */
export const actions = Object.keys(audiences) as readonly Action[]; // Object.keys of a constant object: its own names.

/** What a peer's entry must allow, one of these, before it may take an action that is open to peers at all. */
const verbsOf: Partial<Record<Action, readonly PeerVerb[]>> = {
  'dimse:commit': ['commit'],
  'dimse:echo': ['echo'],
  'instance:store': ['store'],
  'study:search': ['find'],
  'study:read': ['get', 'move'],
  'study:download': ['get', 'move'],
  'dimse:get': ['get'],
  'dimse:move': ['move'],
  // Nothing: whoever was asked to commit may answer, also one that may only be sent to; what it was not asked, it cannot tell.
  'dimse:report': [],
};

/** True where the table lets a subject take an action, whatever its object. */
export function mayTake(subject: Subject, action: Action): boolean {
  if (subject.kind === 'system') return true;
  const allowed: readonly Audience[] = audiences[action];
  if (allowed.includes('everybody')) return true;
  switch (subject.kind) {
    case 'anonymous':
      return false;
    case 'peer':
      return allowed.includes('peer') && hasVerb(subject.verbs, verbsOf[action]);
    case 'user':
      if (subject.role !== 'guest' && allowed.includes('staff')) return true;
      return allowed.includes(subject.role) || allowed.includes('person');
    case 'token':
      return allowed.includes(subject.role);
  }
}

function hasVerb(verbs: readonly PeerVerb[], needed: readonly PeerVerb[] | undefined): boolean {
  return needed !== undefined && (needed.length === 0 || needed.some((verb) => verbs.includes(verb)));
}
