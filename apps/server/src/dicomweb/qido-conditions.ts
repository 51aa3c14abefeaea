/**
 * One matching key of a query as an SQL condition, PS3.4 §C.2.2.2.
 *
 * Person names match without regard to case, and on any component group where the key has characters beyond ASCII;
 * everything else is matched as written. A value that is absent or empty matches no key but the universal and the empty
 * one.
 */

import { tagKey } from '@isocenter/dicom/tag';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { QueryAttribute } from './qido-attributes.ts';
import type { Matching } from './qido-query.ts';

type Condition = RawBuilder<SqlBool>;
type Text = RawBuilder<string>;

/** Returns the condition, or undefined where every value matches. */
export function matchCondition({ level, vr, source }: QueryAttribute, matching: Matching): Condition | undefined {
  if (matching.kind === 'universal') return undefined;
  switch (source.kind) {
    case 'column':
      return matchText(sql.ref<string>(source.name), vr, matching);
    case 'integer-column':
      return matchInteger(sql.ref<number | null>(source.name), matching);
    case 'array-column':
      return matchArray(sql.ref<string[]>(source.name), matching);
    case 'json': {
      const attributes = sql.ref<unknown>(`${level}.attributes`);
      if (source.sequence === undefined) return matchText(firstValue(attributes, source.tag, vr), vr, matching);
      const inItem = matchText(firstValue(sql.ref<unknown>('item.value'), source.tag, vr), vr, matching);
      const items = sql`jsonb_array_elements(${attributes} -> ${tagKey(source.sequence)}::text -> 'Value')`;
      return sql<SqlBool>`exists (select from ${items} as item (value) where ${inItem})`;
    }
  }
}

/** The first value of an attribute in DICOM JSON, as text; empty where there is none. */
function firstValue(attributes: RawBuilder<unknown>, tag: number, vr: string): Text {
  const key = tag.toString(16).toUpperCase().padStart(8, '0');
  const first = sql`${attributes} -> ${key}::text -> 'Value' -> 0`;
  const text = vr === 'PN' ? sql`${first} ->> 'Alphabetic'` : sql`${first} #>> '{}'`;
  return sql<string>`coalesce(${text}, '')`;
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
      return vr === 'PN' ? matchName(text, matching.value) : sql<SqlBool>`${text} = ${matching.value}`;
    case 'wildcard':
      if (vr === 'PN') return matchNamePattern(text, matching.pattern);
      return sql<SqlBool>`${text} like ${likePattern(matching.pattern)}`;
    case 'range':
      return matchRange(vr === 'TM' || vr === 'DT' ? canonicalTime(text, vr) : text, matching, vr);
  }
}

/**
 * The whole name or its first component group; trailing null components do not count, PS3.5 §6.2.1.1. The first half is a
 * prefix, which the index on `lower(name)` finds; the second decides.
 */
function matchName(text: Text, value: string): Condition {
  const name = value.replace(/[\^= ]+$/, '');
  if (!isAscii(name)) return anyGroup(sql<SqlBool>`lower(rtrim(name_group, '^ ')) = lower(${name}::text)`, text, name);
  return sql<SqlBool>`(
    lower(${text}) like lower(${`${escapeLike(name)}%`}::text)
    and lower(${name}::text) in (lower(rtrim(${text}, '^= ')), lower(rtrim(split_part(${text}, '=', 1), '^ '))))`;
}

function matchNamePattern(text: Text, pattern: string): Condition {
  const like = likePattern(pattern);
  if (!isAscii(pattern)) return anyGroup(sql<SqlBool>`lower(name_group) like lower(${like}::text)`, text, pattern);
  // Its groups may go on after what the pattern describes.
  const prefix = like.endsWith('%') ? like : `${like}%`;
  return sql<SqlBool>`(
    lower(${text}) like lower(${prefix}::text)
    and (lower(${text}) like lower(${like}::text)
      or lower(rtrim(split_part(${text}, '=', 1), '^ ')) like lower(${like}::text)))`;
}

function anyGroup(condition: Condition, text: Text, given: string): Condition {
  if (given.includes('=')) return sql<SqlBool>`lower(${text}) like lower(${likePattern(given)}::text)`;
  const groups = sql`unnest(string_to_array(${text}, '='))`;
  return sql<SqlBool>`exists (select from ${groups} as name_group where ${condition})`;
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

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}
