/** Row types of alerts, as `database/migrations/0011-storage-life.ts` creates them. Never patient data in them. */

import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { AlertDetails, AlertKind, AlertSeverity } from './conditions.ts';

export type AlertTable = {
  id: Generated<number>;
  kind: AlertKind;
  /** What it is about: an AE title, a peer, the disk. One alert at most is open for each kind and subject. */
  subject: string;
  severity: AlertSeverity;
  details: JSONColumnType<AlertDetails>;
  opened_at: Date;
  seen_at: Date;
  closed_at: ColumnType<Date | null, never, Date>;
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
