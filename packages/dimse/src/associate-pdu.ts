/**
 * A-ASSOCIATE-RQ and A-ASSOCIATE-AC as bytes, PS3.8 §9.3.2 and §9.3.3, Tables 9-11 and 9-17.
 *
 *   byte 1       PDU type, 01H or 02H
 *   byte 2       reserved
 *   bytes 3-6    PDU length, big endian: the bytes that follow
 *   bytes 7-8    protocol version, bit 0 set
 *   bytes 9-10   reserved
 *   bytes 11-26  called AE title, 16 characters, padded with spaces
 *   bytes 27-42  calling AE title
 *   bytes 43-74  reserved
 *   bytes 75-    items: one application context, presentation contexts, one user information
 *
 * The parsers take the variable part, from byte 7 on. Whether what was proposed can be accepted is `negotiation.ts`.
 */

import { DimseError } from './errors.ts';
import {
  concatBytes,
  encodeItem,
  encodeText,
  type Item,
  parseItems,
  parseText,
  readUint16,
  writeUint16,
  writeUint32,
} from './items.ts';
import {
  type AssociateAcceptPdu,
  type AssociateRequestPdu,
  type ContextResult,
  itemType,
  type ProposedContext,
  pduHeaderBytes,
  pduType,
  type UserInformation,
} from './pdu.ts';
import { contextResult } from './rejection.ts';
import { encodeUserInformation, parseUserInformation } from './user-information.ts';

/** Bytes 7 to 74. */
const fixedBytes = 68;
const aeTitleBytes = 16;

/** @throws DimseError `invalid-pdu` with item type and offset. */
export function parseAssociateRequest(body: Uint8Array): AssociateRequestPdu {
  const { items, ...fixed } = parseFixedPart(body, pduType.associateRq);
  const contexts = itemsOf(items, itemType.presentationContextRq).map(parseProposedContext);
  const ids = new Set(contexts.map((context) => context.id));
  if (contexts.length === 0 || ids.size !== contexts.length) {
    throw invalid('A-ASSOCIATE-RQ needs presentation contexts of unique IDs', itemType.presentationContextRq);
  }
  return { ...fixed, contexts };
}

/** @throws DimseError `invalid-pdu` with item type and offset. */
export function parseAssociateAccept(body: Uint8Array): AssociateAcceptPdu {
  const { items, ...fixed } = parseFixedPart(body, pduType.associateAc);
  return { ...fixed, contexts: itemsOf(items, itemType.presentationContextAc).map(parseContextResult) };
}

/** @throws DimseError `invalid-argument` for AE titles or UIDs that have no encoding. */
export function encodeAssociateRequest(request: AssociateRequestPdu): Uint8Array {
  return encodeAssociate(
    pduType.associateRq,
    request,
    request.contexts.map((context) =>
      encodeItem(
        itemType.presentationContextRq,
        concatBytes([
          Uint8Array.of(context.id, 0, 0, 0),
          encodeItem(itemType.abstractSyntax, encodeText(context.abstractSyntax)),
          ...context.transferSyntaxes.map((uid) => encodeItem(itemType.transferSyntax, encodeText(uid))),
        ]),
      ),
    ),
  );
}

/** @throws DimseError `invalid-argument` for AE titles or UIDs that have no encoding. */
export function encodeAssociateAccept(accept: AssociateAcceptPdu): Uint8Array {
  return encodeAssociate(
    pduType.associateAc,
    accept,
    accept.contexts.map((context) =>
      encodeItem(
        itemType.presentationContextAc,
        concatBytes([
          Uint8Array.of(context.id, 0, context.result, 0),
          encodeItem(itemType.transferSyntax, encodeText(context.transferSyntax)),
        ]),
      ),
    ),
  );
}

type FixedPart = {
  readonly protocolVersion: number;
  readonly calledAet: string;
  readonly callingAet: string;
  readonly applicationContext: string;
  readonly userInformation: UserInformation;
  readonly items: readonly Item[];
};

function parseFixedPart(body: Uint8Array, type: number): FixedPart {
  if (body.length < fixedBytes) {
    throw new DimseError('invalid-pdu', 'the PDU is shorter than its fixed fields', {
      pduType: type,
      lengthBytes: body.length,
    });
  }
  const items = parseItems(body.subarray(fixedBytes));
  const applicationContext = itemsOf(items, itemType.applicationContext)[0];
  const userInformation = itemsOf(items, itemType.userInformation)[0];
  if (applicationContext === undefined) {
    throw invalid('the PDU has no application context item', itemType.applicationContext);
  }
  if (userInformation === undefined) throw invalid('the PDU has no user information item', itemType.userInformation);
  return {
    protocolVersion: readUint16(body, 0),
    calledAet: parseText(body.subarray(4, 4 + aeTitleBytes)).trimStart(),
    callingAet: parseText(body.subarray(20, 20 + aeTitleBytes)).trimStart(),
    applicationContext: parseText(applicationContext.value),
    userInformation: parseUserInformation(userInformation.value),
    items,
  };
}

/** PS3.8 Table 9-13: ID, three reserved bytes, one abstract syntax (30H), one or more transfer syntaxes (40H). */
function parseProposedContext(item: Item): ProposedContext {
  const id = item.value[0] ?? 0;
  if (item.value.length < 4 || id % 2 === 0) throw invalid('a presentation context ID is even', item.type, item.offset);
  const subItems = parseItems(item.value.subarray(4));
  const abstractSyntaxes = itemsOf(subItems, itemType.abstractSyntax);
  const transferSyntaxes = itemsOf(subItems, itemType.transferSyntax).map((subItem) => parseText(subItem.value));
  if (abstractSyntaxes[0] === undefined || abstractSyntaxes.length > 1 || transferSyntaxes.length === 0) {
    throw invalid('a presentation context needs one abstract and some transfer syntaxes', item.type, item.offset);
  }
  return { id, abstractSyntax: parseText(abstractSyntaxes[0].value), transferSyntaxes };
}

/** PS3.8 Table 9-18: ID, reserved, result, reserved, one transfer syntax that counts only on acceptance. */
function parseContextResult(item: Item): ContextResult {
  if (item.value.length < 4) throw invalid('a presentation context item is too short', item.type, item.offset);
  const result = item.value[2] ?? 0;
  const transferSyntax = itemsOf(parseItems(item.value.subarray(4)), itemType.transferSyntax)[0];
  if (result === contextResult.acceptance && transferSyntax === undefined) {
    throw invalid('an accepted presentation context has no transfer syntax', item.type, item.offset);
  }
  const uid = transferSyntax === undefined ? '' : parseText(transferSyntax.value);
  return { id: item.value[0] ?? 0, result, transferSyntax: uid };
}

function encodeAssociate(
  type: number,
  pdu: AssociateRequestPdu | AssociateAcceptPdu,
  contexts: readonly Uint8Array[],
): Uint8Array {
  const variable = concatBytes([
    encodeItem(itemType.applicationContext, encodeText(pdu.applicationContext)),
    ...contexts,
    encodeItem(itemType.userInformation, encodeUserInformation(pdu.userInformation)),
  ]);
  const bytes = new Uint8Array(pduHeaderBytes + fixedBytes + variable.length);
  bytes[0] = type;
  writeUint32(bytes, 2, fixedBytes + variable.length);
  writeUint16(bytes, 6, pdu.protocolVersion);
  bytes.set(encodeAeTitle(pdu.calledAet), 10);
  bytes.set(encodeAeTitle(pdu.callingAet), 26);
  bytes.set(variable, pduHeaderBytes + fixedBytes);
  return bytes;
}

function encodeAeTitle(title: string): Uint8Array {
  if (title.length > aeTitleBytes) {
    throw new DimseError('invalid-argument', 'an AE title has at most 16 characters', { lengthBytes: title.length });
  }
  return encodeText(title.padEnd(aeTitleBytes, ' '));
}

function itemsOf(items: readonly Item[], type: number): readonly Item[] {
  return items.filter((item) => item.type === type);
}

function invalid(message: string, type: number, offset?: number): DimseError {
  return new DimseError('invalid-pdu', message, { itemType: type, ...(offset !== undefined && { offset }) });
}
