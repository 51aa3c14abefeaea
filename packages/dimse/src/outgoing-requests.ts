/**
 * Requests that we send, and the responses to them: those of a requestor, and the C-STORE sub-operations that the
 * performer of a C-GET invokes. PS3.7 §9.3, §10.3.
 *
 * One request at a time, so that every response is either the awaited one or breaks the protocol. Responses that nobody
 * has asked for yet stop reading, so that a peer never fills our memory with matches.
 */

import { type CommandSet, commandField, encodeCommandSet, noDataSet, responseBit } from './command-set.ts';
import { DataSetCollector } from './data-set-collector.ts';
import { type DataSetSource, writeDataSet } from './data-set-writer.ts';
import { DimseError } from './errors.ts';
import { encodeCommandPdus, encodeMessagePdus } from './p-data.ts';
import { isPending } from './status.ts';
import type { AcceptedContext } from './verbs.ts';

export type Response = {
  readonly command: CommandSet;
  readonly status: number;
  /** In memory of its own; undefined where none came. */
  readonly dataSet: Uint8Array | undefined;
};

export type OutgoingRequestsPort = {
  /** As `MessageSender.send`. */
  send(pieces: readonly Uint8Array[]): Promise<void> | undefined;
  /** As `Transport.isSent`. */
  isSent(): boolean;
  /** Announced by the peer; 0 for no limit. */
  readonly peerMaxPduBytes: number;
  resume(): void;
  abort(): void;
  violation(rule: string, contextId: number, field?: number): void;
};

export type RequestMessage = {
  readonly context: AcceptedContext;
  readonly command: Omit<CommandSet, 'messageId'>;
  readonly dataSet?: DataSetSource | undefined;
  /** Longest data set of a response, in bytes; 0 where responses have none that is of use. */
  readonly responseLimitBytes: number;
  /** A data set in memory leaves in one write, so that other messages may be sent before the peer has taken it. */
  readonly isInOneWrite?: boolean;
};

/** The request that is being answered. */
type Awaited = {
  readonly message: RequestMessage;
  readonly messageId: number;
  /** A response that came before it was asked for. */
  arrived: Response | undefined;
  waiting: PromiseWithResolvers<Response> | undefined;
};

export class OutgoingRequests {
  readonly #port: OutgoingRequestsPort;
  #messageId = 0;
  #awaited: Awaited | undefined;
  /** A response whose data set is coming in. */
  #incoming: { readonly command: CommandSet; readonly collector: DataSetCollector } | undefined;
  #error: DimseError | undefined;
  #turn: Promise<void> = Promise.resolve();

  constructor(port: OutgoingRequestsPort) {
    this.#port = port;
  }

  /** Resolves once the requests before are over, with what must be called when the next may begin. */
  async enter(): Promise<() => void> {
    const before = this.#turn;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#turn = promise;
    await before;
    return resolve;
  }

  /**
   * Sends a request; `next` then returns its responses. A data set in chunks is sent as they come; where they fail, the
   * association is aborted, because half a data set cannot be taken back in another way.
   *
   * @throws DimseError what ended the association, `invalid-argument`; errors of the data set's source
   */
  async send(message: RequestMessage): Promise<void> {
    if (this.#error !== undefined) throw this.#error;
    this.#messageId = (this.#messageId % 0xffff) + 1;
    const { context, dataSet } = message;
    const command = encodeCommandSet({ ...message.command, messageId: this.#messageId });
    const commandPdus = encodeCommandPdus(context.id, command, this.#port.peerMaxPduBytes);
    this.#awaited = { message, messageId: this.#messageId, arrived: undefined, waiting: undefined };
    if (dataSet === undefined) {
      await this.#port.send([commandPdus]);
      return;
    }
    if (message.isInOneWrite === true && dataSet instanceof Uint8Array) {
      await this.#port.send(encodeMessagePdus(context.id, command, dataSet, this.#port.peerMaxPduBytes));
      return;
    }
    try {
      await writeDataSet(dataSet, {
        contextId: context.id,
        commandPdus,
        maxPduBytes: this.#port.peerMaxPduBytes,
        send: (pieces) => this.#port.send(pieces),
        isSent: () => this.#port.isSent(),
      });
    } catch (error) {
      this.#port.abort();
      throw error;
    }
  }

  /** Resolves with the next response to the request that was sent. @throws DimseError what ended the association */
  next(): Promise<Response> {
    const awaited = this.#awaited;
    if (awaited === undefined) return Promise.reject(this.#error ?? unasked());
    const { arrived } = awaited;
    if (arrived === undefined) {
      if (this.#error !== undefined) return Promise.reject(this.#error);
      awaited.waiting = Promise.withResolvers<Response>();
      return awaited.waiting.promise;
    }
    awaited.arrived = undefined;
    if (isPending(arrived.status)) this.#port.resume();
    else this.#awaited = undefined;
    return Promise.resolve(arrived);
  }

  /** Sends a request that has one response, and resolves with it. @throws DimseError as `send` and `next` */
  async exchange(message: RequestMessage): Promise<Response> {
    await this.send(message);
    return await this.next();
  }

  /** Asks the peer to end the request that was sent, PS3.7 §9.3.2.3; its last response still follows. */
  cancel(): void {
    if (this.#awaited === undefined || this.#error !== undefined) return;
    const { message, messageId } = this.#awaited;
    const command = { commandField: commandField.cCancelRq, messageIdRespondedTo: messageId, dataSetType: noDataSet };
    // One short write; the responses that follow tell how far the peer is.
    const taken = this.#port.send(encodeMessagePdus(message.context.id, encodeCommandSet(command), undefined, 0));
    taken?.catch(() => undefined);
  }

  // What comes in

  /** Takes the command set of a response. Returns whether reading may go on. */
  response(command: CommandSet, context: AcceptedContext): boolean {
    const awaited = this.#awaited;
    const isAwaited =
      awaited !== undefined &&
      (awaited.arrived === undefined || isPending(awaited.arrived.status)) &&
      command.commandField === (awaited.message.command.commandField | responseBit) &&
      command.messageIdRespondedTo === awaited.messageId &&
      context.id === awaited.message.context.id;
    if (!isAwaited) return this.#violate('a response comes without a request', context.id, command.commandField);
    const { status } = command;
    if (status === undefined) return this.#violate('a response has no Status', context.id, command.commandField);
    if (command.dataSetType === noDataSet) return this.#deliver(awaited, { command, status, dataSet: undefined });
    this.#incoming = { command, collector: new DataSetCollector(awaited.message.responseLimitBytes) };
    return true;
  }

  /** Takes bytes of the data set of a response. Returns whether reading may go on. */
  dataSet(bytes: Uint8Array, isLast: boolean): boolean {
    const awaited = this.#awaited;
    const incoming = this.#incoming;
    if (awaited === undefined || incoming === undefined) return true;
    const { command, collector } = incoming;
    const isWanted = awaited.message.responseLimitBytes > 0;
    try {
      if (isWanted) collector.push(bytes);
    } catch {
      // The only error is the limit.
      return this.#violate('the data set of a response is too long', awaited.message.context.id, command.commandField);
    }
    if (!isLast) return true;
    this.#incoming = undefined;
    const dataSet = isWanted ? collector.take() : undefined;
    return this.#deliver(awaited, { command, status: command.status ?? 0, dataSet });
  }

  /** The association is no more. */
  ended(error: DimseError): void {
    this.#error = error;
    const waiting = this.#awaited?.waiting;
    if (this.#awaited?.arrived === undefined) this.#awaited = undefined;
    waiting?.reject(error);
  }

  /** Reading stops at a pending response that is not asked for; after the last response nothing can pile up. */
  #deliver(awaited: Awaited, response: Response): boolean {
    const isLast = !isPending(response.status);
    const { waiting } = awaited;
    if (waiting === undefined) {
      awaited.arrived = response;
      return isLast;
    }
    awaited.waiting = undefined;
    if (isLast) this.#awaited = undefined;
    waiting.resolve(response);
    return true;
  }

  #violate(rule: string, contextId: number, field: number): boolean {
    this.#port.violation(rule, contextId, field);
    return true;
  }
}

function unasked(): DimseError {
  return new DimseError('invalid-argument', 'no request was sent');
}
