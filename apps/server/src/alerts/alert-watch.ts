/** Looks every minute, and when it is woken, at what holds, opens and closes alerts, and tells of them over mail and web hook. */

import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Logger } from '../logging.ts';
import { RecurringWork } from '../recurring-work.ts';
import type { Channels } from './channels.ts';
import { type ConditionOptions, findConditions } from './conditions.ts';
import { tellingOf } from './message.ts';
import { type AlertMessage, listDueMessages, noteFailed, noteSent, reconcileAlerts } from './repository.ts';
import type { AlertChannel } from './tables.ts';
import { failureCodeOf, listChannels, tell } from './tell.ts';

const intervalMs = 60_000;

export type AlertWatchOptions = Channels &
  Pick<ConditionOptions, 'space' | 'moves' | 'silentAfterHours'> & {
    readonly db: Kysely<Database>;
    readonly logger: Logger;
    readonly now: () => Date;
    /** False while another gateway does this. Default: none does. */
    readonly leads?: () => boolean;
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

  /** Looks as soon as it can. */
  wake(): void {
    this.#recurring.wake();
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
    return listChannels(this.#options);
  }

  async #send(message: AlertMessage): Promise<void> {
    const { db, logger, now, nodeName } = this.#options;
    try {
      // What was asked for over a channel that is not configured any more is done with.
      await tell(message.channel, tellingOf(message, nodeName), this.#options);
      await noteSent(db, message.id, now());
    } catch (error) {
      const code = failureCodeOf(error);
      logger.warn({ code: `alert-${code}`, channel: message.channel, err: error }, 'an alert was not told');
      await noteFailed(db, message, { code, now: now() });
    }
  }
}
