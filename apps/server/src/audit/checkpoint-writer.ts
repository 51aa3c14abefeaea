/**
 * Makes a checkpoint every minute in which something was recorded, and one at the end: first a row of the database,
 * then a line of the file outside it (`SEMANTICS.md` says why in this order and what a crash in between leaves).
 */

import { type Insertable, type Kysely, type Selectable, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Logger } from '../logging.ts';
import { type Checkpoint, makeCheckpoint } from './checkpoint.ts';
import { CheckpointFile } from './checkpoint-file.ts';
import { ensureSigningKey, type SigningKey } from './signing-key.ts';
import type { AuditCheckpointTable } from './tables.ts';

const intervalMs = 60_000;

export type CheckpointWriterOptions = {
  readonly db: Kysely<Database>;
  /** Folder of key and file, made where it is missing. */
  readonly dir: string;
  readonly logger: Logger;
  readonly now?: () => Date;
  /** While it is false, another process makes the checkpoints. */
  readonly leads?: () => boolean;
};

export class CheckpointWriter {
  readonly #options: CheckpointWriterOptions;
  readonly #key: SigningKey;
  readonly #file: CheckpointFile;
  #last: Checkpoint | undefined;
  /** In the database, not yet in the file. */
  readonly #uncopied: Checkpoint[] = [];
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  private constructor(options: CheckpointWriterOptions, key: SigningKey, file: CheckpointFile) {
    this.#options = options;
    this.#key = key;
    this.#file = file;
  }

  /**
   * Opens key and file, copies what a crash kept from the file, and begins to write.
   * @throws AuditError `key-exposed`, `key-unreadable`
   */
  static async start(options: CheckpointWriterOptions): Promise<CheckpointWriter> {
    const key = ensureSigningKey(options.dir);
    const writer = new CheckpointWriter(options, key, await CheckpointFile.open(options.dir));
    await writer.#resume();
    writer.#timer = setInterval(() => void writer.#writeOnTime(), intervalMs);
    writer.#timer.unref();
    return writer;
  }

  /** Makes a checkpoint, where there are entries after the last one; resolves when row and line are durable. */
  write(): Promise<void> {
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#write());
    return this.#writing;
  }

  /** Makes the last checkpoint; call it when the trail is closed. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.write().finally(() => this.#file.close());
  }

  /** Makes none any more. */
  async abandon(): Promise<void> {
    clearInterval(this.#timer);
    await this.#writing.catch(() => undefined);
    await this.#file.close();
  }

  async #writeOnTime(): Promise<void> {
    if (this.#options.leads?.() === false) return;
    try {
      await this.write();
    } catch (error) {
      // The next minute tries again and covers the entries of this one.
      this.#options.logger.error({ err: error }, 'the audit checkpoint could not be written');
    }
  }

  async #write(): Promise<void> {
    const { db, now = () => new Date() } = this.#options;
    const entry = await db
      .selectFrom('audit_entry')
      .select(['sequence', 'hash'])
      .orderBy('sequence', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (entry === undefined || entry.sequence <= (this.#last?.sequence ?? 0)) return;
    const checkpoint = makeCheckpoint(this.#key, { ...entry, at: now() }, this.#last);
    await db.transaction().execute(async (trx) => {
      await sql`set local synchronous_commit = on`.execute(trx);
      await trx.insertInto('audit_checkpoint').values(rowOf(checkpoint)).execute();
    });
    this.#last = checkpoint;
    this.#uncopied.push(checkpoint);
    await this.#copy();
  }

  /** Brings the file up to the database; what fails is tried again with the next checkpoint. */
  async #copy(): Promise<void> {
    for (let next = this.#uncopied[0]; next !== undefined; next = this.#uncopied[0]) {
      await this.#file.append(next);
      this.#uncopied.shift();
    }
  }

  /** Continues behind whichever reaches further; a database that lacks what the file has was tampered with or restored. */
  async #resume(): Promise<void> {
    const { db, logger } = this.#options;
    const { keyId } = this.#key;
    const inFile = await this.#file.readLast();
    const own = inFile?.keyId === keyId ? inFile : undefined;
    const rows = await db
      .selectFrom('audit_checkpoint')
      .selectAll()
      .where('key_id', '=', keyId)
      .where('number', '>=', own?.number ?? 1)
      .orderBy('number')
      .execute();
    const inDatabase = rows.map((row) => checkpointOf(row));
    const contradicts = inFile !== undefined && inDatabase[0]?.signature !== inFile.signature;
    if (contradicts)
      logger.error({ keyId }, 'the audit checkpoints contradict the database: run isocenter audit verify');
    this.#uncopied.push(...inDatabase.slice(own === undefined ? 0 : 1));
    this.#last = inDatabase.at(-1) ?? own;
    await this.#copy();
  }
}

function rowOf({ hash, at, keyId, ...rest }: Checkpoint): Insertable<AuditCheckpointTable> {
  return { ...rest, key_id: keyId, hash: Buffer.from(hash, 'hex'), at: new Date(at) };
}

/** Returns the checkpoint that a row holds. */
export function checkpointOf(row: Selectable<AuditCheckpointTable>): Checkpoint {
  const { number, sequence, previous, signature } = row;
  const hash = row.hash.toString('hex');
  return { keyId: row.key_id, number, sequence, hash, at: row.at.toISOString(), previous, signature };
}
