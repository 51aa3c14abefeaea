/**
 * Forwards the trail to an audit repository, entry by entry in the order of their numbers. How far it is lies in the
 * database, so nothing is lost while the repository, or this node, is away; nobody who is audited waits for it.
 *
 * Of several gateways one forwards.
 */

import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { type Kysely, sql } from 'kysely';
import type { Config } from '../../config/settings.ts';
import type { Database } from '../../database/schema.ts';
import type { Metrics } from '../../http/metrics.ts';
import type { Logger } from '../../logging.ts';
import { RecurringWork } from '../../recurring-work.ts';
import { type AuditRow, withNames } from '../repository.ts';
import { studyFacts } from '../study-facts.ts';
import { type AuditSource, encodeAuditMessage } from './audit-message.ts';
import { deliver, type Repository } from './deliver.ts';
import { encodeSyslog, frame } from './syslog-message.ts';

const intervalMs = 1_000;

/** Entries on one connection; about 2 KiB each. */
const entriesAtOnce = 500;

/** Between attempts while the repository does not answer, doubled up to the second. */
const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

/** Key of the row that says how far it is. There is one repository. */
const receiver = 'syslog';

export type ForwarderOptions = {
  readonly db: Kysely<Database>;
  readonly settings: Config['audit']['syslog'];
  readonly aeTitle: string;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly leads: () => boolean;
  readonly metrics: Metrics;
};

export type Forwarder = {
  /** Resolves when everything that is in the trail by now was delivered; rejects where it could not be. */
  forward(): Promise<void>;
  close(): Promise<void>;
};

/** Begins with the newest start of the node where nothing was forwarded before; undefined where no repository is configured. */
export async function startForwarder(options: ForwarderOptions): Promise<Forwarder | undefined> {
  const { db, settings, logger, leads, now } = options;
  const { host } = settings;
  if (host === undefined) return undefined;
  await begin(db);
  const source = { id: settings.sourceId ?? hostname(), aeTitle: options.aeTitle };
  const state: ForwardingState = { failingSince: undefined, pauseMs: firstPauseMs, nextAt: 0, position: undefined };
  measure(options.metrics, db, state);
  const forward = async () => {
    while (await forwardSome({ ...options, source, repository: readRepository(settings, host) }, state)) {
      if (work.isClosed) return;
    }
  };
  const work: RecurringWork = new RecurringWork({
    intervalMs,
    leads,
    work: async () => {
      if (performance.now() < state.nextAt) return;
      await forward();
      if (state.failingSince !== undefined) logger.info({}, 'the audit repository takes messages again');
      Object.assign(state, { failingSince: undefined, pauseMs: firstPauseMs });
    },
    failed: (error) => {
      state.nextAt = performance.now() + state.pauseMs;
      state.pauseMs = Math.min(state.pauseMs * 2, longestPauseMs);
      if (state.failingSince === undefined) logger.warn({ err: error }, 'the audit repository takes no messages');
      state.failingSince ??= now();
    },
  });
  return { forward, close: () => work.close() };
}

type ForwardingState = {
  failingSince: Date | undefined;
  pauseMs: number;
  /** On the clock of `performance`. */
  nextAt: number;
  position: number | undefined;
};

async function begin(db: Kysely<Database>): Promise<void> {
  await sql`
    insert into gateway.audit_forwarding (receiver, sequence)
    select ${receiver}, coalesce(max(sequence), 1) - 1 from gateway.audit_entry where action = 'node:start'
    on conflict do nothing`.execute(db);
}

/** Read anew for each batch: certificates are renewed by other programs. */
function readRepository({ port, caFile, certFile, keyFile }: Config['audit']['syslog'], host: string): Repository {
  const read = (path: string | undefined) => (path === undefined ? undefined : readFileSync(path, 'utf8'));
  return { host, port, ca: read(caFile), cert: read(certFile), key: read(keyFile) };
}

type SomeOptions = Pick<ForwarderOptions, 'db' | 'now'> & {
  readonly source: AuditSource;
  readonly repository: Repository;
};

/** Returns whether there may be more. */
async function forwardSome({ db, now, source, repository }: SomeOptions, state: ForwardingState): Promise<boolean> {
  const { sequence } = await db
    .selectFrom('audit_forwarding')
    .select('sequence')
    .where('receiver', '=', receiver)
    .executeTakeFirstOrThrow();
  const rows = await withNames(db)
    .where('audit_entry.sequence', '>', sequence)
    .orderBy('audit_entry.sequence')
    .limit(entriesAtOnce)
    .execute();
  const last = rows.at(-1);
  if (last === undefined) return false;
  const facts = await studyFacts(db, rows);
  await deliver(
    repository,
    rows.map((row) => frame(messageOf(row, source, facts))),
  );
  await db
    .updateTable('audit_forwarding')
    .set({ sequence: last.sequence, forwarded_at: now() })
    .where('receiver', '=', receiver)
    .execute();
  state.position = last.sequence;
  return rows.length === entriesAtOnce;
}

function messageOf(row: AuditRow, source: AuditSource, facts: Awaited<ReturnType<typeof studyFacts>>): Buffer {
  const { at, sequence } = row;
  const severity = row.outcome === 'success' ? 'notice' : 'warning';
  const xml = encodeAuditMessage(row, source, facts.get(row.object_id ?? ''));
  return encodeSyslog({ severity, at, host: hostname(), processId: process.pid, sequence }, xml);
}

function measure(metrics: Metrics, db: Kysely<Database>, state: ForwardingState): void {
  new metrics.Gauge({
    name: 'isocenter_audit_unforwarded_entries',
    help: 'Entries of the audit trail that the audit repository has not got',
    registers: [metrics.registry],
    async collect() {
      const { rows } = await sql<{ waiting: number }>`
        select coalesce((select max(sequence) from gateway.audit_entry), 0) - sequence as waiting
        from gateway.audit_forwarding where receiver = ${receiver}`.execute(db);
      this.set(rows[0]?.waiting ?? 0);
    },
  });
  new metrics.Gauge({
    name: 'isocenter_audit_repository_failing',
    help: '1 while the audit repository takes no messages',
    registers: [metrics.registry],
    collect() {
      this.set(state.failingSince === undefined ? 0 : 1);
    },
  });
}
