/**
 * P-DATA-TF PDUs for sending, PS3.8 §9.3.5, Tables 9-22 and 9-23. One PDV a PDU; see `pdu-reader.ts` for the layout.
 */

import { concatBytes, writeUint32 } from './items.ts';
import { messageControl, pduType, pdvHeaderBytes } from './pdu.ts';

/** PDU header and PDV header together. */
export const pDataHeaderBytes = 12;

/** Returns the bytes before a fragment: the headers of a PDU that holds one PDV. */
export function encodePDataHeader(contextId: number, control: number, fragmentBytes: number): Uint8Array {
  const header = new Uint8Array(pDataHeaderBytes);
  writePDataHeader(header, contextId, control, fragmentBytes);
  return header;
}

export function writePDataHeader(into: Uint8Array, contextId: number, control: number, fragmentBytes: number): void {
  into[0] = pduType.pDataTf;
  into[1] = 0;
  writeUint32(into, 2, fragmentBytes + pdvHeaderBytes);
  writeUint32(into, 6, fragmentBytes + 2);
  into[10] = contextId;
  into[11] = control;
}

/**
 * Returns the PDUs of a command set; one, unless the peer takes less than a command set at once.
 * `maxPduBytes` is the peer's, 0 for no limit.
 */
export function encodeCommandPdus(contextId: number, command: Uint8Array, maxPduBytes: number): Uint8Array {
  const step = fragmentLimit(maxPduBytes, command.length);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < command.length; at += step) {
    const fragment = command.subarray(at, at + step);
    const isLast = at + step >= command.length;
    const control = messageControl.command | (isLast ? messageControl.last : 0);
    pieces.push(encodePDataHeader(contextId, control, fragment.length), fragment);
  }
  return concatBytes(pieces);
}

/** Returns the PDUs of a command set and of its data set, which stays where it lies; `maxPduBytes` as above. */
export function encodeMessagePdus(
  contextId: number,
  command: Uint8Array,
  dataSet: Uint8Array | undefined,
  maxPduBytes: number,
): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [encodeCommandPdus(contextId, command, maxPduBytes)];
  if (dataSet === undefined) return pieces;
  const step = fragmentLimit(maxPduBytes, Math.max(2, dataSet.length + (dataSet.length % 2)));
  let at = 0;
  do {
    const fragment = dataSet.subarray(at, at + step);
    at += step;
    const control = at >= dataSet.length ? messageControl.last : 0;
    pieces.push(encodePDataHeader(contextId, control, fragment.length), fragment);
  } while (at < dataSet.length);
  return pieces;
}

/**
 * Returns how many bytes of a message fit into one PDV, an even number as PS3.8 Annex E asks for; `ownLimit` bounds it
 * where the peer names no limit.
 */
export function fragmentLimit(maxPduBytes: number, ownLimit: number): number {
  const limit = maxPduBytes === 0 ? ownLimit : Math.min(ownLimit, maxPduBytes - pdvHeaderBytes);
  return Math.max(2, limit - (limit % 2));
}
