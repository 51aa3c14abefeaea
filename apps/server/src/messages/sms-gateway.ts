/**
 * Sends a text message through an SMS gateway over HTTP. `docs/administration.md` describes the request for whoever puts an
 * adapter in front of a gateway that speaks otherwise:
 *
 *     POST <sms.url>
 *     Authorization: Bearer <sms.token>
 *     Content-Type: application/json
 *     Idempotency-Key: isocenter-message-17
 *
 *     {"to":"+4915112345678","text":"…"}
 *
 * Any 2xx says that the gateway has taken it. 408, 425, 429 and 5xx are tried again; every other status is final.
 */

import { type PostOptions, postJson } from './outgoing-post.ts';

export type SmsGatewayOptions = Omit<PostOptions, 'headers'> & { readonly token: string | undefined };

export type Sms = {
  /** A gateway that sees the same number again has sent it already. */
  readonly id: number;
  /** ITU-T E.164, with the plus sign. */
  readonly to: string;
  readonly text: string;
};

const transientStatuses: ReadonlySet<number> = new Set([408, 425, 429]);

/** @throws PostError */
export async function sendSms({ id, to, text }: Sms, { token, ...options }: SmsGatewayOptions): Promise<void> {
  const headers = {
    'idempotency-key': `isocenter-message-${id}`,
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  await postJson(JSON.stringify({ to, text }), { ...options, headers });
}

export function isPermanentStatus(status: number): boolean {
  return status >= 300 && status < 500 && !transientStatuses.has(status);
}
