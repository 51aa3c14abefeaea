/** How refusals around sources are answered over HTTP. */

import { HttpProblem, type ProblemMapping } from '../http/problem.ts';
import { SourceError } from './errors.ts';

export const sourceProblems: ProblemMapping = (error) =>
  error instanceof SourceError ? new HttpProblem(error.code, { cause: error }) : undefined;
