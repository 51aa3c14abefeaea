/** Reads what `recorder.c` wrote: file operations of a node in order, and the answers it sent between them. */

import { readFileSync } from 'node:fs';

export type TraceEvent =
  | { readonly kind: 'created' | 'unlinked' | 'directory-made' | 'directory-removed'; readonly path: string }
  | { readonly kind: 'written'; readonly path: string; readonly offset: number; readonly data: Buffer }
  | { readonly kind: 'truncated'; readonly path: string; readonly length: number }
  | { readonly kind: 'sync-begun' | 'sync-done'; readonly path: string; readonly fd: number }
  | { readonly kind: 'renamed' | 'linked'; readonly path: string; readonly to: string }
  /** A C-STORE-RSP with success for this SOP Instance UID, PS3.7 §9.3.1.2. */
  | { readonly kind: 'acknowledged'; readonly sopInstanceUid: string };

const kinds: Record<number, TraceEvent['kind'] | 'answer'> = {
  1: 'created',
  2: 'written',
  3: 'sync-begun',
  4: 'sync-done',
  5: 'renamed',
  6: 'unlinked',
  7: 'truncated',
  8: 'directory-made',
  9: 'answer',
  10: 'directory-removed',
  11: 'linked',
};

const headerBytes = 24;

/** Returns the events in the order in which they happened; answers other than a C-STORE success are left out. */
export function readTrace(file: string): readonly TraceEvent[] {
  const bytes = readFileSync(file);
  const events: TraceEvent[] = [];
  for (let at = 0; at + headerBytes <= bytes.length; ) {
    const kind = kinds[bytes[at] ?? 0];
    const offset = Number(bytes.readBigInt64LE(at + 8));
    const pathEnd = at + headerBytes + bytes.readUInt32LE(at + 16);
    const end = pathEnd + bytes.readUInt32LE(at + 20);
    const path = bytes.toString('utf8', at + headerBytes, pathEnd);
    const event = eventOf(kind, path, offset, bytes.subarray(pathEnd, end));
    if (event !== undefined) events.push(event);
    at = end;
  }
  return events;
}

function eventOf(
  kind: TraceEvent['kind'] | 'answer' | undefined,
  path: string,
  offset: number,
  data: Buffer,
): TraceEvent | undefined {
  switch (kind) {
    case 'created':
    case 'unlinked':
    case 'directory-made':
    case 'directory-removed':
      return { kind, path };
    case 'written':
      return { kind, path, offset, data };
    case 'truncated':
      return { kind, path, length: offset };
    case 'sync-begun':
    case 'sync-done':
      return { kind, path, fd: offset };
    case 'renamed':
    case 'linked':
      return { kind, path, to: data.toString('utf8') };
    case 'answer':
      return acknowledgement(data);
    default:
      throw new Error('the trace is broken');
  }
}

const cStoreResponse = 0x8001;

/** Takes a C-STORE-RSP apart: P-DATA-TF with one command PDV in Implicit VR Little Endian. */
function acknowledgement(pdu: Buffer): TraceEvent | undefined {
  const elements = new Map<number, Buffer>();
  for (let at = 12; at + 8 <= pdu.length; at += 8 + pdu.readUInt32LE(at + 4)) {
    elements.set(pdu.readUInt16LE(at + 2), pdu.subarray(at + 8, at + 8 + pdu.readUInt32LE(at + 4)));
  }
  const command = elements.get(0x0100)?.readUInt16LE(0);
  const status = elements.get(0x0900)?.readUInt16LE(0);
  const uid = elements
    .get(0x1000)
    ?.toString('latin1')
    .replace(/[\0 ]+$/, '');
  if (command !== cStoreResponse || status !== 0 || uid === undefined) return undefined;
  return { kind: 'acknowledged', sopInstanceUid: uid };
}
