/**
 * What each action is in the words of the standards: the audit message of PS3.15 §A.5.3, the action code that DICOM and
 * FHIR share, and the type of the event. FHIR AuditEvent and DICOM audit messages are made from this one table.
 *
 * An action without a row is still told, under its own name as a code of this node's: PS3.15 lets the set of events be
 * extended, and nothing is passed over in silence.
 */

import { actions } from '../access/action.ts';
import type { AuditAction } from './event.ts';

export type Code = { readonly code: string; readonly meaning: string };

/** Event ids of PS3.16 CID 400, as far as this node has such events. */
export const eventIds = {
  activity: { code: '110100', meaning: 'Application Activity' },
  logUsed: { code: '110101', meaning: 'Audit Log Used' },
  begin: { code: '110102', meaning: 'Begin Transferring DICOM Instances' },
  accessed: { code: '110103', meaning: 'DICOM Instances Accessed' },
  transferred: { code: '110104', meaning: 'DICOM Instances Transferred' },
  deleted: { code: '110105', meaning: 'DICOM Study Deleted' },
  export: { code: '110106', meaning: 'Export' },
  import: { code: '110107', meaning: 'Import' },
  query: { code: '110112', meaning: 'Query' },
  alert: { code: '110113', meaning: 'Security Alert' },
  authentication: { code: '110114', meaning: 'User Authentication' },
} as const satisfies Record<string, Code>;

export type EventId = keyof typeof eventIds;

/** Types of events, PS3.16 CID 401 and the sets that it includes. */
const types = {
  start: { code: '110120', meaning: 'Application Start' },
  stop: { code: '110121', meaning: 'Application Stop' },
  login: { code: '110122', meaning: 'Login' },
  logout: { code: '110123', meaning: 'Logout' },
  node: { code: '110126', meaning: 'Node Authentication' },
  network: { code: '110128', meaning: 'Network Configuration' },
  software: { code: '110131', meaning: 'Software Configuration' },
  restricted: { code: '110132', meaning: 'Use of Restricted Function' },
  objectSecurity: { code: '110135', meaning: 'Object Security Attributes Changed' },
  userSecurity: { code: '110137', meaning: 'User Security Attributes Changed' },
} as const satisfies Record<string, Code>;

/** Create, read, update, delete, execute. */
export type ActionCode = 'C' | 'R' | 'U' | 'D' | 'E';

export type EventKind = {
  /** Undefined where DICOM has no such event. */
  readonly id: EventId | undefined;
  readonly action: ActionCode;
  readonly type?: Code;
};

const configured: EventKind = { id: 'alert', action: 'E', type: types.software };
const networkConfigured: EventKind = { id: 'alert', action: 'E', type: types.network };
const userChanged: EventKind = { id: 'alert', action: 'E', type: types.userSecurity };
const objectSecured: EventKind = { id: 'alert', action: 'E', type: types.objectSecurity };

const kinds: Partial<Record<AuditAction, EventKind>> = {
  'node:start': { id: 'activity', action: 'E', type: types.start },
  'node:stop': { id: 'activity', action: 'E', type: types.stop },
  'audit:read': { id: 'logUsed', action: 'R' },
  'audit:export': { id: 'logUsed', action: 'R' },
  'access-history:read': { id: 'logUsed', action: 'R' },
  'study:search': { id: 'query', action: 'E' },
  'study:read': { id: 'accessed', action: 'R' },
  'conflict:read': { id: 'accessed', action: 'R' },
  'conflict:decide': { id: 'accessed', action: 'U' },
  'trash:restore': { id: 'accessed', action: 'U' },
  'deid-held:decide': { id: 'accessed', action: 'U' },
  'rule:fire': { id: 'accessed', action: 'U' },
  'study:download': { id: 'export', action: 'R' },
  'dimse:get': { id: 'begin', action: 'E' },
  'dimse:move': { id: 'begin', action: 'E' },
  'delivery:write': { id: 'begin', action: 'E' },
  'delivery:send': { id: 'begin', action: 'E' },
  'instance:store': { id: 'transferred', action: 'C' },
  'source:fetch': { id: 'transferred', action: 'C' },
  'folder:import': { id: 'import', action: 'C' },
  'upload:decide': { id: 'import', action: 'U' },
  'backup:restore': { id: 'import', action: 'C' },
  'backup:create': { id: 'export', action: 'R' },
  'patient:export': { id: 'export', action: 'R' },
  'study:delete': { id: 'deleted', action: 'D' },
  'patient:erase': { id: 'deleted', action: 'D' },
  'trash:purge': { id: 'deleted', action: 'D' },
  'erasure:read': { id: 'accessed', action: 'R' },
  'session:sign-in': { id: 'authentication', action: 'E', type: types.login },
  'session:prove': { id: 'authentication', action: 'E', type: types.login },
  'session:end': { id: 'authentication', action: 'E', type: types.logout },
  'session:sign-out': { id: 'authentication', action: 'E', type: types.logout },
  'association:reject': { id: 'alert', action: 'E', type: types.node },
  'http:anonymous': { id: 'alert', action: 'E', type: types.restricted },
  'setup:complete': userChanged,
  'password:change': userChanged,
  'account:language': userChanged,
  'account:notices': userChanged,
  'account:write': userChanged,
  'user:write': userChanged,
  'token:write': userChanged,
  'service:write': userChanged,
  'hold:write': objectSecured,
  'team:create': objectSecured,
  'team:manage': objectSecured,
  'team:leave': objectSecured,
  'keys:rotate': configured,
  'keys:retire': configured,
  'peer:write': networkConfigured,
  'destination:write': networkConfigured,
  'source:write': configured,
  'deid-project:write': configured,
  'rule:write': configured,
  'retention:write': configured,
  'prefetch:write': configured,
  'alert:write': configured,
};

/** What was refused is a security alert, whatever it was; a refused sign-in stays one. */
const refused: EventKind = { id: 'alert', action: 'E', type: types.restricted };

/** Returns what an entry is. WADO-RS hands out whole instances: that is an export to who asked. */
export function kindOf(entry: {
  readonly action: string;
  readonly outcome: string;
  readonly details: Readonly<Record<string, unknown>>;
}): EventKind {
  // A column of text; what is no key of the table has no row in it.
  const kind = kinds[entry.action as AuditAction];
  if (entry.outcome === 'denied' && kind?.id !== 'authentication') return refused;
  if (entry.action === 'study:read' && handedOut.has(String(entry.details.what))) return { id: 'export', action: 'R' };
  return kind ?? { id: undefined, action: actionCodeOf(entry.action) };
}

/** Kinds of retrieval that give files away; everything else of a study is looked at. */
const handedOut: ReadonlySet<string> = new Set(['instances', 'all-bulkdata', 'all-pixeldata']);

/** Returns the actions that have an action code when they succeed, for searches by it. */
export function actionsWithCode(code: ActionCode): readonly string[] {
  const named = Object.keys(kinds);
  const all = [...new Set<string>([...actions, ...named])];
  return all.filter((action) => kindOf({ action, outcome: 'success', details: {} }).action === code);
}

function actionCodeOf(action: string): ActionCode {
  const verb = action.slice(action.indexOf(':') + 1);
  if (verb === 'read') return 'R';
  if (verb === 'create') return 'C';
  if (verb === 'delete') return 'D';
  return verb === 'write' || verb === 'change' ? 'U' : 'E';
}
