/**
 * Writes the table of `docs/configuration.md` from the keys that the server knows.
 *
 * usage: node tools/configuration.ts [--check]
 *   --check   write nothing; exit 1 where the committed table differs
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeSetting } from '../apps/server/src/config/load.ts';
import { environmentName, listSettings, type Setting, settingName } from '../apps/server/src/config/settings.ts';

const path = join(import.meta.dirname, '../docs/configuration.md');
const begin = '<!-- The table is written by tools/configuration.ts. -->\n';
const end = '<!-- End of the table. -->\n';

const text = readFileSync(path, 'utf8');
const before = text.slice(0, text.indexOf(begin) + begin.length);
const after = text.slice(text.indexOf(end));
const updated = `${before}\n${formatTable(listSettings())}\n${after}`;

if (updated === text) {
  console.log('docs/configuration.md is up to date');
} else if (process.argv.includes('--check')) {
  console.log('docs/configuration.md differs: run npm run generate:configuration');
  process.exitCode = 1;
} else {
  writeFileSync(path, updated);
  console.log('docs/configuration.md written');
}

function formatTable(settings: readonly Setting[]): string {
  const rows = settings.map((setting) => {
    const { path: name, notes } = setting;
    const secret = notes.secret === true ? ` Also \`${environmentName(name)}_FILE\`.` : '';
    const cells = [
      `\`${settingName(name)}\`<br>\`${environmentName(name)}\``,
      describeSetting(setting).replaceAll('|', '\\|'),
      formatDefault(notes.default),
      `${notes.description}${secret}`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return ['| key | takes | default | |', '| --- | --- | --- | --- |', ...rows, ''].join('\n');
}

function formatDefault(value: unknown): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : `\`${value.join(', ')}\``;
  return `\`${String(value)}\``;
}
