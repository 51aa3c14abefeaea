/** How peers are told apart and held in bounds: networks, TLS, limits; and what went between them and this node. */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table gateway.peer
      add column networks text[] not null default '{}',
      add column require_tls boolean not null default false,
      add column tls text not null default 'off' check (tls in ('off', 'authority', 'fingerprint')),
      add column tls_fingerprint text check (tls_fingerprint ~ '^[0-9a-f]{64}$'),
      add column max_associations integer check (max_associations > 0),
      add column max_instances_per_second integer check (max_instances_per_second > 0),
      add column max_megabytes_per_second integer check (max_megabytes_per_second > 0),
      add column max_pdu_bytes integer check (max_pdu_bytes between 4096 and 1048576),
      add column idle_seconds integer check (idle_seconds > 0),
      add check (tls <> 'fingerprint' or tls_fingerprint is not null)`.execute(db);
  await sql`
    create table gateway.peer_traffic (
      peer_id bigint primary key references gateway.peer on delete cascade,
      associations_in bigint not null,
      associations_out bigint not null,
      objects_in bigint not null,
      objects_out bigint not null,
      bytes_in bigint not null,
      bytes_out bigint not null,
      last_contact_at timestamptz,
      last_error_at timestamptz,
      last_error_direction text check (last_error_direction in ('in', 'out')),
      last_error_code text
    )`.execute(db);
}
