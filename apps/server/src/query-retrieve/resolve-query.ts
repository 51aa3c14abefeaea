/** What of a query the index can match on, as SQL conditions: at its level and those above, and below where it is relational. */

import type { RawBuilder, SqlBool } from 'kysely';
import {
  type AttributeLevel,
  findAttributeBelow,
  findQueryAttribute,
  isBelow,
  type QueryAttribute,
} from '../query/attributes.ts';
import type { Below } from '../query/below.ts';
import { type AttributeCondition, type MomentCondition, matchConditions, matchMoment } from '../query/conditions.ts';
import type { AttributePath } from '../query/matching.ts';
import type { IdentifierQuery } from './identifier.ts';
import type { Level } from './information-models.ts';

export const queryLevels: { readonly [level in Level]: AttributeLevel } = {
  PATIENT: 'patient',
  STUDY: 'study',
  SERIES: 'series',
  IMAGE: 'instance',
};

export type ResolvedQuery = {
  readonly level: Level;
  readonly conditions: readonly RawBuilder<SqlBool>[];
  /** Undefined where nothing below the level is asked of. */
  readonly below: Below | undefined;
  /** Attributes that are matched on. */
  readonly matched: readonly AttributePath[];
  /** Keys with a value that the index cannot match on at this level: they are left out of account, PS3.4 §C.2.2.1.3. */
  readonly unsupported: readonly AttributePath[];
};

/** How keys are matched beyond the baseline. */
export type ResolveOptions = {
  /** Those of levels below are matched on, too; default false. */
  readonly isRelational?: boolean;
  /** Names match by their words and sounds as well; default false. */
  readonly isFuzzy?: boolean;
};

export function resolveQuery(
  { level, matches, moments }: Pick<IdentifierQuery, 'level' | 'matches' | 'moments'>,
  { isRelational = false, isFuzzy = false }: ResolveOptions = {},
): ResolvedQuery {
  const at = queryLevels[level];
  const find = (path: AttributePath): QueryAttribute | undefined =>
    findQueryAttribute(path, at) ?? (isRelational ? findAttributeBelow(path, at) : undefined);
  const single: AttributeCondition[] = [];
  const pairs: MomentCondition[] = [];
  const matched: AttributePath[] = [];
  const unsupported: AttributePath[] = [];
  for (const { path, matching } of matches) {
    const attribute = find(path);
    if (attribute !== undefined) single.push({ attribute, matching, isFuzzy });
    (attribute === undefined ? unsupported : matched).push(path);
  }
  for (const { date: dateTag, time: timeTag, range } of moments) {
    const [date, time] = [find([dateTag]), find([timeTag])];
    const isKnown = date !== undefined && time !== undefined;
    if (isKnown) pairs.push({ date, time, range });
    (isKnown ? matched : unsupported).push([dateTag], [timeTag]);
  }
  const conditionsOf = (isWanted: (attribute: QueryAttribute) => boolean) => [
    ...matchConditions(single.filter(({ attribute }) => isWanted(attribute))),
    ...pairs.filter(({ date }) => isWanted(date)).map(matchMoment),
  ];
  const lower = [...single.map(({ attribute }) => attribute), ...pairs.map(({ date }) => date)].filter((attribute) =>
    isBelow(attribute.level, at),
  );
  const lowest = (['instance', 'series', 'study'] as const).find((one) =>
    lower.some((attribute) => attribute.level === one),
  );
  return {
    level,
    conditions: conditionsOf((attribute) => !lower.includes(attribute)),
    below: lowest && { level: lowest, conditions: conditionsOf((attribute) => lower.includes(attribute)) },
    matched,
    unsupported,
  };
}
