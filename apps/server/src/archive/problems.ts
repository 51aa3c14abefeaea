/** How errors of the archive are answered over HTTP. */

import { HttpProblem, type ProblemMapping } from '../http/problem.ts';
import { ArchiveError } from './archive-error.ts';

const retryAfterSeconds = 1;

export const archiveProblems: ProblemMapping = (error) =>
  error instanceof ArchiveError && error.code === 'spool-behind'
    ? new HttpProblem('gateway-behind', { retryAfterSeconds, cause: error })
    : undefined;
