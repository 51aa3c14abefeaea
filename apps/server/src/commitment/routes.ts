/** `/api/commitments`: administrators see which storage commitments wait to be reported, and which never could be. */

import type { Commitment, CommitmentQuery } from '@isocenter/contract/background-work';
import { type Kysely, sql } from 'kysely';
import { callerOf, requireAccess } from '../access/access.ts';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { registerOperation } from '../http/operation.ts';
import type { HttpServer } from '../http/server.ts';

export type CommitmentRouteDeps = { readonly db: Kysely<Database>; readonly audit: AuditRecorder };

export function registerCommitmentRoutes(app: HttpServer, { db, audit }: CommitmentRouteDeps): void {
  registerOperation(app, 'listCommitments', async ({ access, query }) => {
    await requireAccess(access, 'commitment:read');
    const { total, rows } = await listCommitments(db, query);
    const details = { keys: Object.keys(query) };
    audit.count({ action: 'commitment:read', outcome: 'success', ...callerOf(access), details });
    return { total, commitments: rows.map(present) };
  });
}

async function listCommitments(db: Kysely<Database>, { state, limit = 100 }: CommitmentQuery) {
  let matching = db.selectFrom('commitment');
  // The pattern of the contract lets nothing else through.
  if (state !== undefined) matching = matching.where('state', 'in', state.split(',') as Commitment['state'][]);
  const [{ total }, rows] = await Promise.all([
    matching.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
    matching
      .select(['id', 'state', 'ae_title', 'transaction_uid', 'attempts', 'requested_at', 'due_at', 'ended_at'])
      .select(sql<number>`jsonb_array_length(instances)`.as('instances'))
      .orderBy('id', 'desc')
      .limit(limit)
      .execute(),
  ]);
  return { total, rows };
}

type Row = Awaited<ReturnType<typeof listCommitments>>['rows'][number];

function present(row: Row): Commitment {
  const isOpen = row.state === 'waiting';
  return {
    id: String(row.id),
    state: row.state,
    aeTitle: row.ae_title,
    transactionUid: row.transaction_uid,
    ...(isOpen && { instances: row.instances, retryAt: row.due_at.toISOString() }),
    attempts: row.attempts,
    requestedAt: row.requested_at.toISOString(),
    ...(row.ended_at !== null && { endedAt: row.ended_at.toISOString() }),
  };
}
