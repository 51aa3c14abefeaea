/** The table of evidence for ASVS names files and tests: each has to be there. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const table = readFileSync(join(root, 'docs/security/asvs.md'), 'utf8');

test('every file that the table of ASVS names exists and has the tests that it names', () => {
  const missing: string[] = [];
  let named = 0;
  for (const line of table.split('\n').filter((text) => text.startsWith('| '))) {
    let file = '';
    for (const [, path, title] of line.matchAll(/`((?:apps|docs|packages|test)\/[^`]+)`|«([^»]+)»/g)) {
      named += 1;
      if (path !== undefined) {
        file = path;
        if (!existsSync(join(root, path))) missing.push(path);
      } else if (title !== undefined && !readFileSync(join(root, file), 'utf8').includes(title)) {
        missing.push(`${file}: ${title}`);
      }
    }
  }
  expect(missing).toEqual([]);
  expect(named).toBeGreaterThan(150);
});

test('every requirement has a state, and what is met has evidence', () => {
  const rows = table.split('\n').filter((line) => /^\| \d/.test(line));
  const states = new Set(['met', 'partly', 'not met', 'not applicable', 'operator']);
  const wrong = rows.filter((row) => {
    const cells = row.split(' | ');
    return cells.length !== 4 || !states.has(cells[2] ?? '') || (cells[3] ?? '').length < 10;
  });
  expect(wrong).toEqual([]);
  expect(rows).toHaveLength(new Set(rows.map((row) => row.split(' ')[1])).size);
});

function sourcesOf(folder: string): readonly { readonly path: string; readonly text: string }[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
    .map((path) => ({ path: join(folder, path), text: readFileSync(join(root, folder, path), 'utf8') }));
}

test('no page sets HTML or runs text, so that text stays text', () => {
  const sources = sourcesOf('apps/web/src');
  expect(sources.length).toBeGreaterThan(100);
  const setting =
    /dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function\(|srcdoc/i;
  expect(sources.filter(({ text }) => setting.test(text)).map(({ path }) => path)).toEqual([]);
});

test('no connection of the node leaves out looking at the certificate of a server', () => {
  const sources = sourcesOf('apps/server/src');
  expect(sources.length).toBeGreaterThan(300);
  const leaving = /rejectUnauthorized|checkServerIdentity|NODE_TLS_REJECT_UNAUTHORIZED/;
  expect(sources.filter(({ text }) => leaving.test(text)).map(({ path }) => path)).toEqual([]);
});
