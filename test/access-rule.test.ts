/** A short run of the proof of access: everybody sees what is granted, by both shapes of the predicate; nothing is timed. */

import { expect, test } from 'vitest';
import { openTestDatabase } from '../apps/server/test/database.ts';
import { measureAccess } from '../proofs/access/access.ts';

test('who is granted all, fifty, those of twenty teams and nothing sees as many', async () => {
  const database = await openTestDatabase();
  try {
    const { wrong, lists } = await measureAccess(database.db, { studies: 2_500, grants: 9_000 }, 1);
    expect(wrong).toEqual([]);
    expect(Object.keys(lists)).toHaveLength(12);
  } finally {
    await database.close();
  }
});
