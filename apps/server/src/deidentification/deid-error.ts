/** Why a run of de-identification cannot begin. What happens to single files is in `run-folder.ts`. */

export type DeidRunErrorCode =
  /** The file holds no key of 64 hexadecimal digits. */
  | 'key-file-invalid'
  /** The key must not lie where the result is handed out. */
  | 'key-in-output'
  /** The output lies inside of the input, so that results would be taken for input. */
  | 'output-in-input'
  /** A folder that an earlier run filled under another key or with other options. */
  | 'output-of-another-run'
  /** Only a dry run has no folder for the result. */
  | 'output-missing'
  /** The file of rules cannot be read. */
  | 'rules-unreadable'
  /** What is wrong with the rules was told before. */
  | 'rules-invalid'
  /** A file that a person wants to let out was not held back, or not for a reason that looking at it settles. */
  | 'release-not-held'
  /** A file is no parameter set, is not what was signed, or is signed by somebody else. */
  | 'parameters-invalid'
  /** A key to sign or to check with cannot be read, or is none. */
  | 'parameters-key-invalid'
  /** Tables, thresholds or networks differ from those that a parameter set was made with. */
  | 'parameters-of-another-program'
  /** A file that would be written is there already. */
  | 'parameters-file-there';

export class DeidRunError extends Error {
  override readonly name = 'DeidRunError';
  readonly code: DeidRunErrorCode;

  constructor(code: DeidRunErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
