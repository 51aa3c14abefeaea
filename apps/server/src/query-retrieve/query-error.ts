/** Why a C-FIND, C-MOVE or C-GET is not carried out; the verbs answer with the status of PS3.4 Tables C.4-1 to C.4-3. */

import type { Tag } from '@isocenter/dicom/tag';
import { dimseStatus } from '@isocenter/dimse/status';

export type QueryErrorCode =
  /** No Query/Retrieve Level, or one that the information model lacks. */
  | 'level-invalid'
  /** A key has a value that its value representation does not allow. */
  | 'key-invalid'
  /** A retrieval without the unique key of its level, or anything without one above that is not relational. */
  | 'unique-key-missing'
  /** The identifier cannot be read as a data set. */
  | 'identifier-unreadable';

/** Statuses by why a query is refused. */
export const queryStatuses: Readonly<Record<QueryErrorCode, number>> = {
  'level-invalid': dimseStatus.dataSetDoesNotMatchSopClass,
  'key-invalid': dimseStatus.dataSetDoesNotMatchSopClass,
  'unique-key-missing': dimseStatus.dataSetDoesNotMatchSopClass,
  'identifier-unreadable': dimseStatus.cannotUnderstand,
};

export class QueryError extends Error {
  override readonly name = 'QueryError';
  readonly code: QueryErrorCode;
  /** The key that is wrong, if it is one. */
  readonly tag: Tag | undefined;

  constructor(code: QueryErrorCode, tag?: Tag) {
    super(`the query cannot be carried out: ${code}`);
    this.code = code;
    this.tag = tag;
  }

  get status(): number {
    return queryStatuses[this.code];
  }
}
