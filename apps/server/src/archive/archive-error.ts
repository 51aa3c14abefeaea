/** What can be wrong with the archive as a whole, beyond what storage and database report themselves. */

export type ArchiveErrorCode =
  /** The index was made from another log, or from one that has lost its end: `isocenter reindex` builds it anew. */
  'index-ahead-of-log';

const messages: Record<ArchiveErrorCode, string> = {
  'index-ahead-of-log':
    'The index knows objects that this data folder does not hold. Check data.dir and database.url; if both are right, run `isocenter reindex`.',
};

export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
  readonly code: ArchiveErrorCode;

  constructor(code: ArchiveErrorCode) {
    super(messages[code]);
    this.code = code;
  }
}
