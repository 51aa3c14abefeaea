/** Why an import ends before its last file. What happens to single files is in `import-files.ts`. */

export type ImportErrorCode =
  /** The folder or file does not exist. */
  | 'not-found'
  /** No node answers at the address. */
  | 'node-away'
  /** The node has no room left. */
  | 'disk-full'
  /** The node does not let this command in. */
  | 'not-allowed';

export class ImportError extends Error {
  override readonly name = 'ImportError';
  readonly code: ImportErrorCode;

  constructor(code: ImportErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
