/**
 * The transport port on a TCP socket, PS3.8 §9.1.
 *
 * Plain `data` events: for sockets that a server accepts, Node has no documented way to read into buffers of our own,
 * so each chunk of up to 64 KiB is fresh memory, given back as soon as it is used up, and at most one chunk more than the
 * socket's high-water mark is held.
 */

import type { Socket } from 'node:net';
import type { Transport, TransportUser } from './transport.ts';

export class SocketTransport implements Transport {
  readonly #socket: Socket;
  #isClosed = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    // One PDU is one write; waiting for the peer's acknowledgement (RFC 896) would cost 40 ms an operation.
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 60_000);
  }

  attach(user: TransportUser): void {
    let systemCode: string | undefined;
    const closed = (): void => {
      if (this.#isClosed) return;
      this.#isClosed = true;
      this.#socket.destroy();
      user.closed(systemCode);
    };
    this.#socket.on('data', (chunk: Uint8Array) => {
      if (!this.#isClosed) user.received(chunk);
    });
    this.#socket.on('drain', () => {
      if (!this.#isClosed) user.drained();
    });
    this.#socket.on('error', (error: NodeJS.ErrnoException) => {
      systemCode = error.code;
    });
    // A peer that only sends no more has left the association as well: PS3.8 §9.1.4 knows no half-closed one.
    this.#socket.on('end', closed);
    this.#socket.on('close', closed);
  }

  send(pieces: readonly Uint8Array[]): boolean {
    const only = pieces[0];
    if (pieces.length === 1 && only !== undefined) return this.#socket.write(only);
    this.#socket.cork();
    let isTaken = true;
    for (const piece of pieces) isTaken = this.#socket.write(piece);
    this.#socket.uncork();
    return isTaken;
  }

  get isSent(): boolean {
    return this.#socket.writableLength === 0;
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /**
   * Detaches the chunk's memory instead of leaving it to the collector: at a gigabyte a second, buffers nobody uses
   * any more are what makes it run. Chunks that share their memory with others stay.
   */
  release(chunk: Uint8Array): void {
    const { buffer } = chunk;
    if (buffer instanceof ArrayBuffer && buffer.byteLength === chunk.byteLength) buffer.transfer(0);
  }

  close(): void {
    this.#isClosed = true;
    this.#socket.destroy();
  }
}
