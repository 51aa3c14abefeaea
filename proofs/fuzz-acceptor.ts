/**
 * The acceptor that the PDU fuzz plays to: upper layer and session as in a server, with a transport, a clock and verbs
 * that are in memory and settle at once, later, or not before the end. It notes what breaks a promise.
 */

import { acceptAll } from '@isocenter/dimse/accept-all';
import { encodeAssociateAccept } from '@isocenter/dimse/associate-pdu';
import type { AssociationEnd } from '@isocenter/dimse/association-end';
import { buildAccept, findProviderRejection } from '@isocenter/dimse/negotiation';
import type { AssociateRequestPdu } from '@isocenter/dimse/pdu';
import { ScpSession } from '@isocenter/dimse/scp-session';
import { UpperLayer, type UpperLayerUser } from '@isocenter/dimse/upper-layer';
import type {
  Association,
  FindMatch,
  GetSuboperations,
  RetrieveOutcome,
  StoreSink,
  SuboperationCounts,
} from '@isocenter/dimse/verbs';
import type { Random } from '@isocenter/testkit/random';

const maxPduBytes = 16_384;
/** Received and not used up: the rest of one chunk and one chunk more, which a paused socket may still deliver. */
const maxHeldBytes = 2 * 65_536;
/** Answers to one input, whose longest is an A-ASSOCIATE-AC of 128 contexts. */
const maxSentBytes = 65_536;

export type Outcome = { readonly violations: string[]; isEstablished: boolean; stored: number };

/** The acceptor under test with a transport, a clock and verbs that are all in memory. */
export class FuzzAcceptor implements UpperLayerUser {
  readonly outcome: Outcome = { violations: [], isEstablished: false, stored: 0 };
  readonly upperLayer: UpperLayer;
  isClosed = false;
  isPaused = false;
  readonly #random: Random;
  readonly #sinks: { ends: number; aborts: number }[] = [];
  readonly #waiting: (() => void)[] = [];
  #session: ScpSession<undefined> | undefined;
  #ends = 0;
  /** Queries and gets that have begun and not been closed. */
  #openVerbs = 0;
  readonly #timers = new Set<() => void>();
  /** Received and not given back yet. */
  #heldBytes = 0;
  #mostHeldBytes = 0;
  #sentBytes = 0;
  #isWriting = false;
  #isBlocked = false;

  constructor(random: Random) {
    this.#random = random;
    this.upperLayer = new UpperLayer(
      {
        send: (pieces) => {
          for (const piece of pieces) this.#sentBytes += piece.length;
          if (this.#isBlocked || this.#random.fraction() < 0.1) this.#isBlocked = true;
          return !this.#isBlocked;
        },
        isSent: true,
        pause: () => {
          this.isPaused = true;
        },
        resume: () => {
          this.isPaused = false;
        },
        release: (chunk) => {
          this.#heldBytes -= chunk.length;
        },
        close: () => {
          this.isClosed = true;
        },
      },
      this,
      {
        isRequestor: false,
        clock: { now: () => 0, schedule: (_, callback) => this.#schedule(callback) },
        artimTimeoutMs: 1,
        idleTimeoutMs: 1,
        maxPduBytes,
        findProviderRejection,
      },
    );
  }

  received(chunk: Uint8Array): void {
    this.#heldBytes += chunk.length;
    this.upperLayer.received(chunk);
    this.#mostHeldBytes = Math.max(this.#mostHeldBytes, this.#heldBytes);
  }

  /** Time passes: one of the timers that run is up. */
  expireTimer(): void {
    const [timer] = this.#timers;
    if (timer === undefined) return;
    this.#timers.delete(timer);
    timer();
  }

  get isWorking(): boolean {
    return this.#waiting.length > 0;
  }

  associateIndication(request: AssociateRequestPdu): void {
    const decision = acceptAll({
      ...request,
      tls: undefined,
      address: '192.0.2.1',
      implementationClassUid: undefined,
      implementationVersionName: undefined,
      roleSelections: [],
      userIdentity: undefined,
    });
    if (decision.kind === 'reject') return;
    const identity = { maxPduBytes, implementationClassUid: '2.25.1', implementationVersionName: 'TEST' };
    const answer = buildAccept(request, decision.contexts, identity);
    this.#session = new ScpSession<undefined>(this.upperLayer, {
      association: associationOf(request),
      verbs: {
        echo: () => this.#maybeLater(0),
        store: () => this.#maybeLater(this.#openSink()),
        find: () => this.#find(),
        get: (_request, _association, suboperations) => this.#get(suboperations),
        action: () => this.#later({ status: 0 }),
      },
      peerScpContexts: [...associationOf(request).contexts.values()],
      peerMaxPduBytes: request.userInformation.maxPduBytes,
      logger: { debug() {}, info() {}, warn() {}, error() {} },
    });
    // What was accepted may hold text that has no encoding; then the real acceptor rejects as well.
    let bytes: Uint8Array;
    try {
      bytes = encodeAssociateAccept(answer);
    } catch {
      this.upperLayer.reject({ result: 2, source: 3, reason: 1 });
      return;
    }
    this.upperLayer.accept(bytes);
    this.outcome.isEstablished = true;
  }

  pData(contextId: number, control: number, bytes: Uint8Array, isEndOfPdv: boolean): boolean {
    if (this.#ends > 0) this.outcome.violations.push('a fragment after the end');
    return this.#session?.pData(contextId, control, bytes, isEndOfPdv) ?? true;
  }

  drained(): void {
    this.#session?.drained();
  }

  ended(_end: AssociationEnd): void {
    this.#ends += 1;
    this.#session?.ended();
  }

  /** Lets one piece of work that waits come to its end. */
  async settle(): Promise<void> {
    this.#waiting.shift()?.();
    if (this.#isBlocked && !this.isClosed) {
      this.#isBlocked = false;
      this.upperLayer.drained();
    }
    // As many as it takes an iterator to be closed behind the promises around it.
    for (let turn = 0; turn < 16; turn += 1) await Promise.resolve();
  }

  check(): void {
    const { violations } = this.outcome;
    if (this.#ends !== 1) violations.push(`the end was reported ${this.#ends} times`);
    if (this.#openVerbs !== 0) violations.push(`${this.#openVerbs} verbs are open`);
    if (this.#timers.size !== 0) violations.push(`${this.#timers.size} timers are left`);
    if (this.#sentBytes > maxSentBytes) violations.push(`${this.#sentBytes} bytes were sent`);
    if (this.#mostHeldBytes > maxHeldBytes) violations.push(`${this.#mostHeldBytes} bytes were held`);
    for (const { ends, aborts } of this.#sinks) {
      if (ends + aborts !== 1) violations.push(`a sink was ended ${ends} times and aborted ${aborts} times`);
      this.outcome.stored += ends;
    }
  }

  #openSink(): StoreSink {
    const calls = { ends: 0, aborts: 0 };
    this.#sinks.push(calls);
    return {
      write: (chunk) => {
        if (this.#isWriting) this.outcome.violations.push('writes overlap');
        if (calls.ends + calls.aborts > 0) this.outcome.violations.push('a write after the end of a sink');
        if (chunk.length === 0 || chunk.length > maxPduBytes) this.outcome.violations.push('a write of odd length');
        if (this.#random.fraction() < 0.02) return Promise.reject(new Error('fuzz'));
        if (this.#random.fraction() >= 0.3) return undefined;
        this.#isWriting = true;
        return this.#later(undefined).then(() => {
          this.#isWriting = false;
        });
      },
      end: () => {
        calls.ends += 1;
        return this.#later({ status: this.#random.below(0x10000) });
      },
      abort: () => {
        calls.aborts += 1;
        return this.#later(undefined);
      },
    };
  }

  async *#find(): AsyncGenerator<FindMatch, void, void> {
    this.#openVerbs += 1;
    try {
      for (let count = this.#random.below(4); count > 0; count -= 1) {
        await this.#maybeLater(undefined);
        yield { identifier: new Uint8Array(8) };
      }
    } finally {
      this.#openVerbs -= 1;
    }
  }

  async *#get(suboperations: GetSuboperations): AsyncGenerator<SuboperationCounts, RetrieveOutcome, void> {
    this.#openVerbs += 1;
    try {
      for (let count = this.#random.below(4); count > 0; count -= 1) {
        await this.#maybeLater(undefined);
        const [context] = suboperations.contexts;
        if (context === undefined) break;
        const { abstractSyntax: sopClassUid, transferSyntax: transferSyntaxUid } = context;
        const dataSet = new Uint8Array(this.#random.below(300));
        await suboperations.store({ sopClassUid, sopInstanceUid: '2.25.7', transferSyntaxUid, dataSet });
        yield { remaining: 0, completed: 1, failed: 0, warning: 0 };
      }
      return { status: 0 };
    } finally {
      this.#openVerbs -= 1;
    }
  }

  #maybeLater<T>(value: T): Promise<T> | T {
    return this.#random.fraction() < 0.5 ? this.#later(value) : value;
  }

  #later<T>(value: T): Promise<T> {
    return new Promise((resolve) => this.#waiting.push(() => resolve(value)));
  }

  #schedule(callback: () => void): () => void {
    const timer = () => callback();
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }
}

function associationOf(request: AssociateRequestPdu): Association<undefined> {
  return {
    id: 1,
    calledAet: request.calledAet,
    callingAet: request.callingAet,
    address: '192.0.2.1',
    implementationClassUid: undefined,
    implementationVersionName: undefined,
    contexts: new Map(
      request.contexts.map(({ id, abstractSyntax, transferSyntaxes }) => [
        id,
        { id, abstractSyntax, transferSyntax: transferSyntaxes[0] ?? '' },
      ]),
    ),
    context: undefined,
    eventReport: async () => ({ status: 0 }),
  };
}
