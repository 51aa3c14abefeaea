/** Established associations in memory, one side ours; a test plays the other side with whole messages. */

import { acceptAll } from '../src/accept-all.ts';
import { encodeAssociateAccept } from '../src/associate-pdu.ts';
import type { AssociationEnd } from '../src/association-end.ts';
import { type CommandSet, encodeCommandSet, parseCommandSet } from '../src/command-set.ts';
import { DimseError } from '../src/errors.ts';
import type { TakeEvent } from '../src/incoming-requests.ts';
import { concatBytes } from '../src/items.ts';
import { silentLogger } from '../src/logger.ts';
import { buildAccept } from '../src/negotiation.ts';
import { encodeMessagePdus } from '../src/p-data.ts';
import { type ProposedContext, pduType } from '../src/pdu.ts';
import { PduReader } from '../src/pdu-reader.ts';
import { ScpSession } from '../src/scp-session.ts';
import { ScuSession } from '../src/scu-session.ts';
import { UpperLayer, type UpperLayerUser } from '../src/upper-layer.ts';
import type { AcceptedContext, Verbs } from '../src/verbs.ts';
import { ManualClock } from './manual-clock.ts';
import { MemoryTransport } from './memory-transport.ts';
import {
  associateRequestBytes,
  buildAssociateRequest,
  ctImageStorage,
  explicitVr,
  implicitVr,
  storageCommitment,
  studyRootFind,
  studyRootGet,
  studyRootMove,
  verification,
} from './messages.ts';

/** Presentation context IDs of the associations in memory. */
export const contextId = { verification: 1, ct: 3, find: 5, move: 7, get: 9, commitment: 11 } as const;

const proposed: readonly ProposedContext[] = [
  { id: contextId.verification, abstractSyntax: verification, transferSyntaxes: [implicitVr] },
  { id: contextId.ct, abstractSyntax: ctImageStorage, transferSyntaxes: [explicitVr] },
  { id: contextId.find, abstractSyntax: studyRootFind, transferSyntaxes: [implicitVr] },
  { id: contextId.move, abstractSyntax: studyRootMove, transferSyntaxes: [implicitVr] },
  { id: contextId.get, abstractSyntax: studyRootGet, transferSyntaxes: [implicitVr] },
  { id: contextId.commitment, abstractSyntax: storageCommitment, transferSyntaxes: [implicitVr] },
];

export const memoryContexts: readonly AcceptedContext[] = proposed.map(({ id, abstractSyntax, transferSyntaxes }) => ({
  id,
  abstractSyntax,
  transferSyntax: transferSyntaxes[0] ?? '',
}));

const ctContexts = memoryContexts.filter(({ id }) => id === contextId.ct);

export type Message = {
  readonly contextId: number;
  readonly command: CommandSet;
  /** Undefined where none came. */
  readonly dataSet?: Uint8Array;
};

const limits = { artimTimeoutMs: 1000, idleTimeoutMs: 60_000, maxPduBytes: 131_072 };

/** The other side of an association whose upper layer is ours. */
class MemoryPeer {
  readonly transport = new MemoryTransport();
  readonly clock = new ManualClock();
  /** How the association ended, for our side. */
  end: AssociationEnd | undefined;
  readonly #inbox: Message[] = [];
  readonly #pduTypes: number[] = [];
  #command: { readonly contextId: number; readonly bytes: Uint8Array } | undefined;
  #dataSet: Uint8Array[] = [];
  readonly #reader = new PduReader(
    {
      controlPdu: (type) => this.#pduTypes.push(type),
      dataPdu: () => undefined,
      fragment: (id, control, bytes) => this.#fragment(id, control, bytes),
      invalidPdu: () => this.#pduTypes.push(-1),
    },
    1_048_576,
  );

  upperLayer: UpperLayer | undefined;

  /** Sends a message in one chunk, in PDUs as long as we take them. */
  send(id: number, command: CommandSet, dataSet?: Uint8Array): void {
    this.receive(...encodeMessagePdus(id, encodeCommandSet(command), dataSet, limits.maxPduBytes));
  }

  receive(...pieces: readonly Uint8Array[]): void {
    this.upperLayer?.received(concatBytes(pieces));
  }

  /** The peer takes what was sent to it. */
  drain(): void {
    this.transport.isBlocked = false;
    this.upperLayer?.drained();
  }

  /** Messages that came whole since the last call. */
  take(): readonly Message[] {
    for (const bytes of this.transport.take()) this.#reader.push(bytes);
    return this.#inbox.splice(0);
  }

  get isAborted(): boolean {
    this.#inbox.push(...this.take());
    return this.#pduTypes.includes(pduType.abort);
  }

  #fragment(id: number, control: number, bytes: Uint8Array): boolean {
    if ((control & 1) !== 0) {
      this.#command = { contextId: id, bytes: concatBytes([this.#command?.bytes ?? new Uint8Array(), bytes]) };
    } else {
      this.#dataSet.push(bytes.slice());
    }
    if ((control & 2) === 0 || this.#command === undefined) return true;
    const command = parseCommandSet(this.#command.bytes);
    const isWhole = (control & 1) === 0 || command.dataSetType === 0x0101;
    if (!isWhole) return true;
    const hasDataSet = (control & 1) === 0;
    this.#inbox.push({
      contextId: this.#command.contextId,
      command,
      ...(hasDataSet && { dataSet: concatBytes(this.#dataSet) }),
    });
    this.#command = undefined;
    this.#dataSet = [];
    return true;
  }
}

/** We accepted an association; the test is its requestor. */
export class MemoryRequestor extends MemoryPeer {
  readonly session: ScpSession<undefined>;
  readonly layer: UpperLayer;

  constructor(verbs: Partial<Verbs<undefined>>, peerMaxPduBytes = 0) {
    super();
    const user: UpperLayerUser = {
      pData: (...fragment) => this.session.pData(...fragment),
      drained: () => this.session.drained(),
      ended: (end) => {
        this.end = end;
        this.session.ended();
      },
    };
    this.layer = new UpperLayer(this.transport, user, { ...limits, isRequestor: false, clock: this.clock });
    this.upperLayer = this.layer;
    this.session = new ScpSession(this.layer, {
      association: {
        id: 1,
        calledAet: 'TEST-CALLED',
        callingAet: 'TEST-CALLING',
        address: '192.0.2.1',
        implementationClassUid: undefined,
        implementationVersionName: undefined,
        contexts: new Map(memoryContexts.map((context) => [context.id, context])),
        context: undefined,
        eventReport: (event) => this.session.eventReport(event),
      },
      verbs: { echo: () => 0, store: () => ({ status: 0 }), ...verbs },
      peerScpContexts: ctContexts,
      peerMaxPduBytes,
      logger: silentLogger,
    });
    this.layer.connectionIndicated();
    this.receive(associateRequestBytes({ contexts: proposed }));
    this.layer.accept(encodeAssociateAccept(accepted()));
    this.take();
  }
}

/** We opened an association; the test is its acceptor. */
export class MemoryAcceptor extends MemoryPeer {
  readonly session: ScuSession;
  readonly layer: UpperLayer;
  /** What our side found wrong. */
  readonly violations: string[] = [];
  isExpired = false;

  constructor(peerMaxPduBytes = 0, takeEvent?: TakeEvent) {
    super();
    const user: UpperLayerUser = {
      pData: (...fragment) => this.session.pData(...fragment),
      drained: () => this.session.drained(),
      ended: (end) => {
        this.end = end;
        this.session.ended(ended);
      },
    };
    this.layer = new UpperLayer(this.transport, user, {
      ...limits,
      idleTimeoutMs: Number.POSITIVE_INFINITY,
      isRequestor: true,
      clock: this.clock,
    });
    this.upperLayer = this.layer;
    this.session = new ScuSession(
      {
        sendPData: (pieces) => this.layer.sendPData(pieces),
        isSent: () => this.layer.isSent(),
        resume: () => this.layer.resume(),
        abort: () => this.layer.abort(),
        violation: (rule) => {
          this.violations.push(rule);
          this.layer.abort();
        },
        expired: () => {
          this.isExpired = true;
          this.layer.abort();
        },
      },
      { contexts: memoryContexts, peerMaxPduBytes, clock: this.clock, responseTimeoutMs: 60_000, takeEvent },
    );
    this.layer.requestAssociation(associateRequestBytes({ contexts: proposed }));
    this.layer.connected();
    this.receive(encodeAssociateAccept(accepted()));
    this.take();
  }
}

/** What the operations of a `MemoryAcceptor` are rejected with when its association ends. */
export const ended = new DimseError('association-closed', 'ended by the test');

function accepted() {
  const request = buildAssociateRequest({ contexts: proposed });
  const decision = acceptAll({
    ...request,
    address: '192.0.2.1',
    tls: undefined,
    implementationClassUid: undefined,
    implementationVersionName: undefined,
    roleSelections: [],
    userIdentity: undefined,
  });
  const contexts = decision.kind === 'accept' ? decision.contexts : new Map();
  const identity = { maxPduBytes: 131_072, implementationClassUid: '2.25.1', implementationVersionName: 'TEST' };
  return buildAccept(request, contexts, identity);
}

/** Lets promises that are settled call back, and what they gathered leave. */
export const settle = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
