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

/** Pieces that wait for more of them, in bytes, so that they are sent in one call; each costs a fifth of a large one. */
const maxGathered = 1 << 16;

/** Up to here a piece is held as a copy; longer ones are sent at once, with what waited. */
const maxSmallPiece = 1 << 14;

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
    let small: (Uint8Array | string)[] = [];
    let smallBytes = 0;
    for await (const chunk of this.#chunks) {
      if (response.destroyed || this.destroyed) throw new Error('the receiver left');
      if (chunk.length <= maxSmallPiece && smallBytes < maxGathered) {
        small.push(typeof chunk === 'string' ? chunk : new Uint8Array(chunk));
        smallBytes += chunk.length;
        continue;
      }
      await this.#write(response, [...small, chunk]);
      small = [];
      smallBytes = 0;
    }
    if (small.length > 0) await this.#write(response, small);
  }

  /** Resolves when all of it has left. */
  #write(response: Writable, pieces: readonly (Uint8Array | string)[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#giveUp = () => reject(new Error('the receiver left'));
      response.cork();
      const last = pieces.length - 1;
      for (const [index, piece] of pieces.entries()) {
        if (index < last) response.write(piece);
        else response.write(piece, (error) => (error ? reject(error) : resolve()));
      }
      response.uncork();
    });
  }
}
