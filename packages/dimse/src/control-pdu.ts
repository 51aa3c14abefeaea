/**
 * The four PDUs of fixed length, PS3.8 §9.3.4, §9.3.6, §9.3.7 and §9.3.8.
 *
 *   byte 1     PDU type: 03H A-ASSOCIATE-RJ, 05H A-RELEASE-RQ, 06H A-RELEASE-RP, 07H A-ABORT
 *   byte 2     reserved
 *   bytes 3-6  PDU length 00000004H
 *   byte 7     reserved
 *   byte 8     result (03H), reserved (others)
 *   byte 9     source (03H, 07H)
 *   byte 10    reason (03H, 07H)
 */

import { pduType } from './pdu.ts';
import type { Rejection } from './rejection.ts';

/** The variable part of each of these PDUs. */
export const controlBodyBytes = 4;

/** PS3.8 Table 9-21; takes the variable part, from byte 7 on. */
export function parseAssociateReject(body: Uint8Array): Rejection {
  return { result: body[1] ?? 0, source: body[2] ?? 0, reason: body[3] ?? 0 };
}

/** PS3.8 Table 9-26; takes the variable part, from byte 7 on. */
export function parseAbort(body: Uint8Array): { readonly source: number; readonly reason: number } {
  return { source: body[2] ?? 0, reason: body[3] ?? 0 };
}

export function encodeAssociateReject(rejected: Rejection): Uint8Array {
  return encodeControl(pduType.associateRj, rejected.result, rejected.source, rejected.reason);
}

export function encodeReleaseRequest(): Uint8Array {
  return encodeControl(pduType.releaseRq, 0, 0, 0);
}

export function encodeReleaseResponse(): Uint8Array {
  return encodeControl(pduType.releaseRp, 0, 0, 0);
}

export function encodeAbort(source: number, reason: number): Uint8Array {
  return encodeControl(pduType.abort, 0, source, reason);
}

function encodeControl(type: number, result: number, source: number, reason: number): Uint8Array {
  return Uint8Array.of(type, 0, 0, 0, 0, controlBodyBytes, 0, result, source, reason);
}
