/**
 * Lists the packages that an installation runs or that the web application is built from: what the two apps need, and
 * what that needs, as `package-lock.json` resolves it. Tools of developers are not among them.
 *
 * npm's own list (`npm sbom --omit dev`) leaves out what is also needed by a developer's tool.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Names = Readonly<Record<string, string>>;

type LockEntry = {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly optional?: boolean;
  readonly dependencies?: Names;
  readonly optionalDependencies?: Names;
  readonly peerDependencies?: Names;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
};

export type ProductionPackage = {
  /** Its folder, relative to the root. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  /** An SPDX expression; undefined where the package names none. */
  readonly license: string | undefined;
  /** Subresource Integrity, such as `sha512-…`; undefined for our own packages. */
  readonly integrity: string | undefined;
  /** Installed only on machines it is for. */
  readonly isOptional: boolean;
  /** Paths of the packages that it needs. */
  readonly needs: readonly string[];
};

const root = join(import.meta.dirname, '..');
const apps = ['apps/server', 'apps/web'];

export function listProductionPackages(): readonly ProductionPackage[] {
  // The lock file is npm's and in this repository; its shape is that of lockfileVersion 3.
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, LockEntry>>;
  };
  const found = new Map<string, ProductionPackage>();
  const visit = (path: string): void => {
    const entry = lock.packages[path];
    if (entry === undefined || found.has(path)) return;
    const needs = neededBy(entry).flatMap((name) => resolve(name, path, lock.packages) ?? []);
    found.set(path, {
      path,
      name: entry.name ?? path.replace(/^.*node_modules\//, ''),
      version: entry.version ?? '',
      license: entry.license ?? readLicense(path),
      integrity: entry.integrity,
      isOptional: entry.optional === true,
      needs,
    });
    for (const needed of needs) visit(needed);
  };
  for (const app of apps) visit(app);
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function neededBy(entry: LockEntry): readonly string[] {
  const { dependencies = {}, optionalDependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = entry;
  const peers = Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true);
  return [...new Set([...Object.keys(dependencies), ...Object.keys(optionalDependencies), ...peers])];
}

/** Looks where Node looks: in the package's own folder, then in each above. */
function resolve(name: string, from: string, packages: Readonly<Record<string, LockEntry>>): string | undefined {
  for (let folder = from; ; folder = folder.replace(/(^|\/)[^/]*$/, '')) {
    const path = join(folder, 'node_modules', name);
    const entry = packages[path];
    if (entry !== undefined) return entry.link === true ? entry.resolved : path;
    if (folder === '') return undefined;
  }
}

/** Old packages name their licence in a form that the lock file does not take over. */
function readLicense(path: string): string | undefined {
  try {
    const { license, licenses } = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
    return license ?? licenses?.map(({ type }: { type: string }) => type).join(' OR ');
  } catch {
    return undefined; // Not installed here, so nobody can tell.
  }
}
