/** Which files an import that is under way has stored: kept in the database, so that a killed import goes on. */

import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';

/** Returns the digest of a file as it is: another length or time makes it another file. */
export function fileDigest(file: {
  readonly path: string;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
}): Buffer {
  return createHash('sha256').update(`${file.path}\0${file.sizeBytes}\0${file.mtimeMs}`).digest();
}

export class ImportProgress {
  readonly #db: Kysely<Database>;
  readonly #import: Buffer;

  /** @param roots absolute paths, links resolved */
  constructor(db: Kysely<Database>, roots: readonly string[]) {
    this.#db = db;
    this.#import = createHash('sha256').update(roots.toSorted().join('\0')).digest();
  }

  /** Returns, in hexadecimal digits, which of the files an earlier run stored. */
  async findDone(files: readonly Buffer[]): Promise<ReadonlySet<string>> {
    if (files.length === 0) return new Set();
    const rows = await this.#db
      .selectFrom('import_progress')
      .select('file_digest')
      .where('import_digest', '=', this.#import)
      .where('file_digest', 'in', [...files])
      .execute();
    return new Set(rows.map(({ file_digest }) => file_digest.toString('hex')));
  }

  async add(files: readonly Buffer[]): Promise<void> {
    if (files.length === 0) return;
    const rows = files.map((file_digest) => ({ import_digest: this.#import, file_digest }));
    const insert = this.#db.insertInto('import_progress').values(rows);
    await insert.onConflict((conflict) => conflict.doNothing()).execute();
  }

  /** The import has come to its end: the next one looks at every file again. */
  async clear(): Promise<void> {
    await this.#db.deleteFrom('import_progress').where('import_digest', '=', this.#import).execute();
  }
}
