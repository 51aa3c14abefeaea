/**
 * Accounts of other identity providers (OpenID Connect). A provider's account is known by issuer and subject, never by
 * its e-mail address alone.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table gateway.provider_account (
      issuer text not null,
      subject text not null,
      user_id bigint not null references gateway.user_account on delete cascade,
      created_at timestamptz not null,
      primary key (issuer, subject)
    )`.execute(db);
  await sql`create index provider_account_by_user on gateway.provider_account (user_id)`.execute(db);
}
