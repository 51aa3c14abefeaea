/**
 * UIDs as requests write them, in addresses and queries.
 *
 * Deviation: PS3.5 §9.1 allows digits and points without leading zeros. Objects with other UIDs exist and are kept, so they
 * must be reachable; what is refused here no object can have.
 */

import { HttpProblem } from '../http/problem.ts';

export function isRequestedUid(text: string): boolean {
  return /^[\w.-]{1,128}$/.test(text);
}

/** @throws HttpProblem `uid-invalid` */
export function assertRequestedUid(uid: string): void {
  if (!isRequestedUid(uid))
    throw new HttpProblem('uid-invalid', { detail: 'A UID in the address is not well formed.' });
}
