/**
 * Elements of a data set by their path, items and all, as answer keys name them: `<(0040,a730)[<1>](0040,a160)>`, and
 * private ones by their creator, `<(0019,"TEST CREATOR",0c)>`, since a block may move (PS3.5 §7.8.1).
 */

import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { isNumberVr } from '@isocenter/dicom/number-value';
import { elementOf, formatTag, groupOf, isPrivate, isPrivateCreator, type Tag, tagFrom } from '@isocenter/dicom/tag';
import { decodeTextValues, isTextVr } from '@isocenter/dicom/text-value';
import { getString, getStrings } from '@isocenter/dicom/values';

export type PathElement = {
  readonly path: string;
  readonly element: DataElement;
  readonly dataSet: DataSet;
  /** Tags of the sequences that it lies in, the outermost first. */
  readonly parents: readonly Tag[];
};

/** Returns every element at every depth, in file order; of a repeated path the last counts in a map. */
export function flattenDataSet(dataSet: DataSet): readonly PathElement[] {
  const found: PathElement[] = [];
  collect(dataSet, '', [], found);
  return found;
}

/** Returns the value as text: values of text joined by backslashes, numbers as decimals, bytes as Latin-1. */
export function textOfElement({ element, dataSet }: Pick<PathElement, 'element' | 'dataSet'>): string {
  const { vr, value, tag } = element;
  if (value.kind === 'fragments') return value.fragments.map((fragment) => latin1(fragment)).join('');
  if (value.kind !== 'bytes') return '';
  if (isTextVr(vr)) return decodeTextValues(value.bytes, vr, dataSet.characterSets).join('\\');
  if (isNumberVr(vr)) return getStrings(dataSet, tag).join('\\');
  return latin1(value.bytes);
}

/** Returns the bytes of a value; those of fragments one after the other. */
export function bytesOfElement({ value }: DataElement): Uint8Array {
  if (value.kind === 'bytes') return value.bytes;
  if (value.kind === 'fragments') return Buffer.concat(value.fragments);
  return new Uint8Array();
}

function collect(dataSet: DataSet, prefix: string, parents: readonly Tag[], found: PathElement[]): void {
  for (const element of dataSet.elements) {
    const name = prefix + nameOf(element.tag, dataSet);
    found.push({ path: `<${name}>`, element, dataSet, parents });
    if (element.value.kind !== 'sequence') continue;
    for (const [place, item] of element.value.items.entries()) {
      collect(item, `${name}[<${place}>]`, [...parents, element.tag], found);
    }
  }
}

function nameOf(tag: Tag, dataSet: DataSet): string {
  if (!isPrivate(tag) || isPrivateCreator(tag)) return formatTag(tag).toLowerCase();
  const creator = getString(dataSet, tagFrom(groupOf(tag), elementOf(tag) >>> 8));
  const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, '0');
  return `(${hex(groupOf(tag), 4)},"${creator ?? ''}",${hex(elementOf(tag) & 0xff, 2)})`;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
