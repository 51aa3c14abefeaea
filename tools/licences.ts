/**
 * Checks that everything that an installation runs is under a licence that lets anybody use, change and pass it on.
 *
 * usage: node tools/licences.ts [--list]
 *   --list   print each package with its licence
 * Ends with 1 where a licence is not in the table, or not known.
 */

import { listProductionPackages, type ProductionPackage } from './production-packages.ts';

/** SPDX identifiers of licences that ask for no more than their notice. */
const permissive: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BSL-1.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Others, each for one family of packages and one reason. */
const exceptions: readonly { readonly names: RegExp; readonly license: string; readonly reason: string }[] = [
  {
    names: /^@img\/sharp-/,
    license: 'LGPL-3.0-or-later',
    reason: 'libvips, a shared library that is loaded unchanged and can be exchanged',
  },
  { names: /^@fontsource/, license: 'OFL-1.1', reason: 'a font; the licence forbids only selling it by itself' },
  { names: /^caniuse-lite$/, license: 'CC-BY-4.0', reason: 'data for building style sheets; no part of what is built' },
];

const packages = listProductionPackages();
const wrong = packages.filter((entry) => !isAllowed(entry));
if (process.argv.includes('--list')) {
  for (const { name, version, license } of packages) console.log(`${name}@${version}  ${license}`);
}
for (const { name, version, license } of wrong) console.log(`${name}@${version}: ${license ?? 'names no licence'}`);
console.log(`${packages.length} packages, ${wrong.length} of them under a licence that is not in tools/licences.ts`);
process.exitCode = wrong.length > 0 ? 1 : 0;

/** Takes SPDX expressions of one level: all of `A AND B`, any of `A OR B`. */
function isAllowed({ name, license }: ProductionPackage): boolean {
  if (license === undefined) return false;
  const alternatives = license.replace(/^\((.*)\)$/, '$1').split(' OR ');
  return alternatives.some((alternative) =>
    alternative.split(' AND ').every((id) => permissive.has(id) || isExcepted(name, id)),
  );
}

function isExcepted(name: string, id: string): boolean {
  return exceptions.some((exception) => exception.license === id && exception.names.test(name));
}
