/** DICOM peers: who may call under which AE title from where, what they may ask, and where they are called back. */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table gateway.peer (
      id bigint generated always as identity primary key,
      name text not null,
      ae_title text not null,
      host text not null,
      port integer not null check (port between 1 and 65535),
      verbs text[] not null check (verbs <@ array['echo', 'store', 'find', 'get', 'move']),
      conflict_policy text not null check (conflict_policy in ('first', 'newest', 'refuse')),
      check_address boolean not null,
      enabled boolean not null,
      note text not null,
      created_at timestamptz not null,
      changed_at timestamptz not null,
      unique (ae_title, host)
    )`.execute(db);
}
