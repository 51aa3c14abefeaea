/** How refusals around erasure are answered over HTTP. */

import { HttpProblem, type ProblemMapping } from '../http/problem.ts';
import { ErasureError } from './errors.ts';

export const erasureProblems: ProblemMapping = (error) => {
  if (!(error instanceof ErasureError)) return undefined;
  const { code } = error;
  const isForCallers = code === 'not-found' || code === 'erasure-under-way' || code === 'erasure-mismatch';
  return isForCallers ? new HttpProblem(code, { cause: error }) : undefined;
};
