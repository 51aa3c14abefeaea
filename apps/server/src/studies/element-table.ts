/**
 * The header of one instance as a flat table for a person: elements in file order, items as rows, bulk data described.
 *
 * The shape is `ElementTable` of `packages/contract`. What values mean is the dictionary's; nothing is hidden here,
 * because who may see the study may see its header.
 */

import type { ElementRow } from '@isocenter/contract/elements';
import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { findDictionaryEntry } from '@isocenter/dicom/dictionary';
import { elementOf, formatTag, groupOf, isPrivate, isPrivateCreator, tagFrom } from '@isocenter/dicom/tag';
import { getNumbers, getString, getStrings } from '@isocenter/dicom/values';
import type { Vr } from '@isocenter/dicom/vr';

const maxShownCharacters = 1024;
const maxShownNumbers = 64;
/** A header nested deeper or longer than this is cut off rather than sent to a browser whole. */
const maxRows = 20_000;

const numericVrs: ReadonlySet<Vr> = new Set<Vr>(['US', 'SS', 'UL', 'SL', 'FL', 'FD', 'SV', 'UV']);
const binaryVrs: ReadonlySet<Vr> = new Set<Vr>(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'UN']);

/** Returns one row per element and item of a data set, at most 20 000. */
export function tabulateElements(dataSet: DataSet): readonly ElementRow[] {
  const rows: ElementRow[] = [];
  addElements(rows, dataSet, 0);
  return rows.slice(0, maxRows);
}

function addElements(rows: ElementRow[], dataSet: DataSet, depth: number): void {
  for (const element of dataSet.elements) {
    if (rows.length >= maxRows) return;
    rows.push(elementRow(dataSet, element, depth));
    if (element.value.kind !== 'sequence') continue;
    element.value.items.forEach((item, index) => {
      rows.push({
        kind: 'item',
        depth: depth + 1,
        tag: formatTag(element.tag),
        name: `Item ${index + 1}`,
        lengthBytes: 0,
      });
      addElements(rows, item, depth + 2);
    });
  }
}

/** Returns one element as a row, without what lies in it. */
export function elementRow(dataSet: DataSet, element: DataElement, depth: number): ElementRow {
  const entry = findDictionaryEntry(element.tag);
  const shown = shownValue(dataSet, element);
  return {
    kind: 'element',
    depth,
    tag: formatTag(element.tag),
    ...(entry?.keyword ? { keyword: entry.keyword } : {}),
    name: entry?.name ?? privateName(dataSet, element),
    vr: element.vr,
    lengthBytes: lengthOf(element),
    ...shown,
  };
}

function shownValue(dataSet: DataSet, element: DataElement): { value?: string; truncated?: true } {
  if (element.value.kind !== 'bytes' || binaryVrs.has(element.vr)) return {};
  const text = numericVrs.has(element.vr)
    ? getNumbers(dataSet, element.tag).slice(0, maxShownNumbers).join(', ')
    : element.vr === 'AT'
      ? attributeTags(dataSet, element)
      : getStrings(dataSet, element.tag).join(', ');
  const cut =
    text.length > maxShownCharacters || (numericVrs.has(element.vr) && lengthOf(element) > maxShownNumbers * 8);
  return { value: text.slice(0, maxShownCharacters).toWellFormed(), ...(cut ? { truncated: true } : {}) };
}

function attributeTags(dataSet: DataSet, element: DataElement): string {
  return getNumbers(dataSet, element.tag)
    .slice(0, maxShownNumbers)
    .map((number) => formatTag(tagFrom(Math.floor(number / 0x10000), number % 0x10000)))
    .join(', ');
}

/** The creator of a private block stands at (gggg,00bb) for elements (gggg,bbxx), PS3.5 §7.8.1. */
function privateName(dataSet: DataSet, element: DataElement): string {
  if (!isPrivate(element.tag)) return 'Unknown';
  if (isPrivateCreator(element.tag)) return 'Private Creator';
  const creator = getString(dataSet, tagFrom(groupOf(element.tag), elementOf(element.tag) >>> 8));
  return creator === undefined || creator === '' ? 'Private' : creator.slice(0, 64);
}

function lengthOf(element: DataElement): number {
  const { value } = element;
  if (value.kind === 'bytes') return value.bytes.length;
  if (value.kind === 'fragments') return value.fragments.reduce((sum, fragment) => sum + fragment.length, 0);
  return 0;
}
