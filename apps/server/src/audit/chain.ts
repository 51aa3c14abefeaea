/**
 * The hash chain: what of an entry is hashed, and how.
 *
 * hash(n) = SHA-256( hash(n − 1) ‖ UTF-8 of canonical(n) ), with 32 zero bytes before the first. The canonical form is
 * a JSON array in fixed order whose details have sorted keys, so that it can be rebuilt from the row alone. It begins
 * with a version; a later form gets another number and the old one stays readable.
 */

import { createHash } from 'node:crypto';
import { storableText } from '../archive/storable-text.ts';
import type { AuditDetail, AuditEvent, AuditOutcome, AuditSubject } from './event.ts';

const formatVersion = 1;

/** What stands before the first entry. */
export const chainStart: Buffer = Buffer.alloc(32);

/** An entry without its hash: a row of `audit_entry` as it is hashed. */
export type ChainEntry = {
  readonly sequence: number;
  /** To the millisecond, which is what the column keeps. */
  readonly at: Date;
  readonly action: string;
  readonly outcome: AuditOutcome;
  readonly subject_kind: AuditSubject['kind'];
  readonly subject_id: string | null;
  readonly subject_name: string | null;
  readonly object_kind: string | null;
  readonly object_id: string | null;
  readonly address: string | null;
  readonly details: Readonly<Record<string, AuditDetail>>;
};

/** Returns the 32 bytes that follow `previous` when the entry is added. */
export function hashEntry(previous: Uint8Array, entry: ChainEntry): Buffer {
  const { at, details, ...rest } = entry;
  const canonical = JSON.stringify([
    formatVersion,
    rest.sequence,
    at.toISOString(),
    rest.action,
    rest.outcome,
    rest.subject_kind,
    rest.subject_id,
    rest.subject_name,
    rest.object_kind,
    rest.object_id,
    rest.address,
    Object.entries(details).sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
  return createHash('sha256').update(previous).update(canonical, 'utf8').digest();
}

/** Returns the columns of an event; text from outside is cut to what a column holds, as it will be read back. */
export function entryOf(event: AuditEvent, at: Date, sequence: number): ChainEntry {
  const { subject, object } = event;
  return {
    sequence,
    at,
    action: event.action,
    outcome: event.outcome,
    subject_kind: subject.kind,
    subject_id: subjectId(subject),
    subject_name: subjectName(subject),
    object_kind: object === undefined ? null : storableText(object.kind),
    object_id: object?.id === undefined ? null : storableText(String(object.id)),
    address: event.address === undefined ? null : storableText(event.address),
    details: Object.fromEntries(
      Object.entries({ ...tokenOf(subject), ...event.details }).map(([key, value]) => [
        storableText(key),
        storableDetail(value),
      ]),
    ),
  };
}

function subjectId(subject: AuditSubject): string | null {
  if (subject.kind === 'user') return String(subject.userId);
  if (subject.kind === 'token') return String(subject.tokenId);
  if (subject.kind === 'service') return String(subject.serviceId);
  if (subject.kind === 'peer' && subject.peerId !== undefined) return String(subject.peerId);
  return null;
}

/** Of the tokens of one account, which it was: for the day on which one of them leaks. */
function tokenOf(subject: AuditSubject): { readonly token?: number } {
  return subject.kind === 'service' && subject.tokenId !== undefined ? { token: subject.tokenId } : {};
}

function subjectName(subject: AuditSubject): string | null {
  if (subject.kind === 'peer') return storableText(subject.aet);
  if (subject.kind === 'system') return storableText(subject.name);
  return null;
}

function storableDetail(value: AuditDetail): AuditDetail {
  if (typeof value === 'string') return storableText(value);
  if (typeof value === 'object') return value.map(storableText);
  // A number that JSON or jsonb would change breaks the chain for good; the marker says that there was one.
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return 'not an integer';
  return Object.is(value, -0) ? 0 : value;
}
