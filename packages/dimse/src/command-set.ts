/**
 * Command sets: the group 0000 elements that begin every DIMSE message, PS3.7 §6.3 and Annex E.
 *
 * Always implicit VR little endian, PS3.7 §6.3.1:
 *
 *   bytes 1-2  group number 0000H
 *   bytes 3-4  element number
 *   bytes 5-8  value length, even
 *   bytes 9-   value
 *
 * This codec is apart from `@isocenter/dicom`, because a command set has 24 possible elements, one encoding and no
 * sequences. Which elements a message must have is checked where the message is handled.
 */

import { DimseError } from './errors.ts';
import { encodeText, parseText } from './items.ts';

/** PS3.7 Table E.1-1; `number` are US, `text` are UI, AE and LO, `tags` are AT. */
export type CommandSet = {
  readonly affectedSopClassUid?: string;
  readonly requestedSopClassUid?: string;
  readonly commandField: number;
  readonly messageId?: number;
  readonly messageIdRespondedTo?: number;
  readonly moveDestination?: string;
  readonly priority?: number;
  readonly dataSetType: number;
  readonly status?: number;
  /** Tags as unsigned 32-bit numbers. */
  readonly offendingElements?: readonly number[];
  readonly errorComment?: string;
  readonly errorId?: number;
  readonly affectedSopInstanceUid?: string;
  readonly requestedSopInstanceUid?: string;
  readonly eventTypeId?: number;
  readonly attributeIdentifiers?: readonly number[];
  readonly actionTypeId?: number;
  readonly remainingSuboperations?: number;
  readonly completedSuboperations?: number;
  readonly failedSuboperations?: number;
  readonly warningSuboperations?: number;
  readonly moveOriginatorAet?: string;
  readonly moveOriginatorMessageId?: number;
};

/** Command Field (0000,0100), PS3.7 Table E.1-1. A response is its request with bit 15 set. */
export const commandField = {
  cStoreRq: 0x0001,
  cStoreRsp: 0x8001,
  cGetRq: 0x0010,
  cGetRsp: 0x8010,
  cFindRq: 0x0020,
  cFindRsp: 0x8020,
  cMoveRq: 0x0021,
  cMoveRsp: 0x8021,
  cEchoRq: 0x0030,
  cEchoRsp: 0x8030,
  nEventReportRq: 0x0100,
  nEventReportRsp: 0x8100,
  nGetRq: 0x0110,
  nSetRq: 0x0120,
  nActionRq: 0x0130,
  nActionRsp: 0x8130,
  nCreateRq: 0x0140,
  nDeleteRq: 0x0150,
  cCancelRq: 0x0fff,
} as const;

export const responseBit = 0x8000;

/** Command Data Set Type (0000,0800): this value says that no data set follows, every other that one does. */
export const noDataSet = 0x0101;
export const withDataSet = 0x0000;

/** Longest command set taken, in bytes. The longest real one, with 64 characters in each text, has some 700. */
export const maxCommandSetBytes = 16_384;

type Kind = 'number' | 'text' | 'uid' | 'tags';

/** Ascending, as they are encoded. */
const elements: readonly (readonly [number, keyof CommandSet, Kind])[] = [
  [0x0002, 'affectedSopClassUid', 'uid'],
  [0x0003, 'requestedSopClassUid', 'uid'],
  [0x0100, 'commandField', 'number'],
  [0x0110, 'messageId', 'number'],
  [0x0120, 'messageIdRespondedTo', 'number'],
  [0x0600, 'moveDestination', 'text'],
  [0x0700, 'priority', 'number'],
  [0x0800, 'dataSetType', 'number'],
  [0x0900, 'status', 'number'],
  [0x0901, 'offendingElements', 'tags'],
  [0x0902, 'errorComment', 'text'],
  [0x0903, 'errorId', 'number'],
  [0x1000, 'affectedSopInstanceUid', 'uid'],
  [0x1001, 'requestedSopInstanceUid', 'uid'],
  [0x1002, 'eventTypeId', 'number'],
  [0x1005, 'attributeIdentifiers', 'tags'],
  [0x1008, 'actionTypeId', 'number'],
  [0x1020, 'remainingSuboperations', 'number'],
  [0x1021, 'completedSuboperations', 'number'],
  [0x1022, 'failedSuboperations', 'number'],
  [0x1023, 'warningSuboperations', 'number'],
  [0x1030, 'moveOriginatorAet', 'text'],
  [0x1031, 'moveOriginatorMessageId', 'number'],
];

const elementHeaderBytes = 8;

/**
 * Reads a whole command set. Group length is not trusted, elements out of order and elements this table lacks (the
 * retired ones of PS3.7 §E.2) are passed over.
 *
 * @throws DimseError `invalid-command-set` with the element and the offset.
 */
export function parseCommandSet(bytes: Uint8Array): CommandSet {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const set: Partial<Record<keyof CommandSet, number | string | readonly number[]>> = {};
  let at = 0;
  while (at < bytes.length) {
    if (bytes.length - at < elementHeaderBytes) throw invalid('an element header is cut off', at);
    const group = view.getUint16(at, true);
    const element = view.getUint16(at + 2, true);
    const length = view.getUint32(at + 4, true);
    const start = at + elementHeaderBytes;
    if (group !== 0) throw invalid('an element is not of group 0000', at);
    if (length > bytes.length - start) throw invalid('an element runs beyond the end', at, element);
    const known = findElement(element);
    if (known !== undefined) {
      const [, name, kind] = known;
      if (set[name] !== undefined) throw invalid('an element comes twice', at, element);
      set[name] = parseValue(kind, bytes.subarray(start, start + length), at, element);
    }
    at = start + length;
  }
  const { commandField: field, dataSetType } = set;
  if (field === undefined || dataSetType === undefined) {
    throw invalid('Command Field or Command Data Set Type is missing', at);
  }
  // Every name was given the kind of value that `elements` lists for it, which is the kind `CommandSet` declares.
  return set as unknown as CommandSet;
}

/** @throws DimseError `invalid-argument` for text that is not ISO 646. */
export function encodeCommandSet(set: CommandSet): Uint8Array {
  const values: (readonly [number, Uint8Array])[] = [];
  let lengthBytes = 0;
  for (const [element, name] of elements) {
    const value = set[name];
    if (value === undefined) continue;
    const encoded = encodeValue(value, isUid(name));
    values.push([element, encoded]);
    lengthBytes += elementHeaderBytes + encoded.length;
  }
  const groupLengthBytes = elementHeaderBytes + 4;
  const bytes = new Uint8Array(groupLengthBytes + lengthBytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(4, 4, true);
  view.setUint32(8, lengthBytes, true);
  let at = groupLengthBytes;
  for (const [element, value] of values) {
    view.setUint16(at + 2, element, true);
    view.setUint32(at + 4, value.length, true);
    bytes.set(value, at + elementHeaderBytes);
    at += elementHeaderBytes + value.length;
  }
  return bytes;
}

function findElement(element: number): (typeof elements)[number] | undefined {
  for (const known of elements) if (known[0] === element) return known;
  return undefined;
}

function isUid(name: keyof CommandSet): boolean {
  return name.endsWith('Uid');
}

function parseValue(kind: Kind, bytes: Uint8Array, offset: number, element: number): number | string | number[] {
  switch (kind) {
    case 'number':
      if (bytes.length !== 2) throw invalid('a number has not two bytes', offset, element);
      return (bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8);
    case 'tags': {
      if (bytes.length % 4 !== 0) throw invalid('a tag has not four bytes', offset, element);
      const tags: number[] = [];
      for (let at = 0; at < bytes.length; at += 4) {
        const group = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
        tags.push(group * 0x10000 + ((bytes[at + 2] ?? 0) | ((bytes[at + 3] ?? 0) << 8)));
      }
      return tags;
    }
    case 'uid':
      return parseText(bytes);
    case 'text':
      return parseText(bytes).trimStart();
  }
}

/** Values have even length: UIDs are padded with NUL, other text with a space, PS3.5 §6.2. */
function encodeValue(value: number | string | readonly number[], isPaddedWithNul: boolean): Uint8Array {
  if (typeof value === 'number') return Uint8Array.of(value, value >>> 8);
  if (typeof value === 'string') {
    const text = encodeText(value);
    if (text.length % 2 === 0) return text;
    const padded = new Uint8Array(text.length + 1);
    padded.set(text);
    padded[text.length] = isPaddedWithNul ? 0 : 0x20;
    return padded;
  }
  const bytes = new Uint8Array(value.length * 4);
  const view = new DataView(bytes.buffer);
  value.forEach((tag, index) => {
    view.setUint16(index * 4, Math.floor(tag / 0x10000), true);
    view.setUint16(index * 4 + 2, tag & 0xffff, true);
  });
  return bytes;
}

function invalid(message: string, offset: number, element?: number): DimseError {
  return new DimseError('invalid-command-set', message, { offset, ...(element !== undefined && { element }) });
}
