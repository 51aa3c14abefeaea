/**
 * What projects did, in numbers by day (UTC): studies and instances that were sent, what was done to their attributes, and
 * what became of what was held back. Nothing of it names anybody. It goes with its project.
 */

import type { DeidDay, DeidStatistics } from '@isocenter/contract/deid-projects';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { ActionCounts } from './object-task.ts';

/** The newest. */
const maxDays = 90;

export type SentObject = { readonly projectId: number; readonly studyId: number; readonly actions: ActionCounts };

/** The last in its transaction, since others wait for the same rows; in one order, so that none waits for each other. */
export async function countSent(
  trx: Transaction<Database>,
  { projectId, studyId, actions }: SentObject,
  now: Date,
): Promise<void> {
  const counts = [['', 1] as const, ...Object.entries(actions)].sort(([one], [other]) => (one < other ? -1 : 1));
  const [names, numbers] = [counts.map(([action]) => action), counts.map(([, count]) => count)];
  const day = now.toISOString().slice(0, 10);
  await sql`
    insert into gateway.deid_study (project_id, study_id, first_day)
    select id, ${studyId}, ${day}::date from gateway.deid_project where id = ${projectId}
    on conflict do nothing`.execute(trx);
  await sql`
    insert into gateway.deid_daily as d (project_id, day, action, count)
    select p.id, ${day}::date, a.action, a.count
    from gateway.deid_project p, unnest(${names}::text[], ${numbers}::bigint[]) with ordinality a (action, count, place)
    where p.id = ${projectId} order by a.place
    on conflict (project_id, day, action) do update set count = d.count + excluded.count`.execute(trx);
}

/** Returns what the project did, the newest day first. */
export async function readStatistics(db: Kysely<Database>, projectId: number): Promise<DeidStatistics> {
  const { rows: daily } = await sql<{ day: string; action: string; count: number }>`
    select day::text, action, count from gateway.deid_daily where project_id = ${projectId} order by action`.execute(
    db,
  );
  const { rows: studies } = await sql<{ day: string; count: number }>`
    select first_day::text as day, count(*) from gateway.deid_study
    where project_id = ${projectId} group by first_day`.execute(db);
  const { rows: held } = await sql<{ day: string; state: HeldState; count: number }>`
    with utc as (
      select decision, (found_at at time zone 'UTC')::date as found, (decided_at at time zone 'UTC')::date as decided
      from gateway.deid_quarantine where project_id = ${projectId})
    select found::text as day, 'held' as state, count(*) from utc group by found
    union all
    select decided::text, decision, count(*) from utc where decision is not null group by decided, decision
    union all
    select found::text, 'undecided', count(*) from utc where decision is null group by found`.execute(db);
  const days = new Map<string, MutableDay>();
  const dayOf = (day: string): MutableDay => {
    const known = days.get(day) ?? { day, studies: 0, instances: 0, held: 0, released: 0, kept: 0, actions: [] };
    days.set(day, known);
    return known;
  };
  const totals: MutableTotals = {
    ...{ studies: 0, instances: 0, held: 0, released: 0, kept: 0 },
    undecided: 0,
    actions: [],
  };
  const actions = new Map<string, number>();
  for (const { day, count } of studies) {
    totals.studies += Number(count);
    dayOf(day).studies += Number(count);
  }
  for (const { day, action, count: text } of daily) {
    const count = Number(text);
    if (action === '') {
      totals.instances += count;
      dayOf(day).instances += count;
      continue;
    }
    actions.set(action, (actions.get(action) ?? 0) + count);
    dayOf(day).actions.push({ action, count });
  }
  for (const { day, state, count } of held) {
    totals[state] += Number(count);
    if (state !== 'undecided') dayOf(day)[state] += Number(count);
  }
  totals.actions = [...actions].map(([action, count]) => ({ action, count })).sort((a, b) => b.count - a.count);
  const newest = [...days.values()].sort((one, other) => (one.day < other.day ? 1 : -1)).slice(0, maxDays);
  return { ...totals, days: newest };
}

type HeldState = 'held' | 'released' | 'kept' | 'undecided';

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

type MutableDay = Mutable<DeidDay>;

type MutableTotals = Mutable<Omit<DeidStatistics, 'days'>>;
