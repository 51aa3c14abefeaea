/**
 * Server-sent events that tell open pages which studies changed, at most four times a second.
 *
 * An event holds internal ids only; the page asks again with its own rights.
 */

import type { StudiesEvent } from '@isocenter/contract/events';
import type { IndexWriter } from '../archive/index-writer.ts';

const tickMs = 250;
const heartbeatMs = 25_000;
/** More than this and the page is told to ask again for everything. */
const maxIds = 200;

/** Collects changes and hands them to every listener in one piece per tick. */
export class StudyEvents {
  readonly #listeners = new Set<(frame: string) => void>();
  readonly #pending = new Set<number>();
  readonly #index: IndexWriter;
  readonly #onChanged = (studies: readonly number[]) => this.#collect(studies);
  #tick: NodeJS.Timeout | undefined;

  constructor(index: IndexWriter) {
    this.#index = index;
    index.events.on('changed', this.#onChanged);
  }

  /** Calls `send` with each frame of the event stream until the returned function is called. */
  subscribe(send: (frame: string) => void): () => void {
    const heartbeat = setInterval(() => send(': alive\n\n'), heartbeatMs);
    heartbeat.unref();
    this.#listeners.add(send);
    send(': connected\n\n');
    return () => {
      clearInterval(heartbeat);
      this.#listeners.delete(send);
    };
  }

  close(): void {
    this.#index.events.off('changed', this.#onChanged);
    clearTimeout(this.#tick);
    this.#listeners.clear();
  }

  #collect(studies: readonly number[]): void {
    if (this.#listeners.size === 0) return;
    for (const id of studies) this.#pending.add(id);
    this.#tick ??= setTimeout(() => this.#publish(), tickMs);
  }

  #publish(): void {
    this.#tick = undefined;
    const studyIds = this.#pending.size > maxIds ? [] : [...this.#pending].map(String);
    this.#pending.clear();
    const event: StudiesEvent = { studyIds };
    const frame = `event: studies\ndata: ${JSON.stringify(event)}\n\n`;
    for (const send of this.#listeners) send(frame);
  }
}
