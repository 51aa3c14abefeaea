/**
 * Which studies and series a subject reaches, as SQL predicates that every list and every look-up carries.
 *
 * Grants hang on internal ids of patients, studies and series, and are evaluated when a query runs: what is granted on a
 * patient reaches whatever is the patient's then. One grant has to carry all the privileges that are asked for.
 *
 * Each predicate comes in two shapes that say the same. Unless told otherwise, the studies that a query finds are looked up
 * among the grants one by one; `offset 0` keeps PostgreSQL from turning that into a join that begins with all grants. For
 * whoever is granted `few`, the query begins with what is granted.
 */

import type { Privilege } from '@isocenter/contract/privilege';
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import { reachOf } from './grantees.ts';
import type { Subject } from './subject.ts';

/** To be told of a study, its patient included. */
export const seeing: readonly Privilege[] = ['view', 'see-identity'];

/** To say who else may. */
export const managing: readonly Privilege[] = ['view', 'see-identity', 'manage'];

/** To make a care team, which may do with it what the same grant allows. */
export const handingOn: readonly Privilege[] = ['view', 'see-identity', 'invite'];

/** To be given its objects. */
export const downloading: readonly Privilege[] = ['view', 'download', 'see-identity'];

export type ReachOptions = {
  /** Default: `seeing`. */
  readonly privileges?: readonly Privilege[];
  /** Default: many. */
  readonly breadth?: Breadth;
};

/** How many studies are granted; from `measureBreadth`. */
export type Breadth = 'few' | 'many';

/** Up to here it is quicker to find all that is granted than to look until a page is full. */
const fewStudies = 2_000;

/** Finds out by which shape a list is quicker; both are right. */
export async function measureBreadth(db: Kysely<Database>, subject: Subject): Promise<Breadth> {
  const reach = reachOf(subject, seeing);
  if (reach.kind !== 'granted') return 'many';
  // Each way by itself: of all together PostgreSQL reads every entry of the index before it counts the first.
  const ways = grantedStudies(heldWith(reach.names, seeing)).map((way) => sql`(${way} limit ${fewStudies + 1})`);
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from (${sql.join(ways, sql` union all `)}) as granted`.execute(db);
  return (rows[0]?.count ?? 0) > fewStudies ? 'many' : 'few';
}

/** The study as a whole or at least one series of it, over `study`. */
export function readableStudies(subject: Subject, options: ReachOptions = {}): RawBuilder<SqlBool> {
  return whereGranted(subject, options, (names, privileges) => {
    const held = heldWith(names, privileges);
    if (options.breadth === 'few')
      return sql<SqlBool>`study.id = any(array(${sql.join(grantedStudies(held), sql` union all `)}))`;
    return studyInPart(held);
  });
}

/** One name as `access_grant.grantee` has it, and what has to be granted under it; default `seeing`. */
export type NamedReach = { readonly name: RawBuilder<string>; readonly privileges?: readonly Privilege[] };

/** The same of one name: the study as a whole or at least one series of it, over `study`. */
export function studiesReachedBy(reach: NamedReach): RawBuilder<SqlBool> {
  return studyInPart(heldBy(reach));
}

/** Studies of which no series is kept back from one name, over `study`. */
export function studiesWhollyReachedBy(reach: NamedReach): RawBuilder<SqlBool> {
  return wholeStudy(heldBy(reach));
}

/** Series, over `study` and `series`. */
export function readableSeries(subject: Subject, options: ReachOptions = {}): RawBuilder<SqlBool> {
  return whereGranted(subject, options, (names, privileges) => {
    const one = sql<SqlBool>`(${wholeStudy(heldWith(names, privileges))} or ${grantedSeries(subject, options)})`;
    return options.breadth === 'few' ? sql<SqlBool>`(${readableStudies(subject, options)} and ${one})` : one;
  });
}

/** Series that are granted as such, over `series`. */
export function grantedSeries(subject: Subject, options: ReachOptions = {}): RawBuilder<SqlBool> {
  return whereGranted(subject, options, (names, privileges) => {
    const held = heldWith(names, privileges);
    return sql<SqlBool>`exists (select from gateway.access_grant g where g.series_id = series.id and ${held} offset 0)`;
  });
}

/** Studies of which no series is kept back, over `study`. */
export function whollyReadableStudies(subject: Subject, options: ReachOptions = {}): RawBuilder<SqlBool> {
  return whereGranted(subject, options, (names, privileges) => wholeStudy(heldWith(names, privileges)));
}

/** All that is the patient's, whatever comes: over a column with the patient's internal id. */
export function readablePatients(subject: Subject, patientId: string, options: ReachOptions = {}): RawBuilder<SqlBool> {
  return whereGranted(subject, options, (names, privileges) => {
    const held = heldWith(names, privileges);
    return sql<SqlBool>`exists (
      select from gateway.access_grant g where g.patient_id = ${sql.ref(patientId)} and ${held} offset 0)`;
  });
}

/** Returns the predicate for studies that are gone, over the grantees that were kept of them: `change.readers`. */
export function readableGoneStudies(subject: Subject): RawBuilder<SqlBool> {
  return whereGranted(subject, {}, (names) => sql<SqlBool>`change.readers && ${names}::text[]`);
}

/** Returns the grantees of a study as `readableGoneStudies` compares them, a text array over `study` and `series`. */
export function granteesOfStudy(): RawBuilder<string[]> {
  return sql<string[]>`array(
    select distinct g.grantee from gateway.access_grant g
    where (g.study_id = study.id or g.patient_id = study.patient_id or g.series_id = series.id)
      and ${isInForce} and g.privileges @> ${seeing}::text[])`;
}

/** A condition over `g`: the grant is neither revoked nor expired, and has begun. */
export const isInForce = sql<SqlBool>`(g.revoked_at is null and (g.not_before is null or g.not_before <= now())
  and (g.expires_at is null or g.expires_at > now()))`;

type Condition = (names: readonly string[], privileges: readonly Privilege[]) => RawBuilder<SqlBool>;

function whereGranted(
  subject: Subject,
  { privileges = seeing }: ReachOptions,
  condition: Condition,
): RawBuilder<SqlBool> {
  const reach = reachOf(subject, privileges);
  return reach.kind === 'granted' ? condition(reach.names, privileges) : sql<SqlBool>`${sql.lit(reach.kind === 'all')}`;
}

/** A condition over `g`: it is held under one of the names, and allows as much. */
function heldWith(names: readonly string[], privileges: readonly Privilege[]): RawBuilder<SqlBool> {
  return sql<SqlBool>`(g.grantee = any(${names}::text[]) and ${isInForce} and g.privileges @> ${privileges}::text[])`;
}

function heldBy({ name, privileges = seeing }: NamedReach): RawBuilder<SqlBool> {
  return sql<SqlBool>`(g.grantee = ${name} and ${isInForce} and g.privileges @> ${privileges}::text[])`;
}

function studyInPart(held: RawBuilder<SqlBool>): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${wholeStudy(held)} or exists (
    select from gateway.series one join gateway.access_grant g on g.series_id = one.id
    where one.study_id = study.id and ${held} offset 0))`;
}

function wholeStudy(held: RawBuilder<SqlBool>): RawBuilder<SqlBool> {
  return sql<SqlBool>`(
    exists (select from gateway.access_grant g where g.study_id = study.id and ${held} offset 0)
    or exists (select from gateway.access_grant g where g.patient_id = study.patient_id and ${held} offset 0))`;
}

/** Ids of the studies that grants reach, found from the grants on: of studies, of patients, and of series. */
function grantedStudies(held: RawBuilder<SqlBool>): readonly RawBuilder<{ id: number }>[] {
  return [
    sql`select g.study_id as id from gateway.access_grant g where g.study_id is not null and ${held}`,
    sql`select granted.id from gateway.access_grant g join gateway.study granted on granted.patient_id = g.patient_id
      where g.patient_id is not null and ${held}`,
    sql`select one.study_id from gateway.access_grant g join gateway.series one on one.id = g.series_id
      where g.series_id is not null and ${held}`,
  ];
}
