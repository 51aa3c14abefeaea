/**
 * Narrows the header table down to what somebody looks for: rows that contain all words in tag, keyword, name or value,
 * and, so that they can be understood, the sequences and items in which they stand.
 */

import type { ElementRow } from '@isocenter/contract/elements';

export function filterElements(rows: readonly ElementRow[], query: string): readonly ElementRow[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return rows;
  const kept = new Set<ElementRow>();
  const ancestors: ElementRow[] = [];
  for (const row of rows) {
    while ((ancestors.at(-1)?.depth ?? -1) >= row.depth) ancestors.pop();
    ancestors.push(row);
    if (matches(row, words)) for (const ancestor of ancestors) kept.add(ancestor);
  }
  return [...kept];
}

function matches({ tag, keyword, name, value, vr }: ElementRow, words: readonly string[]): boolean {
  const bare = tag.replace(/[(),]/g, '');
  const text = [tag, bare, keyword, name, vr, value].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}
