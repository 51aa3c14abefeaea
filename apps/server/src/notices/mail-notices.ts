/**
 * Mails what people have not read: what kind of thing it is and how often, and where to look; never what it is about. One mail
 * gathers what came within some minutes, and no other follows sooner than that.
 */

import type { NoticeKind } from '@isocenter/contract/notices';
import { paths } from '@isocenter/contract/paths';
import { type Kysely, sql, type Transaction } from 'kysely';
import { membershipsOfUser } from '../access/memberships.ts';
import { newsFor } from '../access/users.ts';
import type { Database } from '../database/schema.ts';
import { enqueueMessage } from '../messages/outbox.ts';
import { countToMail, type Reader } from './repository.ts';

/** What waits for no others. */
const urgentKinds: readonly NoticeKind[] = ['emergency-opened'];
/** What could not be mailed for so long is left to the page: a node may have got its mail server just now. */
const mailedHours = 24;

export type MailNoticesDeps = {
  readonly db: Kysely<Database>;
  readonly gatherMinutes: number;
  readonly linkBase: () => string;
  readonly now: () => Date;
};

/** Returns how many mails were put into the outbox. */
export async function mailNotices(deps: MailNoticesDeps): Promise<number> {
  let mails = 0;
  for (const userId of await listDue(deps)) {
    const isMailed = await deps.db.transaction().execute((trx) => mailTo(trx, deps, userId));
    if (isMailed) mails += 1;
  }
  return mails;
}

/** Lists whose oldest notice has waited long enough, or who has an urgent one, and who was not written to just now. */
async function listDue({ db, gatherMinutes }: MailNoticesDeps): Promise<readonly number[]> {
  const { rows } = await sql<{ user_id: number }>`
    select notice.user_id from gateway.notice
      left join gateway.notice_mail last on last.user_id = notice.user_id
    where notice.mail = 'wanted' and notice.read_at is null
      and notice.at > now() - make_interval(hours => ${mailedHours})
      and (last.at is null or last.at <= now() - make_interval(mins => ${gatherMinutes}))
    group by notice.user_id
    having min(notice.at) <= now() - make_interval(mins => ${gatherMinutes})
      or bool_or(notice.kind = any(${urgentKinds}::text[]))
    order by notice.user_id`.execute(db);
  return rows.map(({ user_id }) => user_id);
}

/** Returns false where another gateway does it, or there is nothing that they may know of. */
async function mailTo(trx: Transaction<Database>, deps: MailNoticesDeps, userId: number): Promise<boolean> {
  const { linkBase, now } = deps;
  const user = await trx
    .selectFrom('user_account')
    .select(['id', 'email', 'role', 'language', membershipsOfUser().as('memberships')])
    .where('id', '=', userId)
    .where('disabled_at', 'is', null)
    .forNoKeyUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (user === undefined) return false;
  const { email, role, memberships, language } = user;
  const reader: Reader = { kind: 'user', userId, email, role, memberships };
  const news = await countToMail(trx, reader);
  await trx
    .updateTable('notice')
    .set({ mail: 'sent' })
    .where('user_id', '=', userId)
    .where('mail', '=', 'wanted')
    .execute();
  if (news.length === 0) return false;
  await sql`
    insert into gateway.notice_mail (user_id, at) values (${userId}, now())
    on conflict (user_id) do update set at = excluded.at`.execute(trx);
  const at = now();
  await enqueueMessage(trx, {
    ...{ channel: 'mail', to: email, language: language ?? 'en', about: newsFor(userId), now: at },
    expiresAt: new Date(at.getTime() + mailedHours * 60 * 60_000),
    content: {
      kind: 'notices',
      news: news.map(({ kind, count }) => ({ kind, count })),
      link: `${linkBase()}${paths.noticesPage()}`,
      choicesLink: `${linkBase()}${paths.noticeChoicesPage()}`,
    },
  });
  return true;
}
