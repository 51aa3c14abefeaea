/** How refusals of care teams, joinings, links and codes are answered over HTTP. */

import { HttpProblem, type ProblemMapping } from '../http/problem.ts';
import type { ProblemCode } from '../http/problem-table.ts';
import { VerificationError, type VerificationErrorCode } from '../verification/errors.ts';
import { CareTeamError } from './errors.ts';

const ofVerification: Record<VerificationErrorCode, ProblemCode> = {
  'token-invalid': 'link-invalid',
  'other-browser': 'other-browser',
  'code-wrong': 'code-wrong',
  'code-invalid': 'code-invalid',
  'codes-exhausted': 'codes-exhausted',
};

export const careTeamProblems: ProblemMapping = (error) => {
  if (error instanceof CareTeamError) return new HttpProblem(error.code, { cause: error });
  if (!(error instanceof VerificationError)) return undefined;
  return new HttpProblem(ofVerification[error.code], { cause: error, remainingTries: error.remainingTries });
};
