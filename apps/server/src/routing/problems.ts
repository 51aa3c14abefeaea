/** How refusals around rules are answered over HTTP. */

import { HttpProblem, type ProblemMapping } from '../http/problem.ts';
import { RuleError } from './errors.ts';

export const ruleProblems: ProblemMapping = (error) => {
  if (!(error instanceof RuleError)) return undefined;
  const errors = error.problems.map(({ pointer, message }) => ({ pointer: `/body${pointer}`, message }));
  return new HttpProblem(error.code, { cause: error, ...(errors.length === 0 ? {} : { errors }) });
};
