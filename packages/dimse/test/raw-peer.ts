/** A peer that sends whatever bytes a test likes and reads whole PDUs. */

import { connect, type Socket } from 'node:net';
import { readUint32 } from '../src/items.ts';

export class RawPeer {
  readonly socket: Socket;
  #received = new Uint8Array(0);
  #isClosed = false;
  #changed = Promise.withResolvers<void>();

  static async connect(port: number): Promise<RawPeer> {
    const socket = connect({ host: '127.0.0.1', port });
    const peer = new RawPeer(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return peer;
  }

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      this.#received = new Uint8Array(Buffer.concat([this.#received, chunk]));
      this.#notify();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#isClosed = true;
      this.#notify();
    });
  }

  send(...pieces: readonly Uint8Array[]): void {
    for (const piece of pieces) this.socket.write(piece);
  }

  /** The next whole PDU, header included; undefined where the connection ends before it. */
  async pdu(): Promise<Uint8Array | undefined> {
    for (;;) {
      if (this.#received.length >= 6) {
        const length = 6 + readUint32(this.#received, 2);
        if (this.#received.length >= length) {
          const pdu = this.#received.slice(0, length);
          this.#received = this.#received.slice(length);
          return pdu;
        }
      }
      if (this.#isClosed) return undefined;
      await this.#changed.promise;
    }
  }

  /** Resolves when the connection is closed. */
  async closed(): Promise<void> {
    while (!this.#isClosed) await this.#changed.promise;
  }

  destroy(): void {
    this.socket.destroy();
  }

  #notify(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
  }
}
