/**
 * The messages of one association that we opened: requests out, responses in, and what the peer may ask of us, the
 * sub-operations of a C-GET and N-EVENT-REPORT.
 * PS3.7 §9.3, §10.3.
 *
 * One operation at a time; the next waits for the last response of the one before. Connections and their ends are
 * `client-association.ts`'s.
 */

import type { Clock } from './clock.ts';
import { type CommandSet, noDataSet, responseBit } from './command-set.ts';
import type { DimseError } from './errors.ts';
import { IdleTimer } from './idle-timer.ts';
import { IncomingRequests, type OpenStore, type TakeEvent } from './incoming-requests.ts';
import { MessageReceiver } from './message-receiver.ts';
import { MessageSender } from './message-sender.ts';
import { OutgoingRequests, type RequestMessage, type Response } from './outgoing-requests.ts';
import { dimseStatus, isPending } from './status.ts';
import type { AcceptedContext } from './verbs.ts';

export type ScuSessionPort = {
  /** One write; false where the peer must take what is buffered first, `drained` follows. */
  sendPData(pieces: readonly Uint8Array[]): boolean;
  /** As `Transport.isSent`. */
  isSent(): boolean;
  resume(): void;
  abort(): void;
  /** The peer broke a rule; ends the association. */
  violation(rule: string): void;
  /** The peer took too long; ends the association. */
  expired(): void;
};

export type ScuSessionOptions = {
  readonly contexts: readonly AcceptedContext[];
  /** Announced by the peer; 0 for no limit. */
  readonly peerMaxPduBytes: number;
  readonly clock: Clock;
  /** Without progress of the peer while it is waited for; milliseconds. */
  readonly responseTimeoutMs: number;
  /** Takes the N-EVENT-REPORTs of the peer; default: they are answered with 0211H. */
  readonly takeEvent?: TakeEvent | undefined;
};

export type QueryOptions = {
  /** Ends the operation by C-CANCEL-RQ. */
  readonly signal?: AbortSignal | undefined;
  /** Takes the instances of a C-GET. */
  readonly store?: OpenStore | undefined;
};

export class ScuSession {
  readonly #port: ScuSessionPort;
  readonly #options: ScuSessionOptions;
  readonly #receiver: MessageReceiver;
  readonly #sender: MessageSender;
  readonly #requests: OutgoingRequests;
  readonly #incoming: IncomingRequests;
  #isSending = false;
  /** Whose data set comes in. */
  #isResponse = false;
  /** Runs while a response is awaited. */
  #timer: IdleTimer | undefined;
  #hasEnded = false;

  constructor(port: ScuSessionPort, options: ScuSessionOptions) {
    const { contexts, peerMaxPduBytes } = options;
    this.#port = port;
    this.#options = options;
    this.#receiver = new MessageReceiver(new Map(contexts.map((context) => [context.id, context])), {
      command: (command, context) => this.#command(command, context),
      dataSet: (bytes, isLast) => (this.#isResponse ? this.#requests : this.#incoming).dataSet(bytes, isLast),
      violation: port.violation,
    });
    this.#sender = new MessageSender((pieces) => port.sendPData(pieces), peerMaxPduBytes);
    this.#incoming = new IncomingRequests({
      sender: this.#sender,
      takeEvent: options.takeEvent,
      isSending: () => this.#isSending,
      resume: () => this.#resume(),
    });
    this.#requests = new OutgoingRequests({
      peerMaxPduBytes,
      send: (pieces) => this.#send(pieces),
      isSent: () => port.isSent(),
      resume: () => this.#resume(),
      abort: () => port.abort(),
      violation: port.violation,
    });
  }

  /** Resolves once the operations before are over, with what must be called when the next may begin. */
  enter(): Promise<() => void> {
    return this.#requests.enter();
  }

  /** Sends a request that has one response, and resolves with it. @throws DimseError what ends the association */
  async exchange(message: RequestMessage): Promise<Response> {
    const leave = await this.enter();
    try {
      await this.#sendRequest(message);
      return await this.#next();
    } finally {
      leave();
    }
  }

  /**
   * Sends a request that has several responses; yields the pending ones and returns the last. Where the caller or the
   * signal ends it early, the operation is cancelled, and its last response awaited before the next may begin.
   *
   * @throws DimseError what ends the association
   */
  async *query(message: RequestMessage, { signal, store }: QueryOptions): AsyncGenerator<Response, Response, void> {
    const leave = await this.enter();
    let last: Response | undefined;
    const cancel = (): void => this.#requests.cancel();
    try {
      // What was given up before it was sent needs no peer.
      if (signal?.aborted) {
        last = cancelled(message);
        return last;
      }
      if (store !== undefined) this.#incoming.begin(store);
      await this.#sendRequest(message);
      signal?.addEventListener('abort', cancel);
      if (signal?.aborted) cancel();
      while (last === undefined) {
        const response = await this.#next();
        if (!isPending(response.status)) last = response;
        else if (!signal?.aborted) yield response;
      }
      return last;
    } finally {
      signal?.removeEventListener('abort', cancel);
      if (last === undefined) await this.#giveUp(signal?.aborted ?? false);
      await this.#incoming.end();
      leave();
    }
  }

  // Upper layer

  /** See `PduReceiver.fragment`. */
  pData(contextId: number, control: number, bytes: Uint8Array, isEndOfPdv: boolean): boolean {
    this.#timer?.progress();
    const goesOn = this.#receiver.pData(contextId, control, bytes, isEndOfPdv);
    if (!goesOn) this.#timer?.beginOurTurn();
    return goesOn;
  }

  drained(): void {
    this.#sender.drained();
    this.#incoming.drained();
  }

  /** The association is no more; operations that wait are rejected with the error. */
  ended(error: DimseError): void {
    this.#hasEnded = true;
    this.#sender.ended(error);
    this.#requests.ended(error);
    this.#incoming.ended();
  }

  #command(command: CommandSet, context: AcceptedContext): boolean {
    this.#isResponse = (command.commandField & responseBit) !== 0;
    if (this.#isResponse) return this.#requests.response(command, context);
    const mayRead = this.#incoming.request(command, context);
    if (mayRead !== undefined) return mayRead;
    this.#port.violation('a request comes unasked');
    return true;
  }

  // Waiting

  async #next(): Promise<Response> {
    const { clock, responseTimeoutMs } = this.#options;
    const timer = new IdleTimer(clock, responseTimeoutMs, () => this.#port.expired());
    this.#timer = timer;
    timer.start();
    try {
      return await this.#requests.next();
    } finally {
      timer.stop();
      this.#timer = undefined;
    }
  }

  async #sendRequest(message: RequestMessage): Promise<void> {
    this.#isSending = true;
    try {
      await this.#requests.send(message);
    } finally {
      this.#isSending = false;
      this.#incoming.sent();
    }
  }

  #send(pieces: readonly Uint8Array[]): Promise<void> | undefined {
    const taken = this.#sender.send(pieces);
    if (taken === undefined) return undefined;
    const stop = this.#options.clock.schedule(this.#options.responseTimeoutMs, () => this.#port.expired());
    return taken.finally(stop);
  }

  /** Ends an operation whose responses nobody waits for any more. */
  async #giveUp(isCancelled: boolean): Promise<void> {
    if (this.#hasEnded) return;
    try {
      if (!isCancelled) this.#requests.cancel();
      while (isPending((await this.#next()).status));
    } catch {
      // The association is gone, and the next operation will be told; this one has been given up.
    }
  }

  #resume(): void {
    if (this.#hasEnded) return;
    this.#timer?.endOurTurn();
    this.#port.resume();
  }
}

function cancelled({ command }: RequestMessage): Response {
  const { cancel: status } = dimseStatus;
  return {
    command: { commandField: command.commandField | responseBit, dataSetType: noDataSet, status },
    status,
    dataSet: undefined,
  };
}
