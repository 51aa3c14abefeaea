/**
 * The access check: line one of every route and of every DIMSE verb.
 *
 *     await requireAccess(request.access, 'study:read', { kind: 'study', id });
 *
 * Default deny, in two steps: may the subject take the action at all (`action.ts`), and does a grant reach the object with
 * the privileges that the action needs (`reachable-object.ts`). A refusal is audited and thrown; each edge maps it to its
 * own answer. A study that is not granted is reported as absent, so that nobody learns what exists; one that may be seen
 * and no more is refused as forbidden.
 */

import type { Kysely } from 'kysely';
import type { AuditAction, AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { type Action, mayTake } from './action.ts';
import { reachesObject } from './reachable-object.ts';
import type { Subject } from './subject.ts';

export type AccessContext = {
  readonly subject: Subject;
  /** IP address of the caller, for the audit trail. */
  readonly address?: string | undefined;
  readonly db: Kysely<Database>;
  readonly audit: AuditRecorder;
  /** What a session may not do at the moment although its subject may: see `identity/step-up.ts`. */
  readonly refusalOf?: ((action: Action) => 'step-up-required' | 'second-factor-required' | undefined) | undefined;
  /** Told of every check, so that an edge can notice an entry point that forgot it. */
  readonly noteCheck?: (action: Action) => void;
};

export type AccessObject = {
  readonly kind:
    | 'study'
    | 'series'
    | 'instance'
    | 'user'
    | 'token'
    | 'service'
    | 'peer'
    | 'trash'
    | 'conflict'
    | 'consent'
    | 'correction'
    | 'hold'
    | 'patient'
    | 'grant'
    | 'organisation'
    | 'rule'
    | 'delivery'
    | 'team'
    | 'joining'
    | 'source';
  /** Internal id, never a UID. */
  readonly id: number;
};

export type AccessDeniedCode =
  /** Nobody is signed in: 401. */
  | 'unauthenticated'
  /** Signed in, but not allowed: 403. */
  | 'forbidden'
  /** There is no such object, or none that the subject may know of: 404. */
  | 'not-found'
  /** Allowed to the subject, after a fresh proof: 403. */
  | 'step-up-required'
  /** Allowed to the subject, once a second factor is set up: 403. */
  | 'second-factor-required';

export class AccessDenied extends Error {
  override readonly name = 'AccessDenied';
  readonly code: AccessDeniedCode;
  readonly action: AuditAction;

  constructor(code: AccessDeniedCode, action: AuditAction) {
    super(`access denied: ${code} for ${action}`);
    this.code = code;
    this.action = action;
  }
}

/** @throws AccessDenied with `unauthenticated`, `forbidden`, `step-up-required`, `second-factor-required` or `not-found` */
export async function requireAccess(context: AccessContext, action: Action, object?: AccessObject): Promise<void> {
  context.noteCheck?.(action);
  const { subject } = context;
  if (!mayTake(subject, action)) {
    throw deny(context, subject.kind === 'anonymous' ? 'unauthenticated' : 'forbidden', action, object);
  }
  const refusal = context.refusalOf?.(action);
  if (refusal !== undefined) throw deny(context, refusal, action, object);
  if (object === undefined) return;
  const reach = await reachesObject(context, action, object);
  if (reach !== 'reached') throw deny(context, reach === 'seen' ? 'forbidden' : 'not-found', action, object);
}

/** Whether an action would be allowed, for saying so before it is taken; nothing is recorded, and the action asks again. */
export async function isAllowed(
  { db, subject }: Pick<AccessContext, 'db' | 'subject'>,
  action: Action,
  object: AccessObject,
): Promise<boolean> {
  return mayTake(subject, action) && (await reachesObject({ db, subject }, action, object)) === 'reached';
}

/** Returns who asks and from where, for an event of the audit trail. */
export function callerOf({ subject, address }: AccessContext): Pick<AccessContext, 'subject' | 'address'> {
  return { subject, address };
}

/** Denials are counted, not awaited: whoever knocks a thousand times a second does not get a thousand rows. */
function deny(context: AccessContext, code: AccessDeniedCode, action: Action, object: AccessObject | undefined) {
  const { subject, address, audit } = context;
  audit.count({ action, outcome: 'denied', subject, object, address, details: { reason: code } });
  return new AccessDenied(code, action);
}
