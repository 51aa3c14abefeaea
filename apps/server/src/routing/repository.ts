/** SQL of rules: the list in its order, each with the versions it had. */

import type { RuleDefinition } from '@isocenter/contract/rules';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { RoutingRuleTable } from './tables.ts';

export type RuleRow = Selectable<RoutingRuleTable>;

export type RuleRowWithFirings = RuleRow & { readonly fired: number; readonly last_fired_at: Date | null };

/** True where an enabled rule waits for series. */
export async function wantsSeries(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql`
    select from gateway.routing_rule where definition @> '{"enabled": true, "trigger": "series"}' limit 1`.execute(db);
  return rows.length > 0;
}

/** In the order in which they are applied. */
export function listRules(db: Kysely<Database>): Promise<readonly RuleRow[]> {
  return db.selectFrom('routing_rule').selectAll().orderBy('place').orderBy('id').execute();
}

export function listRulesWithFirings(db: Kysely<Database>): Promise<readonly RuleRowWithFirings[]> {
  return db
    .selectFrom('routing_rule')
    .selectAll('routing_rule')
    .select([
      sql<number>`(select count(*)::integer from gateway.rule_firing f where f.rule_id = routing_rule.id)`.as('fired'),
      sql<Date | null>`(select max(fired_at) from gateway.rule_firing f where f.rule_id = routing_rule.id)`.as(
        'last_fired_at',
      ),
    ])
    .orderBy('place')
    .orderBy('id')
    .execute();
}

export function listVersions(db: Kysely<Database>, ruleId: number) {
  return db
    .selectFrom('routing_rule_version')
    .selectAll()
    .where('rule_id', '=', ruleId)
    .orderBy('version', 'desc')
    .limit(200)
    .execute();
}

/** Whoever changes the list changes it alone, so that places and versions are decided on what is there. */
export async function lockRules(trx: Transaction<Database>): Promise<readonly RuleRow[]> {
  await sql`lock table gateway.routing_rule in share row exclusive mode`.execute(trx);
  return listRules(trx);
}

export type Change = { readonly by: string; readonly at: Date };

/** Adds a rule at a place. */
export async function insertRule(
  trx: Transaction<Database>,
  definition: RuleDefinition,
  place: number,
  change: Change,
): Promise<RuleRow> {
  const row = await trx
    .insertInto('routing_rule')
    .values({ place, version: 1, definition: JSON.stringify(definition), created_at: change.at, changed_at: change.at })
    .returningAll()
    .executeTakeFirstOrThrow();
  await noteVersion(trx, row.id, row.version, definition, change);
  return row;
}

export async function replaceRule(
  trx: Transaction<Database>,
  row: Pick<RuleRow, 'id' | 'version'>,
  definition: RuleDefinition,
  change: Change,
): Promise<RuleRow> {
  const changed = await trx
    .updateTable('routing_rule')
    .set({ version: row.version + 1, definition: JSON.stringify(definition), changed_at: change.at })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await noteVersion(trx, row.id, changed.version, definition, change);
  return changed;
}

export async function removeRule(
  trx: Transaction<Database>,
  row: Pick<RuleRow, 'id' | 'version'>,
  change: Change,
): Promise<void> {
  await trx.deleteFrom('routing_rule').where('id', '=', row.id).execute();
  await noteVersion(trx, row.id, row.version + 1, undefined, change);
}

/** Puts rules in the order of their ids. */
export async function placeRules(trx: Transaction<Database>, ids: readonly number[]): Promise<void> {
  await sql`
    update gateway.routing_rule r set place = given.place::integer
    from unnest(${ids}::bigint[]) with ordinality as given (id, place) where r.id = given.id`.execute(trx);
}

async function noteVersion(
  trx: Transaction<Database>,
  ruleId: number,
  version: number,
  definition: RuleDefinition | undefined,
  { by, at }: Change,
): Promise<void> {
  await trx
    .insertInto('routing_rule_version')
    .values({
      rule_id: ruleId,
      version,
      definition: definition === undefined ? null : JSON.stringify(definition),
      changed_at: at,
      changed_by: by,
    })
    .execute();
}
