/**
 * What is recorded about who did what, PHI-minimal: studies by their internal ids, queries by which keys were used and
 * never by their values, subjects by id. Names of users and labels of tokens are looked up when the trail is read.
 */

import type { Action } from '../access/action.ts';
import type { Subject } from '../access/subject.ts';

/** Access actions, and what happens to the node or a session without being asked for as an action. */
export type AuditAction =
  | Action
  /** A request of nobody to a route that is not open. */
  | 'http:anonymous'
  | 'node:start'
  | 'node:stop'
  | 'index:rebuild'
  /** The result of a storage commitment was reported to a peer, or given up. */
  | 'commitment:report'
  | 'backup:create'
  | 'backup:restore'
  | 'keys:rotate'
  | 'keys:retire'
  | 'keys:split'
  | 'folder:import'
  /** A study is sent to a peer: recorded before its first instance leaves. */
  | 'delivery:send'
  /** A study was copied from an archive. */
  | 'source:fetch'
  /** A rule acted on a settled study. */
  | 'rule:fire'
  /** Somebody who was about to join a care team waited too long. */
  | 'joining:expire'
  | 'association:open'
  | 'association:close'
  | 'association:reject';

export type AuditOutcome = 'success' | 'failure' | 'denied';

export type AuditDetail = string | number | boolean | readonly string[];

type AuditObject = { readonly kind: string; readonly id?: number | string | undefined };

type One<Kind extends Subject['kind']> = Extract<Subject, { kind: Kind }>;

/** As much of a subject as is recorded, for what somebody asked for who is not there any more when it is done. */
export type AuditSubject =
  | Pick<One<'user'>, 'kind' | 'userId'>
  | Pick<One<'token'>, 'kind' | 'tokenId'>
  | (Pick<One<'service'>, 'kind' | 'serviceId'> & Partial<Pick<One<'service'>, 'tokenId'>>)
  | Pick<One<'peer'>, 'kind' | 'peerId' | 'aet'>
  | One<'system'>
  | One<'anonymous'>;

export type AuditEvent = {
  readonly action: AuditAction;
  readonly outcome: AuditOutcome;
  readonly subject: AuditSubject;
  readonly object?: AuditObject | undefined;
  readonly address?: string | undefined;
  /** Numbers are integers below 2^53. Never a value of a data set, a password, a token or what was typed as a name. */
  readonly details?: Readonly<Record<string, AuditDetail>> | undefined;
};

/** What features see of the audit trail. */
export type AuditRecorder = {
  /** Resolves when the event is durable in the trail; rejects when it cannot be written. */
  record(event: AuditEvent): Promise<void>;
  /**
   * Counts an event that happens often (a stored instance, a fetched frame, a denial): equal ones of one second become
   * one entry with a `count`. Never fails and never waits; what it lists may be lost if the process is killed within
   * that second.
   */
  count(event: AuditEvent): void;
  /** Whether an event of this very subject object was handed in: each HTTP request has one of its own. */
  hasTold?(subject: AuditSubject): boolean;
};
