/**
 * The tables of PS3.15 Annex E as text: Table E.1-1, and the types of the attributes whose action depends on them, by
 * SOP Class.
 */

import { type AttributeType, typedModules, typesOfModule } from './attribute-types.ts';

const edition = '2024e';

/** Columns of Table E.1-1 besides the basic profile, and the letter that stands for each in the compact table. */
const columns = {
  rtnSafePrivOpt: 'P',
  rtnUIDsOpt: 'U',
  rtnDevIdOpt: 'D',
  rtnInstIdOpt: 'I',
  rtnPatCharsOpt: 'C',
  rtnLongFullDatesOpt: 'F',
  rtnLongModifDatesOpt: 'M',
  cleanDescOpt: 'T',
  cleanStructContOpt: 'S',
  cleanGraphOpt: 'G',
} as const;

type Row = Readonly<Record<string, string>>;

/** Returns the module text of Table E.1-1; its pattern rows are left to code. */
export function formatProfile(input: unknown): string {
  const lines = asRows(input)
    .filter(({ tag = '' }) => /^\([0-9A-F]{4},[0-9A-F]{4}\)$/i.test(tag))
    .map((row) => {
      const options = Object.entries(columns).flatMap(([column, letter]) =>
        row[column] === undefined ? [] : [`${letter}${row[column] === 'K' ? '+' : ''}`],
      );
      const digits = (row.tag ?? '').replace(/[(),]/g, '').toUpperCase();
      return [digits, row.basicProfile, options.join('')].join('\t').trimEnd();
    });
  return [
    `// Generated from PS3.15 ${edition}. Do not edit.`,
    '',
    '/**',
    ' * Table E.1-1: tag, action of the basic profile, options that change it, separated by tabs. Of the options P is safe',
    ' * private, U UIDs, D device, I institution, C patient characteristics, F full dates, M modified dates, T descriptors,',
    ' * S structured content, G graphics; with + the attribute is kept (K), without it is cleaned (C).',
    ' */',
    `export const profileTable = \`\n${lines.sort().join('\n')}\n\`;`,
    '',
  ].join('\n');
}

/** Returns the module text of the types of attributes by SOP Class. */
export function formatAttributeTypes(sops: unknown, ciods: unknown, modules: unknown): string {
  const idOf = new Map(asRows(ciods).map(({ name = '', id = '' }) => [name, id]));
  const modulesOf = Map.groupBy(asRows(modules), ({ ciodId = '' }) => ciodId);
  const known = new Set(asRows(modules).map(({ moduleId }) => moduleId));
  const unknown = typedModules.filter((module) => !known.has(module));
  if (unknown.length > 0) throw new Error(`no such modules: ${unknown.join(', ')}`);
  const lines = asRows(sops).flatMap(({ id = '', ciod = '' }) => {
    const types = new Map<string, AttributeType>();
    for (const { moduleId = '' } of modulesOf.get(idOf.get(ciod) ?? '') ?? []) {
      // Where two modules have it, the stricter type holds, PS3.3 §5.4.
      for (const [keyword, type] of typesOfModule(moduleId)) if (types.get(keyword) !== '1') types.set(keyword, type);
    }
    const list = [...types].map(([keyword, type]) => `${keyword} ${type}`).sort();
    return types.size === 0 ? [] : [`${id}\t${list.join(',')}`];
  });
  return [
    `// Generated from PS3.3 and PS3.4 ${edition}. Do not edit.`,
    '',
    '/** SOP Class, tab, keywords with type 1 or 2 of attributes whose action in PS3.15 Table E.1-1 depends on it. */',
    `export const attributeTypeTable = \`\n${lines.sort().join('\n')}\n\`;`,
    '',
  ].join('\n');
}

function asRows(input: unknown): readonly Row[] {
  if (!Array.isArray(input)) throw new Error('a table of the standard is no list');
  return input;
}
