/**
 * Row types of alerts, as `database/migrations/0011-storage-life.ts` and `0027-alert-endings.ts` create them. Never patient
 * data in them.
 */

import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { AlertDetails, AlertKind, AlertSeverity } from './conditions.ts';

/** It does not hold any more; a person has dismissed it; the configuration says that nobody wants to know. */
export type AlertEnding = 'over' | 'dismissed' | 'unwatched';

export type AlertTable = {
  id: Generated<number>;
  kind: AlertKind;
  /** What it is about: an AE title, a token, the disk. One alert at most is open for each kind and subject. */
  subject: string;
  severity: AlertSeverity;
  details: JSONColumnType<AlertDetails>;
  opened_at: Date;
  seen_at: Date;
  closed_at: ColumnType<Date | null, never, Date>;
  /** Null while it is open. */
  ended: ColumnType<AlertEnding | null, never, AlertEnding>;
};

export type AlertChannel = 'mail' | 'webhook';

export type AlertDeliveryTable = {
  id: Generated<number>;
  alert_id: number;
  channel: AlertChannel;
  event: 'opened' | 'closed';
  /** When it is tried next; null once it is sent or given up. */
  due_at: Date | null;
  attempts: Generated<number>;
  sent_at: ColumnType<Date | null, never, Date>;
  error: ColumnType<string | null, never, string | null>;
};

export type AlertTables = { alert: AlertTable; alert_delivery: AlertDeliveryTable };
