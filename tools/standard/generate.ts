/**
 * Turns the tables of the standard into the compact tables of `packages/dicom/src/generated`: the data dictionary
 * (PS3.6 §6–9) and the Storage SOP Classes (PS3.4 Annex B and I). Hand corrections live in `overrides.ts`.
 *
 * usage: node tools/standard/generate.ts [--check] [FOLDER]
 *   FOLDER    the tables as JSON; `../shared/standard` beside the checkout unless told
 *   --check   write nothing; exit 1 where a committed table differs
 */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { formatDictionary, formatSopClasses } from './format.ts';

const target = resolve(import.meta.dirname, '../../packages/dicom/src/generated');
const check = process.argv.includes('--check');
const folder = process.argv.slice(2).find((argument) => !argument.startsWith('--'));
const source = folder ?? resolve(import.meta.dirname, '../../../shared/standard');

if (!existsSync(join(source, 'attributes.json'))) {
  console.log(`skipped: ${source} holds no tables of the standard`);
  process.exit(0);
}
const read = (name: string): unknown => JSON.parse(readFileSync(join(source, name), 'utf8'));
const outputs = {
  'dictionary-table.ts': formatDictionary(read('attributes.json')),
  'sop-classes.ts': formatSopClasses(read('sops.json')),
};
let differing = 0;
for (const [name, text] of Object.entries(outputs)) {
  const path = join(target, name);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  differing += 1;
  if (check) console.log(`differs: ${name}`);
  else writeFileSync(path, text);
}
console.log(check ? `${differing} tables differ` : `${differing} tables written`);
process.exit(check && differing > 0 ? 1 : 0);
