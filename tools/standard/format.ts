/**
 * The compact tables as text. One row a line, fields separated by tabs, so that a new edition of the standard shows as
 * a readable difference; a name is left out where it can be derived from its keyword.
 */

import { additions, isLeftOut } from './overrides.ts';

const edition = '2024e';

type AttributeRow = {
  readonly tag: string;
  readonly name: string;
  readonly keyword: string;
  readonly valueRepresentation: string;
  readonly valueMultiplicity: string;
  readonly retired: string;
};

type SopClassRow = { readonly name: string; readonly id: string };

/** Returns the module text of the data dictionary; `input` is the table of PS3.6 as JSON. */
export function formatDictionary(input: unknown): string {
  const parsed = rows(input, ['tag', 'name', 'keyword', 'valueRepresentation', 'valueMultiplicity', 'retired']);
  // Every row was checked to hold exactly these text fields.
  const attributes = [...additions, ...(parsed as AttributeRow[])].filter((row) => !isLeftOut(row));
  const lines = attributes.map((row) => {
    const digits = row.tag.replace(/[(),]/g, '').toUpperCase().replaceAll('X', 'x');
    const name = row.name === nameOf(row.keyword) ? '' : row.name;
    const fields = [
      digits,
      row.valueRepresentation,
      row.valueMultiplicity,
      row.retired === 'Y' ? 'R' : '',
      row.keyword,
      name,
    ];
    return fields.join('\t').trimEnd();
  });
  lines.sort();
  const keywords = attributes.map((row) => row.keyword).sort();
  if (new Set(keywords).size !== keywords.length) throw new Error('a keyword appears twice');
  return [
    `// Generated from PS3.6 ${edition}. Do not edit.`,
    '',
    '/** Tag, VR, VM, R for retired, keyword, name (where it does not follow from the keyword), separated by tabs. */',
    `export const dictionaryTable = \`\n${lines.join('\n')}\n\`;`,
    '',
    'export type Keyword =',
    `${keywords.map((keyword) => `  | '${keyword}'`).join('\n')};`,
    '',
  ].join('\n');
}

/** Returns the module text of the Storage SOP Classes; `input` is the table of PS3.4 as JSON. */
export function formatSopClasses(input: unknown): string {
  // Every row was checked to hold these text fields.
  const classes = rows(input, ['name', 'id']) as SopClassRow[];
  const lines = classes.map((row) => `${row.id}\t${row.name}`).sort();
  return [
    `// Generated from PS3.4 ${edition}. Do not edit.`,
    '',
    '/** UID and name, separated by a tab. */',
    `export const storageSopClassTable = \`\n${lines.join('\n')}\n\`;`,
    '',
  ].join('\n');
}

/** Derives the name of an attribute from its keyword, as `dictionary.ts` does when it reads the table. */
function nameOf(keyword: string): string {
  return keyword.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2');
}

function rows(input: unknown, fields: readonly string[]): unknown[] {
  if (!Array.isArray(input)) throw new Error('a table is not a list');
  return input.map((row: unknown) => {
    const record = Object(row) as Record<string, unknown>; // any object can be asked for a field
    for (const field of fields) {
      const value = record[field];
      if (typeof value !== 'string' || /[\t\n`\\$]/.test(value)) throw new Error(`a row has an unusable ${field}`);
    }
    return record;
  });
}
