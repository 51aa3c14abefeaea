/** Asks a node random queries and compares its answers with the reference's: the same entities, and the same values. */

import { seededRandom } from '@isocenter/testkit/random';
import {
  type Answer,
  type Asker,
  askCFind,
  askQido,
  closeAsker,
  findQidoAddress,
  formatEntity,
  openAsker,
  type QueryTarget,
} from './ask-node.ts';
import { type RandomQuery, randomQuery } from './random-query.ts';
import type { ReferenceArchive } from './reference-archive.ts';
import { type FoundEntity, isRefused, searchArchive } from './reference-search.ts';

/** Two: one answer is compared while the node works on another. */
const askers = 2;

export type Comparison = {
  readonly queries: number;
  /** Queries that QIDO-RS was asked, too. */
  readonly overQido: number;
  /** Matches of all queries. */
  readonly matches: number;
  /** Queries that the information model does not allow where nothing is agreed on. */
  readonly refused: number;
  /** Queries without a match. */
  readonly withoutMatch: number;
  readonly violations: readonly string[];
};

export type CompareOptions = {
  readonly runs: number;
  readonly seed: number;
  /** Number of the first query; each depends on seed and number only. */
  readonly first?: number;
};

export async function compareAnswers(
  target: QueryTarget,
  archive: ReferenceArchive,
  { runs, seed, first = 0 }: CompareOptions,
): Promise<Comparison> {
  const tally = { queries: 0, overQido: 0, matches: 0, refused: 0, withoutMatch: 0, violations: [] as string[] };
  let next = first;
  const work = async () => {
    const asker = await openAsker(target);
    while (next < first + runs) {
      const number = next;
      next += 1;
      const query = randomQuery(archive, seededRandom(seed, number));
      const expected = searchArchive(archive, query);
      tally.violations.push(...(await compareQuery(asker, query, expected)).map((text) => `query ${number}, ${text}`));
      tally.queries += 1;
      tally.matches += expected.length;
      if (isRefused(query)) tally.refused += 1;
      else if (expected.length === 0) tally.withoutMatch += 1;
      if (findQidoAddress(query) !== undefined) tally.overQido += 1;
    }
    await closeAsker(asker);
  };
  await Promise.all(Array.from({ length: askers }, work));
  return tally;
}

async function compareQuery(
  asker: Asker,
  query: RandomQuery,
  expected: readonly FoundEntity[],
): Promise<readonly string[]> {
  const wanted = expected.map((entity) => formatEntity(entity, query));
  const violations: string[] = [];
  for (const [edge, ask] of [
    ['C-FIND', askCFind],
    ['QIDO-RS', askQido],
  ] as const) {
    const isRefusal = edge === 'C-FIND' && isRefused(query);
    const difference = await differenceOf(ask(asker, query), query, isRefusal ? 'refused' : wanted);
    if (difference !== undefined) violations.push(`${edge} of ${describe(query)}: ${difference}`);
  }
  return violations;
}

async function differenceOf(
  answer: Promise<Answer | undefined>,
  query: RandomQuery,
  wanted: readonly string[] | 'refused',
): Promise<string | undefined> {
  try {
    const found = await answer;
    if (found === undefined) return undefined;
    if (found === 'refused' || wanted === 'refused') {
      return found === wanted ? undefined : found === 'refused' ? 'refused' : 'not refused';
    }
    const texts = found.map((entity) => formatEntity(entity, query));
    return findDifference(wanted, texts);
  } catch (error) {
    return String(error); // a node that refuses a query violates as one that answers wrongly does
  }
}

/** Describes one answer that lacks and one that is too many; as many as are equal must be equal. */
function findDifference(wanted: readonly string[], found: readonly string[]): string | undefined {
  const [left, right] = [wanted.toSorted(), found.toSorted()];
  if (left.length === right.length && left.every((text, at) => text === right[at])) return undefined;
  const inFound = new Set(found);
  const inWanted = new Set(wanted);
  const lacking = left.find((text) => !inFound.has(text));
  const extra = right.find((text) => !inWanted.has(text));
  return `${found.length} answers for ${wanted.length}; lacks <${lacking}>, has <${extra}>`;
}

function describe({ level, asked, mode, zone = '' }: RandomQuery): string {
  const keys = asked.filter(({ values }) => values.length > 0);
  return [mode, zone, level, ...keys.map(({ key, values }) => `${key.keyword}=${values.join('\\')}`)].join(' ');
}
