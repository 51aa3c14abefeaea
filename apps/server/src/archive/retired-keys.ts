/**
 * Destroys the keys of patients of whom everything was purged, at a start: then nobody holds them, and no object is on its
 * way under one. What compaction has not removed yet can never be read again.
 */

import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { BlobLog } from '../storage/blob-log.ts';
import type { KeyRing } from '../storage/key-ring.ts';
import type { SpoolNumber } from '../storage/log-entry.ts';
import { StorageError } from '../storage/storage-error.ts';

/** The index has caught up with the spool's log: a patient who came back has a row again, and keeps the key. */
export async function destroyRetiredKeys(
  db: Kysely<Database>,
  { spool, keys }: Pick<BlobLog, 'spool' | 'keys'>,
): Promise<void> {
  const rows = await db
    .selectFrom('retired_key')
    .select('key_id')
    .select(
      sql<boolean>`
        exists (select from gateway.patient p where p.key_id = retired_key.key_id and p.key_spool = retired_key.spool)
        or exists (select from gateway.patient_key k where k.key_id = retired_key.key_id and k.spool = retired_key.spool)`.as(
        'is_used',
      ),
    )
    .where('spool', '=', spool)
    .execute();
  const unused = rows.filter(({ is_used }) => !is_used).map(({ key_id }) => key_id);
  const needed = await keysOfObjects(db, spool, unused);
  for (const { key_id } of rows) {
    if (unused.includes(key_id) && !needed.has(key_id)) await destroy(keys, key_id);
    await db.deleteFrom('retired_key').where('spool', '=', spool).where('key_id', '=', key_id).execute();
  }
}

/** A destroyed key does not come back: the objects themselves are asked, too, in one reading of their rows. */
async function keysOfObjects(
  db: Kysely<Database>,
  spool: SpoolNumber,
  keyIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (keyIds.length === 0) return new Set();
  const { rows } = await sql<{ key_id: string }>`
    select distinct location->>'patientKeyId' as key_id from gateway.instance
    where location->>'patientKeyId' = any(${keyIds}::text[])
      and coalesce((location->>'spool')::integer, 1) = ${spool}`.execute(db);
  return new Set(rows.map(({ key_id }) => key_id));
}

async function destroy(keys: KeyRing, keyId: string): Promise<void> {
  try {
    await keys.destroy(keyId);
  } catch (error) {
    // The start before this one did it and ended before it could say so.
    const isGone = error instanceof StorageError && (error.code === 'key-destroyed' || error.code === 'key-missing');
    if (!isGone) throw error;
  }
}
