/**
 * The user information item of A-ASSOCIATE-RQ and A-ASSOCIATE-AC: PS3.8 §9.3.2.3 and Annex D, PS3.7 §D.3.3.
 *
 *   51H  maximum length            4 bytes: maximum length received
 *   52H  implementation class UID  text
 *   53H  asynchronous operations   2 bytes invoked, 2 bytes performed
 *   54H  role selection            2 bytes UID length, UID, SCU role, SCP role
 *   55H  implementation version    text of 1 to 16 characters
 *   56H  extended negotiation      2 bytes UID length, UID, service class application information
 *   57H  common extended           2+n SOP class, 2+n service class, 2 bytes length of a list of 2+n related classes
 *   58H  user identity             type, response requested, 2+n primary field, 2+n secondary field
 *   59H  user identity response    2+n server response
 *
 * Sub-items of other types are passed over, PS3.8 §D.2. What the negotiated values mean is `negotiation.ts`.
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
  readUint32,
  writeUint16,
  writeUint32,
} from './items.ts';
import {
  type AsynchronousOperations,
  type CommonExtendedNegotiation,
  type ExtendedNegotiation,
  itemType,
  type RoleSelection,
  type UserIdentity,
  type UserInformation,
} from './pdu.ts';

/** Sub-items of one association; real peers send a few, one more for each SOP Class with a role. */
const maxSubItems = 1024;

/** @throws DimseError `invalid-pdu` with the sub-item's type and offset. */
export function parseUserInformation(bytes: Uint8Array): UserInformation {
  const items = parseItems(bytes);
  if (items.length > maxSubItems) {
    throw new DimseError('invalid-pdu', 'too many user information sub-items', { itemType: itemType.userInformation });
  }
  const roleSelections: RoleSelection[] = [];
  const extendedNegotiations: ExtendedNegotiation[] = [];
  const commonExtendedNegotiations: CommonExtendedNegotiation[] = [];
  const single: { -readonly [Key in keyof UserInformation]?: UserInformation[Key] } = {};
  for (const item of items) {
    const fields = new Fields(item);
    switch (item.type) {
      case itemType.maximumLength:
        single.maxPduBytes = fields.uint32();
        break;
      case itemType.implementationClassUid:
        single.implementationClassUid = parseText(item.value);
        break;
      case itemType.implementationVersionName:
        single.implementationVersionName = parseText(item.value);
        break;
      case itemType.asynchronousOperationsWindow:
        single.asynchronousOperations = { invoked: fields.uint16(), performed: fields.uint16() };
        break;
      case itemType.roleSelection:
        roleSelections.push({
          sopClassUid: parseText(fields.counted()),
          scu: fields.uint8() === 1,
          scp: fields.uint8() === 1,
        });
        break;
      case itemType.extendedNegotiation:
        extendedNegotiations.push({ sopClassUid: parseText(fields.counted()), information: fields.rest().slice() });
        break;
      case itemType.commonExtendedNegotiation:
        commonExtendedNegotiations.push(parseCommonExtendedNegotiation(fields));
        break;
      case itemType.userIdentity:
        single.userIdentity = parseUserIdentity(fields);
        break;
      case itemType.userIdentityResponse:
        single.userIdentityResponse = fields.counted().slice();
        break;
    }
  }
  return {
    ...single,
    // PS3.8 §D.1 makes the sub-item mandatory; a peer that leaves it out has named no limit.
    maxPduBytes: single.maxPduBytes ?? 0,
    ...(roleSelections.length > 0 && { roleSelections }),
    ...(extendedNegotiations.length > 0 && { extendedNegotiations }),
    ...(commonExtendedNegotiations.length > 0 && { commonExtendedNegotiations }),
  };
}

/** Returns the value of the user information item, its sub-items in ascending order as PS3.8 §9.3.2.3 advises. */
export function encodeUserInformation(user: UserInformation): Uint8Array {
  const items: Uint8Array[] = [encodeItem(itemType.maximumLength, uint32(user.maxPduBytes))];
  if (user.implementationClassUid !== undefined) {
    items.push(encodeItem(itemType.implementationClassUid, encodeText(user.implementationClassUid)));
  }
  if (user.asynchronousOperations !== undefined) {
    items.push(encodeItem(itemType.asynchronousOperationsWindow, encodeWindow(user.asynchronousOperations)));
  }
  for (const role of user.roleSelections ?? []) {
    const roles = Uint8Array.of(role.scu ? 1 : 0, role.scp ? 1 : 0);
    items.push(encodeItem(itemType.roleSelection, concatBytes([counted(encodeText(role.sopClassUid)), roles])));
  }
  if (user.implementationVersionName !== undefined) {
    items.push(encodeItem(itemType.implementationVersionName, encodeText(user.implementationVersionName)));
  }
  for (const { sopClassUid, information } of user.extendedNegotiations ?? []) {
    const value = concatBytes([counted(encodeText(sopClassUid)), information]);
    items.push(encodeItem(itemType.extendedNegotiation, value));
  }
  for (const negotiation of user.commonExtendedNegotiations ?? []) {
    items.push(encodeItem(itemType.commonExtendedNegotiation, encodeCommonExtendedNegotiation(negotiation)));
  }
  if (user.userIdentity !== undefined) {
    const { type, positiveResponseRequested, primary, secondary } = user.userIdentity;
    const head = Uint8Array.of(type, positiveResponseRequested ? 1 : 0);
    items.push(encodeItem(itemType.userIdentity, concatBytes([head, counted(primary), counted(secondary)])));
  }
  if (user.userIdentityResponse !== undefined) {
    items.push(encodeItem(itemType.userIdentityResponse, counted(user.userIdentityResponse)));
  }
  return concatBytes(items);
}

/** Reads the fields of one sub-item in order. */
class Fields {
  readonly #item: Item;
  #at = 0;

  constructor(item: Item) {
    this.#item = item;
  }

  uint8(): number {
    return this.#take(1)[0] ?? 0;
  }

  uint16(): number {
    return readUint16(this.#take(2), 0);
  }

  uint32(): number {
    return readUint32(this.#take(4), 0);
  }

  /** A field that its length of 16 bits precedes. */
  counted(): Uint8Array {
    return this.#take(this.uint16());
  }

  rest(): Uint8Array {
    return this.#take(this.#item.value.length - this.#at);
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#item.value.length;
  }

  /** The same reader over a part of this item. */
  within(value: Uint8Array): Fields {
    return new Fields({ type: this.#item.type, value, offset: this.#item.offset });
  }

  #take(lengthBytes: number): Uint8Array {
    const { type, value, offset } = this.#item;
    if (this.#at + lengthBytes > value.length) {
      throw new DimseError('invalid-pdu', 'a user information sub-item is too short for its fields', {
        itemType: type,
        offset: offset + this.#at,
        lengthBytes,
      });
    }
    this.#at += lengthBytes;
    return value.subarray(this.#at - lengthBytes, this.#at);
  }
}

/** PS3.7 §D.3.3.6; bytes after the last field are reserved for later versions and passed over. */
function parseCommonExtendedNegotiation(fields: Fields): CommonExtendedNegotiation {
  const sopClassUid = parseText(fields.counted());
  const serviceClassUid = parseText(fields.counted());
  const related = fields.within(fields.counted());
  const relatedGeneralSopClassUids: string[] = [];
  while (!related.isAtEnd) relatedGeneralSopClassUids.push(parseText(related.counted()));
  return { sopClassUid, serviceClassUid, relatedGeneralSopClassUids };
}

/** PS3.7 §D.3.3.7.1 */
function parseUserIdentity(fields: Fields): UserIdentity {
  return {
    type: fields.uint8(),
    positiveResponseRequested: fields.uint8() === 1,
    primary: fields.counted().slice(),
    secondary: fields.counted().slice(),
  };
}

function encodeCommonExtendedNegotiation(negotiation: CommonExtendedNegotiation): Uint8Array {
  const related = negotiation.relatedGeneralSopClassUids.map((uid) => counted(encodeText(uid)));
  return concatBytes([
    counted(encodeText(negotiation.sopClassUid)),
    counted(encodeText(negotiation.serviceClassUid)),
    counted(concatBytes(related)),
  ]);
}

function encodeWindow(window: AsynchronousOperations): Uint8Array {
  const value = new Uint8Array(4);
  writeUint16(value, 0, window.invoked);
  writeUint16(value, 2, window.performed);
  return value;
}

function counted(value: Uint8Array): Uint8Array {
  const field = new Uint8Array(2 + value.length);
  writeUint16(field, 0, value.length);
  field.set(value, 2);
  return field;
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  writeUint32(bytes, 0, value);
  return bytes;
}
