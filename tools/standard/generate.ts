/**
 * Turns the tables of the standard into compact tables: in `packages/dicom/src/generated` the data dictionary (PS3.6
 * §6–9) and the Storage SOP Classes (PS3.4 Annex B and I), in `packages/deid/src/generated` the confidentiality profiles
 * (PS3.15 Annex E). Hand corrections live in `overrides.ts`.
 *
 * usage: node tools/standard/generate.ts [--check] [FOLDER]
 *   FOLDER    the tables as JSON; `../shared/standard` beside the checkout unless told
 *   --check   write nothing; exit 1 where a committed table differs
 */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { formatDictionary, formatSopClasses } from './format.ts';
import { formatAttributeTypes, formatProfile } from './profile-format.ts';

const packages = resolve(import.meta.dirname, '../../packages');
const check = process.argv.includes('--check');
const folder = process.argv.slice(2).find((argument) => !argument.startsWith('--'));
const source = folder ?? resolve(import.meta.dirname, '../../../shared/standard');

if (!existsSync(join(source, 'attributes.json'))) {
  console.log(`skipped: ${source} holds no tables of the standard`);
  process.exit(0);
}
const read = (name: string): unknown => JSON.parse(readFileSync(join(source, name), 'utf8'));
const outputs = {
  'dicom/src/generated/dictionary-table.ts': formatDictionary(read('attributes.json')),
  'dicom/src/generated/sop-classes.ts': formatSopClasses(read('sops.json')),
  'deid/src/generated/profile-table.ts': formatProfile(read('confidentiality_profile_attributes.json')),
  'deid/src/generated/attribute-types.ts': formatAttributeTypes(
    read('sops.json'),
    read('ciods.json'),
    read('ciod_to_modules.json'),
  ),
};
let differing = 0;
for (const [name, text] of Object.entries(outputs)) {
  const path = join(packages, name);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  differing += 1;
  if (check) console.log(`differs: ${name}`);
  else writeFileSync(path, text);
}
console.log(check ? `${differing} tables differ` : `${differing} tables written`);
process.exit(check && differing > 0 ? 1 : 0);
