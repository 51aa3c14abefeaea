/**
 * Users, their sessions, API tokens, set-up links, and the counters that slow down guessing.
 *
 * No secret is stored: session ids, tokens and links by their SHA-256 (they are random 256-bit values), passwords by
 * argon2id, what was typed at sign-in by the hash of its counter's key.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table gateway.user_account (
      id bigint generated always as identity primary key,
      email text not null,
      email_key text not null unique,
      name text not null,
      role text not null check (role in ('admin', 'member')),
      password_hash text,
      created_at timestamptz not null,
      last_sign_in_at timestamptz,
      disabled_at timestamptz
    )`.execute(db);
  await sql`
    create table gateway.session (
      id_hash bytea primary key,
      user_id bigint not null references gateway.user_account on delete cascade,
      created_at timestamptz not null,
      seen_at timestamptz not null,
      expires_at timestamptz not null
    )`.execute(db);
  await sql`create index session_by_user on gateway.session (user_id)`.execute(db);
  await sql`create index session_by_expiry on gateway.session (expires_at)`.execute(db);
  await sql`
    create table gateway.api_token (
      id bigint generated always as identity primary key,
      secret_hash bytea not null unique,
      label text not null,
      role text not null check (role in ('admin', 'member')),
      created_by bigint references gateway.user_account,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      used_at timestamptz,
      revoked_at timestamptz
    )`.execute(db);
  await sql`create index api_token_by_creator on gateway.api_token (created_by)`.execute(db);
  await sql`
    create table gateway.setup_link (
      token_hash bytea primary key,
      user_id bigint references gateway.user_account on delete cascade,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      unique nulls not distinct (user_id)
    )`.execute(db);
  await sql`
    create table gateway.sign_in_throttle (
      key_hash bytea primary key,
      failures integer not null,
      blocked_until timestamptz not null,
      changed_at timestamptz not null
    )`.execute(db);
  await sql`create index sign_in_throttle_by_change on gateway.sign_in_throttle (changed_at)`.execute(db);
}
