/** How refusals around peers are answered over HTTP. */

import { HttpProblem, type ProblemMapping } from '../http/problem.ts';
import { PeerError } from './errors.ts';

export const peerProblems: ProblemMapping = (error) =>
  error instanceof PeerError ? new HttpProblem(error.code, { cause: error }) : undefined;
