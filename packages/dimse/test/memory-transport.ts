/** A transport that remembers what was sent; a test plays the peer. */

import { concatBytes } from '../src/items.ts';
import type { Transport } from '../src/transport.ts';

export class MemoryTransport implements Transport {
  readonly sent: Uint8Array[] = [];
  isPaused = false;
  isClosed = false;
  /** The peer takes no more. */
  isBlocked = false;

  send(pieces: readonly Uint8Array[]): boolean {
    this.sent.push(concatBytes(pieces));
    return !this.isBlocked;
  }

  /** What is sent is copied. */
  get isSent(): boolean {
    return !this.isBlocked;
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  close(): void {
    this.isClosed = true;
  }

  /** What was sent since the last call, as one byte string per write. */
  take(): readonly Uint8Array[] {
    return this.sent.splice(0);
  }
}
