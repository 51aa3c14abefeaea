/**
 * Does with notices what time asks for, every half minute, by one of several gateways: tells of reviews that are due and of
 * tokens that end, mails what nobody has read yet, forgets what is old. `SEMANTICS.md` has the rules.
 */

import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import { notifyOfDueReviews } from '../emergency/told.ts';
import type { Logger } from '../logging.ts';
import type { MessageSender } from '../messages/message-sender.ts';
import { RecurringWork } from '../recurring-work.ts';
import { notifyOfEndingTokens, settleEndedTokens } from './ending-tokens.ts';
import { mailNotices } from './mail-notices.ts';

const intervalMs = 30_000;
/** How long a notice is kept, read or not. */
const keptDays = 90;

export type NoticeKeeperOptions = {
  readonly db: Kysely<Database>;
  readonly messages: Pick<MessageSender, 'has' | 'wake'>;
  /** Minutes for which notices are gathered, and between two mails to one person. */
  readonly gatherMinutes: number;
  /** Base of absolute links, without trailing slash. */
  readonly linkBase: () => string;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly leads?: () => boolean;
};

export function startNoticeKeeper(options: NoticeKeeperOptions): RecurringWork {
  const { logger, leads } = options;
  return new RecurringWork({
    intervalMs,
    leads,
    work: () => keepNotices(options),
    failed: (error) => logger.warn({ code: 'notices-failed', err: error }, 'notices were not looked at'),
  });
}

export async function keepNotices(options: Omit<NoticeKeeperOptions, 'logger' | 'leads'>): Promise<void> {
  const { db, messages } = options;
  await notifyOfDueReviews(db);
  const endings = await notifyOfEndingTokens({ db, hasMail: messages.has('mail'), now: options.now });
  if (endings > 0) messages.wake();
  await settleEndedTokens(db, options.now());
  if (messages.has('mail') && (await mailNotices(options)) > 0) messages.wake();
  await db.deleteFrom('notice').where('at', '<', sql<Date>`now() - make_interval(days => ${keptDays})`).execute();
}
