/** What DICOMweb is given by the role that has it. */

import type { Kysely } from 'kysely';
import type { ArchiveReader, Ingest } from '../archive/archive.ts';
import type { Database } from '../database/schema.ts';
import type { Logger } from '../logging.ts';
import type { Renderer } from '../rendering/renderer.ts';

export type DicomwebDeps = {
  readonly db: Kysely<Database>;
  readonly archive: ArchiveReader;
  readonly ingest: Ingest;
  readonly renderer: Omit<Renderer, 'thumbnail' | 'close'>;
  /** Base of absolute links, without trailing slash. */
  readonly publicUrl: () => string;
  readonly logger: Logger;
  readonly now: () => Date;
};
