/**
 * The transport service the upper layer stands on, PS3.8 §9.1, as a port: TCP sockets in `socket-transport.ts`, and
 * plain memory in tests and proofs.
 */

export type Transport = {
  /**
   * Sends the pieces, in order, in one write. Returns false where more is buffered than the peer takes; `drained` is
   * then called once the buffer is empty.
   */
  send(pieces: readonly Uint8Array[]): boolean;
  /** True where nothing that was sent is held here any more: its memory may be used again. */
  readonly isSent: boolean;
  /** Stops and restarts the calls of `received`; a chunk already on its way may still come after `pause`. */
  pause(): void;
  resume(): void;
  /** Gives back a chunk that was received and is used up: its memory may go at once. */
  release?(chunk: Uint8Array): void;
  /** Ends the connection at once; what was sent and has not left is lost. */
  close(): void;
};

/** Whom the transport tells what happens. */
export type TransportUser = {
  received(chunk: Uint8Array): void;
  drained(): void;
  /** Once, unless our own `close` came first. `systemCode` such as `ECONNRESET` where the system gave one. */
  closed(systemCode: string | undefined): void;
};
