/**
 * Completes `package-lock.json` with the optional packages of other platforms that npm left out.
 *
 * npm drops such an entry when it cannot be fetched where the lock file is made (a registry mirror that carries one
 * platform only), and `npm ci` then refuses the file everywhere. An entry without integrity is enough: npm skips it on
 * machines it is not for and asks its registry on the others.
 *
 * usage: node tools/lockfile.ts [--check]
 *   --check   write nothing; exit 1 where an entry is missing
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Entry = { readonly [member: string]: unknown; readonly optionalDependencies?: Readonly<Record<string, string>> };

const path = join(import.meta.dirname, '../package-lock.json');
const systems = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
] as const;
const processors = [
  'arm64',
  'arm',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
] as const;

// npm's own format, version 3.
const lock: { packages: Record<string, Entry> } = JSON.parse(readFileSync(path, 'utf8'));
const missing: Record<string, Entry> = {};
for (const [location, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (isThere(name, location)) continue;
    missing[`node_modules/${name}`] = {
      version,
      ...platformOf(name),
      ...(dev === true ? { dev } : {}),
      optional: true,
    };
  }
}

const names = Object.keys(missing);
if (names.length === 0) {
  console.log('package-lock.json is complete');
} else if (process.argv.includes('--check')) {
  console.log(`package-lock.json lacks ${names.join(', ')}: run npm run generate:lockfile`);
  process.exitCode = 1;
} else {
  const { '': root, ...others } = { ...lock.packages, ...missing };
  const sorted = Object.fromEntries(Object.entries(others).sort(([a], [b]) => a.localeCompare(b, 'en')));
  writeFileSync(path, `${JSON.stringify({ ...lock, packages: { '': root, ...sorted } }, null, 2)}\n`);
  console.log(`package-lock.json completed with ${names.length} entries`);
}

/** Node looks for a package in `node_modules` beside the asking one and in each folder above it. */
function isThere(name: string, location: string): boolean {
  for (let folder = location; ; folder = folder.replace(/(^|\/)[^/]*$/, '')) {
    if (lock.packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
  }
}

/** Reads system, processor and C library off names such as `@biomejs/cli-linux-x64-musl`. */
function platformOf(name: string): Entry {
  const words = name.split(/[/-]/);
  const os = systems.filter((one) => words.includes(one));
  const cpu = processors.filter((one) => words.includes(one));
  const libc = words.some((word) => word.startsWith('musl')) ? ['musl'] : words.includes('gnu') ? ['glibc'] : [];
  return { ...(cpu.length > 0 ? { cpu } : {}), ...(libc.length > 0 ? { libc } : {}), ...(os.length > 0 ? { os } : {}) };
}
