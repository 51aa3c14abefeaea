/**
 * Refuses objects while there is no room for them, before the disk is full: `out-of-resources`, which is A700H over C-STORE
 * and 507 over HTTP. What is under way when it becomes full is refused as well. It takes objects again by itself.
 */

import type { Ingest, IngestSink } from '../archive/archive.ts';
import type { IntakeResult } from '../archive/intake.ts';
import { StorageError } from '../storage/storage-error.ts';
import type { SpaceWatch } from './space-watch.ts';

export function guardIngest(ingest: Ingest, watch: Pick<SpaceWatch, 'isFull' | 'measure' | 'noteStored'>): Ingest {
  return { open: (request) => new GuardedSink(ingest.open(request), watch) };
}

class GuardedSink implements IngestSink {
  readonly #sink: IngestSink;
  readonly #watch: Pick<SpaceWatch, 'isFull' | 'measure' | 'noteStored'>;
  #lengthBytes = 0;
  #isRefused = false;

  constructor(sink: IngestSink, watch: Pick<SpaceWatch, 'isFull' | 'measure' | 'noteStored'>) {
    this.#sink = sink;
    this.#watch = watch;
  }

  write(chunk: Uint8Array): Promise<void> | undefined {
    this.#lengthBytes += chunk.length;
    if (this.#isRefused) return undefined;
    return this.#watch.isFull ? this.#writeIfRoom(chunk) : this.#sink.write(chunk);
  }

  async finish(): Promise<IntakeResult> {
    if (this.#isRefused) return { kind: 'refused', code: 'out-of-resources', message: 'There is no room for objects.' };
    const result = await this.#sink.finish();
    if (result.kind === 'durable') this.#watch.noteStored(this.#lengthBytes);
    return result;
  }

  abort(): Promise<void> {
    return this.#sink.abort();
  }

  /** What was full a moment ago may not be any more. @throws StorageError `disk-full` */
  async #writeIfRoom(chunk: Uint8Array): Promise<void> {
    const { level } = await this.#watch.measure();
    if (level !== 'full') {
      await this.#sink.write(chunk);
      return;
    }
    this.#isRefused = true;
    await this.#sink.abort();
    throw new StorageError('disk-full', 'There is no room for objects');
  }
}
