/**
 * What a peer asks of us on an association that we opened: the C-STORE sub-operations of a C-GET, whose SCP we are
 * (PS3.7 §9.1.3.2.1, PS3.4 §C.4.3), and N-EVENT-REPORT, which the user of a service receives (PS3.4 §J.3.3).
 *
 * A response never leaves in the middle of a request of ours: it waits for the last fragment of its data set.
 */

import { type CommandSet, commandField, noDataSet } from './command-set.ts';
import { IncomingOperation, type RequestedOperation } from './incoming-operation.ts';
import type { MessageSender } from './message-sender.ts';
import { notificationOperation } from './requested-operation.ts';
import { buildResponse, outcomeOfError } from './response.ts';
import { dimseStatus } from './status.ts';
import { parseStoreRequest } from './store-request.ts';
import type {
  AcceptedContext,
  NotificationRequest,
  RetrieveOutcome,
  StoreOutcome,
  StoreRequest,
  StoreSink,
} from './verbs.ts';

/** Resolves with a sink, or with an outcome that refuses; as `Verbs.store`. */
export type OpenStore = (request: StoreRequest) => Promise<StoreSink | StoreOutcome> | StoreSink | StoreOutcome;

/** Resolves with what an N-EVENT-REPORT is answered with. */
export type TakeEvent = (event: NotificationRequest) => Promise<StoreOutcome>;

export type IncomingRequestsPort = {
  readonly sender: MessageSender;
  /** Where undefined, events are answered with 0211H. */
  readonly takeEvent?: TakeEvent | undefined;
  /** True from the first to the last fragment of a request of ours; `sent` follows. */
  isSending(): boolean;
  resume(): void;
};

export class IncomingRequests {
  readonly #port: IncomingRequestsPort;
  /** Present while a C-GET runs. */
  #open: OpenStore | undefined;
  #operation: IncomingOperation | undefined;
  /** A response waits for the peer to take it. */
  #isBlocked = false;
  /** A response waits for the end of a request of ours. */
  #held: (() => void) | undefined;
  readonly #whenIdle: (() => void)[] = [];

  constructor(port: IncomingRequestsPort) {
    this.#port = port;
  }

  begin(open: OpenStore): void {
    this.#open = open;
  }

  /** Resolves once no sink is at work any more. */
  async end(): Promise<void> {
    this.#open = undefined;
    if (this.#operation !== undefined) await new Promise<void>((resolve) => this.#whenIdle.push(resolve));
  }

  /** Takes a request. Returns whether reading may go on; undefined where the request is out of place. */
  request(command: CommandSet, context: AcceptedContext): boolean | undefined {
    const { messageId } = command;
    if (messageId === undefined || this.#operation !== undefined) return undefined;
    const requested = this.#requestedBy(command, messageId, context);
    if (requested === undefined) return undefined;
    this.#operation = new IncomingOperation(command.dataSetType !== noDataSet, requested, {
      respond: (outcome) => this.#respondOnceSent(command, context, outcome),
      outcomeOf: outcomeOfError,
      // What cannot be undone is known where it happened; the peer is answered with the failure before it.
      undoFailed: () => undefined,
      resume: () => this.#port.resume(),
      beginOurTurn: () => undefined,
      gone: () => this.#leave(),
    });
    return this.#operation.begin();
  }

  /** Takes bytes of a data set. Returns whether reading may go on. */
  dataSet(bytes: Uint8Array, isLast: boolean): boolean {
    return this.#operation === undefined || this.#operation.dataSet(bytes, isLast);
  }

  drained(): void {
    if (!this.#isBlocked) return;
    this.#isBlocked = false;
    this.#port.resume();
  }

  /** The last fragment of a request of ours has left. */
  sent(): void {
    const held = this.#held;
    this.#held = undefined;
    held?.();
  }

  /** The association is no more. */
  ended(): void {
    const held = this.#held !== undefined;
    this.#held = undefined;
    if (held) this.#leave();
    else this.#operation?.ended();
  }

  #requestedBy(command: CommandSet, messageId: number, context: AcceptedContext): RequestedOperation | undefined {
    if (command.commandField === commandField.nEventReportRq) {
      const { takeEvent } = this.#port;
      if (takeEvent === undefined) return { open: () => ({ status: dimseStatus.unrecognizedOperation }) };
      return notificationOperation({ command, messageId, context }, takeEvent);
    }
    const open = this.#open;
    if (open === undefined || command.commandField !== commandField.cStoreRq) return undefined;
    const store = parseStoreRequest(command, messageId, context);
    return { open: () => ('status' in store ? store : open(store)) };
  }

  #respondOnceSent(command: CommandSet, context: AcceptedContext, outcome: RetrieveOutcome): boolean {
    if (!this.#port.isSending()) return this.#respond(command, context, outcome);
    this.#held = () => {
      if (this.#respond(command, context, outcome)) this.#port.resume();
    };
    return false;
  }

  #respond(command: CommandSet, context: AcceptedContext, outcome: RetrieveOutcome): boolean {
    this.#isBlocked = this.#port.sender.sendMessage(context.id, buildResponse(command, outcome)) !== undefined;
    this.#leave();
    return !this.#isBlocked;
  }

  #leave(): void {
    this.#operation = undefined;
    for (const resolve of this.#whenIdle.splice(0)) resolve();
  }
}
