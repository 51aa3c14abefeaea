/**
 * One look at a source: what is new, or the next range of a walk over all dates. What was found and how far the walk has
 * come commit together, so a walk that is interrupted goes on where it was.
 */

import type { ClientAssociation } from '@isocenter/dimse/client-association';
import type { Kysely, Transaction } from 'kysely';
import type { ArchiveReader } from '../archive/archive.ts';
import type { Database } from '../database/schema.ts';
import { callPeer, findContext, type PeerCallOptions } from '../peers/query-peer.ts';
import { askStudies, type StudyAnswer } from './ask-studies.ts';
import { addDays, type DateWindow, dayOf } from './date-window.ts';
import { type HereOnly, noteFound, noteHereOnly, priorities } from './found-studies.ts';
import type { Claim, ClaimedLook } from './leases.ts';
import type { SourceRow } from './repository.ts';

/** Of a walk; a range with few studies in it is followed by one twice as long. */
const mostDays = 3650;

export type LookOptions = PeerCallOptions & {
  readonly db: Kysely<Database>;
  readonly reader: Pick<ArchiveReader, 'settled'>;
  readonly signal: AbortSignal;
};

/** Looks once, and says so in the row of the source. @throws DimseError */
export async function look(options: LookOptions, { source, peer }: ClaimedLook, claim: Claim): Promise<void> {
  const { signal } = options;
  await callPeer(options, peer, { contexts: [findContext], signal }, (association) =>
    source.next_run_at <= claim.now
      ? lookForNew({ ...options, association, source, claim })
      : walkOn({ ...options, association, source, claim }),
  );
}

type Days = Extract<DateWindow, { kind: 'days' }>;

type Look = LookOptions & {
  readonly association: ClientAssociation;
  readonly source: SourceRow;
  readonly claim: Claim;
};

/** From so many days before the last look on: what came there late, and what came while it or this node was away. */
async function lookForNew(at: Look): Promise<void> {
  const { source, claim } = at;
  const { now } = claim;
  const last = source.last_run_at ?? now;
  const window = { kind: 'days', from: addDays(dayOf(last), -source.look_back_days) } as const;
  const answer = await ask(at, window);
  const since = new Date(last.getTime() - Math.max(source.look_back_days, 1) * 86_400_000);
  const here: HereOnly = { kind: 'changed', since };
  // What an earlier look may have missed was asked for again, and nothing was left out.
  const isCovered = !mayLack(answer) && source.truncated_from !== null && window.from <= source.truncated_from;
  const seen = source.last_run_at === null ? undefined : here;
  await note(at, { answer, window, priority: priorities.fresh, here: seen }, () => ({
    ...(isCovered && { truncated_at: null, truncated_from: null }),
    last_run_at: now,
    last_found: answer.studies.length,
    next_run_at: new Date(now.getTime() + source.every_minutes * 60_000),
  }));
}

async function walkOn(at: Look): Promise<void> {
  const { source, claim } = at;
  const { now } = claim;
  const today = dayOf(now);
  const isNewestFirst = source.back_fill_order === 'newest';
  const { oldest_date: oldest, sweep_days: days } = source;
  // What is dated in the future is found by the looks for what is new.
  const date = source.sweep_date ?? (isNewestFirst ? today : oldest);
  if (source.sweep_kind !== null && (isNewestFirst ? date < oldest : date > today)) return endWalk(at);
  const window = isNewestFirst
    ? { kind: 'days' as const, from: later(oldest, addDays(date, 1 - days)), to: date }
    : { kind: 'days' as const, from: date, to: earlier(today, addDays(date, days - 1)) };
  const answer = await ask(at, window);
  const found = answer.studies.length;
  const few = found < source.answer_limit / 4 ? Math.min(days * 2, mostDays) : days;
  const here = { ...window, kind: 'dates' } as const;
  await note(at, { answer, window, priority: priorities.walk, here }, () => ({
    sweep_kind: source.sweep_kind ?? (source.back_filled_at === null ? 'back-fill' : 'compare'),
    sweep_date: isNewestFirst ? addDays(window.from, -1) : addDays(window.to, 1),
    sweep_days: answer.wasSplit ? Math.max(1, Math.floor(days / 2)) : few,
    sweep_found: (source.sweep_kind === null ? 0 : source.sweep_found) + found,
    sweep_began_at: source.sweep_began_at ?? now,
  }));
}

/** Studies without a date match no range: they are found where all studies can be asked for at once. */
async function endWalk(at: Look): Promise<void> {
  const { source, claim } = at;
  const { sweep_began_at: began } = source;
  const isSmall = source.sweep_found < source.answer_limit;
  const answer = isSmall
    ? await ask(at, { kind: 'days' })
    : { studies: [], isWhole: true, wasSplit: false, mayLackUntimed: false };
  const here: HereOnly = { kind: 'other-dates', from: source.oldest_date, to: dayOf(claim.now) };
  const window = { kind: 'days' } as const;
  await note(at, { answer, window, priority: priorities.walk, here: isSmall ? here : undefined }, () => ({
    ...(source.sweep_kind === 'back-fill' ? { back_filled_at: claim.now } : { compared_at: claim.now }),
    // The walk came through everything there is, and nothing was left out.
    ...(source.truncated_at !== null &&
      began !== null &&
      source.truncated_at < began && { truncated_at: null, truncated_from: null }),
    ...{ sweep_kind: null, sweep_date: null, sweep_days: 1, sweep_found: 0, sweep_began_at: null },
  }));
}

function ask({ association, source, claim }: Look, window: DateWindow): Promise<StudyAnswer> {
  const question = {
    modalities: source.modalities,
    keys: source.query_keys,
    answerLimit: source.answer_limit,
    today: dayOf(claim.now),
  };
  return askStudies(association, question, window);
}

type Noted = {
  readonly answer: StudyAnswer;
  readonly window: Days;
  readonly priority: number;
  readonly here: HereOnly | undefined;
};

type SourceValues = Partial<Omit<SourceRow, 'hours' | 'query_keys' | 'id'>>;

async function note(
  { db, reader, source, claim }: Look,
  { answer, window, priority, here }: Noted,
  progress: () => SourceValues,
): Promise<void> {
  const { now, owner } = claim;
  await reader.settled();
  await db.transaction().execute(async (trx: Transaction<Database>) => {
    const row = await trx
      .updateTable('source')
      .set({
        ...progress(),
        ...{
          lease_owner: null,
          lease_until: null,
          failures: 0,
          failing_since: null,
          failure_code: null,
          retry_at: null,
        },
        ...(mayLack(answer) && { truncated_at: now, truncated_from: firstTruncated(source, window) }),
      })
      .where('id', '=', source.id)
      .where('lease_owner', '=', owner)
      .returning('id')
      .executeTakeFirst();
    // Somebody else has the lease by now, and looks for itself.
    if (row === undefined) return;
    const at = { source, priority, now };
    await noteFound(trx, answer.studies, at);
    // Where the archive left something out, what it did not name says nothing; nor where further keys narrow it down.
    const isComplete = answer.isWhole && Object.keys(source.query_keys).length === 0;
    if (source.kind === 'mirror' && isComplete && here !== undefined) {
      await noteHereOnly(trx, here, { ...at, named: answer.studies });
    }
  });
}

function mayLack({ isWhole, mayLackUntimed }: StudyAnswer): boolean {
  return !isWhole || mayLackUntimed;
}

/** Returns the first day of all that may be missing; null where that may be any. */
function firstTruncated({ truncated_at, truncated_from }: SourceRow, { from }: Days): string | null {
  if (from === undefined || (truncated_at !== null && truncated_from === null)) return null;
  return truncated_from === null ? from : earlier(truncated_from, from);
}

const later = (one: string, other: string) => (one > other ? one : other);
const earlier = (one: string, other: string) => (one < other ? one : other);
