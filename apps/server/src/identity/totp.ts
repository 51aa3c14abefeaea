/**
 * One-time codes of an authenticator application, RFC 6238 over RFC 4226: SHA-1, six digits, thirty seconds, which is
 * what every application can do. Pure arithmetic; keeping secrets and counting attempts is `totp-store.ts`.
 */

import { createHmac, timingSafeEqual } from 'node:crypto';
import { encodeBase32 } from './base32.ts';

/** RFC 4226 §4, R6 recommends 160 bits. */
export const totpSecretBytes = 20;

const stepSeconds = 30;
const digits = 6;

/** Steps before and after the present one whose codes are taken: clocks differ, and typing takes time (RFC 6238 §5.2). */
const drift = 1;

/** Returns the code of a time step, RFC 4226 §5.3. */
export function totpCode(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0x0f;
  const value = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(value % 10 ** digits).padStart(digits, '0');
}

/**
 * Returns the time step whose code this is, near the present one and later than `after`; undefined where there is none.
 *
 * @param after the last step whose code was accepted: a code is good once
 */
export function findTotpStep(
  secret: Buffer,
  code: string,
  { at, after }: { readonly at: Date; readonly after: number },
): number | undefined {
  const given = Buffer.from(code.replace(/\s/g, ''));
  const present = Math.floor(at.getTime() / 1000 / stepSeconds);
  const steps = Array.from({ length: 2 * drift + 1 }, (_, index) => present - drift + index);
  const matches = steps.filter((step) => {
    const expected = Buffer.from(totpCode(secret, step));
    return step > after && given.length === expected.length && timingSafeEqual(given, expected);
  });
  return matches[0];
}

/** Returns the address that applications read from a QR code (Key URI Format of Google Authenticator). */
export function totpUri(secret: Buffer, { issuer, account }: { issuer: string; account: string }): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  const query = `secret=${encodeBase32(secret)}&issuer=${encodeURIComponent(issuer)}`;
  return `otpauth://totp/${label}?${query}&algorithm=SHA1&digits=${digits}&period=${stepSeconds}`;
}
