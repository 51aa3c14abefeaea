/**
 * One request of the peer, from the end of its command set to its response: the data set flows into a sink while it
 * arrives, or is dropped, and then the outcome is answered. Used by acceptors for every request, and by requestors for
 * the sub-operations of a C-GET. PS3.7 §9.3, §10.3.
 *
 * While a verb or a sink has not settled, nothing more is read; a peer that sends ahead waits in its own send buffer.
 * Only operations that the peer may cancel read on once their data set is there. What a request asks for is not known
 * here; see `requested-operation.ts`. `SEMANTICS.md` has the life of an operation.
 */

import type { RetrieveOutcome, StoreSink } from './verbs.ts';

/** A sink whose end may be answered with more than a status. */
export type OperationSink = Omit<StoreSink, 'end'> & { end(): Promise<RetrieveOutcome> };

/** What is done for a request. */
export type RequestedOperation = {
  /** Returns who takes the data set, or what is answered, after the data set, if one follows. */
  open(): Promise<OperationSink | RetrieveOutcome> | OperationSink | RetrieveOutcome;
  /** Present where the peer may cancel: it is then listened to while the sink's `end` has not settled. */
  readonly canceller?: AbortController;
};

export type IncomingOperationPort = {
  /** Sends the response, after which the operation is over. Returns whether reading may go on. */
  respond(outcome: RetrieveOutcome): boolean;
  /** What an error is answered with. */
  outcomeOf(error: unknown): RetrieveOutcome;
  /** A sink could not be aborted. */
  undoFailed(error: unknown): void;
  resume(): void;
  /** It is our turn although reading goes on. */
  beginOurTurn(): void;
  /** The association has ended, and nothing of the operation is left open. */
  gone(): void;
};

export class IncomingOperation {
  readonly #hasDataSet: boolean;
  readonly #requested: RequestedOperation;
  readonly #port: IncomingOperationPort;
  /** Takes the data set; undefined while there is none, and where the data set is dropped. */
  #sink: OperationSink | undefined;
  /** What is answered once the data set has been dropped. */
  #outcome: RetrieveOutcome | undefined;
  /** A verb or a sink has not settled. */
  #isBusy = false;
  #hasEnded = false;

  constructor(hasDataSet: boolean, requested: RequestedOperation, port: IncomingOperationPort) {
    this.#hasDataSet = hasDataSet;
    this.#requested = requested;
    this.#port = port;
  }

  /** Returns whether reading may go on. */
  begin(): boolean {
    return this.#settle(
      () => this.#requested.open(),
      (answer) => {
        if (!isSink(answer)) return this.#answer(answer, !this.#hasDataSet);
        this.#sink = answer;
        return true;
      },
      (error) => this.#answer(this.#port.outcomeOf(error), !this.#hasDataSet),
      (answer) => {
        if (isSink(answer)) this.#sink = answer;
      },
    );
  }

  /** Takes bytes, possibly none, of the data set. Returns whether reading may go on. */
  dataSet(bytes: Uint8Array, isLast: boolean): boolean {
    const sink = this.#sink;
    if (sink === undefined) return this.#outcome === undefined || this.#answer(this.#outcome, isLast);
    if (bytes.length === 0) return isLast ? this.#end(sink) : true;
    return this.#settle(
      () => sink.write(bytes),
      () => (isLast ? this.#end(sink) : true),
      (error) => this.#abort(sink, this.#port.outcomeOf(error), isLast),
    );
  }

  /** The peer does not want to know any more. */
  cancel(): void {
    this.#requested.canceller?.abort();
  }

  /** The association is no more: an open sink is aborted as soon as it has settled; `gone` follows. */
  ended(): void {
    this.#hasEnded = true;
    this.cancel();
    if (!this.#isBusy) this.#abandon();
  }

  /** Answers now, or, where more of the data set is to come, once it has been dropped. */
  #answer(outcome: RetrieveOutcome, isNow: boolean): boolean {
    this.#outcome = outcome;
    return isNow ? this.#port.respond(outcome) : true;
  }

  #end(sink: OperationSink): boolean {
    // From here on the sink decides: what becomes durable while the connection breaks stays, and is sent again.
    this.#sink = undefined;
    const mayRead = this.#settle(
      () => sink.end(),
      (outcome) => this.#port.respond(outcome),
      (error) => this.#port.respond(this.#port.outcomeOf(error)),
    );
    if (this.#requested.canceller === undefined || !this.#isBusy) return mayRead;
    this.#port.beginOurTurn();
    return true;
  }

  #abort(sink: OperationSink, outcome: RetrieveOutcome, isLast: boolean): boolean {
    this.#sink = undefined;
    return this.#settle(
      () => sink.abort(),
      () => this.#answer(outcome, isLast),
      (error) => {
        this.#port.undoFailed(error);
        return this.#answer(outcome, isLast);
      },
    );
  }

  /**
   * Runs a piece of work and goes on with its result: at once where it is no promise, otherwise when it has settled;
   * reading stops meanwhile. Returns whether reading may go on now. `onLate` gets a value that comes after the end.
   */
  #settle<T>(
    work: () => Promise<T> | T,
    onValue: (value: T) => boolean,
    onError: (error: unknown) => boolean,
    onLate?: (value: T) => void,
  ): boolean {
    let result: Promise<T> | T;
    try {
      result = work();
    } catch (error) {
      return onError(error);
    }
    if (!(result instanceof Promise)) return onValue(result);
    this.#isBusy = true;
    result.then(
      (value) => {
        if (this.#hasEnded) onLate?.(value);
        this.#settled(() => onValue(value));
      },
      (error: unknown) => this.#settled(() => onError(error)),
    );
    return false;
  }

  #settled(goOn: () => boolean): void {
    this.#isBusy = false;
    if (this.#hasEnded) {
      this.#abandon();
      return;
    }
    const mayRead = goOn();
    if (mayRead && !this.#hasEnded) this.#port.resume();
  }

  /** Undoes what the end of the association left open. */
  #abandon(): void {
    const sink = this.#sink;
    this.#sink = undefined;
    if (sink === undefined) {
      this.#port.gone();
      return;
    }
    sink.abort().then(
      () => this.#port.gone(),
      (error: unknown) => {
        this.#port.undoFailed(error);
        this.#port.gone();
      },
    );
  }
}

function isSink(answer: OperationSink | RetrieveOutcome): answer is OperationSink {
  return 'write' in answer;
}
