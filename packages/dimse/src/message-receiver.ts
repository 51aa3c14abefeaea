/**
 * Puts the messages of an association together as they arrive: a whole command set, then the bytes of the data set it
 * announces. PS3.7 §6.3.1, §8; PS3.8 Annex E.
 *
 * The order of fragments is checked here, for acceptor and requestor alike. What a message means, and whether it comes
 * at the right time, is its user's to say; data sets are handed on as they come and never held.
 */

import { CommandAssembler } from './command-assembler.ts';
import { type CommandSet, commandField, noDataSet } from './command-set.ts';
import { DimseError } from './errors.ts';
import { messageControl } from './pdu.ts';
import type { AcceptedContext } from './verbs.ts';

export type MessageUser = {
  /** A command set is complete. Returns whether reading may go on. */
  command(command: CommandSet, context: AcceptedContext): boolean;
  /** Bytes, possibly none, of the data set that the last command set announced. Returns whether reading may go on. */
  dataSet(bytes: Uint8Array, isLast: boolean): boolean;
  /** The peer broke a rule; ends the association. */
  violation(rule: string, contextId: number): void;
};

export class MessageReceiver {
  readonly #contexts: ReadonlyMap<number, AcceptedContext>;
  readonly #user: MessageUser;
  readonly #commands = new CommandAssembler();
  /** Presentation context of the command set that is coming in; undefined between command sets. */
  #commandContextId: number | undefined;
  /** Presentation context of the data set that is due; undefined between messages. */
  #dataSetContextId: number | undefined;

  constructor(contexts: ReadonlyMap<number, AcceptedContext>, user: MessageUser) {
    this.#contexts = contexts;
    this.#user = user;
  }

  /** See `PduReceiver.fragment`. */
  pData(contextId: number, control: number, bytes: Uint8Array, isEndOfPdv: boolean): boolean {
    const isLast = isEndOfPdv && (control & messageControl.last) !== 0;
    if ((control & messageControl.command) !== 0) return this.#commandFragment(contextId, bytes, isLast);
    if (this.#dataSetContextId === undefined) {
      return this.#violate('a data set comes without a command set', contextId);
    }
    if (contextId !== this.#dataSetContextId) {
      return this.#violate('a data set has another presentation context than its command set', contextId);
    }
    if (isLast) this.#dataSetContextId = undefined;
    return this.#user.dataSet(bytes, isLast);
  }

  #commandFragment(contextId: number, bytes: Uint8Array, isLast: boolean): boolean {
    if (this.#dataSetContextId !== undefined) {
      return this.#violate('a command set comes before the end of a data set', contextId);
    }
    const context = this.#contexts.get(contextId);
    if (context === undefined) return this.#violate('a presentation context was not accepted', contextId);
    if (this.#commandContextId !== undefined && this.#commandContextId !== contextId) {
      return this.#violate('a command set changes its presentation context', contextId);
    }
    this.#commandContextId = contextId;
    let command: CommandSet | undefined;
    try {
      command = this.#commands.push(bytes, isLast);
    } catch (error) {
      if (!(error instanceof DimseError)) throw error;
      return this.#violate(error.message, contextId);
    }
    if (command === undefined) return true;
    this.#commandContextId = undefined;
    // No cancel has a data set, PS3.7 §9.3.2.3; one that announces it all the same must not make us wait for it.
    const isFollowed = command.dataSetType !== noDataSet && command.commandField !== commandField.cCancelRq;
    this.#dataSetContextId = isFollowed ? contextId : undefined;
    return this.#user.command(command, context);
  }

  #violate(rule: string, contextId: number): boolean {
    this.#user.violation(rule, contextId);
    return true;
  }
}
