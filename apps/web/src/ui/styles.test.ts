import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const source = join(import.meta.dirname, '..');
const sheets = dirname(createRequire(import.meta.url).resolve('@mantine/core/styles/baseline.css'));

test('each component of Mantine that is used has its line in the style sheet', () => {
  const used = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.tsx'))
    .flatMap((path) => [
      ...readFileSync(join(source, path), 'utf8').matchAll(/import \{([^}]*)\} from '@mantine\/core'/g),
    ])
    .flatMap(([, names = '']) => names.split(',').map((name) => name.trim()))
    .filter((name) => existsSync(join(sheets, `${name}.css`)));
  const listed = readFileSync(join(import.meta.dirname, 'styles.css'), 'utf8');
  expect(used.length).toBeGreaterThan(100);
  expect([...new Set(used)].filter((name) => !listed.includes(`/${name}.css"`))).toEqual([]);
});
