/** How refusals of the trash are answered over HTTP. */

import { TrashError, type TrashErrorCode } from '../archive/trash-error.ts';
import { HttpProblem, type ProblemMapping } from '../http/problem.ts';
import type { ProblemCode } from '../http/problem-table.ts';

const problemCodes: Record<TrashErrorCode, ProblemCode> = {
  'nothing-to-delete': 'not-found',
  'not-in-trash': 'not-found',
  'trash-purging': 'trash-purging',
  'trash-busy': 'trash-busy',
  'not-restorable': 'not-restorable',
  'conflict-changed': 'conflict-changed',
};

export const trashProblems: ProblemMapping = (error) =>
  error instanceof TrashError ? new HttpProblem(problemCodes[error.code], { cause: error }) : undefined;
