/** How refusals around deliveries are answered over HTTP. */

import { HttpProblem, type ProblemMapping } from '../http/problem.ts';
import { DeliveryError } from './errors.ts';

export const deliveryProblems: ProblemMapping = (error) =>
  error instanceof DeliveryError ? new HttpProblem(error.code, { cause: error }) : undefined;
