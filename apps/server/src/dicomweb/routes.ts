/**
 * DICOMweb, PS3.18, below `/dicom-web`: search (QIDO-RS), retrieve (WADO-RS) and store (STOW-RS).
 *
 * Each service has its routes in a file of its own; here they are given what they need. Not offered: XML, worklists,
 * capabilities, the retired WADO-URI.
 */

import type { Kysely } from 'kysely';
import type { ArchiveReader, Ingest } from '../archive/archive.ts';
import type { Database } from '../database/schema.ts';
import type { HttpServer } from '../http/server.ts';
import type { Logger } from '../logging.ts';
import { registerQido } from './qido-routes.ts';
import { createResourceUrls } from './resource-urls.ts';

export type DicomwebDeps = {
  readonly db: Kysely<Database>;
  readonly archive: ArchiveReader;
  readonly ingest: Ingest;
  /** Base of absolute links, without trailing slash. */
  readonly publicUrl: () => string;
  readonly logger: Logger;
  readonly now: () => Date;
};

export function registerDicomweb(app: HttpServer, deps: DicomwebDeps): void {
  const urls = createResourceUrls(deps.publicUrl);
  registerQido(app, { db: deps.db, archive: deps.archive, urls });
}
