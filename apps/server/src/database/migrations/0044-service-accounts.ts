/** Service accounts: programs to which something is granted, their tokens, and the organisations that they belong to. */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table gateway.service_account (
      id bigint generated always as identity primary key,
      name text not null,
      description text not null,
      contact text not null,
      networks text[] not null default '{}',
      created_at timestamptz not null,
      expires_at timestamptz,
      disabled_at timestamptz
    )`.execute(db);
  // One name for each, however it is written: grants and the audit trail call it by that.
  await sql`create unique index service_account_by_name on gateway.service_account (lower(name))`.execute(db);
  // A token has a role, or is that of a service account: nothing takes the one for the other.
  await sql`
    alter table gateway.api_token
      add column service_id bigint references gateway.service_account,
      alter column role drop not null,
      add constraint api_token_role_or_service check ((role is null) = (service_id is not null)),
      add constraint api_token_service_of_nobody check (service_id is null or created_by is null)`.execute(db);
  await sql`create index api_token_by_service on gateway.api_token (service_id) where service_id is not null`.execute(
    db,
  );
  await sql`
    create table gateway.organisation_service (
      id bigint generated always as identity primary key,
      organisation_id bigint not null references gateway.organisation,
      service_id bigint not null references gateway.service_account,
      since timestamptz not null default now(),
      until timestamptz
    )`.execute(db);
  for (const column of ['service_id', 'organisation_id']) {
    const index = sql.id(`organisation_service_by_${column}`);
    await sql`create index ${index} on gateway.organisation_service (${sql.id(column)})`.execute(db);
  }
  await sql`
    alter table gateway.access_grant
      drop constraint access_grant_grantee_kind_check,
      add constraint access_grant_grantee_kind_check check (
        grantee_kind in ('everyone', 'user', 'service', 'team', 'organisation', 'patient', 'link', 'peer'))`.execute(
    db,
  );
  await sql`
    alter table gateway.delivery
      drop constraint delivery_requested_by_kind_check,
      add constraint delivery_requested_by_kind_check check (
        requested_by_kind in ('user', 'token', 'service', 'rule', 'peer', 'system'))`.execute(db);
  await tellOfRevocations(db);
}

const events = {
  service_account: 'update of disabled_at, expires_at, networks',
  organisation_service: 'update or delete',
} as const;

async function tellOfRevocations(db: Kysely<unknown>): Promise<void> {
  for (const [table, event] of Object.entries(events)) {
    await sql`
      create trigger tell_access_changed after ${sql.raw(event)} on ${sql.id('gateway', table)}
      for each statement execute function gateway.tell_access_changed()`.execute(db);
  }
}
