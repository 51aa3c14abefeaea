/**
 * Posts an alert to the configured address, signed, so that whoever gets it can tell that it is ours.
 *
 * `X-Isocenter-Signature: sha256=<hex>` is the HMAC-SHA-256 of the body under `alerts.webhookSecret`. Where it may lead
 * is decided in `messages/outgoing-post.ts`.
 */

import { createHmac } from 'node:crypto';
import { type PostOptions, postJson } from '../messages/outgoing-post.ts';

export type WebhookOptions = Omit<PostOptions, 'headers'> & { readonly secret: string };

/** @throws PostError */
export async function postWebhook(body: string, { secret, ...options }: WebhookOptions): Promise<void> {
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  await postJson(body, { ...options, headers: { 'x-isocenter-signature': `sha256=${signature}` } });
}
