/** Looks every minute at what holds, opens and closes alerts, and tells of them over mail and web hook. */

import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Logger } from '../logging.ts';
import { RecurringWork } from '../recurring-work.ts';
import { type ConditionOptions, findConditions } from './conditions.ts';
import { type MailOptions, sendMail } from './mail.ts';
import { payloadOf, textOf, titleOf } from './message.ts';
import { type AlertMessage, listDueMessages, noteFailed, noteSent, reconcileAlerts } from './repository.ts';
import type { AlertChannel } from './tables.ts';
import { postWebhook, WebhookError, type WebhookOptions } from './webhook.ts';

const intervalMs = 60_000;

export type AlertWatchOptions = Pick<ConditionOptions, 'space' | 'moves' | 'silentAfterHours'> & {
  readonly db: Kysely<Database>;
  readonly logger: Logger;
  readonly now: () => Date;
  /** False while another gateway does this. Default: none does. */
  readonly leads?: () => boolean;
  /** How a mail calls this node. */
  readonly nodeName: string;
  readonly mail: (MailOptions & { readonly to: readonly string[] }) | undefined;
  readonly webhook: WebhookOptions | undefined;
};

export class AlertWatch {
  readonly #options: AlertWatchOptions;
  readonly #recurring: RecurringWork;

  constructor(options: AlertWatchOptions) {
    this.#options = options;
    this.#recurring = new RecurringWork({
      intervalMs,
      work: () => this.run(),
      leads: options.leads,
      // The database is away, most likely, which `/readyz` says; the next run looks again.
      failed: (error) => options.logger.warn({ code: 'alerts-failed', err: error }, 'alerts were not looked at'),
    });
  }

  /** Looks now, and sends what is due. */
  async run(): Promise<void> {
    const { db, now, space, moves, silentAfterHours } = this.#options;
    const conditions = await findConditions({ db, space, moves, silentAfterHours, now: now() });
    const unwatched = silentAfterHours === 0 ? (['silent-source'] as const) : [];
    await reconcileAlerts(db, { conditions, unwatched, channels: this.channels(), now: now() });
    for (const message of await listDueMessages(db, now())) {
      if (this.#recurring.isClosed) return;
      await this.#send(message);
    }
  }

  close(): Promise<void> {
    return this.#recurring.close();
  }

  /** Over which it tells. */
  channels(): readonly AlertChannel[] {
    const { mail, webhook } = this.#options;
    return [...(mail === undefined ? [] : ['mail' as const]), ...(webhook === undefined ? [] : ['webhook' as const])];
  }

  async #send(message: AlertMessage): Promise<void> {
    const { db, logger, now } = this.#options;
    try {
      await this.#deliver(message);
      await noteSent(db, message.id, now());
    } catch (error) {
      const code = error instanceof WebhookError ? error.code : 'not-sent';
      logger.warn({ code: `alert-${code}`, channel: message.channel, err: error }, 'an alert was not told');
      await noteFailed(db, message, { code, now: now() });
    }
  }

  async #deliver(message: AlertMessage): Promise<void> {
    const { mail, webhook, nodeName } = this.#options;
    // What was asked for over a channel that is not configured any more is done with.
    if (message.channel === 'webhook' && webhook !== undefined) await postWebhook(payloadOf(message), webhook);
    if (message.channel === 'mail' && mail !== undefined) {
      const subject = `[Isocenter] ${titleOf(message)}`;
      await sendMail({ to: mail.to, subject, text: textOf(message, nodeName) }, mail);
    }
  }
}
