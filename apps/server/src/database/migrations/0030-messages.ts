/** Messages that wait to be sent, and what is sent in them: one-time tokens and codes, kept as hashes. */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table gateway.outbox_message (
      id bigint generated always as identity primary key,
      channel text not null check (channel in ('mail', 'sms')),
      recipient text not null,
      language text not null,
      kind text not null,
      content jsonb,
      about text not null,
      state text not null default 'waiting' check (state in ('waiting', 'sent', 'dead')),
      attempts integer not null default 0,
      due_at timestamptz not null,
      expires_at timestamptz not null,
      created_at timestamptz not null,
      ended_at timestamptz,
      error text,
      check ((state = 'waiting') = (content is not null)),
      check ((state = 'waiting') = (ended_at is null))
    )`.execute(db);
  await sql`create index outbox_message_due on gateway.outbox_message (due_at) where state = 'waiting'`.execute(db);
  await sql`create index outbox_message_ended on gateway.outbox_message (ended_at) where ended_at is not null`.execute(
    db,
  );
  await sql`create index outbox_message_about on gateway.outbox_message (about)`.execute(db);
  await sql`
    create table gateway.one_time_token (
      token_hash bytea primary key,
      purpose text not null,
      subject text not null,
      browser_hash bytea,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      unique (purpose, subject)
    )`.execute(db);
  await sql`
    create table gateway.one_time_code (
      purpose text not null,
      subject text not null,
      code_hash bytea not null,
      tries integer not null default 0,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      primary key (purpose, subject)
    )`.execute(db);
}
