/**
 * The channels that messages go over, as they are configured: mail over SMTP, texts over an SMS gateway, and for a channel
 * without a server the local outbox, where a developer has switched it on.
 */

import type { Config } from '../config/settings.ts';
import { createLocalOutbox } from './local-outbox.ts';
import { PostError } from './outgoing-post.ts';
import { isPermanentStatus, type SmsGatewayOptions, sendSms } from './sms-gateway.ts';
import { MailError, type MailOptions, sendMail } from './smtp.ts';
import type { MessageChannelKind } from './tables.ts';

/** A message as it leaves. */
export type OutgoingMessage = {
  /** Of the outbox: the same one is sent again with the same number. */
  readonly id: number;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
};

export type MessageChannel = {
  /** Resolves when the receiver has taken it over. @throws MessageError */
  send(message: OutgoingMessage): Promise<void>;
};

/** Undefined is a channel that this node does not have. */
export type MessageChannels = { readonly [Kind in MessageChannelKind]: MessageChannel | undefined };

/** Why a message did not go: a code for the log and the outbox, never an address or a text. */
export class MessageError extends Error {
  override readonly name = 'MessageError';
  readonly code: string;
  /** Another attempt is of no use. */
  readonly isPermanent: boolean;

  constructor(code: string, { isPermanent, cause }: { readonly isPermanent: boolean; readonly cause?: unknown }) {
    super(`message: ${code}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.isPermanent = isPermanent;
  }
}

export function openMessageChannels({ mail, sms, messages }: Config): MessageChannels {
  const { host, port, security, user, password, from } = mail;
  const { url, token, allowPrivate } = sms;
  const { outboxDir } = messages;
  const local = (kind: MessageChannelKind) =>
    outboxDir === undefined ? undefined : createLocalOutbox(outboxDir, kind);
  return {
    mail:
      host === undefined
        ? local('mail')
        : mailChannel({ host, port, security, user, password, from: from ?? `isocenter@${host}` }),
    sms: url === undefined ? local('sms') : smsChannel({ url, token, allowPrivate }),
  };
}

function mailChannel(options: MailOptions): MessageChannel {
  return {
    async send({ to, subject, text }) {
      try {
        await sendMail({ to: [to], subject: `[Isocenter] ${subject}`, text }, options);
      } catch (error) {
        if (!(error instanceof MailError)) throw error;
        throw new MessageError(error.code, { isPermanent: error.isPermanent, cause: error });
      }
    },
  };
}

function smsChannel(options: SmsGatewayOptions): MessageChannel {
  return {
    async send({ id, to, text }) {
      try {
        await sendSms({ id, to, text }, options);
      } catch (error) {
        if (!(error instanceof PostError)) throw error;
        const isPermanent = error.status !== undefined && isPermanentStatus(error.status);
        throw new MessageError(error.code, { isPermanent, cause: error });
      }
    },
  };
}
