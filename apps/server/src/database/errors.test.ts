import { openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { isUnavailable } from './errors.ts';

const nowhere = join(tmpdir(), 'isocenter-no-such-place');

test('a server whose socket is not there is unavailable', async () => {
  const client = new pg.Client({ host: nowhere, port: 5432 });
  const error = await client.connect().catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'ENOENT' });
  expect(isUnavailable(error)).toBe(true);
});

test('a file that is not there says nothing of a server', () => {
  let error: unknown;
  try {
    openSync(nowhere, 'r');
  } catch (reason) {
    error = reason;
  }
  expect(error).toMatchObject({ code: 'ENOENT' });
  expect(isUnavailable(error)).toBe(false);
});
