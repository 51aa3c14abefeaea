/**
 * Cuts a data set into P-DATA-TF PDUs as long as the peer takes them, PS3.8 §9.3.5 and Annex E.
 */

import { encodePDataHeader, fragmentLimit, pDataHeaderBytes, writePDataHeader } from './p-data.ts';
import { messageControl } from './pdu.ts';

/**
 * The bytes of a data set: in memory, in pieces whose memory is given away, or coming in chunks of any size, each used up
 * before the next is asked for.
 */
export type DataSetSource = Uint8Array | readonly Uint8Array[] | AsyncIterable<Uint8Array>;

export type DataSetWriterOptions = {
  readonly contextId: number;
  /** Leave together with the first bytes of the data set. */
  readonly commandPdus: Uint8Array;
  /** The peer's, 0 for no limit. */
  readonly maxPduBytes: number;
  /** Sends pieces in one write; a promise where the peer must take what was sent first. */
  readonly send: (pieces: readonly Uint8Array[]) => Promise<void> | undefined;
  /** True where nothing that was sent is held any more. */
  readonly isSent: () => boolean;
};

/** Longest fragment we send where the peer would take more, in bytes. */
const maxFragmentBytes = 262_144;

/** Bytes of a data set in memory that are handed to the system at once. */
const batchBytes = 1_048_576;

export async function writeDataSet(dataSet: DataSetSource, options: DataSetWriterOptions): Promise<void> {
  if (dataSet instanceof Uint8Array) await writePieces([dataSet], options);
  else if (Symbol.asyncIterator in dataSet) await writeChunks(dataSet, options);
  else {
    await writePieces(dataSet, options);
    if (options.isSent()) for (const piece of dataSet) release(piece);
  }
}

/** Sends bytes from where they lie; only headers are new. */
async function writePieces(dataSet: readonly Uint8Array[], options: DataSetWriterOptions): Promise<void> {
  const step = fragmentLimit(options.maxPduBytes, maxFragmentBytes);
  let left = dataSet.reduce((sum, piece) => sum + piece.length, 0);
  const next = piecesOf(dataSet);
  let pieces: Uint8Array[] = [options.commandPdus];
  let batched = 0;
  do {
    const fragmentBytes = Math.min(step, left);
    left -= fragmentBytes;
    pieces.push(encodePDataHeader(options.contextId, left === 0 ? messageControl.last : 0, fragmentBytes));
    next(fragmentBytes, pieces);
    batched += fragmentBytes;
    if (batched < batchBytes && left > 0) continue;
    const taken = options.send(pieces);
    if (taken !== undefined) await taken;
    pieces = [];
    batched = 0;
  } while (left > 0);
}

/** Returns a function that adds the next so many bytes, wherever they lie, to a list. */
function piecesOf(dataSet: readonly Uint8Array[]): (lengthBytes: number, into: Uint8Array[]) => void {
  let [at, offset] = [0, 0];
  return (lengthBytes, into) => {
    for (let left = lengthBytes; left > 0; ) {
      const piece = dataSet[at];
      if (piece === undefined) return;
      const part = piece.subarray(offset, offset + left);
      into.push(part);
      left -= part.length;
      offset += part.length;
      if (offset === piece.length) [at, offset] = [at + 1, 0];
    }
  };
}

/**
 * Collects chunks into full PDUs, and PDUs into writes. A full PDU waits until there is more, because the last must say
 * that it is the last.
 */
async function writeChunks(chunks: AsyncIterable<Uint8Array>, options: DataSetWriterOptions): Promise<void> {
  const step = fragmentLimit(options.maxPduBytes, maxFragmentBytes);
  const pduBytes = pDataHeaderBytes + step;
  const command = options.commandPdus;
  // The first PDUs of the data set leave in one write with the command set before them.
  const writeBytes = command.length + pduBytes * Math.max(1, Math.floor(maxFragmentBytes / pduBytes));
  let memory = newMemory(writeBytes);
  memory.set(command);
  let headerAt = command.length;
  let filled = 0;
  const endPdu = (control: number): number => {
    writePDataHeader(memory.subarray(headerAt), options.contextId, control, filled);
    return headerAt + pDataHeaderBytes + filled;
  };
  for await (const chunk of chunks) {
    let at = 0;
    while (at < chunk.length) {
      if (filled === step) {
        const end = endPdu(0);
        filled = 0;
        headerAt = end;
        if (end + pduBytes > memory.length) {
          headerAt = 0;
          const taken = options.send([memory.subarray(0, end)]);
          if (taken !== undefined) await taken;
          // What still lies in the socket keeps its memory.
          if (!options.isSent()) memory = newMemory(writeBytes);
        }
      }
      const part = chunk.subarray(at, at + step - filled);
      memory.set(part, headerAt + pDataHeaderBytes + filled);
      filled += part.length;
      at += part.length;
    }
  }
  const last = memory.subarray(0, endPdu(messageControl.last));
  const taken = options.send([last]);
  if (taken !== undefined) await taken;
  if (options.isSent()) release(memory);
}

/**
 * Gives memory back without waiting for the collector: at hundreds of megabytes a second, memory that nobody uses any
 * more is what makes it run. What shares its memory with others stays.
 */
function release({ buffer, byteLength }: Uint8Array): void {
  if (byteLength > 0 && buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}

/** Every byte that is sent is written before. */
function newMemory(lengthBytes: number): Uint8Array {
  return Buffer.allocUnsafeSlow(lengthBytes);
}
