/** What is read of a wrong turn on the way into a care team: what is the matter, and what to do next. */

import { ProblemError } from '@isocenter/contract/client';
import { describeProblem, type ShownProblem } from '../../api/problem.ts';
import type { WordKey, Words } from '../../languages/catalogue.ts';

/** Where a wrong turn leads on; undefined where its title, or what the node says with it, does so already. */
const advice = {
  'link-invalid': 'teams.linkOver',
  'other-browser': 'teams.otherBrowser',
  'code-invalid': 'teams.codeOver',
  'code-wrong': undefined,
  'codes-exhausted': undefined,
  'phone-invalid': undefined,
  'rate-limited': undefined,
} as const satisfies Record<string, WordKey | undefined>;

/** Without a code to quote, which is for what nobody has foreseen. */
export function describeWrongTurn(t: Words, error: unknown): ShownProblem {
  const problem = describeProblem(t, error);
  if (!(error instanceof ProblemError) || !isForeseen(error.code)) return problem;
  const key = advice[error.code];
  return { ...problem, detail: key === undefined ? problem.detail : t(key), code: undefined };
}

function isForeseen(code: string): code is keyof typeof advice {
  return Object.hasOwn(advice, code);
}
