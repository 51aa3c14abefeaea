/**
 * Sends what waits in the outbox, when it is woken and every few seconds: claimed, sent, noted. Every gateway of several
 * does so; a claim keeps two of them from sending the same message.
 *
 * The log names the number of a message, its channel and a code: never a recipient, a text, or what a channel answered.
 */

import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Logger } from '../logging.ts';
import { RecurringWork } from '../recurring-work.ts';
import { type MessageChannels, MessageError } from './channels.ts';
import { type ClaimedMessage, claimMessages, noteFailed, noteSent, sweepMessages } from './outbox.ts';
import type { MessageChannelKind } from './tables.ts';
import { renderMessage } from './templates.ts';

const intervalMs = 5_000;
/** Messages at a time: a server that hangs holds up these and no more. */
const atOnce = 8;

export type MessageSenderOptions = {
  readonly db: Kysely<Database>;
  readonly channels: MessageChannels;
  readonly logger: Logger;
  readonly now: () => Date;
};

export class MessageSender {
  readonly #options: MessageSenderOptions;
  readonly #recurring: RecurringWork;

  constructor(options: MessageSenderOptions) {
    this.#options = options;
    this.#recurring = new RecurringWork({
      intervalMs,
      work: () => this.run(),
      // The database is away, most likely, which `/readyz` says; the next run looks again.
      failed: (error) => options.logger.warn({ code: 'messages-failed', err: error }, 'messages were not looked at'),
    });
  }

  /** True where this node can send over a channel at all. */
  has(channel: MessageChannelKind): boolean {
    return this.#options.channels[channel] !== undefined;
  }

  /** Sends as soon as it can; called after the transaction that added a message has committed. */
  wake(): void {
    this.#recurring.wake();
  }

  /** Sends what is due now. */
  async run(): Promise<void> {
    const { db, logger, now } = this.#options;
    while (!this.#recurring.isClosed) {
      const claimed = await claimMessages(db, { limit: atOnce, now: now() });
      if (claimed.length === 0) break;
      await Promise.all(claimed.map((message) => this.#send(message)));
    }
    const expired = await sweepMessages(db, now());
    if (expired > 0) logger.warn({ code: 'message-expired', messages: expired }, 'messages were given up: too late');
  }

  /** Ends what is on its way; what waits is sent after the next start. */
  close(): Promise<void> {
    return this.#recurring.close();
  }

  async #send(message: ClaimedMessage): Promise<void> {
    const { db, channels, logger, now } = this.#options;
    const { id, channel, recipient, language, content } = message;
    try {
      const open = channels[channel];
      if (open === undefined) throw new MessageError('no-channel', { isPermanent: false });
      if (content !== null) await open.send({ id, to: recipient, ...renderMessage(content, language) });
    } catch (error) {
      const { code, isPermanent } =
        error instanceof MessageError ? error : { code: 'not-sent', isPermanent: false as const };
      const outcome = await noteFailed(db, message, { code, isPermanent, now: now() });
      logger.warn({ code: `message-${code}`, channel, message: id, outcome, err: error }, 'a message was not sent');
      return;
    }
    await noteSent(db, id, now());
  }
}
