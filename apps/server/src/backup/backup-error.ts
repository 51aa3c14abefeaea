/** What can go wrong with a backup or its restoration. Messages name files of the backup, which are our own numbers. */

export type BackupErrorCode =
  /** No node has ever kept anything in the data folder. */
  | 'nothing-to-back-up'
  /** The folder holds something else. */
  | 'not-a-backup'
  /** No backup in the folder was ever finished. */
  | 'incomplete'
  /** A file of the backup is missing or differs from what was written. */
  | 'damaged'
  /** Made by a newer version. */
  | 'newer'
  /** Data folder or database hold something already. */
  | 'target-not-empty'
  /** A restoration into the folder was begun and did not end. */
  | 'restore-unfinished'
  | 'keys-missing'
  /** The key of a backup is gone, which is what happens when its days are over, or lies elsewhere. */
  | 'backup-key-missing'
  /** The keys belong to another store than the backup. */
  | 'keys-differ'
  /** Keys and objects in one place would be a backup without encryption. */
  | 'keys-inside'
  /** A backup would take in the keys or the backups before it. */
  | 'inside-data'
  /** The log lost a segment, or the connection was lost, while the backup ran. */
  | 'changed-meanwhile';

export class BackupError extends Error {
  override readonly name = 'BackupError';
  readonly code: BackupErrorCode;

  constructor(code: BackupErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
