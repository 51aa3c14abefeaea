/** What can be wrong with the archive as a whole, beyond what storage and database report themselves. */

export type ArchiveErrorCode =
  /** The index was made from another log, or from one that has lost its end: `isocenter reindex` builds it anew. */
  | 'index-ahead-of-log'
  /** There is nothing to build an index from; an index that another folder belongs to stays as it is. */
  | 'log-missing'
  /** A gateway holds what is not in the index yet, and does not bring it there: an answer would leave it out in silence. */
  | 'spool-behind'
  /** Gateways that share the store run, and this one has no name: it would lead beside them. */
  | 'store-is-shared'
  /** A gateway without a name runs, which leads whoever joins it. */
  | 'store-is-not-shared';

const messages: Record<ArchiveErrorCode, string> = {
  'index-ahead-of-log':
    'The index knows objects that this data folder does not hold. Check data.dir and database.url; if both are right, run `isocenter reindex`.',
  'spool-behind': 'Another gateway has stored objects that are not in the index yet. Ask again in a moment.',
  'store-is-shared':
    'Gateways with a name use this data folder, and this one has none. Give it one (gateway.name), or stop the others.',
  'store-is-not-shared':
    'A gateway without a name uses this data folder. Stop it, and give it one (gateway.name) before it shares the folder.',
  'log-missing': 'There are no objects in data.dir, so there is nothing to build an index from. Check data.dir.',
};

export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
  readonly code: ArchiveErrorCode;

  constructor(code: ArchiveErrorCode) {
    super(messages[code]);
    this.code = code;
  }
}
