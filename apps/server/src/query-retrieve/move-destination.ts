/**
 * The association to the destination of a C-MOVE: opened when the first instance is sent, and again when it is lost. A
 * destination that cannot be reached, or loses one association after the other, is not tried for the instances left.
 *
 * It proposes each SOP Class that is to be sent in the syntaxes it is stored in, one context each because the acceptor
 * takes one syntax of a context, then in Explicit and in Implicit VR Little Endian, then in any of the lossless ones that
 * images can be encoded in, for a destination that wants nothing else. Where that takes more than 128 contexts, the next
 * association is opened when the first instance comes that needs it.
 */

import { explicitVrLittleEndian, implicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { type ContextProposal, openAssociation } from '@isocenter/dimse/client';
import type { ClientAssociation } from '@isocenter/dimse/client-association';
import { DimseError } from '@isocenter/dimse/errors';
import type { RequestorTls } from '@isocenter/dimse/tls';
import type { AcceptedContext, StoreInstance, StoreOutcome } from '@isocenter/dimse/verbs';
import { countedStore, type SentObserver } from '../peers/counted-store.ts';
import type { StoredInstance } from '../retrieval/instance-repository.ts';
import { losslessSyntaxes } from '../retrieval/transcode.ts';
import type { Receiver } from './suboperations.ts';

export type Destination = {
  readonly aeTitle: string;
  readonly host: string;
  readonly port: number;
  /** That one C-MOVE may have at a time; default 1. */
  readonly associations?: number;
  /** Default none. */
  readonly tls?: RequestorTls;
  /** Told what goes there, and what fails. */
  readonly observer?: SentObserver & { opened(): void; failed(code: string): void };
};

/** Finds a destination by its AE title; undefined where this node knows none. */
export type FindDestination = (aeTitle: string) => Promise<Destination | undefined>;

const maxContexts = 128;
/** For fewer instances an association more does not pay. */
const minInstancesEach = 8;
/** Associations lost in a row, with nothing stored between. */
const maxLosses = 3;

export function openReceiver(
  destination: Destination,
  callingAet: string,
  instances: readonly StoredInstance[],
): MoveReceiver {
  return new MoveReceiver(destination, callingAet, planContexts(instances));
}

/** As many as the destination may have, and as there is work for; they share the destination and nothing else. */
export function openReceivers(
  destination: Destination,
  callingAet: string,
  instances: readonly StoredInstance[],
): readonly MoveReceiver[] {
  const plans = planContexts(instances);
  const wanted = Math.min(destination.associations ?? 1, Math.ceil(instances.length / minInstancesEach));
  return Array.from({ length: Math.max(1, wanted) }, () => new MoveReceiver(destination, callingAet, plans));
}

class MoveReceiver implements Receiver {
  readonly #destination: Destination;
  readonly #callingAet: string;
  readonly #plans: readonly (readonly ContextProposal[])[];
  #open: { readonly plan: readonly ContextProposal[]; readonly association: ClientAssociation } | undefined;

  readonly #givenUp = new AbortController();
  /** Why the destination counts as gone. */
  #gone: unknown;
  #losses = 0;

  constructor(destination: Destination, callingAet: string, plans: readonly (readonly ContextProposal[])[]) {
    this.#destination = destination;
    this.#callingAet = callingAet;
    this.#plans = plans;
  }

  async contextsFor({ sopClassUid }: StoredInstance): Promise<readonly AcceptedContext[]> {
    const plan = this.#plans.find((contexts) => contexts.some(({ abstractSyntax }) => abstractSyntax === sopClassUid));
    const association = await this.#associationFor(plan ?? []);
    return association.acceptedContexts.filter(({ abstractSyntax }) => abstractSyntax === sopClassUid);
  }

  async store(instance: StoreInstance): Promise<StoreOutcome> {
    const association = this.#open?.association;
    if (association === undefined) throw new DimseError('association-closed', 'there is no association to send on');
    try {
      const { observer } = this.#destination;
      const store = association.store.bind(association);
      const outcome = await (observer === undefined ? store(instance) : countedStore(store, instance, observer));
      this.#losses = 0;
      return outcome;
    } catch (error) {
      // Half an object cannot be taken back but with the association; the next instance gets a new one.
      association.abort();
      this.#open = undefined;
      this.#tellFailure(error);
      this.#losses += 1;
      if (this.#losses >= maxLosses) this.#gone = error;
      throw error;
    }
  }

  async close(): Promise<void> {
    const association = this.#open?.association;
    this.#open = undefined;
    try {
      await association?.release();
    } catch (error) {
      // What was answered stays answered, however the association ends.
      if (!(error instanceof DimseError)) throw error;
    }
  }

  /** Ends the association at once; what is under way fails. */
  abort(): void {
    this.#gone ??= new DimseError('association-closed', 'the association was given up');
    this.#givenUp.abort();
  }

  async #associationFor(plan: readonly ContextProposal[]): Promise<ClientAssociation> {
    if (this.#open?.plan === plan) return this.#open.association;
    await this.close();
    if (this.#gone !== undefined) throw this.#gone;
    const { aeTitle: calledAet, host, port, tls, observer } = this.#destination;
    const callingAet = this.#callingAet;
    try {
      const association = await openAssociation({
        ...{ host, port, calledAet, callingAet, contexts: plan, signal: this.#givenUp.signal },
        ...(tls !== undefined && { tls }),
      });
      observer?.opened();
      this.#open = { plan, association };
      if (this.#gone === undefined) return association;
      association.abort();
      throw this.#gone;
    } catch (error) {
      this.#gone = error;
      this.#tellFailure(error);
      throw error;
    }
  }

  #tellFailure(error: unknown): void {
    if (error instanceof DimseError) this.#destination.observer?.failed(error.code);
  }
}

/** Every SOP Class is in one plan, with all its syntaxes. */
function planContexts(instances: readonly StoredInstance[]): readonly (readonly ContextProposal[])[] {
  const syntaxes = new Map<string, Set<string>>();
  for (const { sopClassUid, transferSyntaxUid } of instances) {
    const stored = syntaxes.get(sopClassUid) ?? new Set();
    syntaxes.set(sopClassUid, stored.add(transferSyntaxUid));
  }
  const plans: ContextProposal[][] = [[]];
  for (const [abstractSyntax, stored] of syntaxes) {
    const proposed = new Set([...stored, explicitVrLittleEndian.uid, implicitVrLittleEndian.uid]);
    const lossless = losslessSyntaxes.map(({ uid }) => uid);
    const contexts = [...Array.from(proposed, (uid) => [uid]), lossless].map((transferSyntaxes) => ({
      abstractSyntax,
      transferSyntaxes,
    }));
    const last = plans.at(-1) ?? [];
    if (last.length + contexts.length <= maxContexts) last.push(...contexts);
    else plans.push(contexts);
  }
  return plans;
}
