/**
 * Gathers the licences of everything that went into the bundle into `licences.txt` beside it: each package once, with
 * version, licence and its full text. A package without a licence stops the build.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

export function licences(): Plugin {
  const dirs = new Set<string>();
  return {
    name: 'isocenter:licences',
    apply: 'build',
    // Workers are bundled by themselves; their modules pass through `transform` like all others.
    moduleParsed({ id }) {
      const dir = findPackageDir(id);
      if (dir !== undefined) dirs.add(dir);
    },
    generateBundle() {
      const texts = new Map([...dirs].map((dir) => describePackage(dir)));
      const source = [...texts.keys()]
        .sort()
        .map((name) => texts.get(name))
        .join('\n');
      this.emitFile({ type: 'asset', fileName: 'licences.txt', source });
    },
  };
}

/** The directory of the installed package a module belongs to; undefined for our own. */
function findPackageDir(id: string): string | undefined {
  const path = id.replace(/^\0/, '').replace(/\?.*$/, '');
  const match = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path);
  return match?.[1] !== undefined && existsSync(join(match[1], 'package.json')) ? match[1] : undefined;
}

function describePackage(dir: string): readonly [string, string] {
  // package.json is npm's own format; what is read of it is checked below.
  const { name, version, license } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  const file = readdirSync(dir).find((entry) => /^licen[cs]e/i.test(entry));
  if (typeof license !== 'string') throw new Error(`The package ${name} in ${dirname(dir)} names no licence.`);
  const text = file === undefined ? '' : `\n${readFileSync(join(dir, file), 'utf8').trim()}\n`;
  return [`${name} ${version}`, `${'='.repeat(72)}\n${name} ${version}: ${license}\n${text}`];
}
