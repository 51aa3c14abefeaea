/**
 * Images inside sequences, such as Icon Image Sequence (PS3.3 §C.7.6.1.1.6), written out as native along with the data
 * set around them: fragments may not stand in a Transfer Syntax that is not encapsulated, PS3.5 §A.4.
 */

import { buildElement } from '@isocenter/dicom/build';
import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { bytesOf } from './codecs/native.ts';
import type { DecodedFrame } from './decode.ts';
import { PixelsError } from './errors.ts';
import { describeImage, type ImageDescription } from './image-description.ts';

type Decode = (frame: Uint8Array, description: ImageDescription) => Promise<DecodedFrame>;

/** What takes the place of the elements that say how pixels are encoded. */
type Describe = (frame: DecodedFrame) => readonly DataElement[];

/**
 * Returns the elements with every encapsulated image inside their sequences decoded. An image that cannot be decoded
 * loses its Pixel Data, since there is no other way to write it.
 */
export async function decodeNested(
  elements: readonly DataElement[],
  decode: Decode,
  describe: Describe,
): Promise<readonly DataElement[]> {
  if (!elements.some(hasFragments)) return elements;
  const decoded: DataElement[] = [];
  for (const element of elements) {
    if (element.value.kind !== 'sequence' || !hasFragments(element)) {
      decoded.push(element);
      continue;
    }
    const items: DataSet[] = [];
    for (const item of element.value.items) items.push(await decodeItem(item, decode, describe));
    decoded.push({ ...element, value: { kind: 'sequence', items } });
  }
  return decoded;
}

async function decodeItem(item: DataSet, decode: Decode, describe: Describe): Promise<DataSet> {
  const elements = await decodeNested(item.elements, decode, describe);
  const pixels = elements.find(({ value }) => value.kind === 'fragments');
  if (pixels?.value.kind !== 'fragments') return { ...item, elements };
  const replaced = await decodePixels(item, pixels, pixels.value.fragments, { decode, describe });
  const tags = new Set(replaced.map(({ tag }) => tag));
  const kept = elements.filter((element) => element !== pixels && !tags.has(element.tag));
  return { ...item, elements: [...kept, ...replaced].sort((a, b) => a.tag - b.tag) };
}

async function decodePixels(
  item: DataSet,
  pixels: DataElement,
  fragments: readonly Uint8Array[],
  { decode, describe }: { readonly decode: Decode; readonly describe: Describe },
): Promise<readonly DataElement[]> {
  try {
    const frame = new Uint8Array(await new Blob(fragments.slice(1).map((part) => new Uint8Array(part))).arrayBuffer());
    const decoded = await decode(frame, describeImage(item).value);
    const vr = decoded.bitsAllocated > 8 ? 'OW' : 'OB';
    return [...describe(decoded), buildElement(pixels.tag, vr, bytesOf(decoded.cells))];
  } catch (error) {
    // The image around the icon is what matters; it is written without the icon's pixels.
    if (error instanceof PixelsError) return [];
    throw error;
  }
}

function hasFragments({ value }: DataElement): boolean {
  if (value.kind !== 'sequence') return false;
  return value.items.some(({ elements }) =>
    elements.some((element) => element.value.kind === 'fragments' || hasFragments(element)),
  );
}
