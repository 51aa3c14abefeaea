/**
 * Opens associations to other nodes: the requestor's side of PS3.8 §7.1. Its operations are those of
 * `ClientAssociation`: C-ECHO, C-STORE, C-FIND, C-MOVE, C-GET, N-ACTION and N-EVENT-REPORT.
 *
 * One operation at a time; the next call waits for the last response of the one before. Which contexts and roles to
 * propose is the caller's decision.
 */

import { connect } from 'node:net';
import { ClientAssociation } from './client-association.ts';
import { type Clock, systemClock } from './clock.ts';
import type { TakeEvent } from './incoming-requests.ts';
import type { ExtendedNegotiation, RoleSelection, UserIdentity } from './pdu.ts';
import { connectTls, type RequestorTls } from './tls.ts';

export type ContextProposal = { readonly abstractSyntax: string; readonly transferSyntaxes: readonly string[] };

export type OpenAssociationOptions = {
  readonly host: string;
  readonly port: number;
  readonly calledAet: string;
  readonly callingAet: string;
  /** 1 to 128; they get the presentation context IDs 1, 3, 5, … */
  readonly contexts: readonly ContextProposal[];
  /** Roles we ask for; in every other SOP Class we are SCU, PS3.7 §D.3.3.4. Default none. */
  readonly roleSelections?: readonly RoleSelection[];
  /** What we propose of SOP Classes beyond their baseline, PS3.7 §D.3.3.5. Default nothing. */
  readonly extendedNegotiations?: readonly ExtendedNegotiation[];
  /** Bytes announced as the longest P-DATA-TF PDU we take; default 131 072. */
  readonly maxPduBytes?: number;
  /** TLS of PS3.15 §B.12 or §B.13; default none. */
  readonly tls?: RequestorTls;
  /** For the connection, TLS included; milliseconds, default 10 000. */
  readonly connectTimeoutMs?: number;
  /** For A-ASSOCIATE-AC or -RJ, for A-RELEASE-RP and for the close, PS3.8 §9.1.5; milliseconds, default 30 000. */
  readonly artimTimeoutMs?: number;
  /**
   * For a response, from the last byte sent or the last message of the peer on, and for the peer to take more bytes;
   * milliseconds, default 120 000.
   */
  readonly responseTimeoutMs?: number;
  /** Takes the N-EVENT-REPORTs that the peer sends on this association; default: they are answered with 0211H. */
  readonly takeEvent?: TakeEvent;
  readonly userIdentity?: UserIdentity;
  readonly implementationClassUid?: string;
  readonly implementationVersionName?: string;
  readonly clock?: Clock;
  /** Aborts the association, also while it is being opened; default never. */
  readonly signal?: AbortSignal;
};

/**
 * Resolves once the association is established, also where the peer accepted none of the contexts.
 *
 * @throws DimseError `connection-failed`, `tls-failed`, `association-rejected` with result, source and reason,
 * `association-aborted`, `connection-lost`, `timeout` with the phase, `invalid-argument`
 */
export function openAssociation(options: OpenAssociationOptions): Promise<ClientAssociation> {
  const { host, port, tls } = options;
  const socket = tls === undefined ? connect({ host, port }) : connectTls(host, port, tls);
  return ClientAssociation.open(socket, { ...options, clock: options.clock ?? systemClock });
}
