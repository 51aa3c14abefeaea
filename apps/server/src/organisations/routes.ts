/** `/api/organisations`: who belongs together, and who is granted what newly arrives. */

import type { OrganisationInput, OrganisationList } from '@isocenter/contract/organisations';
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { callerOf, requireAccess } from '../access/access.ts';
import { parseObjectId } from '../access/object-id.ts';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { registerOperation } from '../http/operation.ts';
import { HttpProblem } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';

export type OrganisationRouteDeps = { readonly db: Kysely<Database>; readonly audit: AuditRecorder };

export function registerOrganisationRoutes(app: HttpServer, { db, audit }: OrganisationRouteDeps): void {
  registerOperation(app, 'listOrganisations', async ({ access }) => {
    await requireAccess(access, 'organisation:read');
    audit.count({ action: 'organisation:read', outcome: 'success', ...callerOf(access) });
    return listOrganisations(db);
  });

  registerOperation(app, 'createOrganisation', async ({ access, body }) => {
    await requireAccess(access, 'organisation:write');
    const id = await save(db, undefined, body);
    const details = { change: 'create', ...countsOf(body) };
    const object = { kind: 'organisation', id };
    await audit.record({ action: 'organisation:write', outcome: 'success', ...callerOf(access), object, details });
    return listOrganisations(db);
  });

  registerOperation(app, 'updateOrganisation', async ({ access, body, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'organisation:write', { kind: 'organisation', id });
    await save(db, id, body);
    const details = { change: 'update', ...countsOf(body) };
    const object = { kind: 'organisation', id };
    await audit.record({ action: 'organisation:write', outcome: 'success', ...callerOf(access), object, details });
    return listOrganisations(db);
  });

  registerOperation(app, 'closeOrganisation', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'organisation:write', { kind: 'organisation', id });
    const closed = await sql`
      update gateway.organisation set closed_at = now() where id = ${id} and closed_at is null returning id`.execute(
      db,
    );
    if (closed.rows.length === 0) throw new HttpProblem('not-found');
    const details = { change: 'close' };
    const object = { kind: 'organisation', id };
    await audit.record({ action: 'organisation:write', outcome: 'success', ...callerOf(access), object, details });
    return undefined;
  });

  registerOperation(app, 'updateAccessPolicy', async ({ access, body }) => {
    await requireAccess(access, 'organisation:write');
    await db.updateTable('access_policy').set({ new_studies: body.newStudies }).execute();
    const details = { change: 'new-studies', newStudies: body.newStudies };
    await audit.record({ action: 'organisation:write', outcome: 'success', ...callerOf(access), details });
    return body;
  });
}

const countsOf = ({ members, services = [] }: OrganisationInput) => ({
  members: members.length,
  services: services.length,
});

async function listOrganisations(db: Kysely<Database>): Promise<OrganisationList> {
  const { new_studies } = await db.selectFrom('access_policy').select('new_studies').executeTakeFirstOrThrow();
  const { rows } = await sql<OrganisationList['organisations'][number]>`
    select o.id::text, o.name, o.sees_new_studies as "seesNewStudies", coalesce((
      select jsonb_agg(jsonb_build_object('userId', u.id::text, 'name', u.name) order by u.name)
      from gateway.organisation_member m join gateway.user_account u on u.id = m.user_id
      where m.organisation_id = o.id and m.since <= now() and (m.until is null or m.until > now())), '[]') as members,
      coalesce((
      select jsonb_agg(jsonb_build_object('serviceId', s.id::text, 'name', s.name) order by s.name)
      from gateway.organisation_service m join gateway.service_account s on s.id = m.service_id
      where m.organisation_id = o.id and m.since <= now() and (m.until is null or m.until > now())), '[]') as services
    from gateway.organisation o where o.closed_at is null order by o.name`.execute(db);
  return { organisations: rows, newStudies: new_studies };
}

/** @throws HttpProblem `not-found` where a member is no user or no service account, or the organisation is not there; `organisation-taken` */
function save(db: Kysely<Database>, id: number | undefined, input: OrganisationInput): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const row = { name: input.name.trim(), sees_new_studies: input.seesNewStudies };
    const twice = trx
      .selectFrom('organisation')
      .select('id')
      .where('name', '=', row.name)
      .where('id', '<>', id ?? 0);
    if ((await twice.executeTakeFirst()) !== undefined) {
      throw new HttpProblem('organisation-taken');
    }
    const inserted = trx
      .insertInto('organisation')
      .values({ ...row, closed_at: null })
      .returning('id');
    const open = trx.updateTable('organisation').set(row).where('closed_at', 'is', null);
    const updated = open.where('id', '=', id ?? 0).returning('id');
    const saved = await (id === undefined ? inserted : updated).executeTakeFirst();
    if (saved === undefined) throw new HttpProblem('not-found');
    await setMembers(trx, saved.id, { of: users, ids: input.members.map(parseObjectId) });
    await setMembers(trx, saved.id, { of: services, ids: (input.services ?? []).map(parseObjectId) });
    return saved.id;
  });
}

/** Where members of a kind are, by which column, and who there is. */
type Members = { readonly table: string; readonly column: string; readonly accounts: RawBuilder<unknown> };

const users: Members = { table: 'organisation_member', column: 'user_id', accounts: sql`gateway.user_account` };
const services: Members = {
  ...{ table: 'organisation_service', column: 'service_id' },
  accounts: sql`(select id from gateway.service_account where deleted_at is null) as present`,
};

async function setMembers(
  trx: Transaction<Database>,
  organisationId: number,
  { of, ids }: { readonly of: Members; readonly ids: readonly number[] },
): Promise<void> {
  const table = sql.table(`gateway.${of.table}`);
  const column = sql.ref(of.column);
  const known = await sql`select from ${of.accounts} where id = any(${ids}::bigint[])`.execute(trx);
  if (known.rows.length !== ids.length) throw new HttpProblem('not-found');
  await sql`
    update ${table} set until = now()
    where organisation_id = ${organisationId} and until is null and ${column} <> all(${ids}::bigint[])`.execute(trx);
  await sql`
    insert into ${table} (organisation_id, ${column})
    select ${organisationId}, one from unnest(${ids}::bigint[]) as one
    where not exists (select from ${table} m
      where m.organisation_id = ${organisationId} and m.${column} = one and m.until is null)`.execute(trx);
}
