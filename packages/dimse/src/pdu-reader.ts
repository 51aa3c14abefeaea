/**
 * Cuts the bytes of a connection into PDUs while they arrive, PS3.8 §9.3.
 *
 * PDUs other than P-DATA-TF are collected, up to a limit, and handed over whole. P-DATA-TF (PS3.8 Table 9-22) is never
 * held: the fragments of its PDVs (PS3.8 Table 9-23) are handed over as subarrays of the received chunks.
 *
 *   byte 1     04H                            PDV:  bytes 1-4  item length: 2 + length of the fragment
 *   byte 2     reserved                             byte 5     presentation context ID
 *   bytes 3-6  PDU length, big endian               byte 6     message control header
 *
 * The receiver of a fragment can ask to wait; the rest of the chunk is then kept, and the caller stops reading from the
 * connection until `resume`. After an invalid PDU the framing is lost and everything that follows is dropped.
 */

import { controlBodyBytes } from './control-pdu.ts';
import { readUint32 } from './items.ts';
import { pduHeaderBytes, pduType, pdvHeaderBytes } from './pdu.ts';
import { type AbortReason, abortReason } from './rejection.ts';

export type PduReceiver = {
  /** The variable part of a PDU other than P-DATA-TF; the bytes are valid during the call only. */
  controlPdu(type: number, body: Uint8Array): void;
  /** The header of a P-DATA-TF PDU has arrived. */
  dataPdu(): void;
  /**
   * Some bytes of a PDV, possibly none. Returns false to be given nothing more until `resume`.
   * `bytes` stay valid until then.
   */
  fragment(contextId: number, control: number, bytes: Uint8Array, isEndOfPdv: boolean): boolean;
  /** The bytes break PS3.8 §9.3; nothing more will be handed over. */
  invalidPdu(reason: AbortReason): void;
  /** A chunk given to `push` has been handed over to its last byte. */
  usedUp?(chunk: Uint8Array): void;
};

/**
 * The longest A-ASSOCIATE PDU taken, in bytes: 128 presentation contexts with 50 transfer syntaxes each need less.
 * It bounds what a peer can make us hold before it is known.
 */
const maxControlPduBytes = 262_144;

const phase = { pduHeader: 0, controlBody: 1, pdvHeader: 2, pdvData: 3, dropped: 4 } as const;

const nothing = new Uint8Array(0);

export class PduReader {
  readonly #receiver: PduReceiver;
  /** What was announced to the peer: the longest variable field of P-DATA-TF. */
  maxPduBytes: number;
  #phase: number = phase.pduHeader;
  /** Headers that a chunk boundary splits. */
  readonly #scratch = new Uint8Array(pduHeaderBytes);
  #scratchBytes = 0;
  #controlType = 0;
  #controlBody: Uint8Array = nothing;
  #controlBytes = 0;
  #controlLength = 0;
  /** Bytes of the current P-DATA-TF PDU, then of its current PDV, that are still to come. */
  #pduRest = 0;
  #pdvRest = 0;
  #contextId = 0;
  #control = 0;
  #chunk: Uint8Array = nothing;
  #at = 0;
  readonly #queue: Uint8Array[] = [];
  #isWaiting = false;
  #isRunning = false;

  constructor(receiver: PduReceiver, maxPduBytes: number) {
    this.#receiver = receiver;
    this.maxPduBytes = maxPduBytes;
  }

  /** True while chunks are kept because the receiver asked to wait. */
  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  /** Takes the next bytes of the connection, which must stay untouched until they have been handed over. */
  push(chunk: Uint8Array): void {
    if (this.#phase === phase.dropped) return;
    this.#queue.push(chunk);
    if (!this.#isWaiting && !this.#isRunning) this.#run();
  }

  /** Goes on after a fragment that asked to wait. */
  resume(): void {
    this.#isWaiting = false;
    if (!this.#isRunning) this.#run();
  }

  /** Forgets everything held and drops everything to come. */
  drop(): void {
    this.#phase = phase.dropped;
    this.#isWaiting = false;
    this.#chunk = nothing;
    this.#at = 0;
    this.#queue.length = 0;
    this.#controlBody = nothing;
  }

  #run(): void {
    this.#isRunning = true;
    try {
      while (!this.#isWaiting && this.#nextChunk()) this.#step();
    } finally {
      this.#isRunning = false;
    }
  }

  /** Makes sure that the chunk has bytes left; false when everything is used up. */
  #nextChunk(): boolean {
    while (this.#at >= this.#chunk.length) {
      if (this.#chunk !== nothing) this.#receiver.usedUp?.(this.#chunk);
      const chunk = this.#queue.shift();
      this.#chunk = chunk ?? nothing;
      this.#at = 0;
      if (chunk === undefined) return false;
    }
    return true;
  }

  #step(): void {
    switch (this.#phase) {
      case phase.pdvData:
        this.#readPdvData();
        break;
      case phase.pdvHeader:
        this.#readPdvHeader();
        break;
      case phase.pduHeader:
        this.#readPduHeader();
        break;
      case phase.controlBody:
        this.#readControlBody();
        break;
      default:
        this.#at = this.#chunk.length;
    }
  }

  #readPduHeader(): void {
    const header = this.#header();
    if (header === undefined) return;
    const type = header[0] ?? 0;
    const length = readUint32(header, 2);
    const wrong = this.#findWrongHeader(type, length);
    if (wrong !== undefined) {
      this.#invalid(wrong);
    } else if (type === pduType.pDataTf) {
      this.#pduRest = length;
      this.#phase = phase.pdvHeader;
      this.#receiver.dataPdu();
    } else {
      this.#controlType = type;
      this.#controlLength = length;
      this.#controlBytes = 0;
      this.#phase = phase.controlBody;
      if (length === 0) this.#endControlPdu();
    }
  }

  #findWrongHeader(type: number, length: number): AbortReason | undefined {
    switch (type) {
      case pduType.pDataTf:
        if (length >= pdvHeaderBytes && length <= this.maxPduBytes) return undefined;
        break;
      case pduType.associateRq:
      case pduType.associateAc:
        if (length <= maxControlPduBytes) return undefined;
        break;
      case pduType.associateRj:
      case pduType.releaseRq:
      case pduType.releaseRp:
      case pduType.abort:
        if (length === controlBodyBytes) return undefined;
        break;
      default:
        return abortReason.unrecognizedPdu;
    }
    return abortReason.invalidPduParameterValue;
  }

  #readControlBody(): void {
    const take = Math.min(this.#controlLength - this.#controlBytes, this.#chunk.length - this.#at);
    this.#reserveControlBody(this.#controlBytes + take);
    this.#controlBody.set(this.#chunk.subarray(this.#at, this.#at + take), this.#controlBytes);
    this.#controlBytes += take;
    this.#at += take;
    if (this.#controlBytes === this.#controlLength) this.#endControlPdu();
  }

  /** Grows with what arrived, not with what was claimed. */
  #reserveControlBody(lengthBytes: number): void {
    if (this.#controlBody.length >= lengthBytes) return;
    const grown = new Uint8Array(Math.min(this.#controlLength, Math.max(lengthBytes, this.#controlBody.length * 2)));
    grown.set(this.#controlBody.subarray(0, this.#controlBytes));
    this.#controlBody = grown;
  }

  #endControlPdu(): void {
    const body = this.#controlBody;
    this.#controlBody = nothing;
    this.#phase = phase.pduHeader;
    this.#receiver.controlPdu(this.#controlType, body);
  }

  #readPdvHeader(): void {
    if (this.#pduRest < pdvHeaderBytes) {
      this.#invalid(abortReason.invalidPduParameterValue);
      return;
    }
    const header = this.#header();
    if (header === undefined) return;
    const length = readUint32(header, 0);
    // The item length counts the context ID and the control header, but not itself.
    if (length < 2 || length > this.#pduRest - 4) {
      this.#invalid(abortReason.invalidPduParameterValue);
      return;
    }
    this.#contextId = header[4] ?? 0;
    this.#control = header[5] ?? 0;
    this.#pduRest -= 4 + length;
    this.#pdvRest = length - 2;
    if (this.#pdvRest === 0) this.#handOver(nothing, true);
    else this.#phase = phase.pdvData;
  }

  #readPdvData(): void {
    const take = Math.min(this.#pdvRest, this.#chunk.length - this.#at);
    const bytes = this.#chunk.subarray(this.#at, this.#at + take);
    this.#at += take;
    this.#pdvRest -= take;
    this.#handOver(bytes, this.#pdvRest === 0);
  }

  #handOver(bytes: Uint8Array, isEndOfPdv: boolean): void {
    if (isEndOfPdv) this.#phase = this.#pduRest > 0 ? phase.pdvHeader : phase.pduHeader;
    const goesOn = this.#receiver.fragment(this.#contextId, this.#control, bytes, isEndOfPdv);
    if (!goesOn && this.#phase !== phase.dropped) this.#isWaiting = true;
  }

  /** Returns the six bytes of a PDU's or a PDV's header once they are there. */
  #header(): Uint8Array | undefined {
    const rest = this.#chunk.length - this.#at;
    if (this.#scratchBytes === 0 && rest >= pduHeaderBytes) {
      this.#at += pduHeaderBytes;
      return this.#chunk.subarray(this.#at - pduHeaderBytes, this.#at);
    }
    const take = Math.min(pduHeaderBytes - this.#scratchBytes, rest);
    this.#scratch.set(this.#chunk.subarray(this.#at, this.#at + take), this.#scratchBytes);
    this.#scratchBytes += take;
    this.#at += take;
    if (this.#scratchBytes < pduHeaderBytes) return undefined;
    this.#scratchBytes = 0;
    return this.#scratch;
  }

  #invalid(reason: AbortReason): void {
    this.drop();
    this.#receiver.invalidPdu(reason);
  }
}
