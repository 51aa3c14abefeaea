/**
 * The association to the destination of a C-MOVE: opened when the first instance is sent, and again when it is lost.
 *
 * It proposes each SOP Class that is to be sent in the syntaxes it is stored in, one context each because the acceptor
 * takes one syntax of a context, and in Explicit VR Little Endian. Where that takes more than 128 contexts, the next
 * association is opened when the first instance comes that needs it.
 */

import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { type ContextProposal, openAssociation } from '@isocenter/dimse/client';
import type { ClientAssociation } from '@isocenter/dimse/client-association';
import { DimseError } from '@isocenter/dimse/errors';
import type { AcceptedContext, StoreInstance, StoreOutcome } from '@isocenter/dimse/verbs';
import type { StoredInstance } from '../dicomweb/instance-repository.ts';
import type { Receiver } from './suboperations.ts';

export type Destination = { readonly aeTitle: string; readonly host: string; readonly port: number };

/** Finds a destination by its AE title; undefined where this node knows none. */
export type FindDestination = (aeTitle: string) => Promise<Destination | undefined>;

const maxContexts = 128;

export function openReceiver(
  destination: Destination,
  callingAet: string,
  instances: readonly StoredInstance[],
): Receiver & { close(): Promise<void> } {
  return new MoveReceiver(destination, callingAet, planContexts(instances));
}

class MoveReceiver implements Receiver {
  readonly #destination: Destination;
  readonly #callingAet: string;
  readonly #plans: readonly (readonly ContextProposal[])[];
  #open: { readonly plan: readonly ContextProposal[]; readonly association: ClientAssociation } | undefined;

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
      return await association.store(instance);
    } catch (error) {
      // Half an object cannot be taken back but with the association; the next instance gets a new one.
      association.abort();
      this.#open = undefined;
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

  async #associationFor(plan: readonly ContextProposal[]): Promise<ClientAssociation> {
    if (this.#open?.plan === plan) return this.#open.association;
    await this.close();
    const { aeTitle: calledAet, host, port } = this.#destination;
    const association = await openAssociation({ host, port, calledAet, callingAet: this.#callingAet, contexts: plan });
    this.#open = { plan, association };
    return association;
  }
}

/** Every SOP Class is in one plan, with all its syntaxes. */
function planContexts(instances: readonly StoredInstance[]): readonly (readonly ContextProposal[])[] {
  const syntaxes = new Map<string, Set<string>>();
  for (const { sopClassUid, transferSyntaxUid } of instances) {
    const stored = syntaxes.get(sopClassUid) ?? new Set([explicitVrLittleEndian.uid]);
    syntaxes.set(sopClassUid, stored.add(transferSyntaxUid));
  }
  const plans: ContextProposal[][] = [[]];
  for (const [abstractSyntax, stored] of syntaxes) {
    const contexts = [...stored].map((uid) => ({ abstractSyntax, transferSyntaxes: [uid] }));
    const last = plans.at(-1) ?? [];
    if (last.length + contexts.length <= maxContexts) last.push(...contexts);
    else plans.push(contexts);
  }
  return plans;
}
