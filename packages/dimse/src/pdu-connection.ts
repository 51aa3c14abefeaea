/**
 * The way of PDUs over one connection, both directions: cuts what is received into PDUs, stops reading where nobody can
 * take more, knows whether the peer takes what is sent, and how long it has been without progress.
 *
 * What a PDU means in which state is `upper-layer.ts`'s.
 */

import type { Clock } from './clock.ts';
import { IdleTimer } from './idle-timer.ts';
import { PduReader, type PduReceiver } from './pdu-reader.ts';
import type { Transport } from './transport.ts';

/**
 * Bytes of an unfinished message that count as progress of the peer. A peer that lets single bytes drip is as idle as
 * one that sends nothing.
 */
const progressBytes = 4096;

/** Message control header: the last fragment of a command or data set, PS3.8 §E.2. */
const lastFragment = 2;

export type PduConnectionOptions = {
  readonly clock: Clock;
  /** How long the peer may be without progress, from `start` on; milliseconds, Infinity for no limit. */
  readonly idleTimeoutMs: number;
  /** Longest variable field of P-DATA-TF that was announced; bytes. */
  readonly maxPduBytes: number;
};

/** What one association is granted instead of the options of all. */
export type AssociationLimits = { readonly idleTimeoutMs?: number; readonly maxPduBytes?: number };

export type PduConnectionUser = Omit<PduReceiver, 'usedUp'> & {
  /** The peer has been without progress for too long; called once. */
  idle(): void;
};

export class PduConnection {
  readonly #transport: Transport;
  readonly #reader: PduReader;
  readonly #idle: IdleTimer;
  #isPaused = false;
  #isBlocked = false;
  #unfinishedBytes = 0;

  constructor(transport: Transport, user: PduConnectionUser, options: PduConnectionOptions) {
    this.#transport = transport;
    this.#idle = new IdleTimer(options.clock, options.idleTimeoutMs, () => user.idle());
    this.#reader = new PduReader(
      {
        controlPdu: (type, body) => {
          this.#idle.progress();
          user.controlPdu(type, body);
        },
        dataPdu: () => user.dataPdu(),
        fragment: (contextId, control, bytes, isEndOfPdv) => {
          this.#count(bytes.length, isEndOfPdv && (control & lastFragment) !== 0);
          const goesOn = user.fragment(contextId, control, bytes, isEndOfPdv);
          // A response that waits for the peer to take it makes us wait, not the peer.
          if (!goesOn) this.beginOurTurn();
          return goesOn;
        },
        invalidPdu: (reason) => user.invalidPdu(reason),
        usedUp: (chunk) => transport.release?.(chunk),
      },
      options.maxPduBytes,
    );
  }

  /** True where more is buffered than the peer takes. */
  get isBlocked(): boolean {
    return this.#isBlocked;
  }

  /** As `Transport.isSent`. */
  get isSent(): boolean {
    return this.#transport.isSent;
  }

  /** Watches from now on that the peer makes progress. */
  start({ idleTimeoutMs, maxPduBytes }: AssociationLimits = {}): void {
    if (maxPduBytes !== undefined) this.#reader.maxPduBytes = maxPduBytes;
    this.#idle.start(idleTimeoutMs);
  }

  /** One write. */
  send(pieces: readonly Uint8Array[]): void {
    if (this.#transport.send(pieces)) return;
    this.#isBlocked = true;
    this.#idle.endOurTurn();
  }

  /** Goes on reading after a fragment that asked to wait. */
  resume(): void {
    this.#idle.endOurTurn();
    this.#reader.resume();
    if (!this.#reader.isWaiting && this.#isPaused) {
      this.#isPaused = false;
      this.#transport.resume();
    }
  }

  /** Idle time stands still, until `endOurTurn`, `resume`, or a send that is not taken. */
  beginOurTurn(): void {
    if (!this.#isBlocked) this.#idle.beginOurTurn();
  }

  endOurTurn(): void {
    this.#idle.endOurTurn();
  }

  received(chunk: Uint8Array): void {
    // Most waits are over before the next chunk; only then is the way to the socket worth while.
    const isTooSoon = this.#reader.isWaiting;
    this.#reader.push(chunk);
    if (isTooSoon && !this.#isPaused) {
      this.#isPaused = true;
      this.#transport.pause();
    }
  }

  /** The peer has taken what was buffered. */
  drained(): void {
    this.#isBlocked = false;
    this.#idle.progress();
  }

  /** Forgets what was received and drops what still comes. */
  drop(): void {
    this.#reader.drop();
  }

  /** Nobody cares for progress any more. */
  stop(): void {
    this.#idle.stop();
  }

  close(): void {
    this.#reader.drop();
    this.#transport.close();
  }

  #count(lengthBytes: number, isEndOfMessagePart: boolean): void {
    this.#unfinishedBytes += lengthBytes;
    if (!isEndOfMessagePart && this.#unfinishedBytes < progressBytes) return;
    this.#unfinishedBytes = 0;
    this.#idle.progress();
  }
}
