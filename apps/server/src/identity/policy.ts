/** What a node asks of those who sign in, from its configuration. */

import { permissionsOfRole, type UserRole } from '@isocenter/contract/role';
import type { Config } from '../config/settings.ts';

export type IdentityPolicy = {
  readonly requireSecondFactor: 'nobody' | 'administrators' | 'everybody';
  /** How long a proof counts before something dangerous. */
  readonly proofMs: number;
};

export function policyOf({ access }: Pick<Config, 'access'>): IdentityPolicy {
  return { requireSecondFactor: access.requireSecondFactor, proofMs: access.proofMinutes * 60_000 };
}

/** Privacy officers see as many patients as administrators do. */
export function isSecondFactorRequired(policy: IdentityPolicy, role: UserRole): boolean {
  if (policy.requireSecondFactor === 'everybody') return true;
  return policy.requireSecondFactor === 'administrators' && permissionsOfRole[role].includes('privacy');
}
