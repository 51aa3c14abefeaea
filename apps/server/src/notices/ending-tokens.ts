/**
 * Tells who looks after a service account that a token of it ends: two weeks and three days before, once each. Those are the
 * administrators, and whoever has the address of the account's contact; where nobody here has it, it gets a mail of its own.
 *
 * What was told is noted in the row of the token, in the transaction that tells: neither a restart nor a second gateway tells it
 * again. Of a token that was made for less than the time nobody is told so early.
 */

import { type Kysely, sql, type Transaction } from 'kysely';
import { emailKey } from '../access/email-key.ts';
import type { Database } from '../database/schema.ts';
import { enqueueMessage } from '../messages/outbox.ts';
import { looksAfterService, notify } from './notify.ts';

const firstDays = 14;
const lastDays = 3;

export type EndingTokensDeps = {
  readonly db: Kysely<Database>;
  /** Whether this node sends mail. */
  readonly hasMail: boolean;
  readonly now: () => Date;
};

type Ending = {
  readonly id: number;
  readonly label: string;
  readonly service: string;
  readonly contact: string;
  readonly endsAt: Date;
  readonly days: number;
};

/** Returns how many mails of their own were put into the outbox. */
export function notifyOfEndingTokens({ db, hasMail, now }: EndingTokensDeps): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const at = now();
    let mails = 0;
    for (const ending of await claimEnding(trx, at)) {
      await notify(trx, { kind: 'token-ending', to: looksAfterService(ending.contact), tokenId: ending.id });
      if (hasMail && (await mailContact(trx, ending, at))) mails += 1;
    }
    return mails;
  });
}

/** Takes back what is said of tokens that are over. */
export async function settleEndedTokens(db: Kysely<Database>, now: Date): Promise<void> {
  await sql`
    update gateway.notice set read_at = now()
    from gateway.api_token t join gateway.service_account s on s.id = t.service_id
    where notice.token_id = t.id and notice.read_at is null
      and (t.revoked_at is not null or s.disabled_at is not null or least(t.expires_at, s.expires_at) <= ${now})`.execute(
    db,
  );
}

async function claimEnding(trx: Transaction<Database>, now: Date): Promise<readonly Ending[]> {
  const { rows } = await sql<Ending>`
    with live as (
      select t.id, t.label, t.told_days, t.expires_at - t.created_at as lasts, s.name as service, s.contact,
        least(t.expires_at, s.expires_at) as ends_at
      from gateway.api_token t join gateway.service_account s on s.id = t.service_id
      where t.revoked_at is null and s.disabled_at is null
        and least(t.expires_at, s.expires_at) > ${now}
        and least(t.expires_at, s.expires_at) <= ${now}::timestamptz + make_interval(days => ${firstDays})
      for update of t skip locked
    ), due as (
      select live.*, case when ends_at <= ${now}::timestamptz + make_interval(days => ${lastDays})
        then ${lastDays}::integer else ${firstDays}::integer end as days
      from live
    )
    update gateway.api_token told set told_days = due.days from due
    where told.id = due.id and (due.told_days is null or due.told_days > due.days)
      and due.lasts > make_interval(days => due.days)
    returning due.id, due.label, due.service, due.contact, due.ends_at as "endsAt", due.days`.execute(trx);
  return rows;
}

/** Returns false where whoever answers for the account has one here, and is told as they chose. */
async function mailContact(trx: Transaction<Database>, ending: Ending, now: Date): Promise<boolean> {
  const { id, label, service, contact, endsAt } = ending;
  const known = await trx
    .selectFrom('user_account')
    .select('id')
    .where('email_key', '=', emailKey(contact))
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  if (known !== undefined) return false;
  await enqueueMessage(trx, {
    ...{ channel: 'mail', to: contact, language: 'en', about: `end of token ${id}`, now, expiresAt: endsAt },
    content: { kind: 'token-ending', service, label, day: endsAt.toISOString().slice(0, 10) },
  });
  return true;
}
