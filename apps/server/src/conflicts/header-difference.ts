/**
 * What differs between the headers of two copies, attribute by attribute, for a person who decides between them.
 *
 * Values count as the same where the index says so, too (`../archive/same-object.ts`): padding, byte order and the encoding
 * of lengths are of no account. Pixel Data is no part of a header; how pixels are encoded is.
 */

import type { ConflictDifference, DifferingValue } from '@isocenter/contract/conflicts';
import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { formatTag, isGroupLength, type Tag } from '@isocenter/dicom/tag';
import { isSameValue } from '../archive/same-object.ts';
import { elementRow } from '../studies/element-table.ts';

/** Of two copies that have nothing in common, a person has seen enough by then. */
const maxDifferences = 500;

export type HeaderDifference = { readonly rows: readonly ConflictDifference[]; readonly hasMore: boolean };

/** Returns the elements that are not the same in both, in the order of their tags, those in sequences where they stand. */
export function differencesOf(served: DataSet, kept: DataSet): HeaderDifference {
  const rows: ConflictDifference[] = [];
  for (const row of compare(served, kept, [])) {
    if (rows.length === maxDifferences) return { rows, hasMore: true };
    rows.push(row);
  }
  return { rows, hasMore: false };
}

function* compare(served: DataSet, kept: DataSet, within: readonly string[]): Generator<ConflictDifference, void> {
  const [left, right] = [byTag(served), byTag(kept)];
  for (const tag of [...new Set([...left.keys(), ...right.keys()])].sort((a, b) => a - b)) {
    const [ours, theirs] = [left.get(tag), right.get(tag)];
    if (ours?.value.kind === 'sequence' && theirs?.value.kind === 'sequence') {
      yield* compareItems(ours.value.items, theirs.value.items, {
        within,
        name: elementRow(served, ours, 0).name,
        tag,
      });
      continue;
    }
    const isSame =
      ours !== undefined &&
      theirs !== undefined &&
      isSameValue(
        { element: ours, littleEndian: served.littleEndian },
        { element: theirs, littleEndian: kept.littleEndian },
      );
    if (isSame) continue;
    const [shown, other] = [ours && elementRow(served, ours, 0), theirs && elementRow(kept, theirs, 0)];
    const { name, vr } = shown ?? other ?? { name: '' };
    yield {
      within: [...within],
      tag: formatTag(tag),
      name,
      ...(vr !== undefined && { vr }),
      ...(shown && { served: valueIn(shown) }),
      ...(other && { kept: valueIn(other) }),
    };
  }
}

type Place = { readonly within: readonly string[]; readonly name: string; readonly tag: Tag };

function* compareItems(
  served: readonly DataSet[],
  kept: readonly DataSet[],
  { within, name, tag }: Place,
): Generator<ConflictDifference, void> {
  for (let place = 0; place < Math.max(served.length, kept.length); place += 1) {
    const [ours, theirs] = [served[place], kept[place]];
    const item = `Item ${place + 1}`;
    if (ours !== undefined && theirs !== undefined) {
      yield* compare(ours, theirs, [...within, name, item]);
      continue;
    }
    yield {
      within: [...within, name],
      tag: formatTag(tag),
      name: item,
      ...(ours && { served: { lengthBytes: 0 } }),
      ...(theirs && { kept: { lengthBytes: 0 } }),
    };
  }
}

function byTag({ elements }: DataSet): ReadonlyMap<Tag, DataElement> {
  return new Map(elements.filter(({ tag }) => !isGroupLength(tag)).map((element) => [element.tag, element]));
}

function valueIn({ lengthBytes, value, truncated }: DifferingValue): DifferingValue {
  return { lengthBytes, ...(value !== undefined && { value }), ...(truncated === true && { truncated }) };
}
