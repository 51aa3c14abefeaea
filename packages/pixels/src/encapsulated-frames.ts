/**
 * Which fragments belong to which frame of encapsulated Pixel Data, PS3.5 §A.4: by the Extended Offset Table
 * (PS3.3 §C.7.6.3.1.8), by the Basic Offset Table, or by the fragments themselves.
 *
 * A table is believed only as far as it points at item headers; where it does not, the fragments are scanned, which
 * reads their headers and first bytes only. Video has no frames here: its one stream is frame 1.
 */

import { tagOf } from '@isocenter/dicom/dictionary';
import type { Finding, Parsed } from '@isocenter/dicom/finding';
import { getBytes } from '@isocenter/dicom/values';
import { type ByteRange, type ByteSource, readAhead, readRanges } from './byte-source.ts';
import { PixelsError } from './errors.ts';
import { type Fragment, fragmentBudget, readItem, scanFragments } from './fragments.ts';
import { assertFrameInRange, type FrameTable, type ImageObject } from './frame-table.ts';
import { groupFragments } from './group-fragments.ts';
import type { ImageBudget, ImageDescription } from './image-description.ts';
import type { PixelDataElement } from './pixel-data-element.ts';
import { isVideo } from './video.ts';

/** Item headers that lie this near one another are read at once, in bytes. */
const scanWindowBytes = 16 * 1024;

export async function locateEncapsulatedFrames(
  image: ImageObject,
  element: PixelDataElement,
  { description, budget }: { readonly description: ImageDescription; readonly budget: ImageBudget },
): Promise<Parsed<FrameTable>> {
  const { source } = image;
  const end = element.lengthBytes === undefined ? source.lengthBytes : element.valueOffset + element.lengthBytes;
  const readAt = readAhead({ ...source, lengthBytes: Math.min(end, source.lengthBytes) }, scanWindowBytes);
  const first = await readItem(readAt, element.valueOffset, source.lengthBytes);
  if (first === undefined) return wholeValue(image, element, { end, budget });
  const base = first.offset + first.lengthBytes;
  const findings: Finding[] = [];
  const numberOfFrames = isVideo(image.transferSyntax.uid) ? 1 : description.numberOfFrames;
  const scan = once(() => scanFragments(readAt, base, source.lengthBytes));
  const byTable =
    extendedTable(image, { base, numberOfFrames, readAt }) ??
    basicTable(await source.readAt(first.offset, Math.min(first.lengthBytes, 4 * fragmentBudget)), {
      base,
      numberOfFrames,
      readAt,
      sourceBytes: source.lengthBytes,
    });
  const groups = once(async () => groupFragments(await scan(), { numberOfFrames, ...image, readAt }));
  if (byTable === undefined && first.lengthBytes > 0 && numberOfFrames > 1) findings.push(wrongTable());
  const ranges = async (frame: number): Promise<readonly ByteRange[]> => {
    assertFrameInRange(frame, numberOfFrames);
    return (await byTable?.(frame)) ?? findGroup(await groups(), frame);
  };
  return { value: tableOver(source, { numberOfFrames, ranges }, budget), findings };
}

type Located = {
  /** Offset of the first item after the Basic Offset Table, from which tables count. */
  readonly base: number;
  readonly numberOfFrames: number;
  readonly readAt: ByteSource['readAt'];
};

/** Finds a frame by a table; undefined where the table turns out to be wrong. */
type TableLookup = (frame: number) => Promise<readonly ByteRange[] | undefined>;

/** (7FE0,0001) and (7FE0,0002): 64-bit offsets and lengths, one fragment a frame. */
function extendedTable(image: ImageObject, located: Located): TableLookup | undefined {
  const offsets = getBytes(image.header, tagOf('ExtendedOffsetTable'));
  const lengths = getBytes(image.header, tagOf('ExtendedOffsetTableLengths'));
  const { base, numberOfFrames, readAt } = located;
  if (offsets?.length !== 8 * numberOfFrames || lengths?.length !== 8 * numberOfFrames) return undefined;
  const offsetView = new DataView(offsets.buffer, offsets.byteOffset, offsets.byteLength);
  const lengthView = new DataView(lengths.buffer, lengths.byteOffset, lengths.byteLength);
  return async (frame) => {
    const at = base + Number(offsetView.getBigUint64(8 * (frame - 1), true));
    const lengthBytes = Number(lengthView.getBigUint64(8 * (frame - 1), true));
    const item = await readItem(readAt, at, image.source.lengthBytes);
    if (item === undefined || lengthBytes > item.lengthBytes) return undefined;
    return [{ offset: item.offset, lengthBytes }];
  };
}

/** The first item: 32-bit offsets of the first fragment of each frame; its length alone is no reason to believe it. */
function basicTable(bytes: Uint8Array, located: Located & { readonly sourceBytes: number }): TableLookup | undefined {
  const { base, numberOfFrames, readAt, sourceBytes } = located;
  if (bytes.length !== 4 * numberOfFrames) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const offsetOf = (frame: number) => view.getUint32(4 * (frame - 1), true);
  if (offsetOf(1) !== 0) return undefined;
  for (let frame = 2; frame <= numberOfFrames; frame++) {
    if (offsetOf(frame) <= offsetOf(frame - 1)) return undefined;
  }
  return async (frame) => {
    const stop = frame < numberOfFrames ? base + offsetOf(frame + 1) : undefined;
    const fragments: Fragment[] = [];
    let at = base + offsetOf(frame);
    while (stop === undefined || at < stop) {
      const item = await readItem(readAt, at, sourceBytes);
      if (item === undefined) break;
      fragments.push(item);
      at = item.offset + item.lengthBytes;
    }
    return fragments.length === 0 || (stop !== undefined && at !== stop) ? undefined : fragments;
  };
}

function findGroup(groups: readonly (readonly ByteRange[])[], frame: number): readonly ByteRange[] {
  const group = groups[frame - 1];
  if (group !== undefined) return group;
  throw new PixelsError('frames-undetermined', 'the fragments do not tell which of them the frame has', {
    frame,
    actual: groups.length,
  });
}

/** Deviation: a defined length without items, which some devices write, holds the codestream of the one frame. */
function wholeValue(
  image: ImageObject,
  element: PixelDataElement,
  { end, budget }: { readonly end: number; readonly budget: ImageBudget },
): Parsed<FrameTable> {
  const lengthBytes = Math.max(0, Math.min(end, image.source.lengthBytes) - element.valueOffset);
  const ranges = async (frame: number) => {
    assertFrameInRange(frame, 1);
    return [{ offset: element.valueOffset, lengthBytes }];
  };
  const message = 'Encapsulated Pixel Data has no items; its value is taken as one frame.';
  const finding: Finding = { code: 'fragments-missing', severity: 'error', offset: element.valueOffset, message };
  return { value: tableOver(image.source, { numberOfFrames: 1, ranges }, budget), findings: [finding] };
}

function tableOver(
  source: ByteSource,
  { numberOfFrames, ranges }: Pick<FrameTable, 'numberOfFrames' | 'ranges'>,
  { maxEncodedFrameBytes }: ImageBudget,
): FrameTable {
  return {
    numberOfFrames,
    ranges,
    async read(frame) {
      const located = await ranges(frame);
      const lengthBytes = located.reduce((sum, range) => sum + range.lengthBytes, 0);
      if (lengthBytes > maxEncodedFrameBytes) {
        throw new PixelsError('image-too-large', 'an encoded frame is longer than the budget allows', {
          frame,
          expected: maxEncodedFrameBytes,
          actual: lengthBytes,
        });
      }
      const bytes = await readRanges(source, located);
      if (bytes.length === 0) throw new PixelsError('frame-truncated', 'the frame has no bytes', { frame });
      return bytes;
    },
  };
}

function wrongTable(): Finding {
  const message = 'The offset table does not fit the number of frames and is not used.';
  return { code: 'offset-table-wrong', severity: 'warning', message };
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= work();
    return result;
  };
}
