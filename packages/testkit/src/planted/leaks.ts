/** Planted texts and UIDs in all bytes of a result, wherever they came from. */

import type { PlantedInstance } from './answer-key.ts';
import type { Result } from './deid-result.ts';
import { bytesOfElement, type PathElement } from './element-paths.ts';
import { createTokenSearch, foldCase } from './token-search.ts';

export type Leak = {
  /** Where it had been planted. */
  readonly position: string;
  readonly tokens: number;
  readonly instances: number;
  /** The first places where one was found. */
  readonly foundIn: readonly string[];
};

const exampleLimit = 5;

/** Adds to the leaks by position. */
export function findLeaks(instance: PlantedInstance, result: Result, leaks: Map<string, Leak>): void {
  const tokens = [...instance.tokens, ...instance.uids.map((text) => ({ text, position: 'UID' }))];
  const found = createTokenSearch(tokens, instance.characterSets).find(result.folded);
  if (found.length === 0) return;
  const elements = [...result.elements.values()].filter(({ element }) => element.value.kind !== 'sequence');
  const counted = new Set<string>();
  for (const token of found) {
    const known = leaks.get(token.position) ?? { position: token.position, tokens: 0, instances: 0, foundIn: [] };
    const isNew = !counted.has(token.position);
    counted.add(token.position);
    const places = known.foundIn.length < exampleLimit ? placesOf(token, instance, elements) : [];
    leaks.set(token.position, {
      position: token.position,
      tokens: known.tokens + 1,
      instances: known.instances + (isNew ? 1 : 0),
      foundIn: [...new Set([...known.foundIn, ...places])].slice(0, exampleLimit),
    });
  }
}

function placesOf(
  token: PlantedInstance['tokens'][number],
  { characterSets, template }: PlantedInstance,
  elements: readonly PathElement[],
): readonly string[] {
  const search = createTokenSearch([token], characterSets);
  const places = elements.filter(({ element }) => search.find(foldCase(bytesOfElement(element))).length > 0);
  return places.length > 0 ? places.map(({ path }) => `${template}: ${path}`) : [`${template}: (outside of elements)`];
}
