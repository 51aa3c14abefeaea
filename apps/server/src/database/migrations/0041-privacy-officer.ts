/** Privacy officers: accounts that look after the rights of patients. */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table gateway.user_account
      drop constraint user_account_role_check,
      add constraint user_account_role_check check (role in ('admin', 'member', 'privacy-officer', 'guest'))`.execute(
    db,
  );
}
