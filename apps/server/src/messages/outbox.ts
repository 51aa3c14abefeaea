/**
 * The outbox: messages that wait, as rows that commit together with what asked for them. Sending is `message-sender.ts`;
 * `SEMANTICS.md` has the states.
 *
 *     await enqueueMessage(trx, { channel: 'sms', to, language, content, about: 'user 5', expiresAt, now });
 *     …commit…
 *     messages.wake();
 */

import type { Language } from '@isocenter/contract/language';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { MessageChannelKind } from './tables.ts';
import type { MessageContent } from './templates.ts';

/** How long a message may be on its way before another process takes it for lost: more than any channel's timeout. */
const leaseMs = 2 * 60_000;
const firstRetryMs = 5_000;
const longestRetryMs = 60 * 60_000;
const maxAttempts = 12;
/** What was sent or given up is listed for so long, without its content. */
const keptMs = 7 * 24 * 60 * 60_000;

export type NewMessage = {
  readonly channel: MessageChannelKind;
  readonly to: string;
  readonly language: Language;
  readonly content: MessageContent;
  /** What it is for, such as `user 5`; `withdrawMessages` takes it back. */
  readonly about: string;
  /** After this it is not sent any more: when the token in it ends. */
  readonly expiresAt: Date;
  readonly now: Date;
};

/** Adds a message in the transaction that needs it; nothing is sent before that commits. */
export async function enqueueMessage(trx: Kysely<Database>, message: NewMessage): Promise<void> {
  const { channel, to, language, content, about, expiresAt, now } = message;
  await trx
    .insertInto('outbox_message')
    .values({
      ...{ channel, language, about, kind: content.kind, content: JSON.stringify(content) },
      ...{ recipient: to, due_at: now, expires_at: expiresAt, created_at: now },
    })
    .execute();
}

/** Takes back what was asked for on behalf of something and has not been sent; what was, loses its recipient. */
export async function withdrawMessages(trx: Kysely<Database>, about: string): Promise<void> {
  await trx.deleteFrom('outbox_message').where('about', '=', about).execute();
}

/** Takes messages that are due, for one attempt each. No other process takes them before the lease ends. */
export async function claimMessages(db: Kysely<Database>, { limit, now }: { limit: number; now: Date }) {
  const due = db
    .selectFrom('outbox_message')
    .select('id')
    .where('state', '=', 'waiting')
    .where('due_at', '<=', now)
    .where('expires_at', '>', now)
    .orderBy('due_at')
    .limit(limit)
    .forUpdate()
    .skipLocked();
  return db
    .updateTable('outbox_message')
    .set((eb) => ({ due_at: new Date(now.getTime() + leaseMs), attempts: eb('attempts', '+', 1) }))
    .where('id', 'in', due)
    .returning(['id', 'channel', 'recipient', 'language', 'content', 'attempts', 'kind'])
    .execute();
}

export type ClaimedMessage = Awaited<ReturnType<typeof claimMessages>>[number];

export function noteSent(db: Kysely<Database>, id: number, now: Date): Promise<void> {
  return end(db, id, { state: 'sent', error: null, now });
}

/** Asks for another attempt later, unless none can help or there were enough. */
export async function noteFailed(
  db: Kysely<Database>,
  { id, attempts }: Pick<ClaimedMessage, 'id' | 'attempts'>,
  { code, isPermanent, now }: { readonly code: string; readonly isPermanent: boolean; readonly now: Date },
): Promise<'retried' | 'dead'> {
  if (isPermanent || attempts >= maxAttempts) {
    await end(db, id, { state: 'dead', error: code, now });
    return 'dead';
  }
  const waitMs = Math.min(firstRetryMs * 2 ** (attempts - 1), longestRetryMs);
  const due_at = new Date(now.getTime() + waitMs);
  await db.updateTable('outbox_message').set({ due_at, error: code }).where('id', '=', id).execute();
  return 'retried';
}

/** Gives up what came to its end unsent, and forgets what ended long ago. Returns how many were given up. */
export async function sweepMessages(db: Kysely<Database>, now: Date): Promise<number> {
  const expired = await db
    .updateTable('outbox_message')
    .set({ state: 'dead', content: null, ended_at: now, error: sql<string>`coalesce(error, 'expired')` })
    .where('state', '=', 'waiting')
    .where('expires_at', '<=', now)
    .executeTakeFirst();
  const before = new Date(now.getTime() - keptMs);
  await db.deleteFrom('outbox_message').where('ended_at', '<', before).execute();
  return Number(expired.numUpdatedRows);
}

type End = { readonly state: 'sent' | 'dead'; readonly error: string | null; readonly now: Date };

/** A link or a code stays nowhere once it has left, or cannot. */
async function end(db: Kysely<Database>, id: number, { state, error, now }: End): Promise<void> {
  await db
    .updateTable('outbox_message')
    .set({ state, error, ended_at: now, content: null })
    .where('id', '=', id)
    .execute();
}
