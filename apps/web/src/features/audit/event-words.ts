/** What an entry of the audit trail says, in words: by its action, else the action as it is written. */

import type { AuditEntry } from '@isocenter/contract/audit';
import { auditActions } from '@isocenter/contract/audit-actions';
import type { auditEvents } from '../../languages/audit-events/en.ts';
import type { Words } from '../../languages/catalogue.ts';

/** The name of the text: `study:read` has `studyRead`. */
export function eventKeyOf(action: string): string {
  return action.replace(/[:-]([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

export function describeAction(t: Words, action: string): string {
  // `has` looks whether there is such a text.
  const key = `auditEvents.${eventKeyOf(action)}` as `auditEvents.${keyof typeof auditEvents}`;
  return t.has(key) ? t(key) : action;
}

/** Actions to choose from, in the order of their words. */
export function listActions(t: Words, locale: string): { readonly value: string; readonly label: string }[] {
  const collator = new Intl.Collator(locale);
  const options = auditActions.map((value) => ({ value, label: describeAction(t, value) }));
  return options.sort((a, b) => collator.compare(a.label, b.label));
}

/** Who it was; accounts that are gone have their number only. */
export function describeSubject(t: Words, { subject }: Pick<AuditEntry, 'subject'>): string {
  if (subject.name !== undefined) return subject.name;
  if (subject.kind === 'anonymous') return t('audit.nobody');
  return subject.id === undefined ? subject.kind : `${subject.kind} ${subject.id}`;
}

export function describeDetails(details: Readonly<Record<string, unknown>>): string {
  return Object.entries(details)
    .filter(([, value]) => !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ');
}
