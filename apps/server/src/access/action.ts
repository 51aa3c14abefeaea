/**
 * Actions and who may take them: one table, deny by default.
 *
 * An action that no row names for a subject is denied to it. Which studies an allowed action reaches is a second
 * question, answered by grants (`readable-studies.ts`).
 */

import type { PeerVerb } from '@isocenter/contract/peers';
import { type AccountRole, type Permission, permissionsOfRole } from '@isocenter/contract/role';
import type { Subject } from './subject.ts';

/**
 * `everybody` includes callers who have not signed in; `person` is a user, as opposed to a program. The others are permissions,
 * which roles are sets of.
 */
type Audience = 'everybody' | 'person' | 'peer' | Permission;

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
  'account:notices': ['person'],
  'study:search': ['find', 'peer'],
  'study:describe': ['find'],
  'study:read': ['images', 'peer'],
  'study:download': ['images', 'peer'],
  'instance:store': ['work', 'peer'],
  'dimse:commit': ['peer'],
  'dimse:echo': ['peer'],
  'dimse:get': ['peer'],
  'dimse:move': ['peer'],
  'dimse:report': ['peer'],
  'team:create': ['treat'],
  'team:read': ['person'],
  'team:invite': ['person'],
  'team:manage': ['person'],
  'team:upload': ['person'],
  'team:leave': ['person'],
  'upload:read': ['administer'],
  'upload:decide': ['administer'],
  'comment:read': ['person'],
  'comment:write': ['person'],
  'notice:read': ['person'],
  'notice:count': ['person'],
  'notice:write': ['person'],
  'joining:ask': ['everybody'],
  'joining:confirm': ['everybody'],
  'joining:verify': ['everybody'],
  'study:delete': ['administer'],
  'trash:read': ['administer'],
  'trash:restore': ['administer'],
  'trash:purge': ['administer'],
  'storage:read': ['administer'],
  'alert:read': ['administer'],
  'alert:test': ['administer'],
  'alert:write': ['administer'],
  'retention:read': ['administer'],
  'retention:write': ['administer'],
  'consent:read': ['privacy'],
  'consent:write': ['privacy'],
  'erasure:read': ['privacy'],
  'patient:erase': ['privacy'],
  'patient:export': ['privacy'],
  'hold:read': ['privacy'],
  'hold:write': ['administer'],
  'grant:read': ['work', 'privacy'],
  'grant:write': ['work'],
  'grant:revoke': ['work'],
  'grantee:read': ['work'],
  'organisation:read': ['administer'],
  'organisation:write': ['administer'],
  'break-glass:open': ['treat'],
  'break-glass:review': ['privacy'],
  'proxy:read': ['administer'],
  'proxy:write': ['administer'],
  'conflict:read': ['work'],
  'conflict:decide': ['administer'],
  'deid-held:decide': ['administer'],
  'deid-project:read': ['administer'],
  'deid-project:write': ['administer'],
  'delivery:read': ['work'],
  'delivery:write': ['work'],
  'destination:write': ['administer'],
  'event:read': ['find'],
  'change:read': ['work'],
  'about:read': ['find'],
  'openapi:read': ['work'],
  'danger:read': ['administer'],
  'peer:read': ['administer'],
  'peer:write': ['administer'],
  'peer:echo': ['administer'],
  'peer:find': ['administer'],
  'peer:store': ['administer'],
  'prefetch:read': ['administer'],
  'prefetch:write': ['administer'],
  'commitment:read': ['administer'],
  'source:read': ['administer'],
  'source:write': ['administer'],
  'rule:read': ['administer'],
  'rule:write': ['administer'],
  'user:read': ['administer'],
  'user:write': ['administer'],
  'service:read': ['administer'],
  'service:write': ['administer'],
  'token:read': ['administer'],
  'token:write': ['administer'],
  'audit:read': ['privacy'],
  'audit:export': ['privacy'],
  'access-history:read': ['privacy'],
  'metrics:read': ['administer'],
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
      return subject.isGone !== true && allowed.includes('peer') && hasVerb(subject.verbs, verbsOf[action]);
    case 'user':
      return allowed.includes('person') || hasPermission(subject.role, allowed);
    case 'service':
      return hasPermission('service', allowed);
    case 'token':
      return hasPermission(
        subject.role,
        allowed.filter((one) => one !== 'treat'),
      );
  }
}

function hasPermission(role: AccountRole, allowed: readonly Audience[]): boolean {
  return permissionsOfRole[role].some((permission) => allowed.includes(permission));
}

function hasVerb(verbs: readonly PeerVerb[], needed: readonly PeerVerb[] | undefined): boolean {
  return needed !== undefined && (needed.length === 0 || needed.some((verb) => verbs.includes(verb)));
}
