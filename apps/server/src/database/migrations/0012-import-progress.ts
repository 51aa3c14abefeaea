/**
 * Files of folder imports that are under way and are stored already, so that an import that was killed goes on where it
 * was. Digests only: names of folders and files may name patients. Rows are gone when the import ends.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table gateway.import_progress (
      import_digest bytea not null,
      file_digest bytea not null,
      primary key (import_digest, file_digest)
    )`.execute(db);
}
