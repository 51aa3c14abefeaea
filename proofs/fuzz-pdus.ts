/**
 * Proof: no stream of bytes makes the upper layer, the state machine or the session of an acceptor fail.
 *
 * Each input is a plausible conversation, mutated, cut at random, and played in memory to an acceptor whose verbs and
 * sinks settle at once, later, or never in time. Violations: an exception, a fragment after the end, a sink that is not
 * ended or aborted exactly once, an end that is not reported exactly once, bytes held beyond the limits, a timer left
 * behind. The same seed gives the same inputs.
 */

import { acceptAll } from '@isocenter/dimse/accept-all';
import { encodeAssociateAccept, encodeAssociateRequest } from '@isocenter/dimse/associate-pdu';
import { type CommandSet, commandField, encodeCommandSet } from '@isocenter/dimse/command-set';
import { encodeAbort, encodeReleaseRequest, encodeReleaseResponse } from '@isocenter/dimse/control-pdu';
import { concatBytes } from '@isocenter/dimse/items';
import { buildAccept, findProviderRejection } from '@isocenter/dimse/negotiation';
import { encodePDataHeader } from '@isocenter/dimse/p-data';
import { type AssociateRequestPdu, dicomApplicationContext } from '@isocenter/dimse/pdu';
import { ScpSession } from '@isocenter/dimse/scp-session';
import { type AssociationEnd, UpperLayer, type UpperLayerUser } from '@isocenter/dimse/upper-layer';
import type { Association, StoreSink } from '@isocenter/dimse/verbs';

export type FuzzPdusOptions = {
  readonly seed: number;
  /** Inputs at most. */
  readonly runs: number;
  /** Seconds at most. */
  readonly seconds: number;
};

export type FuzzPdusResult = {
  readonly seed: number;
  readonly runs: number;
  readonly violations: number;
  readonly inputsPerSecond: number;
  /** Inputs that reached an established association, and data sets that were stored whole. */
  readonly associations: number;
  readonly stored: number;
  /** Growth of the heap and of buffers from the first tenth to the end, after collection where it is exposed. */
  readonly growthBytes: number;
  /** The first few, each with the number of its input. */
  readonly examples: readonly string[];
};

const maxPduBytes = 16_384;
/** What one association may hold of what it was given, in bytes: an A-ASSOCIATE PDU and a command set. */
const maxBytesSent = 1_048_576;
const maxExamples = 10;
/** An input that takes longer has hung. */
const maxInputMs = 2_000;

export async function fuzzPdus(options: FuzzPdusOptions): Promise<FuzzPdusResult> {
  const random = new Random(options.seed);
  const corpus = buildCorpus();
  const examples: string[] = [];
  const totals = { violations: 0, associations: 0, stored: 0 };
  const startMs = performance.now();
  let runs = 0;
  let heldAtStart = 0;
  while (runs < options.runs && performance.now() - startMs < options.seconds * 1000) {
    const chunks = cut(mutate(corpus, random), random);
    const beganMs = performance.now();
    const outcome = await play(chunks, random);
    if (performance.now() - beganMs > maxInputMs) outcome.violations.push('hung');
    totals.violations += outcome.violations.length;
    totals.associations += outcome.isEstablished ? 1 : 0;
    totals.stored += outcome.stored;
    for (const violation of outcome.violations) {
      if (examples.length < maxExamples) examples.push(`input ${runs}: ${violation}`);
    }
    runs += 1;
    if (runs === Math.ceil(options.runs / 10)) heldAtStart = heldBytes();
  }
  const seconds = (performance.now() - startMs) / 1000;
  return {
    seed: options.seed,
    runs,
    ...totals,
    inputsPerSecond: Math.round(runs / seconds),
    growthBytes: heldAtStart === 0 ? 0 : heldBytes() - heldAtStart,
    examples,
  };
}

/** Play */

type Outcome = { readonly violations: string[]; isEstablished: boolean; stored: number };

/** Gives chunks to an acceptor, ends the connection, and checks what is left. */
async function play(chunks: readonly Uint8Array[], random: Random): Promise<Outcome> {
  const acceptor = new Acceptor(random);
  try {
    acceptor.upperLayer.connectionIndicated();
    for (const chunk of chunks) {
      if (acceptor.isClosed) break;
      acceptor.upperLayer.received(chunk);
      // A peer sends on without waiting, but a paused socket delivers at most one chunk more.
      for (let turn = 0; acceptor.isPaused && turn < 50; turn += 1) await acceptor.settle();
    }
    if (!acceptor.isClosed) acceptor.upperLayer.closed(undefined);
    do await acceptor.settle();
    while (acceptor.isWorking);
  } catch (error) {
    acceptor.outcome.violations.push(
      `exception ${error instanceof Error ? `${error.name} ${error.message}` : 'unknown'}`,
    );
  }
  acceptor.check();
  return acceptor.outcome;
}

/** The acceptor under test with a transport, a clock and verbs that are all in memory. */
class Acceptor implements UpperLayerUser {
  readonly outcome: Outcome = { violations: [], isEstablished: false, stored: 0 };
  readonly upperLayer: UpperLayer;
  isClosed = false;
  isPaused = false;
  readonly #random: Random;
  readonly #sinks: { ends: number; aborts: number }[] = [];
  readonly #waiting: (() => void)[] = [];
  #session: ScpSession<undefined> | undefined;
  #ends = 0;
  #timers = 0;
  #sentBytes = 0;
  #isWriting = false;
  #isBlocked = false;

  constructor(random: Random) {
    this.#random = random;
    this.upperLayer = new UpperLayer(
      {
        send: (pieces) => {
          for (const piece of pieces) this.#sentBytes += piece.length;
          if (this.#isBlocked || this.#random.chance(0.1)) this.#isBlocked = true;
          return !this.#isBlocked;
        },
        pause: () => {
          this.isPaused = true;
        },
        resume: () => {
          this.isPaused = false;
        },
        close: () => {
          this.isClosed = true;
        },
      },
      this,
      {
        isRequestor: false,
        clock: { now: () => 0, schedule: () => this.#schedule() },
        artimTimeoutMs: 1,
        idleTimeoutMs: 1,
        maxPduBytes,
        findProviderRejection,
      },
    );
  }

  get isWorking(): boolean {
    return this.#waiting.length > 0;
  }

  associateIndication(request: AssociateRequestPdu): void {
    const decision = acceptAll({
      ...request,
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
      verbs: { echo: () => this.#maybeLater(0), store: () => this.#maybeLater(this.#openSink()) },
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
    for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
  }

  check(): void {
    const { violations } = this.outcome;
    if (this.#ends !== 1) violations.push(`the end was reported ${this.#ends} times`);
    if (this.#timers !== 0) violations.push(`${this.#timers} timers are left`);
    if (this.#sentBytes > maxBytesSent) violations.push(`${this.#sentBytes} bytes were sent`);
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
        if (this.#random.chance(0.02)) return Promise.reject(new Error('fuzz'));
        if (!this.#random.chance(0.3)) return undefined;
        this.#isWriting = true;
        return this.#later(undefined).then(() => {
          this.#isWriting = false;
        });
      },
      end: () => {
        calls.ends += 1;
        return this.#later({ status: this.#random.int(0x10000) });
      },
      abort: () => {
        calls.aborts += 1;
        return this.#later(undefined);
      },
    };
  }

  #maybeLater<T>(value: T): Promise<T> | T {
    return this.#random.chance(0.5) ? this.#later(value) : value;
  }

  #later<T>(value: T): Promise<T> {
    return new Promise((resolve) => this.#waiting.push(() => resolve(value)));
  }

  #schedule(): () => void {
    this.#timers += 1;
    let isPending = true;
    return () => {
      if (isPending) this.#timers -= 1;
      isPending = false;
    };
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
  };
}

/** Inputs */

const sopClass = '1.2.840.10008.5.1.4.1.1.2';
const implicitVr = '1.2.840.10008.1.2';

/** Well-formed PDUs that conversations are put together from. */
type Corpus = { readonly requests: readonly Uint8Array[]; readonly pdus: readonly Uint8Array[] };

function buildCorpus(): Corpus {
  const request: AssociateRequestPdu = {
    protocolVersion: 1,
    calledAet: 'CALLED',
    callingAet: 'CALLING',
    applicationContext: dicomApplicationContext,
    contexts: [
      { id: 1, abstractSyntax: '1.2.840.10008.1.1', transferSyntaxes: [implicitVr] },
      { id: 3, abstractSyntax: sopClass, transferSyntaxes: [implicitVr, '1.2.840.10008.1.2.1'] },
    ],
    userInformation: {
      maxPduBytes: 16_384,
      implementationClassUid: '2.25.1',
      implementationVersionName: 'FUZZ',
      asynchronousOperations: { invoked: 4, performed: 1 },
      roleSelections: [{ sopClassUid: sopClass, scu: true, scp: true }],
      extendedNegotiations: [{ sopClassUid: sopClass, information: new Uint8Array(6) }],
      commonExtendedNegotiations: [
        { sopClassUid: sopClass, serviceClassUid: '1.2.840.10008.4.2', relatedGeneralSopClassUids: [sopClass] },
      ],
      userIdentity: {
        type: 2,
        positiveResponseRequested: true,
        primary: new Uint8Array(5),
        secondary: new Uint8Array(3),
      },
    },
  };
  const tiny = { ...request, userInformation: { maxPduBytes: 16 } };
  const wide = {
    ...request,
    contexts: Array.from({ length: 128 }, (_, at) => ({
      id: 2 * at + 1,
      abstractSyntax: `${sopClass}.${at}`,
      transferSyntaxes: [implicitVr],
    })),
  };
  const echo: CommandSet = { commandField: commandField.cEchoRq, messageId: 1, dataSetType: 0x0101 };
  const store: CommandSet = {
    commandField: commandField.cStoreRq,
    affectedSopClassUid: sopClass,
    affectedSopInstanceUid: '2.25.7',
    messageId: 2,
    priority: 0,
    dataSetType: 0,
    moveOriginatorAet: 'MOVER',
    moveOriginatorMessageId: 1,
  };
  const find: CommandSet = { commandField: commandField.cFindRq, messageId: 3, dataSetType: 0 };
  const response: CommandSet = { commandField: commandField.cStoreRsp, messageIdRespondedTo: 1, dataSetType: 0x0101 };
  const storeBytes = encodeCommandSet(store);
  return {
    requests: [request, request, request, tiny, wide].map(encodeAssociateRequest),
    pdus: [
      pData(1, 3, encodeCommandSet(echo)),
      pData(3, 3, storeBytes),
      pData(3, 3, storeBytes),
      pData(3, 1, storeBytes.subarray(0, 31)),
      pData(3, 3, storeBytes.subarray(31)),
      pData(3, 3, encodeCommandSet(find)),
      pData(1, 3, encodeCommandSet(response)),
      pData(3, 0, new Uint8Array(200)),
      pData(3, 0, new Uint8Array(5000)),
      pData(3, 2, new Uint8Array(100)),
      pData(3, 2, new Uint8Array(0)),
      ...Array.from({ length: 6 }, (_, at) =>
        concatBytes([pData(3, 3, storeBytes), pData(3, 0, new Uint8Array(at * 300)), pData(3, 2, new Uint8Array(100))]),
      ),
      twoPdvs(),
      encodeReleaseRequest(),
      encodeReleaseResponse(),
      encodeAbort(0, 0),
      encodeAbort(2, 6),
      encodeAssociateRequest(request),
    ],
  };
}

function pData(contextId: number, control: number, fragment: Uint8Array): Uint8Array {
  return concatBytes([encodePDataHeader(contextId, control, fragment.length), fragment]);
}

/** Two PDVs in one P-DATA-TF, 10 and 4 bytes. */
function twoPdvs(): Uint8Array {
  return Uint8Array.of(4, 0, 0, 0, 0, 26, 0, 0, 0, 12, 3, 0, ...new Uint8Array(10), 0, 0, 0, 6, 3, 2, 1, 2, 3, 4);
}

/** A conversation: a request most of the time, then PDUs in any order, then damage to its bytes. */
function mutate(corpus: Corpus, random: Random): Uint8Array {
  const pieces: Uint8Array[] = [];
  if (!random.chance(0.05)) pieces.push(random.pick(corpus.requests));
  const count = random.int(8);
  for (let at = 0; at < count; at += 1) pieces.push(random.pick(corpus.pdus));
  const bytes = concatBytes(pieces);
  if (bytes.length === 0) return bytes;
  const damages = random.chance(0.2) ? 0 : 1 + random.int(4);
  // Half of the time the damage is behind the request, which is needed to get anywhere.
  const first = random.chance(0.5) ? Math.min(pieces[0]?.length ?? 0, bytes.length - 1) : 0;
  for (let damage = 0; damage < damages; damage += 1) {
    const at = first + random.int(bytes.length - first);
    switch (random.int(5)) {
      case 0:
        bytes[at] = random.int(256);
        break;
      case 1:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random.int(8));
        break;
      case 2:
        bytes.fill(random.pick([0, 0xff, 0x7f]), at, at + 1 + random.int(4));
        break;
      case 3:
        bytes.copyWithin(at, random.int(bytes.length), random.int(bytes.length));
        break;
      case 4:
        return bytes.subarray(0, at);
    }
  }
  return bytes;
}

/** Cuts bytes as a network might: whole, in a few pieces, or byte by byte around the start. */
function cut(bytes: Uint8Array, random: Random): readonly Uint8Array[] {
  if (random.chance(0.3)) return [bytes];
  const longest = random.pick([7, 100, 2000]);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = 1 + random.int(longest);
    chunks.push(bytes.subarray(at, at + length));
    at += length;
  }
  return chunks;
}

/** Mulberry32: small, fast, and the same everywhere. */
class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 0 to `limit` - 1. */
  int(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * limit);
  }

  chance(probability: number): boolean {
    return this.int(1_000_000) < probability * 1_000_000;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.int(items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }
}

function heldBytes(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
