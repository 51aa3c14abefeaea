/**
 * Who looks after the rights of patients is told of every opening in an emergency, in its transaction, and once more where
 * nobody has reviewed it for a day. Several studies that were opened at once are one notice.
 */

import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import { guardsPrivacy, notify } from '../notices/notify.ts';

const dueHours = 24;
/** What nobody reviewed for so long was told of before. */
const dueDays = 30;

type Opening = {
  /** The first of those that were opened at once. */
  readonly breakGlassId: number;
  readonly by: number;
  readonly count: number;
};

export function notifyOfOpening(trx: Kysely<Database>, opening: Opening): Promise<void> {
  return notify(trx, { kind: 'emergency-opened', to: guardsPrivacy(), ...opening });
}

/** Tells of what waits for its review for a day, once. Returns how many openings that were. */
export function notifyOfDueReviews(db: Kysely<Database>): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<Opening>`
      select opened.id as "breakGlassId", opened.user_id as "by", opened.count from (
        select min(id) as id, user_id, count(*)::integer as count from gateway.break_glass
        where at between now() - make_interval(days => ${dueDays}) and now() - make_interval(hours => ${dueHours})
        group by user_id, at
        having bool_or(reviewed_at is null)) as opened
      where not exists (
        select from gateway.notice n where n.kind = 'review-due' and n.break_glass_id = opened.id)`.execute(trx);
    for (const opening of rows) await notify(trx, { kind: 'review-due', to: guardsPrivacy(), ...opening });
    return rows.length;
  });
}

/** Takes the notices of an opening back once all of it is reviewed. */
export async function settleReviewed(trx: Kysely<Database>, id: number): Promise<void> {
  await sql`
    update gateway.notice set read_at = now()
    where read_at is null and break_glass_id in (
      select min(b.id) from gateway.break_glass reviewed
        join gateway.break_glass b on b.user_id = reviewed.user_id and b.at = reviewed.at
      where reviewed.id = ${id}
      having not bool_or(b.reviewed_at is null))`.execute(trx);
}
