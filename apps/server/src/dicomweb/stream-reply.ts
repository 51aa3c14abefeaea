/**
 * Sends bodies as they are made, at the pace of who receives them. A receiver who leaves ends the making; what fails
 * before the first byte is answered as a problem, what fails later cuts the connection, so that nobody takes a part for
 * the whole.
 */

import { Readable, type Writable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';

export type Chunks = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

export type StreamedBody = {
  readonly contentType: string;
  readonly lengthBytes: number | undefined;
  /** Bytes need be valid only until the next chunk is asked for. */
  chunks(): Chunks;
};

/** Pieces are gathered up to here, in bytes: a write costs as much as copying that much. */
const gatheredBytes = 1 << 19;

/** As long as no more has come. */
const firstGatheredBytes = 1 << 15;

/** What has waited so long is sent before there is enough: a body may be made slowly. */
const longestWaitMs = 20;

/** From here on a piece is sent from where it lies. */
const longPieceBytes = 1 << 18;

/** Answers 200, or what was set before, with a body; a HEAD request gets its headers and makes nothing. */
export function sendBody(request: FastifyRequest, reply: FastifyReply, body: StreamedBody): FastifyReply {
  reply.type(body.contentType);
  if (body.lengthBytes !== undefined) reply.header('content-length', body.lengthBytes);
  if (request.method === 'HEAD') return reply.send();
  return reply.send(new PacedBody(body.chunks()));
}

/**
 * A body for fastify, which takes streams and calls `pipe`. The stream's own machinery would read ahead, and so ask for a
 * chunk while the one before still lies in the socket's queue; this waits until a chunk has left.
 */
class PacedBody extends Readable {
  readonly #chunks: Chunks;
  /** Ends the wait for a chunk to leave, when there is nobody to receive it any more. */
  #giveUp: (() => void) | undefined;

  constructor(chunks: Chunks) {
    super();
    this.#chunks = chunks;
  }

  override pipe<T extends NodeJS.WritableStream>(destination: T): T {
    // Fastify passes the response, which is a Writable in all that is used here.
    const response = destination as unknown as Writable;
    response.once('close', () => this.#giveUp?.());
    this.#send(response).then(
      () => {
        response.end();
        // Nothing was pushed: this only tells listeners that the stream has ended.
        this.push(null);
        this.resume();
      },
      (error: unknown) => this.destroy(error instanceof Error ? error : new Error('a body could not be made')),
    );
    return destination;
  }

  override _read(): void {
    // Chunks go straight to the destination.
  }

  async #send(response: Writable): Promise<void> {
    const gathered = new GatheredPieces();
    let early: Promise<void> | undefined;
    const timer = setInterval(() => {
      if (early !== undefined || gathered.isEmpty) return;
      early = this.#write(response, gathered.take());
      // Met with the next chunk.
      early.catch(() => undefined);
    }, longestWaitMs);
    try {
      for await (const chunk of this.#chunks) {
        if (response.destroyed || this.destroyed) throw new Error('the receiver left');
        await early;
        early = undefined;
        const piece = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
        if (gathered.add(piece)) continue;
        await this.#write(response, gathered.take());
        if (!gathered.add(piece)) await this.#write(response, piece);
      }
      await early;
      await this.#write(response, gathered.take());
    } finally {
      clearInterval(timer);
    }
  }

  /** Resolves when all of it has left. */
  async #write(response: Writable, bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return;
    await new Promise<void>((resolve, reject) => {
      this.#giveUp = () => reject(new Error('the receiver left'));
      response.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
  }
}

/** Copies of pieces in memory that is used again. */
class GatheredPieces {
  #memory = Buffer.alloc(0);
  #filled = 0;

  get isEmpty(): boolean {
    return this.#filled === 0;
  }

  /** Returns false where there is no room, or the piece is better sent by itself. */
  add(piece: Uint8Array): boolean {
    const end = this.#filled + piece.length;
    if (piece.length >= longPieceBytes || end > gatheredBytes) return false;
    if (end > this.#memory.length) this.#grow(end);
    this.#memory.set(piece, this.#filled);
    this.#filled = end;
    return true;
  }

  /** Valid until the next piece is added. */
  take(): Uint8Array {
    const taken = this.#memory.subarray(0, this.#filled);
    this.#filled = 0;
    return taken;
  }

  #grow(lengthBytes: number): void {
    const memory = Buffer.allocUnsafeSlow(lengthBytes <= firstGatheredBytes ? firstGatheredBytes : gatheredBytes);
    memory.set(this.#memory.subarray(0, this.#filled));
    this.#memory = memory;
  }
}
