/**
 * Has a file scanned while it is taken in: the last step of taking it waits for the verdict, and nothing of a file that does not
 * pass is kept. Nothing is held in memory or on the disk for it.
 */

import { type ScannerSettings, scan } from './scan.ts';

export class ScanRefusal extends Error {
  override readonly name = 'ScanRefusal';
  readonly code: 'virus-found' | 'scanner-failed';

  constructor(code: ScanRefusal['code']) {
    super(`a file did not pass the virus scanner: ${code}`);
    this.code = code;
  }
}

/**
 * Yields the bytes, all of them read even where the scanner has answered before, since who sends hears no answer sooner.
 * @throws ScanRefusal after the last one, and what the bytes throw
 */
export async function* scannedOnTheWay(
  settings: ScannerSettings,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  const breaking = new AbortController();
  const copy = new Copy();
  const verdict = scan(settings, copy.read(), { signal: breaking.signal });
  // Looked at below; a file that breaks off is told by its own error.
  const ended = verdict.then(
    () => undefined,
    () => undefined,
  );
  try {
    for await (const chunk of bytes) {
      await Promise.race([copy.put(Uint8Array.from(chunk)), ended]);
      yield chunk;
    }
    copy.end();
    const passed = await verdict;
    if (passed !== 'clean') throw new ScanRefusal(passed === 'found' ? 'virus-found' : 'scanner-failed');
  } finally {
    breaking.abort();
    copy.end();
    await ended;
  }
}

/** Hands chunks from one side to the other, one at a time. */
class Copy {
  #waiting: Uint8Array | undefined;
  #isOver = false;
  #changed = Promise.withResolvers<void>();

  /** Resolves once the other side has taken it. */
  async put(chunk: Uint8Array): Promise<void> {
    this.#waiting = chunk;
    this.#tell();
    while (this.#waiting !== undefined && !this.#isOver) await this.#changed.promise;
  }

  end(): void {
    this.#isOver = true;
    this.#tell();
  }

  async *read(): AsyncGenerator<Uint8Array, void> {
    for (;;) {
      const chunk = this.#waiting;
      if (chunk !== undefined) {
        this.#waiting = undefined;
        this.#tell();
        yield chunk;
      } else if (this.#isOver) return;
      else await this.#changed.promise;
    }
  }

  #tell(): void {
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers<void>();
    resolve();
  }
}
