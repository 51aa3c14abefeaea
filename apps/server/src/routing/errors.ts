/** Why a rule could not be read or changed; messages hold nothing of what was typed. */

import type { RuleProblem } from './parse-rule.ts';

export type RuleErrorCode =
  | 'not-found'
  /** `problems` says where and why. */
  | 'rule-invalid'
  /** Somebody else has changed it, or the list, since it was read. */
  | 'rule-changed';

export class RuleError extends Error {
  override readonly name = 'RuleError';
  readonly code: RuleErrorCode;
  readonly problems: readonly RuleProblem[];

  constructor(code: RuleErrorCode, problems: readonly RuleProblem[] = []) {
    super(`rule: ${code}`);
    this.code = code;
    this.problems = problems;
  }
}
