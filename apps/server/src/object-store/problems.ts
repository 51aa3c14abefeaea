/** How errors of a store or a key service that is away are answered over HTTP: what lies on the disk is served all the same. */

import { HttpProblem, type ProblemMapping } from '../http/problem.ts';
import { StorageError } from '../storage/storage-error.ts';

const retrySeconds = 30;

export const objectStoreProblems: ProblemMapping = (error) => {
  if (!(error instanceof StorageError)) return undefined;
  if (error.code === 'key-service-unavailable') {
    return new HttpProblem('key-service-unavailable', { cause: error, retryAfterSeconds: retrySeconds });
  }
  if (error.code !== 'store-unavailable' && error.code !== 'wrong-store') return undefined;
  return new HttpProblem('store-unavailable', { cause: error, retryAfterSeconds: retrySeconds });
};
