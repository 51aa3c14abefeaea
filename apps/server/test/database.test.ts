import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from './database.ts';

let first: TestDatabase;
let second: TestDatabase;

beforeAll(async () => {
  [first, second] = await Promise.all([openTestDatabase(), openTestDatabase()]);
});

afterAll(async () => {
  await Promise.all([first.close(), second.close()]);
});

test('each test file has a database of its own', async () => {
  await sql`create table gateway.only_here (id bigint)`.execute(first.db);
  const found = await sql<{ name: string | null }>`select to_regclass('gateway.only_here') as name`.execute(second.db);
  expect(found.rows).toEqual([{ name: null }]);
});

test('its url connects a program that knows nothing else', async () => {
  const client = new pg.Client({ connectionString: first.url });
  await client.connect();
  expect((await client.query('select current_user as name')).rows).toEqual([{ name: 'isocenter' }]);
  await client.end();
});
