/** How refusals around legal holds are answered over HTTP. */

import { HttpProblem, type ProblemMapping } from '../http/problem.ts';
import { HoldError } from './errors.ts';

export const holdProblems: ProblemMapping = (error) =>
  error instanceof HoldError ? new HttpProblem(error.code, { cause: error }) : undefined;
