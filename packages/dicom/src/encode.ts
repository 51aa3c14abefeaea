/**
 * Writes data sets as bytes, PS3.5 §7 and Annex A.
 *
 * A data set that was parsed is written in the form it had, to the byte, as long as the target is the form it was read
 * in: `source` says where the standard leaves a choice and what stood where the standard was broken. Values and items
 * are always written as they are now; `source` never stands in for a value. In any other form, and for what was built,
 * the encoding is canonical: ascending tags, defined lengths, even values, no reserved bits, nothing that is no element.
 * Bytes that could not be read as elements have no place there and are refused, unless they say nothing.
 */

import { ByteWriter } from './byte-writer.ts';
import type { DataElement, DataSet, DataSetSource, ElementSource } from './data-set.ts';
import { tagAt, vrCode } from './element-header.ts';
import { DicomError } from './errors.ts';
import { undefinedLength } from './reader-frame.ts';
import { groupOf, type Tag } from './tag.ts';
import type { TransferSyntax } from './transfer-syntax.ts';
import { hasLongForm, numberWidth, type Vr } from './vr.ts';

/** Deflates to raw deflate data (RFC 1951); injected as `Inflate` is. */
export type Deflate = (bytes: Uint8Array) => Uint8Array;

export type EncodeOptions = {
  /** Needed for deflated transfer syntaxes. */
  readonly deflate?: Deflate;
  /** Leave out what could not be read as elements where the form has no place for it; refused unless set. */
  readonly dropTrailing?: boolean;
};

/**
 * Returns the bytes of a data set in a transfer syntax.
 *
 * @throws DicomError `value-absent`, `fragments-not-allowed`, `trailing-not-encodable`, `deflater-missing`
 */
export function encodeDataSet(
  dataSet: DataSet,
  transferSyntax: TransferSyntax,
  options: EncodeOptions = {},
): Uint8Array {
  const { explicitVr, littleEndian } = transferSyntax;
  const writer = new ByteWriter(littleEndian, expectedBytes(dataSet));
  const readAs = dataSet.source?.transferSyntax;
  const asRead = readAs !== undefined && readAs.explicitVr === explicitVr && readAs.littleEndian === littleEndian;
  const fragmentsAllowed = transferSyntax.encapsulated || (asRead && !readAs.encapsulated);
  const form: Form = {
    asRead,
    fragmentsAllowed,
    explicitVr: asRead ? (dataSet.source?.explicitVr ?? explicitVr) : explicitVr,
    littleEndian,
    dropTrailing: options.dropTrailing ?? false,
  };
  writeElements(writer, dataSet, form);
  if (asRead && dataSet.source?.trailing) writer.bytes(dataSet.source.trailing);
  if (!transferSyntax.deflated) return writer.finish();
  if (options.deflate === undefined)
    throw new DicomError('deflater-missing', { transferSyntaxUid: transferSyntax.uid });
  return options.deflate(writer.finish());
}

type Form = {
  /** Keep the form that `source` describes. */
  readonly asRead: boolean;
  readonly fragmentsAllowed: boolean;
  readonly explicitVr: boolean;
  readonly littleEndian: boolean;
  readonly dropTrailing: boolean;
};

const item = 0xfffee000 as Tag;
const itemDelimiter = 0xfffee00d as Tag;
const sequenceDelimiter = 0xfffee0dd as Tag;
const delimiterGroup = 0xfffe;
/** The longest even value of the short form; a longer one is written as UN, PS3.5 §6.2.2. */
const maxShortLength = 0xfffe;

function writeElements(writer: ByteWriter, dataSet: DataSet, form: Form): void {
  const { elements } = dataSet;
  assertNothingLost(dataSet.source, form);
  // Elements that were read stay where they stood, until one is added.
  const isAsRead = form.asRead && elements.every(({ source }) => source !== undefined);
  for (const element of isAsRead ? elements : inOrder(elements)) {
    if (groupOf(element.tag) === delimiterGroup) {
      if (form.asRead && element.source?.header) writer.bytes(element.source.header);
      continue;
    }
    writeElement(writer, element, dataSet, form);
  }
}

/** Elements ascend, PS3.5 §7.1. */
function inOrder(elements: readonly DataElement[]): readonly DataElement[] {
  const ascend = elements.every(({ tag }, place) => place === 0 || (elements[place - 1]?.tag ?? 0) <= tag);
  return ascend ? elements : elements.toSorted((a, b) => a.tag - b.tag);
}

function writeElement(writer: ByteWriter, element: DataElement, dataSet: DataSet, form: Form): void {
  const { tag, vr, value } = element;
  const source = form.asRead ? element.source : undefined;
  assertNothingLost(element.source, form, tag);
  switch (value.kind) {
    case 'absent':
      throw new DicomError('value-absent', { tag, vr, lengthBytes: value.lengthBytes });
    case 'bytes':
      writeBytes(writer, element, source, { ...form, dataLittleEndian: dataSet.littleEndian });
      break;
    case 'sequence':
      writeSequence(writer, element, value.items, source, form);
      break;
    case 'fragments':
      writeFragments(writer, element, value.fragments, source, form);
      break;
  }
}

/** @throws DicomError `trailing-not-encodable` where bytes that may mean something would be left out */
function assertNothingLost(source: DataSetSource | ElementSource | undefined, form: Form, tag?: Tag): void {
  if (form.asRead || form.dropTrailing || source?.trailing === undefined || saysNothing(source.trailing)) return;
  const { offset, trailing } = source;
  throw new DicomError('trailing-not-encodable', { offset, lengthBytes: trailing.length, ...(tag && { tag }) });
}

/** True for zeros that pad, and for delimiters where none should be or with a length, PS3.5 Table 7.5-3. */
function saysNothing(trailing: Uint8Array): boolean {
  let at = 0;
  while (isDelimiter(trailing, at)) at += 8;
  return trailing.subarray(at).every((byte) => byte === 0);
}

/** True where the delimiter of an item or of a sequence stands, in either byte order. */
function isDelimiter(bytes: Uint8Array, at: number): boolean {
  if (at + 8 > bytes.length) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 8);
  return [true, false].some((littleEndian) => {
    const tag = tagAt(view, 0, littleEndian);
    return tag === itemDelimiter || tag === sequenceDelimiter;
  });
}

function writeFragments(
  writer: ByteWriter,
  element: DataElement,
  fragments: readonly Uint8Array[],
  source: ElementSource | undefined,
  form: Form,
): void {
  const { tag, vr } = element;
  if (!form.fragmentsAllowed) throw new DicomError('fragments-not-allowed', { tag, vr });
  writeHeader(writer, element, undefinedLength, source, form);
  for (const [number, fragment] of fragments.entries()) {
    const isLast = number === fragments.length - 1;
    const padding = source === undefined ? fragment.length & 1 : 0;
    writeTag(writer, item, form.littleEndian);
    writer.uint32(fragment.length + padding + (isLast ? (source?.missingBytes ?? 0) : 0), form.littleEndian);
    writer.bytes(fragment);
    writer.fill(0, padding);
  }
  writeEnd(writer, sequenceDelimiter, source?.trailing, form.littleEndian);
}

function writeBytes(
  writer: ByteWriter,
  element: DataElement,
  source: ElementSource | undefined,
  form: Form & { dataLittleEndian: boolean },
): void {
  const { vr, value } = element;
  if (value.kind !== 'bytes') return;
  const { bytes } = value;
  const missingBytes = source?.missingBytes ?? 0;
  if (source !== undefined && bytes.length + missingBytes === source.lengthBytes) {
    writeHeader(writer, element, source.lengthBytes, source, form);
    writer.bytes(bytes);
    return;
  }
  const padding = bytes.length & 1;
  writeHeader(writer, element, bytes.length + padding, undefined, form);
  const start = writer.lengthBytes;
  writer.bytes(bytes);
  if (form.dataLittleEndian !== form.littleEndian) swap(writer.view(start), numberWidth(vr));
  writer.fill(paddingOf(vr), padding);
}

function writeSequence(
  writer: ByteWriter,
  element: DataElement,
  items: readonly DataSet[],
  source: ElementSource | undefined,
  form: Form,
): void {
  const defined = source === undefined || source.lengthBytes !== undefinedLength;
  const lengthAt = writeHeader(writer, element, defined ? 0 : undefinedLength, source, form) - 4;
  const start = writer.lengthBytes;
  const itemForm = source?.header === undefined ? form : { ...form, ...formInside(source.header, form) };
  const { littleEndian } = itemForm;
  for (const one of items) writeItem(writer, one, itemForm);
  if (!defined) {
    writeEnd(writer, sequenceDelimiter, source.trailing, littleEndian);
    return;
  }
  if (source?.trailing) writer.bytes(source.trailing);
  writer.patchUint32(lengthAt, writer.lengthBytes - start + (source?.missingBytes ?? 0), form.littleEndian);
}

/**
 * Returns the form of the items of a sequence with an unusual header: what is written as UN is in implicit VR little
 * endian inside, PS3.5 §6.2.2, and what is written in implicit VR stays so.
 */
function formInside(header: Uint8Array, form: Form): Pick<Form, 'explicitVr' | 'littleEndian'> {
  if (header.length === 8) return { explicitVr: false, littleEndian: form.littleEndian };
  const isUnknown = header[4] === 0x55 && header[5] === 0x4e;
  return isUnknown ? { explicitVr: false, littleEndian: true } : form;
}

function writeItem(writer: ByteWriter, dataSet: DataSet, form: Form): void {
  const source = form.asRead ? dataSet.source : undefined;
  const defined = source === undefined || source.lengthBytes !== undefinedLength;
  writeTag(writer, item, form.littleEndian);
  const lengthAt = writer.lengthBytes;
  writer.uint32(undefinedLength, form.littleEndian);
  const start = writer.lengthBytes;
  writeElements(writer, dataSet, { ...form, explicitVr: source?.explicitVr ?? form.explicitVr });
  if (!defined) {
    writeEnd(writer, itemDelimiter, source.trailing, form.littleEndian);
    return;
  }
  if (source?.trailing) writer.bytes(source.trailing);
  writer.patchUint32(lengthAt, writer.lengthBytes - start + (source?.missingBytes ?? 0), form.littleEndian);
}

/** Writes the delimiter, or what stood in its place. */
function writeEnd(writer: ByteWriter, delimiter: Tag, trailing: Uint8Array | undefined, littleEndian: boolean): void {
  if (trailing !== undefined) {
    writer.bytes(trailing);
    return;
  }
  writeTag(writer, delimiter, littleEndian);
  writer.uint32(0, littleEndian);
}

/** Returns the offset after the header. */
function writeHeader(
  writer: ByteWriter,
  { tag, vr }: DataElement,
  lengthBytes: number,
  source: ElementSource | undefined,
  { explicitVr, littleEndian }: Form,
): number {
  if (source?.header) {
    writer.bytes(source.header);
    return writer.lengthBytes;
  }
  writeTag(writer, tag, littleEndian);
  if (!explicitVr) {
    writer.uint32(lengthBytes, littleEndian);
    return writer.lengthBytes;
  }
  const isShort = !hasLongForm(vr) && lengthBytes <= maxShortLength + 1;
  writer.uint16(vrCode(isShort || hasLongForm(vr) ? vr : 'UN'), false);
  if (isShort) {
    writer.uint16(lengthBytes, littleEndian);
    return writer.lengthBytes;
  }
  writer.uint16(0, littleEndian);
  writer.uint32(lengthBytes, littleEndian);
  return writer.lengthBytes;
}

function writeTag(writer: ByteWriter, tag: Tag, littleEndian: boolean): void {
  writer.uint16(groupOf(tag), littleEndian);
  writer.uint16(tag & 0xffff, littleEndian);
}

/** Text is padded with a space, UIDs and bytes with NUL, PS3.5 §6.2. */
function paddingOf(vr: Vr): number {
  return vr === 'UI' || vr === 'OB' || vr === 'UN' || numberWidth(vr) > 1 ? 0 : 0x20;
}

function swap(bytes: Uint8Array, width: number): void {
  if (width === 1) return;
  for (let start = 0; start + width <= bytes.length; start += width) bytes.subarray(start, start + width).reverse();
}

/** Returns the bytes that the values at the top take, so that the buffer need not grow for Pixel Data. */
function expectedBytes(dataSet: DataSet): number {
  let sum = 256;
  for (const { value } of dataSet.elements) {
    if (value.kind === 'bytes') sum += value.bytes.length + 12;
    else if (value.kind === 'fragments') for (const fragment of value.fragments) sum += fragment.length + 8;
    else sum += 512;
  }
  return sum;
}
