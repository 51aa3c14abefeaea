/**
 * A tap in the line between a sender and a node: bytes go through unchanged, and every data set that passes is written
 * down as it stood on the wire (PS3.8 Annex D and E), with the status that answered it.
 *
 * It reads no more of the protocol than that and shares no code with `packages/dimse`, so that it can bear witness.
 */

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** One C-STORE, PS3.7 §9.1.1. */
export type TappedStore = {
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly dataSet: Buffer;
  /** Undefined until it was answered. */
  readonly status: number | undefined;
};

export type DimseTap = {
  readonly port: number;
  /** In the order in which they were sent. */
  stores(): readonly TappedStore[];
  close(): Promise<void>;
};

const pduHeaderBytes = 6;
/** Length, presentation context ID and message control header, PS3.8 Annex E.2. */
const pdvHeaderBytes = 6;
const pData = 4;
const associateAccept = 2;
const cStoreRequest = 0x0001;
const cStoreResponse = 0x8001;

/** Listens on a free port of the loopback address and connects every caller with the node. */
export async function openDimseTap(nodePort: number): Promise<DimseTap> {
  const lines: Line[] = [];
  const server = createServer((caller) => {
    const node = connect({ host: '127.0.0.1', port: nodePort });
    const line = new Line();
    lines.push(line);
    join(caller, node, new PduSplitter((pdu) => line.fromCaller(pdu)));
    join(node, caller, new PduSplitter((pdu) => line.fromNode(pdu)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port, // of a TCP server that listens
    stores: () => lines.flatMap((line) => line.stores),
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

function join(from: Socket, to: Socket, splitter: PduSplitter): void {
  from.setNoDelay(true);
  from.on('data', (chunk) => {
    splitter.push(chunk);
    if (!to.write(chunk)) from.pause();
  });
  to.on('drain', () => from.resume());
  from.on('end', () => to.end());
  from.on('error', () => to.destroy());
}

/** Cuts a stream into PDUs: type, one reserved byte, length, PS3.8 §9.3.1. */
class PduSplitter {
  readonly #onPdu: (pdu: Buffer) => void;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #wanted = pduHeaderBytes;

  constructor(onPdu: (pdu: Buffer) => void) {
    this.#onPdu = onPdu;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    while (this.#bytes >= this.#wanted) {
      const held = Buffer.concat(this.#chunks);
      const length = pduHeaderBytes + held.readUInt32BE(2);
      if (held.length >= length) {
        this.#onPdu(held.subarray(0, length));
        this.#hold(held.subarray(length), pduHeaderBytes);
      } else this.#hold(held, length);
    }
  }

  #hold(rest: Buffer, wanted: number): void {
    this.#chunks = [rest];
    this.#bytes = rest.length;
    this.#wanted = wanted;
  }
}

/** One connection: what was agreed, and the messages on it. */
class Line {
  readonly stores: {
    sopInstanceUid: string;
    transferSyntaxUid: string;
    dataSet: Buffer;
    status: number | undefined;
  }[] = [];
  readonly #transferSyntaxes = new Map<number, string>();
  #command: Buffer[] = [];
  #dataSet: Buffer[] = [];
  #answer: Buffer[] = [];
  #storedUid: string | undefined;
  #unanswered = 0;

  fromCaller(pdu: Buffer): void {
    for (const { contextId, control, value } of pdvsOf(pdu)) {
      const isLast = (control & 2) !== 0;
      if ((control & 1) !== 0) {
        this.#command.push(value);
        if (isLast) this.#beginOperation();
        continue;
      }
      this.#dataSet.push(value);
      if (!isLast) continue;
      const dataSet = Buffer.concat(this.#dataSet);
      this.#dataSet = [];
      if (this.#storedUid === undefined) continue;
      const transferSyntaxUid = this.#transferSyntaxes.get(contextId) ?? '';
      this.stores.push({ sopInstanceUid: this.#storedUid, transferSyntaxUid, dataSet, status: undefined });
    }
  }

  fromNode(pdu: Buffer): void {
    if (pdu[0] === associateAccept) this.#noteContexts(pdu);
    for (const { control, value } of pdvsOf(pdu)) {
      this.#answer.push(value);
      if ((control & 2) === 0) continue;
      const elements = commandElements(Buffer.concat(this.#answer));
      this.#answer = [];
      if (elements.get(0x0100)?.readUInt16LE() !== cStoreResponse) continue;
      const store = this.stores[this.#unanswered++];
      if (store !== undefined) store.status = elements.get(0x0900)?.readUInt16LE();
    }
  }

  #beginOperation(): void {
    const elements = commandElements(Buffer.concat(this.#command));
    this.#command = [];
    const isStore = elements.get(0x0100)?.readUInt16LE() === cStoreRequest;
    this.#storedUid = isStore ? uidOf(elements.get(0x1000)) : undefined;
  }

  /** Items of A-ASSOCIATE-AC: 21H with context ID and result, 40H inside it with the transfer syntax, PS3.8 §9.3.3. */
  #noteContexts(pdu: Buffer): void {
    for (let at = 74; at + 4 <= pdu.length; at += 4 + pdu.readUInt16BE(at + 2)) {
      if (pdu[at] !== 0x21) continue;
      const transferSyntax = pdu.subarray(at + 12, at + 12 + pdu.readUInt16BE(at + 10));
      this.#transferSyntaxes.set(pdu[at + 4] ?? 0, uidOf(transferSyntax));
    }
  }
}

function* pdvsOf(pdu: Buffer): Generator<{ contextId: number; control: number; value: Buffer }> {
  if (pdu[0] !== pData) return;
  for (let at = pduHeaderBytes; at + pdvHeaderBytes <= pdu.length; at += 4 + pdu.readUInt32BE(at)) {
    const value = pdu.subarray(at + pdvHeaderBytes, at + 4 + pdu.readUInt32BE(at));
    yield { contextId: pdu[at + 4] ?? 0, control: pdu[at + 5] ?? 0, value };
  }
}

/** Elements of group 0000 by element number, in Implicit VR Little Endian, PS3.7 §6.3.1. */
function commandElements(command: Buffer): ReadonlyMap<number, Buffer> {
  const elements = new Map<number, Buffer>();
  for (let at = 0; at + 8 <= command.length; at += 8 + command.readUInt32LE(at + 4)) {
    elements.set(command.readUInt16LE(at + 2), command.subarray(at + 8, at + 8 + command.readUInt32LE(at + 4)));
  }
  return elements;
}

function uidOf(bytes: Buffer | undefined): string {
  return (bytes?.toString('latin1') ?? '').replace(/[\0 ]+$/, '');
}
