/**
 * A data set before and after de-identification as one flat table for a person: attributes by tag, items as rows, with what
 * the ledger says was done to each. Values are those of `studies/element-table.ts`; who may see them is asked elsewhere.
 */

import type { DeidRow } from '@isocenter/contract/deid-projects';
import type { LedgerEntry } from '@isocenter/deid/ledger';
import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { formatTag, type Tag } from '@isocenter/dicom/tag';
import { elementRow } from '../studies/element-table.ts';

/** What is nested deeper or longer is cut off rather than sent to a browser whole. */
const maxRows = 20_000;

/** Returns one row per element and item of either side, at most 20 000. */
export function compareDataSets(before: DataSet, after: DataSet, ledger: readonly LedgerEntry[]): readonly DeidRow[] {
  const actions = new Map(ledger.map((entry): [string, LedgerEntry] => [entry.path, entry]));
  const rows: DeidRow[] = [];
  addRows(rows, { before, after, actions, place: '', depth: 0 });
  return rows.slice(0, maxRows);
}

type Place = {
  /** Undefined where that side has no such item. */
  readonly before: DataSet | undefined;
  readonly after: DataSet | undefined;
  readonly actions: ReadonlyMap<string, LedgerEntry>;
  /** What stands before the tags of this data set in their paths. */
  readonly place: string;
  readonly depth: number;
  /** Of the sequence that went with everything in it. */
  readonly inherited?: string | undefined;
};

function addRows(rows: DeidRow[], at: Place): void {
  const [before, after] = [elementsOf(at.before), elementsOf(at.after)];
  const tags = [...new Set([...before.keys(), ...after.keys()])].sort((one, other) => one - other);
  for (const tag of tags) {
    if (rows.length >= maxRows) return;
    addElement(rows, { ...at, tag, from: before.get(tag), to: after.get(tag) });
  }
}

/** The first of elements with equal tags, which is the one that is read everywhere. */
function elementsOf(dataSet: DataSet | undefined): ReadonlyMap<Tag, DataElement> {
  const elements = new Map<Tag, DataElement>();
  for (const element of dataSet?.elements ?? []) if (!elements.has(element.tag)) elements.set(element.tag, element);
  return elements;
}

type ElementPlace = Place & {
  readonly tag: Tag;
  readonly from: DataElement | undefined;
  readonly to: DataElement | undefined;
};

function addElement(rows: DeidRow[], at: ElementPlace): void {
  const { before, after, from, to, tag, depth, place } = at;
  const path = place + formatTag(tag);
  const left = before && from && elementRow(before, from, depth);
  const right = after && to && elementRow(after, to, depth);
  const shown = left ?? right;
  if (shown === undefined) return;
  const entry = at.actions.get(path);
  const action = entry?.action ?? at.inherited;
  rows.push({
    kind: 'element',
    ...{ path, depth, tag: shown.tag, name: shown.name },
    ...(shown.vr !== undefined && { vr: shown.vr }),
    change: changeOf(from, to, action),
    ...(action !== undefined && { action }),
    ...(entry?.rule !== undefined && { rule: entry.rule }),
    ...(left?.value !== undefined && { before: left.value }),
    ...(right?.value !== undefined && { after: right.value }),
    ...{ beforeBytes: left?.lengthBytes ?? 0, afterBytes: right?.lengthBytes ?? 0 },
  });
  const [items, others] = [itemsOf(from), itemsOf(to)];
  for (let number = 0; number < Math.max(items.length, others.length); number++) {
    if (rows.length >= maxRows) return;
    const item = { before: items[number], after: others[number] };
    rows.push({
      kind: 'item',
      ...{ path: `${path}[${number}]`, depth: depth + 1, tag: shown.tag, name: `Item ${number + 1}` },
      ...{ change: changeOf(item.before, item.after, undefined), beforeBytes: 0, afterBytes: 0 },
    });
    const inherited = item.after === undefined ? action : undefined;
    addRows(rows, { ...item, actions: at.actions, place: `${path}[${number}].`, depth: depth + 2, inherited });
  }
}

function itemsOf(element: DataElement | undefined): readonly DataSet[] {
  return element?.value.kind === 'sequence' ? element.value.items : [];
}

function changeOf(
  from: DataElement | DataSet | undefined,
  to: DataElement | DataSet | undefined,
  action: string | undefined,
): DeidRow['change'] {
  if (from === undefined) return 'added';
  if (to === undefined) return 'removed';
  // A rule that keeps is in the ledger, too.
  if (action !== undefined && action !== 'keep') return 'changed';
  return 'value' in from && 'value' in to && !isSameValue(from.value, to.value) ? 'changed' : 'same';
}

/** Items of sequences have rows of their own. */
function isSameValue(from: DataElement['value'], to: DataElement['value']): boolean {
  if (from.kind === 'bytes' && to.kind === 'bytes') return isSame(from.bytes, to.bytes);
  if (from.kind === 'fragments' && to.kind === 'fragments') {
    const { fragments } = to;
    return (
      from.fragments.length === fragments.length &&
      from.fragments.every((bytes, number) => isSame(bytes, fragments[number] ?? new Uint8Array(0)))
    );
  }
  return from.kind === to.kind;
}

function isSame(from: Uint8Array, to: Uint8Array): boolean {
  return Buffer.compare(from, to) === 0;
}
