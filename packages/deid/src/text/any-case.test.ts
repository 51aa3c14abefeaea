import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { expandCase } from './any-case.ts';

it.each([
  ['(?i:St\\.)', '(?:[sS][tT]\\.)'],
  ['St(?i:a|(?:b|c))St', 'St(?:[aA]|(?:[bB]|[cC]))St'],
  ['(?i:all[ée]e #)A', '(?:[aA][lL][lL][éÉeE][eE] #)A'],
  ['\\p{Lu}[(?i:]', '\\p{Lu}[(?i:]'],
])('%s is %s', (source, expanded) => {
  expect(expandCase(source)).toBe(expanded);
});

it('finds institutions and streets also in a process that does not optimise expressions', () => {
  const script = `
    const { findPatterns } = await import(${JSON.stringify(join(import.meta.dirname, 'patterns.ts'))});
    const { findInstitutions } = await import(${JSON.stringify(join(import.meta.dirname, 'institutions.ts'))});
    const address = 'Lives at 4326 SHIPMAN RD, Springvale, OH 28699.';
    process.stdout.write(JSON.stringify([...findPatterns(address), ...findInstitutions('UNIVERSITY OF LUMWIMSKI', [])]));`;
  const args = ['--no-regexp-optimization', '--input-type=module', '--eval', script];
  expect(JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }))).toEqual([
    { start: 9, end: 46, kind: 'address' },
    { start: 0, end: 23, kind: 'institution' },
  ]);
});
