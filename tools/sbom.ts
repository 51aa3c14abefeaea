/**
 * Writes `sbom.json`: everything that an installation runs, with versions, licences and checksums, as CycloneDX 1.5
 * (ECMA-424). The same lock file gives the same bytes.
 *
 * usage: node tools/sbom.ts
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listProductionPackages, type ProductionPackage } from './production-packages.ts';

const root = join(import.meta.dirname, '..');
const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const packages = listProductionPackages();
const references = new Map(packages.map((entry) => [entry.path, referenceOf(entry)]));
const rootReference = `pkg:npm/${name}@${version}`;
const apps = packages.filter(({ path }) => path.startsWith('apps/'));

const document = {
  $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  version: 1,
  metadata: {
    component: {
      type: 'application',
      'bom-ref': rootReference,
      name,
      version,
      licenses: [{ license: { id: license } }],
    },
  },
  components: packages.map(componentOf),
  dependencies: [
    { ref: rootReference, dependsOn: apps.map(referenceOf) },
    ...packages.map((entry) => ({
      ref: referenceOf(entry),
      dependsOn: entry.needs.flatMap((path) => references.get(path) ?? []),
    })),
  ],
};

writeFileSync(join(root, 'sbom.json'), `${JSON.stringify(document, undefined, 2)}\n`);
console.log(`sbom.json written: ${packages.length} packages`);

function componentOf(entry: ProductionPackage) {
  const { name, version, license, integrity, isOptional } = entry;
  return {
    type: 'library',
    'bom-ref': referenceOf(entry),
    name,
    version,
    scope: isOptional ? 'optional' : 'required',
    purl: purlOf(entry),
    ...(license !== undefined && { licenses: [licenseOf(license)] }),
    ...(integrity !== undefined && { hashes: integrity.split(' ').map(hashOf) }),
  };
}

/** The same version may lie in two places. */
function referenceOf(entry: ProductionPackage): string {
  return `${purlOf(entry)}#${entry.path}`;
}

function purlOf({ name, version }: ProductionPackage): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

function licenseOf(text: string) {
  return / (AND|OR) /.test(text) ? { expression: text } : { license: { id: text } };
}

/** Subresource Integrity holds base64, CycloneDX hexadecimal digits. */
function hashOf(integrity: string) {
  const [algorithm = '', digest = ''] = integrity.split('-', 2);
  return {
    alg: algorithm.toUpperCase().replace('SHA', 'SHA-'),
    content: Buffer.from(digest, 'base64').toString('hex'),
  };
}
