/**
 * Narrows the comparison down: to what changed, to what somebody looks for, or both; with the sequences and items in which
 * those rows stand, so that they can be understood.
 */

import type { DeidRow } from '@isocenter/contract/deid-projects';

export type RowFilter = { readonly onlyChanged: boolean; readonly query: string };

export function filterRows(rows: readonly DeidRow[], { onlyChanged, query }: RowFilter): readonly DeidRow[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const kept = new Set<DeidRow>();
  const ancestors: DeidRow[] = [];
  for (const row of rows) {
    while ((ancestors.at(-1)?.depth ?? -1) >= row.depth) ancestors.pop();
    ancestors.push(row);
    if (onlyChanged && !isChanged(row)) continue;
    if (words.length > 0 && !matches(row, words)) continue;
    if (row.kind === 'element') for (const ancestor of ancestors) kept.add(ancestor);
  }
  return rows.filter((row) => kept.has(row));
}

/** Items are counted by what is in them. */
export function isChanged({ kind, change }: DeidRow): boolean {
  return kind === 'element' && change !== 'same';
}

function matches({ path, tag, name, before, after }: DeidRow, words: readonly string[]): boolean {
  const text = [path, tag.replace(/[(),]/g, ''), name, before, after].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}
