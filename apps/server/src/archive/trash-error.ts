/** Why something cannot go into the trash, come out of it, or go for good. */

export type TrashErrorCode =
  /** The study, series or instance is not there, or in the trash already. */
  | 'nothing-to-delete'
  | 'not-in-trash'
  /** It is on its way out for good. */
  | 'trash-purging'
  /** New copies keep coming under the UIDs that are to be restored. */
  | 'trash-busy'
  /** A copy of it cannot be stored beside the one that came meanwhile. */
  | 'not-restorable'
  /** The copies of a conflict are not the ones that were decided about. */
  | 'conflict-changed';

export class TrashError extends Error {
  override readonly name = 'TrashError';
  readonly code: TrashErrorCode;

  constructor(code: TrashErrorCode) {
    super(`trash: ${code}`);
    this.code = code;
  }
}
