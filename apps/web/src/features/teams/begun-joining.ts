/**
 * Where a joining stands in this browser, so that a page that was closed or loaded anew goes on with the code. Nothing of it
 * is secret: a code is of use only with the cookie of this browser, which no script reads.
 */

import type { CodeSent } from '@isocenter/contract/joining';

const key = 'isocenter.joining';

/** From the end of a code until the node waits for no other: an hour in all, of which the code has ten minutes. */
const waitsMs = 50 * 60_000;

export function keepBegunJoining(sent: CodeSent): void {
  localStorage.setItem(key, JSON.stringify(sent));
}

/** Returns undefined where none is under way. */
export function findBegunJoining(now = Date.now()): CodeSent | undefined {
  const kept = parse(localStorage.getItem(key));
  return kept !== undefined && now < Date.parse(kept.expiresAt) + waitsMs ? kept : undefined;
}

export function forgetBegunJoining(): void {
  localStorage.removeItem(key);
}

/** An older page may have written it, or somebody by hand. */
function parse(text: string | null): CodeSent | undefined {
  try {
    const value: { readonly [K in keyof CodeSent]?: unknown } = JSON.parse(text ?? '{}') ?? {};
    const { joiningId, phone, expiresAt, remainingCodes } = value;
    const isWhole = typeof joiningId === 'string' && typeof phone === 'string' && typeof expiresAt === 'string';
    return isWhole && typeof remainingCodes === 'number' ? { joiningId, phone, expiresAt, remainingCodes } : undefined;
  } catch {
    return undefined; // not JSON, so not ours
  }
}
