/**
 * Step-up: what asks whoever is signed in for a fresh proof, so that a screen left open, or a stolen session, does no
 * lasting harm. One table names the actions.
 *
 * Only sessions are asked. API tokens cannot answer, and whoever makes one has given a fresh proof for it.
 */

import type { Action } from '../access/action.ts';

/**
 * Deleting, purging, who may do what, and taking all of a patient or of the trail away: what cannot be taken back, or opens the
 * way to that. Keys are changed on the command line alone. Revoking a grant is not among them: taking away waits for nothing.
 */
const dangerous: ReadonlySet<Action> = new Set<Action>([
  'account:write',
  'audit:export',
  'deid-held:decide',
  'deid-project:write',
  'grant:write',
  'hold:write',
  'organisation:write',
  'patient:erase',
  'patient:export',
  'peer:write',
  'proxy:write',
  'retention:write',
  'service:write',
  'study:delete',
  'token:write',
  'trash:purge',
  'user:write',
]);

/** True where an action is dangerous and the last proof is older than the policy allows. */
export function needsFreshProof(
  action: Action,
  { provedAt, now, proofMs }: { readonly provedAt: Date; readonly now: Date; readonly proofMs: number },
): boolean {
  return dangerous.has(action) && now.getTime() - provedAt.getTime() > proofMs;
}
