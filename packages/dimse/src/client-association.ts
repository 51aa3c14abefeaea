/**
 * One association that we opened: requests out, responses in. PS3.7 §9.1.1, §9.1.5; PS3.8 §7.1.
 */

import type { Socket } from 'node:net';
import { verificationSopClass } from '@isocenter/dicom/uids';
import { encodeAssociateRequest } from './associate-pdu.ts';
import type { OpenAssociationOptions } from './client.ts';
import type { Clock } from './clock.ts';
import { CommandAssembler } from './command-assembler.ts';
import { type CommandSet, commandField, encodeCommandSet, noDataSet, responseBit, withDataSet } from './command-set.ts';
import { type DataSetSource, writeDataSet } from './data-set-writer.ts';
import { defaults } from './defaults.ts';
import { DimseError } from './errors.ts';
import { encodeCommandPdus } from './p-data.ts';
import { type AssociateAcceptPdu, dicomApplicationContext, messageControl } from './pdu.ts';
import { contextResult, rejectionName } from './rejection.ts';
import { SocketTransport } from './socket-transport.ts';
import { type AssociationEnd, UpperLayer, type UpperLayerUser } from './upper-layer.ts';
import type { AcceptedContext, StoreOutcome } from './verbs.ts';

export type StoreInstance = {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** The syntax the data set is encoded in; there must be an accepted context for it. */
  readonly transferSyntaxUid: string;
  readonly dataSet: DataSetSource;
  /** 0 medium (default), 1 high, 2 low. */
  readonly priority?: number;
  readonly moveOriginator?: { readonly aet: string; readonly messageId: number };
};

type Options = OpenAssociationOptions & { readonly clock: Clock };

export class ClientAssociation implements UpperLayerUser {
  readonly #options: Options;
  readonly #socket: Socket;
  readonly #upperLayer: UpperLayer;
  readonly #commands = new CommandAssembler();
  readonly #opened = Promise.withResolvers<void>();
  readonly #ended = Promise.withResolvers<AssociationEnd>();
  #contexts: readonly AcceptedContext[] = [];
  #peerMaxPduBytes = 0;
  #end: AssociationEnd | undefined;
  /** What went wrong on our side, where that is why the association ended. */
  #failure: DimseError | undefined;
  #response: PromiseWithResolvers<CommandSet> | undefined;
  #drained: PromiseWithResolvers<void> | undefined;
  #messageId = 0;
  #awaitedMessageId = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #isConnected = false;

  static async open(socket: Socket, options: Options): Promise<ClientAssociation> {
    const association = new ClientAssociation(socket, options);
    await association.#open();
    return association;
  }

  private constructor(socket: Socket, options: Options) {
    this.#socket = socket;
    this.#options = options;
    const transport = new SocketTransport(socket);
    this.#upperLayer = new UpperLayer(transport, this, {
      isRequestor: true,
      clock: options.clock,
      artimTimeoutMs: options.artimTimeoutMs ?? defaults.artimTimeoutMs,
      idleTimeoutMs: Number.POSITIVE_INFINITY,
      maxPduBytes: options.maxPduBytes ?? defaults.maxPduBytes,
    });
    transport.attach(this.#upperLayer);
  }

  get acceptedContexts(): readonly AcceptedContext[] {
    return this.#contexts;
  }

  /** The longest P-DATA-TF PDU the peer takes, in bytes; 0 for no limit. */
  get maxPduBytes(): number {
    return this.#peerMaxPduBytes;
  }

  /**
   * Returns the status of a C-ECHO.
   * @throws DimseError `context-not-accepted` without a context for Verification, and what ends the association
   */
  async echo(): Promise<number> {
    const context = this.#contexts.find(({ abstractSyntax }) => abstractSyntax === verificationSopClass);
    if (context === undefined) throw notAccepted(verificationSopClass);
    const request = { commandField: commandField.cEchoRq, affectedSopClassUid: verificationSopClass };
    const response = await this.#inTurn(() => this.#exchange(context, { ...request, dataSetType: noDataSet }));
    return response.status ?? 0;
  }

  /**
   * Stores one instance and returns how the peer answered; a refusal is a status, not an error. Bytes are sent from
   * where they lie; of an iterable at most two PDUs are held.
   *
   * @throws DimseError `context-not-accepted`, and what ends the association. Where the iterable throws, the association
   * is aborted and its error is passed on.
   */
  async store(instance: StoreInstance): Promise<StoreOutcome> {
    const { sopClassUid, sopInstanceUid, transferSyntaxUid, dataSet, priority, moveOriginator } = instance;
    const context = this.#contexts.find(
      (accepted) => accepted.abstractSyntax === sopClassUid && accepted.transferSyntax === transferSyntaxUid,
    );
    if (context === undefined) throw notAccepted(sopClassUid, transferSyntaxUid);
    const request = {
      commandField: commandField.cStoreRq,
      affectedSopClassUid: sopClassUid,
      affectedSopInstanceUid: sopInstanceUid,
      priority: priority ?? 0,
      dataSetType: withDataSet,
      ...(moveOriginator !== undefined && {
        moveOriginatorAet: moveOriginator.aet,
        moveOriginatorMessageId: moveOriginator.messageId,
      }),
    };
    const response = await this.#inTurn(() => this.#exchange(context, request, dataSet));
    const { status, errorComment, offendingElements } = response;
    return {
      status: status ?? 0,
      ...(errorComment !== undefined && { errorComment }),
      ...(offendingElements !== undefined && { offendingElements }),
    };
  }

  /** Releases the association after the operations before it. @throws DimseError where it ends in another way */
  async release(): Promise<void> {
    await this.#inTurn(async () => {
      if (this.#end?.kind === 'released') return;
      this.#assertOpen();
      this.#upperLayer.release();
      const end = await this.#within('release', this.#artimTimeoutMs, this.#ended.promise);
      if (end.kind !== 'released') throw this.#errorOf(end);
    });
  }

  /** Ends the association at once with A-ABORT; operations that wait are rejected. */
  abort(): void {
    this.#upperLayer.abort();
  }

  // Upper layer

  associateConfirmation(accept: AssociateAcceptPdu): void {
    this.#peerMaxPduBytes = accept.userInformation.maxPduBytes;
    this.#contexts = accept.contexts.flatMap(({ id, result, transferSyntax }) => {
      const proposal = this.#options.contexts[(id - 1) / 2];
      if (result !== contextResult.acceptance || proposal === undefined) return [];
      return [{ id, abstractSyntax: proposal.abstractSyntax, transferSyntax }];
    });
    this.#opened.resolve();
  }

  pData(_contextId: number, control: number, bytes: Uint8Array, isEndOfPdv: boolean): boolean {
    // No response to an echo or a store carries a data set.
    if ((control & messageControl.command) === 0) return this.#violate('a data set comes unasked');
    try {
      const response = this.#commands.push(bytes, isEndOfPdv && (control & messageControl.last) !== 0);
      if (response === undefined) return true;
      const isAwaited =
        this.#response !== undefined &&
        (response.commandField & responseBit) !== 0 &&
        response.messageIdRespondedTo === this.#awaitedMessageId &&
        response.status !== undefined;
      if (!isAwaited) return this.#violate('a message comes unasked');
      this.#response?.resolve(response);
      return true;
    } catch (error) {
      if (!(error instanceof DimseError)) throw error;
      return this.#violate(error.message);
    }
  }

  drained(): void {
    this.#drained?.resolve();
    this.#drained = undefined;
  }

  ended(end: AssociationEnd): void {
    this.#end = end;
    const error = this.#errorOf(end);
    this.#opened.reject(error);
    this.#response?.reject(error);
    this.#drained?.reject(error);
    this.#ended.resolve(end);
    // The close of the connection is still awaited, PS3.8 §9.1.4, but nobody's process is kept for it.
    this.#socket.unref();
  }

  // Opening

  async #open(): Promise<void> {
    const { calledAet, callingAet, contexts, userIdentity, connectTimeoutMs } = this.#options;
    if (contexts.length < 1 || contexts.length > 128) {
      throw this.#giveUp(new DimseError('invalid-argument', 'an association proposes 1 to 128 presentation contexts'));
    }
    let request: Uint8Array;
    try {
      request = encodeAssociateRequest({
        protocolVersion: 1,
        calledAet,
        callingAet,
        applicationContext: dicomApplicationContext,
        contexts: contexts.map((proposal, index) => ({ id: 2 * index + 1, ...proposal })),
        userInformation: {
          maxPduBytes: this.#options.maxPduBytes ?? defaults.maxPduBytes,
          implementationClassUid: this.#options.implementationClassUid ?? defaults.implementationClassUid,
          implementationVersionName: this.#options.implementationVersionName ?? defaults.implementationVersionName,
          ...(userIdentity !== undefined && { userIdentity }),
        },
      });
    } catch (error) {
      throw this.#giveUp(error);
    }
    const connected = Promise.withResolvers<void>();
    this.#socket.once('connect', () => {
      this.#isConnected = true;
      connected.resolve();
      this.#upperLayer.connected();
    });
    this.#upperLayer.requestAssociation(request);
    this.#opened.promise.catch((error: unknown) => connected.reject(error));
    await this.#within('connect', connectTimeoutMs ?? 10_000, connected.promise);
    await this.#within('associate', this.#artimTimeoutMs, this.#opened.promise);
  }

  /** For arguments that cannot be sent; the connection is dropped unused. */
  #giveUp(error: unknown): unknown {
    this.#opened.promise.catch(() => undefined);
    this.#socket.destroy();
    return error;
  }

  // Operations

  /** Runs operations one after the other. */
  #inTurn<T>(operation: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(operation);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #exchange(
    context: AcceptedContext,
    request: Omit<CommandSet, 'messageId'>,
    dataSet?: DataSetSource,
  ): Promise<CommandSet> {
    this.#assertOpen();
    this.#messageId = (this.#messageId % 0xffff) + 1;
    this.#awaitedMessageId = this.#messageId;
    const command = encodeCommandSet({ ...request, messageId: this.#messageId });
    const response = Promise.withResolvers<CommandSet>();
    // The association may end while the data set is still being sent; who sends learns of it there.
    response.promise.catch(() => undefined);
    this.#response = response;
    try {
      const commandPdus = encodeCommandPdus(context.id, command, this.#peerMaxPduBytes);
      if (dataSet === undefined) await this.#send([commandPdus]);
      else await this.#sendDataSet(context.id, commandPdus, dataSet);
      return await this.#within('response', this.#responseTimeoutMs, response.promise);
    } finally {
      this.#response = undefined;
    }
  }

  async #sendDataSet(contextId: number, commandPdus: Uint8Array, dataSet: DataSetSource): Promise<void> {
    try {
      await writeDataSet(dataSet, {
        contextId,
        commandPdus,
        maxPduBytes: this.#peerMaxPduBytes,
        send: (pieces) => this.#send(pieces),
      });
    } catch (error) {
      // Half a data set cannot be taken back but with the association.
      this.abort();
      throw error;
    }
  }

  /** Resolves when the peer takes more; undefined where it does already. */
  #send(pieces: readonly Uint8Array[]): Promise<void> | undefined {
    this.#assertOpen();
    if (this.#upperLayer.sendPData(pieces)) return undefined;
    this.#drained = Promise.withResolvers<void>();
    return this.#within('response', this.#responseTimeoutMs, this.#drained.promise);
  }

  /** Ends the association where a promise does not settle in time. */
  async #within<T>(phase: string, timeoutMs: number, promise: Promise<T>): Promise<T> {
    const cancel = this.#options.clock.schedule(timeoutMs, () => {
      this.#failure = new DimseError('timeout', `the peer took too long: ${phase}`, {
        ...this.#where(),
        phase,
        timeoutMs,
      });
      this.abort();
    });
    try {
      return await promise;
    } finally {
      cancel();
    }
  }

  #violate(rule: string): boolean {
    this.#failure = new DimseError('invalid-message', `the peer broke the protocol: ${rule}`, this.#where());
    this.abort();
    return true;
  }

  #assertOpen(): void {
    if (this.#end !== undefined) throw this.#errorOf(this.#end);
  }

  #errorOf(end: AssociationEnd): DimseError {
    if (this.#failure !== undefined) return this.#failure;
    switch (end.kind) {
      case 'released':
        return new DimseError('association-closed', 'the association is released', this.#where());
      case 'rejected':
        return new DimseError('association-rejected', `the association was rejected: ${rejectionName(end.rejection)}`, {
          ...this.#where(),
          ...end.rejection,
        });
      case 'aborted':
        return new DimseError('association-aborted', `the association was aborted by the ${end.by} side`, {
          ...this.#where(),
          source: end.source,
          reason: end.reason,
        });
      case 'timeout':
        return new DimseError('timeout', 'the peer took too long', { ...this.#where(), phase: end.phase });
      case 'connection-lost':
        return new DimseError(
          this.#isConnected ? 'connection-lost' : 'connection-failed',
          this.#isConnected ? 'the connection was lost' : 'the connection could not be opened',
          { ...this.#where(), ...(end.systemCode !== undefined && { systemCode: end.systemCode }) },
        );
    }
  }

  #where() {
    return { host: this.#options.host, port: this.#options.port };
  }

  get #artimTimeoutMs(): number {
    return this.#options.artimTimeoutMs ?? defaults.artimTimeoutMs;
  }

  get #responseTimeoutMs(): number {
    return this.#options.responseTimeoutMs ?? 120_000;
  }
}

function notAccepted(sopClassUid: string, transferSyntaxUid?: string): DimseError {
  return new DimseError('context-not-accepted', 'no accepted presentation context fits', {
    sopClassUid,
    ...(transferSyntaxUid !== undefined && { transferSyntaxUid }),
  });
}
