/**
 * What a user or a service account belongs to at this moment, under the names by which grants reach it: found with the session
 * or the token at each request, so that who leaves a team has left it at the next.
 */

import type { Privilege } from '@isocenter/contract/privilege';
import { type RawBuilder, sql } from 'kysely';

export type Membership = {
  /** As in the column `access_grant.grantee`: `team 7`. */
  readonly name: string;
  /** What the member may do at most of what is granted under the name; null for all of it. */
  readonly privileges: readonly Privilege[] | null;
};

/** A JSON array over `user_account`. */
export function membershipsOfUser(): RawBuilder<readonly Membership[]> {
  return sql<readonly Membership[]>`(select coalesce(jsonb_agg(to_jsonb(membership)), '[]') from (
    select 'team ' || m.team_id as name, m.privileges
    from gateway.care_team_member m join gateway.care_team t on t.id = m.team_id
    where m.user_id = user_account.id and t.closed_at is null and ${isNow}
    union all
    select 'organisation ' || m.organisation_id, null
    from gateway.organisation_member m join gateway.organisation o on o.id = m.organisation_id
    where m.user_id = user_account.id and o.closed_at is null and ${isNow}
    union all
    select 'patient ' || m.patient_id, null from gateway.patient_proxy m
    where m.user_id = user_account.id and m.ended_at is null and ${isNow}) as membership)`;
}

/** A JSON array over `service_account`. */
export function membershipsOfService(): RawBuilder<readonly Membership[]> {
  return sql<readonly Membership[]>`(select coalesce(jsonb_agg(to_jsonb(membership)), '[]') from (
    select 'organisation ' || m.organisation_id as name, null as privileges
    from gateway.organisation_service m join gateway.organisation o on o.id = m.organisation_id
    where m.service_id = service_account.id and o.closed_at is null and ${isNow}) as membership)`;
}

const isNow = sql`m.since <= now() and (m.until is null or m.until > now())`;
