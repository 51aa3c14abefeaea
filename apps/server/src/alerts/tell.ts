/** Tells one message over the channels that are configured, and says in a code why it was not told. */

import { PostError } from '../messages/outgoing-post.ts';
import { MailError, sendMail } from '../messages/smtp.ts';
import type { Channels } from './channels.ts';
import type { AlertChannel } from './tables.ts';
import { postWebhook } from './webhook.ts';

export type Telling = {
  readonly subject: string;
  /** Of a mail. */
  readonly text: string;
  /** Of a web hook, as JSON. */
  readonly payload: string;
};

/** Does nothing where the channel is not configured. @throws MailError, PostError */
export async function tell(channel: AlertChannel, { subject, text, payload }: Telling, to: Channels): Promise<void> {
  if (channel === 'webhook' && to.webhook !== undefined) await postWebhook(payload, to.webhook);
  if (channel === 'mail' && to.mail !== undefined) await sendMail({ to: to.mail.to, subject, text }, to.mail);
}

/** Returns the code of why something was not told. */
export function failureCodeOf(error: unknown): string {
  return error instanceof PostError || error instanceof MailError ? error.code : 'not-sent';
}

export function listChannels({ mail, webhook }: Channels): readonly AlertChannel[] {
  return [...(mail === undefined ? [] : ['mail' as const]), ...(webhook === undefined ? [] : ['webhook' as const])];
}
