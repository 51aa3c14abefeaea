/**
 * The file of checkpoints, `checkpoints.jsonl` in the audit folder: one line each, only ever appended to and synced.
 *
 * A process that dies while it writes leaves a line without an end; the next one to open the file cuts it off.
 */

import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Checkpoint, encodeCheckpoint, parseCheckpoint } from './checkpoint.ts';

const fileName = 'checkpoints.jsonl';

/** Bytes; a line has about 400. */
const tailBytes = 4_096;

export class CheckpointFile {
  readonly #handle: FileHandle;

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** Opens or makes the file and cuts an unfinished line off its end. */
  static async open(dir: string): Promise<CheckpointFile> {
    const handle = await open(join(dir, fileName), 'a+', 0o600);
    const file = new CheckpointFile(handle);
    const { size } = await handle.stat();
    const tail = await file.#readTail(size);
    const unfinished = tail.length - (tail.lastIndexOf(0x0a) + 1);
    if (unfinished > 0) await handle.truncate(size - unfinished);
    await handle.sync();
    return file;
  }

  /** Returns the checkpoint of the last line; undefined for an empty file or a line that is none. */
  async readLast(): Promise<Checkpoint | undefined> {
    const { size } = await this.#handle.stat();
    const lines = (await this.#readTail(size)).toString('utf8').trimEnd().split('\n');
    return parseCheckpoint(lines.at(-1) ?? '');
  }

  /** Resolves when the line is durable; a line that cannot be written whole is taken back. */
  async append(checkpoint: Checkpoint): Promise<void> {
    const { size } = await this.#handle.stat();
    try {
      await this.#handle.appendFile(encodeCheckpoint(checkpoint));
      await this.#handle.datasync();
    } catch (error) {
      await this.#handle.truncate(size);
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  async #readTail(size: number): Promise<Buffer> {
    const length = Math.min(size, tailBytes);
    const { buffer, bytesRead } = await this.#handle.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.subarray(0, bytesRead);
  }
}

/** A line of the file, from 1; the checkpoint is undefined where the line is none. */
export type CheckpointLine = { readonly line: number; readonly checkpoint: Checkpoint | undefined };

/** Reads the whole file in order; nothing where there is no file. */
export async function* readCheckpointFile(dir: string): AsyncGenerator<CheckpointLine> {
  const stream = createReadStream(join(dir, fileName), { encoding: 'utf8' });
  let line = 0;
  try {
    for await (const text of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      line += 1;
      yield { line, checkpoint: parseCheckpoint(text) };
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw error;
  }
}
