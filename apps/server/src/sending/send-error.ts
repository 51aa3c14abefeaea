/** Why nothing can be sent at all. What happens to single files is in `send-files.ts`. */

export type SendErrorCode =
  /** None of the files and folders holds a DICOM object. */
  | 'nothing-to-send'
  | 'peer-unknown'
  /** Several peers have the name. */
  | 'peer-ambiguous'
  | 'peer-disabled';

export class SendError extends Error {
  override readonly name = 'SendError';
  readonly code: SendErrorCode;

  constructor(code: SendErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
