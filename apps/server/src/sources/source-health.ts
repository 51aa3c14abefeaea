/** SQL of how a source is doing: where no association can be opened, its studies are not at fault, and it is tried again later. */

import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { backoffMs } from '../delivery/backoff.ts';

type Failure = {
  readonly code: string;
  readonly now: Date;
  readonly random: () => number;
};

export async function noteFailure(db: Kysely<Database>, id: number, { code, now, random }: Failure): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('source')
      .select(['failures', 'failing_since', 'retry_at'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    // Several studies that fail at one moment are one failure of the source.
    if (row === undefined || (row.retry_at !== null && row.retry_at > now)) return;
    const failures = row.failures + 1;
    const retry_at = new Date(now.getTime() + backoffMs(failures, random));
    await trx
      .updateTable('source')
      .set({ failures, failing_since: row.failing_since ?? now, failure_code: code, retry_at })
      .where('id', '=', id)
      .execute();
  });
}

export async function noteAnswered(db: Kysely<Database>, id: number): Promise<void> {
  await db
    .updateTable('source')
    .set({ failures: 0, failing_since: null, failure_code: null, retry_at: null })
    .where('id', '=', id)
    .where('failures', '>', 0)
    .execute();
}

/** A look that failed gives its lease back. */
export async function releaseLook(db: Kysely<Database>, id: number, owner: string): Promise<void> {
  await db
    .updateTable('source')
    .set({ lease_owner: null, lease_until: null })
    .where('id', '=', id)
    .where('lease_owner', '=', owner)
    .execute();
}
