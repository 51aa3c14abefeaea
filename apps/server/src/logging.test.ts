import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { ConfigError } from './config/errors.ts';
import { createLogger, ownErrors } from './logging.ts';

const marked = 'MARKED^NAME';

function logged(format: 'json' | 'lines', details: object): string {
  const lines: string[] = [];
  createLogger({ level: 'debug', format, write: (line) => lines.push(line) }).error(details, 'something happened');
  return lines.join('');
}

test('a statement that failed is logged by its code and table, without row, key or message', () => {
  const err = new pg.DatabaseError(`duplicate key ${marked}`, 1, 'error');
  Object.assign(err, {
    severity: 'ERROR',
    code: '23505',
    table: 'patient',
    detail: `Key (name)=(${marked})`,
    where: marked,
  });
  for (const format of ['json', 'lines'] as const) {
    const text = logged(format, { err });
    expect(text).toContain('23505');
    expect(text).not.toContain(marked);
  }
  expect(logged('json', { err })).toContain('"table":"patient"');
});

test('messages of libraries are withheld, whatever they hold, at every depth', () => {
  const quoting = captured(() => JSON.parse(marked));
  const receiving = captured(() => Buffer.from(new Error(marked) as unknown as string));
  const unknown = Object.assign(new Error(marked, { cause: new Error(marked) }), { name: 'SomeLibraryError' });
  for (const err of [quoting, receiving, unknown, marked, { message: marked }]) {
    const text = logged('json', { err });
    expect(text).not.toContain(marked);
    expect(text).toContain('something happened');
  }
});

test('messages of our own errors and of system calls pass, with their causes', () => {
  const cause = captured(() => readFileSync('/does/not/exist'));
  const text = logged('lines', { err: new ConfigError('file-missing', 'the file is gone', { cause }) });
  expect(text).toContain('ConfigError: file-missing: the file is gone');
  expect(text).toContain('ENOENT');
  expect(text).toMatch(/at .*logging\.test\.ts/);
});

test('secrets are removed from objects that hold them', () => {
  const text = logged('json', { password: marked, headers: { authorization: marked, cookie: marked }, port: 80 });
  expect(text).not.toContain(marked);
  expect(text).toContain('"port":80');
});

test('a line for a person has time, level, message and details', () => {
  expect(logged('lines', { port: 80, aet: 'ISOCENTER' })).toMatch(
    /^\d\d:\d\d:\d\d error something happened port=80 aet=ISOCENTER\n$/,
  );
});

test('every error class of the project is known to the log', () => {
  const root = join(import.meta.dirname, '../../..');
  const files = globSync(['packages/*/src/**/*.ts', 'apps/server/src/**/*.ts'], { cwd: root });
  const classes = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/class (\w+) extends Error/g)].map(([, name]) => name ?? ''),
  );
  const inBrowser = ['ProblemError'];
  expect(classes.filter((name) => !ownErrors.has(name) && !inBrowser.includes(name))).toEqual([]);
});

function captured(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
