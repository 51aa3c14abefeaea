/** A C-FIND whose verb waits for the test at each match, and what tests of C-FIND, C-MOVE and C-GET share. */

import type { CommandSet } from '../src/command-set.ts';
import type { FindMatch, FindRequest, SuboperationCounts } from '../src/verbs.ts';
import { contextId, MemoryRequestor } from './memory-association.ts';
import { findRequest } from './messages.ts';

/** QueryRetrieveLevel (0008,0052) is `IMAG`, in Implicit VR Little Endian: tag, length, value. */
export const identifier = Uint8Array.of(8, 0, 82, 0, 4, 0, 0, 0, 73, 77, 65, 71);

/** What happened to a verb, and gates that a test opens. */
export class Verb {
  readonly seen: string[] = [];
  request: FindRequest | undefined;
  #gate = Promise.withResolvers<void>();

  /** Lets the verb go on once. */
  go(): void {
    const gate = this.#gate;
    this.#gate = Promise.withResolvers<void>();
    gate.resolve();
  }

  /** Resolves with the gate, or when the operation is cancelled. */
  async pause(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const aborted = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => aborted.resolve());
    await Promise.race([this.#gate.promise, aborted.promise]);
  }

  /** Yields matches, each after a `go`, and ends when cancelled. */
  async *find(request: FindRequest, count: number, matchBytes: number): AsyncGenerator<FindMatch, void, void> {
    this.request = request;
    this.seen.push('begin');
    try {
      for (let number = 1; number <= count; number += 1) {
        await this.pause(request.signal);
        if (request.signal.aborted) return;
        this.seen.push(`match ${number}`);
        const identifier = new Uint8Array(matchBytes);
        identifier[0] = number;
        yield { identifier, ...(number === 2 && { isWarning: true }) };
      }
      await this.pause(request.signal);
    } finally {
      this.seen.push('closed');
    }
  }
}

/** So long that it is not gathered with the next. */
export const longMatchBytes = 64 * 1024;

export function startFind(count: number, changes: Partial<CommandSet> = {}, matchBytes = 2) {
  const verb = new Verb();
  const peer = new MemoryRequestor({ find: (request) => verb.find(request, count, matchBytes) });
  peer.send(contextId.find, findRequest(changes), identifier);
  return { verb, peer };
}

export const statuses = (peer: MemoryRequestor) => peer.take().map(({ command }) => command.status);

export const counts = (remaining: number, completed: number, failed = 0, warning = 0): SuboperationCounts => ({
  remaining,
  completed,
  failed,
  warning,
});
