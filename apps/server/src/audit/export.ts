/**
 * The audit trail as a file: CSV for a spreadsheet, JSON Lines for programs and for whoever checks the chain elsewhere.
 *
 * Read page by page, so that millions of entries take no memory. No patient's name is in it.
 */

import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { AuditCondition } from './filter.ts';
import { presentEntry } from './present.ts';
import { type AuditRow, readEntries } from './repository.ts';

export type ExportFormat = 'csv' | 'jsonl';

const rowsAtATime = 2_000;

export const exportTypes: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  jsonl: 'application/jsonl',
};

const columns = [
  'sequence',
  'at',
  'action',
  'outcome',
  'subject_kind',
  'subject_id',
  'subject_name',
  'object_kind',
  'object_id',
  'address',
  'details',
  'hash',
] as const;

export type ExportOptions = {
  readonly format: ExportFormat;
  /** Called before each page; throws where the export may not go on. */
  readonly mayGoOn: () => Promise<void>;
};

/** Yields the file in pieces, newest entry first. */
export async function* exportEntries(
  db: Kysely<Database>,
  condition: AuditCondition,
  { format, mayGoOn }: ExportOptions,
): AsyncGenerator<string, void, void> {
  // A byte order mark, without which spreadsheets take UTF-8 for something else.
  if (format === 'csv') yield `\ufeff${columns.join(',')}\r\n`;
  const lineOf = format === 'csv' ? csvLine : jsonLine;
  for (let before: number | undefined; ; ) {
    await mayGoOn();
    const rows = await readEntries(db, condition, { before, limit: rowsAtATime });
    if (rows.length > 0) yield rows.map(lineOf).join('');
    before = rows.at(-1)?.sequence;
    if (rows.length < rowsAtATime) return;
  }
}

/** With the hash of the entry, which `chain.ts` says how to compute. */
function jsonLine(row: AuditRow): string {
  return `${JSON.stringify({ ...presentEntry(row), hash: row.hash.toString('hex') })}\n`;
}

/** RFC 4180. */
function csvLine(row: AuditRow): string {
  const { subject } = presentEntry(row);
  const cells: Readonly<Record<(typeof columns)[number], string>> = {
    sequence: String(row.sequence),
    at: row.at.toISOString(),
    action: row.action,
    outcome: row.outcome,
    subject_kind: row.subject_kind,
    subject_id: row.subject_id ?? '',
    subject_name: subject.name ?? '',
    object_kind: row.object_kind ?? '',
    object_id: row.object_id ?? '',
    address: row.address ?? '',
    details: JSON.stringify(row.details),
    hash: row.hash.toString('hex'),
  };
  return `${columns.map((name) => csvCell(cells[name])).join(',')}\r\n`;
}

/**
 * Returns a cell as it stands between commas. Text that a spreadsheet would take for a formula begins with an
 * apostrophe: AE titles and labels come from outside.
 */
export function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
