/**
 * The C-STORE sub-operations of a C-GET that we asked for: the peer sends instances on our own association, and we are
 * their SCP. PS3.7 §9.1.3.2.1, PS3.4 §C.4.3.
 */

import { type CommandSet, commandField, noDataSet } from './command-set.ts';
import { IncomingOperation } from './incoming-operation.ts';
import type { MessageSender } from './message-sender.ts';
import { buildResponse, outcomeOfError } from './response.ts';
import { parseStoreRequest } from './store-request.ts';
import type { AcceptedContext, RetrieveOutcome, StoreOutcome, StoreRequest, StoreSink } from './verbs.ts';

/** Resolves with a sink, or with an outcome that refuses; as `Verbs.store`. */
export type OpenStore = (request: StoreRequest) => Promise<StoreSink | StoreOutcome> | StoreSink | StoreOutcome;

export type IncomingStoresPort = {
  readonly sender: MessageSender;
  resume(): void;
};

export class IncomingStores {
  readonly #port: IncomingStoresPort;
  /** Present while a C-GET runs. */
  #open: OpenStore | undefined;
  #operation: IncomingOperation | undefined;
  /** A response waits for the peer to take it. */
  #isBlocked = false;
  readonly #whenIdle: (() => void)[] = [];

  constructor(port: IncomingStoresPort) {
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
    const open = this.#open;
    const { messageId } = command;
    if (open === undefined || messageId === undefined || this.#operation !== undefined) return undefined;
    if (command.commandField !== commandField.cStoreRq) return undefined;
    const store = parseStoreRequest(command, messageId, context);
    this.#operation = new IncomingOperation(
      command.dataSetType !== noDataSet,
      { open: () => ('status' in store ? store : open(store)) },
      {
        respond: (outcome) => this.#respond(command, context, outcome),
        outcomeOf: outcomeOfError,
        // What cannot be undone is known where it happened; the peer is answered with the failure before it.
        undoFailed: () => undefined,
        resume: () => this.#port.resume(),
        beginOurTurn: () => undefined,
        gone: () => this.#leave(),
      },
    );
    return this.#operation.begin();
  }

  /** Takes bytes of an instance. Returns whether reading may go on. */
  dataSet(bytes: Uint8Array, isLast: boolean): boolean {
    return this.#operation === undefined || this.#operation.dataSet(bytes, isLast);
  }

  drained(): void {
    if (!this.#isBlocked) return;
    this.#isBlocked = false;
    this.#port.resume();
  }

  /** The association is no more. */
  ended(): void {
    this.#operation?.ended();
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
