/**
 * The matching keys of a query as SQL conditions, PS3.4 §C.2.2.2.
 *
 * Person names match by any of their component groups and without regard to case and accents, which PS3.4 §C.2.2.2.1
 * leaves to the provider; everything else is matched as written. A value that is absent or empty matches no key but the
 * universal and the empty one. What is written as a literal here is so that the expression is that of an index
 * (`database/migrations/0005-search.ts`).
 */

import type { TextRange } from '@isocenter/dicom/date-time';
import { type Tag, tagKey } from '@isocenter/dicom/tag';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { foldedNameGroups, nameGroups } from '../archive/folded-name.ts';
import type { QueryAttribute } from './attributes.ts';
import { matchFuzzyName } from './fuzzy-name.ts';
import type { Matching } from './matching.ts';
import { classesRelatedTo } from './related-general-classes.ts';

type Condition = RawBuilder<SqlBool>;
type Text = RawBuilder<string>;

/** An attribute that must match. */
export type AttributeCondition = {
  readonly attribute: QueryAttribute;
  readonly matching: Matching;
  /** A name matches by its words as well, see `fuzzy-name.ts`. */
  readonly isFuzzy?: boolean;
};

/** Returns conditions that must all hold, none for what every value matches. */
export function matchConditions(wanted: readonly AttributeCondition[]): readonly Condition[] {
  const heeded = wanted.filter(({ matching }) => matching.kind !== 'universal');
  const sequences = new Set(
    heeded.flatMap(({ attribute: { source } }) => (source.kind === 'item' ? source.sequence : [])),
  );
  return [
    ...heeded.flatMap((condition) => matchAttribute(condition) ?? []),
    ...[...sequences].flatMap((sequence) => matchItem(sequence, heeded)),
  ];
}

/** A date and a time that must lie in one range of moments, see `moments.ts`. */
export type MomentCondition = {
  readonly date: QueryAttribute;
  readonly time: QueryAttribute;
  /** `YYYYMMDDHHMMSS.FFFFFF` */
  readonly range: TextRange;
};

/** Returns what a moment must match; the days are compared by themselves as well, because there is an index of them. */
export function matchMoment({ date, time, range }: MomentCondition): Condition {
  const [day, hour] = [textOf(date), textOf(time)];
  const days = { from: range.from?.slice(0, 8), to: range.to?.slice(0, 8) };
  const conditions = [sql<SqlBool>`${day} <> ''`, sql<SqlBool>`${hour} <> ''`];
  if (days.from !== undefined) conditions.push(sql<SqlBool>`${day} >= ${days.from}`);
  if (days.to !== undefined) conditions.push(sql<SqlBool>`${day} <= ${days.to}`);
  const moment = sql<string>`(${day} || ${canonicalTime(hour, 'TM')})`;
  return sql<SqlBool>`(${sql.join([...conditions, matchRange(moment, { kind: 'range', ...range }, 'DT')], sql` and `)})`;
}

/** The one value of an attribute, as text. */
function textOf({ level, source }: QueryAttribute): Text {
  if (source.kind === 'column') return sql.ref<string>(source.name);
  if (source.kind === 'json') return firstValue(sql.ref<unknown>(`${level}.attributes`), source.tag);
  throw new RangeError('no attribute with one text');
}

/** Undefined for what lies in items, which are matched as a whole. */
function matchAttribute({ attribute, matching, isFuzzy = false }: AttributeCondition): Condition | undefined {
  const { level, vr, source } = attribute;
  switch (source.kind) {
    case 'column':
      return matchText(sql.ref<string>(source.name), vr, matching);
    case 'integer-column':
      return matchInteger(sql.ref<number | null>(source.name), matching);
    case 'array-column':
      return matchArray(sql.ref<string[]>(source.name), matching);
    case 'name': {
      const names = sql`${sql.ref(`${source.table}.names`)} -> ${sql.lit(tagKey(source.tag))}`;
      const match = isFuzzy ? matchNameOrWords : matchName;
      return source.isMultiple ? matchAnyName(names, matching, match) : match(names, matching);
    }
    case 'related-general':
      return matchRelatedGeneral(matching);
    case 'json': {
      const attributes = sql.ref<unknown>(`${level}.attributes`);
      if (source.isMultiple) return matchAnyValue(attributes, source.tag, vr, matching);
      const condition =
        vr === 'DS'
          ? matchDecimal(sql`${attributes} -> ${sql.lit(tagKey(source.tag))} -> 'Value' -> 0`, matching)
          : matchText(firstValue(attributes, source.tag), vr, matching);
      // Few instances have attributes, and the indexes have only these.
      const isSparse = level === 'instance' && matching.kind !== 'empty';
      return isSparse ? sql<SqlBool>`(${attributes} is not null and ${condition})` : condition;
    }
    case 'item':
      return undefined;
  }
}

/** The first value of an attribute in DICOM JSON, as text; empty where there is none. */
function firstValue(attributes: RawBuilder<unknown>, tag: Tag): Text {
  return sql<string>`coalesce(${attributes} -> ${sql.lit(tagKey(tag))} -> 'Value' -> 0 #>> '{}', '')`;
}

/** Of several values one must match, PS3.4 §C.2.2.3. */
function matchAnyValue(attributes: RawBuilder<unknown>, tag: Tag, vr: string, matching: Matching): Condition {
  const values = sql`jsonb_array_elements_text(${attributes} -> ${sql.lit(tagKey(tag))} -> 'Value') as one (value)`;
  const value = sql.ref<string>('one.value');
  if (matching.kind === 'empty') return sql<SqlBool>`not exists (select from ${values} where ${value} <> '')`;
  return sql<SqlBool>`exists (select from ${values} where ${matchText(value, vr, matching)})`;
}

/**
 * One item of a sequence in DICOM JSON must match all that is asked of its attributes, PS3.4 §C.2.2.2.6; single values are
 * found by containment, for which there is an index.
 */
function matchItem(sequence: Tag, wanted: readonly AttributeCondition[]): readonly Condition[] {
  const keys = wanted.flatMap(({ attribute: { level, vr, source }, matching }) =>
    source.kind === 'item' && source.sequence === sequence ? [{ level, vr, tag: source.tag, matching }] : [],
  );
  const [first] = keys;
  if (first === undefined) return [];
  const items = sql`${sql.ref<unknown>(`${first.level}.attributes`)} -> ${sql.lit(tagKey(sequence))}`;
  const singles = keys.flatMap(({ tag, matching }) =>
    matching.kind === 'single' ? [[tagKey(tag), { Value: [matching.value] }] as const] : [],
  );
  const contained = { Value: [Object.fromEntries(singles)] };
  const containment = singles.length > 0 ? [sql<SqlBool>`(${items}) @> ${JSON.stringify(contained)}::jsonb`] : [];
  if (singles.length === keys.length) return containment;
  const inItem = keys.map(({ tag, vr, matching }) =>
    matchText(firstValue(sql.ref<unknown>('item.value'), tag), vr, matching),
  );
  const all = sql.join(inItem, sql` and `);
  return [
    ...containment,
    sql<SqlBool>`exists (select from jsonb_array_elements(${items} -> 'Value') as item (value) where ${all})`,
  ];
}

/** Numbers in DICOM JSON compare as numbers, however they were written; what is none is text there, PS3.18 §F.2.3. */
function matchDecimal(value: RawBuilder<unknown>, matching: Matching): Condition {
  if (matching.kind === 'empty') return sql<SqlBool>`coalesce(${value} #>> '{}', '') = ''`;
  const texts = matching.kind === 'list' ? matching.values : matching.kind === 'single' ? [matching.value] : [];
  const isNumber = (text: string) =>
    /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) && Number.isFinite(Number(text));
  const wanted = texts.map((text) => JSON.stringify(isNumber(text) ? Number(text) : text));
  return sql<SqlBool>`${value} = any(${wanted}::jsonb[])`;
}

function matchRelatedGeneral(matching: Matching): Condition {
  const sopClass = sql.ref<string>('instance.sop_class_uid');
  if (matching.kind === 'empty') return sql<SqlBool>`${sopClass} <> all(${classesRelatedTo()}::text[])`;
  const general = matching.kind === 'list' ? matching.values : matching.kind === 'single' ? [matching.value] : [];
  return sql<SqlBool>`${sopClass} = any(${classesRelatedTo(general)}::text[])`;
}

function matchText(text: Text, vr: string, matching: Matching): Condition {
  switch (matching.kind) {
    case 'universal':
      return sql<SqlBool>`true`;
    case 'empty':
      return sql<SqlBool>`${text} = ''`;
    case 'list':
      return sql<SqlBool>`${text} = any(${matching.values}::text[])`;
    case 'single':
      return sql<SqlBool>`${text} = ${matching.value}`;
    case 'wildcard':
      return sql<SqlBool>`${text} like ${likePattern(matching.pattern)}`;
    case 'range':
      return matchRange(vr === 'TM' || vr === 'DT' ? canonicalTime(text, vr) : text, matching, vr);
  }
}

/** A key of one group may match any group; one of several, each its own, where groups that are empty do not count. */
function matchName(groups: RawBuilder<unknown>, matching: Matching): Condition {
  const group = (index: number) => sql<string>`(${groups} ->> ${sql.lit(index)}) collate "C"`;
  switch (matching.kind) {
    case 'empty':
      return sql<SqlBool>`${groups} is null`;
    case 'single':
      return matchGroups(group, matching.value, (text, key) => sql<SqlBool>`${text} = ${key}`);
    case 'wildcard':
      return matchGroups(group, matching.pattern, matchGroupPattern);
    default:
      return sql<SqlBool>`false`;
  }
}

/** What matches without fuzziness does with it, too. */
function matchNameOrWords(groups: RawBuilder<unknown>, matching: Matching): Condition {
  const asWritten = matchName(groups, matching);
  const key = matching.kind === 'single' ? matching.value : matching.kind === 'wildcard' ? matching.pattern : '';
  const byWords = matchFuzzyName(groups, key);
  return byWords === undefined ? asWritten : sql<SqlBool>`(${asWritten} or ${byWords})`;
}

/** Of several names one must match, PS3.4 §C.2.2.3. */
function matchAnyName(names: RawBuilder<unknown>, matching: Matching, match: typeof matchName): Condition {
  if (matching.kind === 'empty') return matchName(names, matching);
  const one = match(sql.ref('one.groups'), matching);
  return sql<SqlBool>`exists (select from jsonb_array_elements(${names}) as one (groups) where ${one})`;
}

function matchGroups(
  group: (index: number) => Text,
  key: string,
  matchGroup: (text: Text, key: string) => Condition,
): Condition {
  const keys = foldedNameGroups(key);
  if (keys.length === 0) return sql<SqlBool>`true`;
  const [first = ''] = keys;
  if (keys.length === 1) {
    const any = Array.from({ length: nameGroups }, (_, index) => matchGroup(group(index), first));
    return sql<SqlBool>`(${sql.join(any, sql` or `)})`;
  }
  // `*` stands for no character, too: whether the name has that group does not count.
  const each = keys.flatMap((one, index) => (/^\**$/.test(one) ? [] : [matchGroup(group(index), one)]));
  return each.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`(${sql.join(each, sql` and `)})`;
}

/** `TEST^*` finds `TEST`, too, of which null components were left out, PS3.5 §6.2.1.1. */
function matchGroupPattern(text: Text, pattern: string): Condition {
  const like = sql<SqlBool>`${text} like ${likePattern(pattern)}`;
  const shorter = pattern.replace(/(\^\**)+$/, '');
  return shorter === pattern ? like : sql<SqlBool>`(${like} or ${text} like ${likePattern(shorter)})`;
}

function matchRange(text: Text, { from, to }: Extract<Matching, { kind: 'range' }>, vr: string): Condition {
  const plain = (bound: string) => (vr === 'TM' || vr === 'DT' ? bound.replace('.', '') : bound);
  const conditions = [sql<SqlBool>`${text} <> ''`];
  if (from !== undefined) conditions.push(sql<SqlBool>`${text} >= ${plain(from)}`);
  if (to !== undefined) conditions.push(sql<SqlBool>`${text} <= ${plain(to)}`);
  return sql<SqlBool>`(${sql.join(conditions, sql` and `)})`;
}

/** Values are stored as they came, in any precision: padded with zeros, without points, they compare as time passes. */
function canonicalTime(text: Text, vr: 'TM' | 'DT'): Text {
  const digits = sql`regexp_replace(${text}, '[+-][0-9]{4}$|[.:]', '', 'g')`;
  return sql<string>`case when ${text} = '' then '' else rpad(${digits}, ${sql.lit(vr === 'TM' ? 12 : 20)}, '0') end`;
}

function matchInteger(column: RawBuilder<number | null>, matching: Matching): Condition {
  if (matching.kind === 'empty') return sql<SqlBool>`${column} is null`;
  const values = matching.kind === 'list' ? matching.values : matching.kind === 'single' ? [matching.value] : [];
  const integers = values.filter((value) => /^[+-]?\d{1,9}$/.test(value)).map(Number);
  return sql<SqlBool>`${column} = any(${integers}::integer[])`;
}

function matchArray(column: RawBuilder<string[]>, matching: Matching): Condition {
  switch (matching.kind) {
    case 'empty':
      return sql<SqlBool>`cardinality(${column}) = 0`;
    case 'single':
      return sql<SqlBool>`${column} @> array[${matching.value}]::text[]`;
    case 'list':
      return sql<SqlBool>`${column} && ${matching.values}::text[]`;
    case 'wildcard': {
      const like = likePattern(matching.pattern);
      return sql<SqlBool>`exists (select from unnest(${column}) as member where member like ${like})`;
    }
    default:
      return sql<SqlBool>`false`;
  }
}

/** `*` is any text and `?` any character, PS3.4 §C.2.2.2.4. */
function likePattern(pattern: string): string {
  return escapeLike(pattern).replace(/\*+/g, '%').replace(/\?/g, '_');
}

export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
