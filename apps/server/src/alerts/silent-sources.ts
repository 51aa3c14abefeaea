/**
 * Senders that normally send and have not for a while: devices by their AE title, senders over DICOMweb by the id of their
 * token or user. What people import is not watched, and neither is who never sent regularly.
 *
 * Once there is an alert, its sender stays silent until an object of it comes, however long that takes: that it has not
 * sent regularly of late is no news of it.
 */

import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Condition } from './conditions.ts';

const hourMs = 60 * 60 * 1_000;
/** A source that sent on so many of these days normally sends. */
const regularDays = 5;
const lookBackDays = 14;

export type SilenceOptions = {
  readonly db: Kysely<Database>;
  readonly now: Date;
  /** Hours without an object after which a source that normally sends is silent; 0 for never. */
  readonly silentAfterHours: number;
};

export async function findSilentSources({ db, now, silentAfterHours }: SilenceOptions): Promise<readonly Condition[]> {
  if (silentAfterHours === 0) return [];
  const silentSince = now.getTime() - silentAfterHours * hourMs;
  const [arrivals, known] = await Promise.all([listArrivals(db, now), listSilent(db)]);
  return [...new Set([...arrivals.keys(), ...known.keys()])].flatMap((subject) => {
    const { lastAt: cameAt = 0, days = 0 } = arrivals.get(subject) ?? {};
    const knownAt = known.get(subject);
    const hasSent = knownAt === undefined || cameAt > knownAt;
    if (hasSent && cameAt >= silentSince) return [];
    if (knownAt === undefined && days < regularDays) return [];
    const lastAt = new Date(Math.max(cameAt, knownAt ?? 0)).toISOString();
    return [{ kind: 'silent-source', subject, severity: 'warning', details: { lastAt } } as const];
  });
}

type Arrivals = {
  /** In milliseconds since 1970. */
  readonly lastAt: number;
  /** With an object. */
  readonly days: number;
};

/** Returns what came of whom in the last days, by the subject that an alert about the sender has. */
async function listArrivals(db: Kysely<Database>, now: Date): Promise<ReadonlyMap<string, Arrivals>> {
  const rows = await db
    .selectFrom('instance')
    .select(['source', 'sender', sql<Date>`max(received_at)`.as('last_at')])
    .select(sql<number>`count(distinct (received_at at time zone 'UTC')::date)::integer`.as('days'))
    .where('source', 'in', ['dimse', 'stow'])
    .where('sender', '<>', '')
    .where('received_at', '>=', new Date(now.getTime() - lookBackDays * 24 * hourMs))
    .groupBy(['source', 'sender'])
    .execute();
  return new Map(
    rows.map(({ source, sender, last_at, days }) => [
      // Longer than the 16 characters of an AE title, which may be anything else.
      source === 'dimse' ? sender : `${sender} over DICOMweb`,
      { lastAt: last_at.getTime(), days },
    ]),
  );
}

/** Returns the open alerts: of whom, and when the last object had come, in milliseconds since 1970. */
async function listSilent(db: Kysely<Database>): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('alert')
    .select(['subject', 'details'])
    .where('kind', '=', 'silent-source')
    .where('closed_at', 'is', null)
    .execute();
  return new Map(rows.map(({ subject, details }) => [subject, Date.parse(String(details.lastAt))]));
}
