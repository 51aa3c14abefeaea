/**
 * How people prove who they are besides a password, and what is known of each session: one-time codes, recovery codes,
 * passkeys, ceremonies that are under way, the moment of the last proof.
 *
 * The secret of one-time codes is sealed under the node's identity key, which is not in the database. Recovery codes
 * and the cookies of ceremonies are kept by their SHA-256 (120 and 256 random bits).
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table gateway.user_account
      add column phone text,
      add column phone_verified_at timestamptz,
      add column passkey_handle bytea unique`.execute(db);
  await sql`
    alter table gateway.session
      add column id bigint generated always as identity unique,
      add column proved_at timestamptz,
      add column way text not null default 'password',
      add column browser text,
      add column system text,
      add column address text`.execute(db);
  await sql`update gateway.session set proved_at = created_at`.execute(db);
  await sql`alter table gateway.session alter column proved_at set not null`.execute(db);
  await sql`
    create table gateway.totp (
      user_id bigint primary key references gateway.user_account on delete cascade,
      sealed_secret bytea not null,
      last_step bigint not null,
      created_at timestamptz not null,
      confirmed_at timestamptz
    )`.execute(db);
  await sql`
    create table gateway.recovery_code (
      user_id bigint not null references gateway.user_account on delete cascade,
      code_hash bytea not null,
      primary key (user_id, code_hash)
    )`.execute(db);
  await sql`
    create table gateway.passkey (
      id bigint generated always as identity primary key,
      user_id bigint not null references gateway.user_account on delete cascade,
      credential_id bytea not null unique,
      public_key bytea not null,
      sign_count bigint not null,
      transports text[] not null,
      is_backed_up boolean not null,
      label text not null,
      created_at timestamptz not null,
      used_at timestamptz
    )`.execute(db);
  await sql`create index passkey_by_user on gateway.passkey (user_id)`.execute(db);
  await sql`
    create table gateway.ceremony (
      id_hash bytea primary key,
      purpose text not null,
      user_id bigint references gateway.user_account on delete cascade,
      challenge text,
      expires_at timestamptz not null
    )`.execute(db);
  await sql`create index ceremony_by_expiry on gateway.ceremony (expires_at)`.execute(db);
}
