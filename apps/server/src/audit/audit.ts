/**
 * The audit trail of a running node: appends events, keeps checkpoints, and records its own beginning and end.
 *
 * Commands that run beside a node use `AuditTrail` alone; the node's checkpoints cover their entries.
 */

import { join } from 'node:path';
import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Metrics } from '../http/metrics.ts';
import type { Logger } from '../logging.ts';
import { CheckpointWriter } from './checkpoint-writer.ts';
import type { AuditEvent, AuditRecorder } from './event.ts';
import { AuditTrail } from './trail.ts';

export type AuditOptions = {
  readonly db: Kysely<Database>;
  /** Folder of signing key and checkpoints, outside the database. */
  readonly dir: string;
  readonly logger: Logger;
  readonly version: string;
  /** Whether this process makes the checkpoints; of several gateways one does. Default: it does. */
  readonly leads?: () => boolean;
  /** Told of every event as it is handed in. */
  readonly onEvent?: (event: AuditEvent) => void;
};

export type Audit = AuditRecorder & {
  /** Returns how many entries are not in the trail yet. */
  queued(): number;
  /** Resolves when everything counted or recorded so far is in the trail. */
  flush(): Promise<void>;
  /** Makes the checkpoints from now on. */
  lead(): Promise<void>;
  /** Records the stop of the node and makes the last checkpoint, where it makes them. */
  close(): Promise<void>;
};

const subject = { kind: 'system', name: 'node' } as const;

/** @throws AuditError `key-exposed`, `key-unreadable` */
export async function openAudit({ version, onEvent, leads = () => true, ...options }: AuditOptions): Promise<Audit> {
  let checkpoints = leads() ? await CheckpointWriter.start({ ...options, leads }) : undefined;
  const trail = new AuditTrail(options);
  await trail.record({ action: 'node:start', outcome: 'success', subject, details: { version } });
  await checkpoints?.write();
  return {
    record(event) {
      onEvent?.(event);
      return trail.record(event);
    },
    count(event) {
      onEvent?.(event);
      trail.count(event);
    },
    hasTold: (subject) => trail.hasTold(subject),
    queued: () => trail.queued,
    flush: () => trail.flush(),
    async lead() {
      // What it knows of checkpoints may be older than what another process has made since.
      await checkpoints?.abandon();
      checkpoints = await CheckpointWriter.start({ ...options, leads });
    },
    async close() {
      await trail.flush();
      await trail.record({ action: 'node:stop', outcome: 'success', subject }).finally(() => trail.close());
      if (leads()) await checkpoints?.stop();
      else await checkpoints?.abandon();
    },
  };
}

/** Adds the queue of the trail to the measures. */
export function measureAudit(metrics: Metrics, audit: Pick<Audit, 'queued'>): void {
  new metrics.Gauge({
    name: 'isocenter_audit_queued_entries',
    help: 'Entries of the audit trail that are not written yet',
    registers: [metrics.registry],
    collect() {
      this.set(audit.queued());
    },
  });
}

/** Returns the folder of signing key and checkpoints below the data folder. */
export function auditDir(dataDir: string): string {
  return join(dataDir, 'audit');
}
