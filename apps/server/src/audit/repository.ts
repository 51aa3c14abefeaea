/** SQL for reading the audit trail: newest first, with the names that users and tokens have now. */

import type { AuditQuery } from '@isocenter/contract/audit';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';

const defaultLimit = 100;

/** Returns one page and, where there is more, what to ask for next. */
export async function listAudit(db: Kysely<Database>, query: AuditQuery) {
  const limit = query.limit ?? defaultLimit;
  let entries = db
    .selectFrom('audit_entry')
    .leftJoin('user_account', (join) =>
      join.on('subject_kind', '=', 'user').on(sql`user_account.id::text`, '=', sql.ref('subject_id')),
    )
    .leftJoin('api_token', (join) =>
      join.on('subject_kind', '=', 'token').on(sql`api_token.id::text`, '=', sql.ref('subject_id')),
    )
    .selectAll('audit_entry')
    .select(['user_account.email', 'api_token.label'])
    .orderBy('sequence', 'desc')
    .limit(limit + 1);
  if (query.before !== undefined) entries = entries.where('sequence', '<', query.before);
  if (query.action !== undefined) entries = entries.where('action', '=', query.action);
  if (query.outcome !== undefined) entries = entries.where('outcome', '=', query.outcome);
  if (query.from !== undefined) entries = entries.where('at', '>=', new Date(query.from));
  if (query.to !== undefined) entries = entries.where('at', '<=', new Date(query.to));
  const rows = await entries.execute();
  const page = rows.slice(0, limit);
  return { rows: page, nextBefore: rows.length > limit ? page.at(-1)?.sequence : undefined };
}
