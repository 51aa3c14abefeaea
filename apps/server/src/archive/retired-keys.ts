/**
 * Destroys the keys of patients of whom everything was purged, at a start: then nobody holds them, and no object is on its
 * way under one. What compaction has not removed yet can never be read again.
 */

import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { KeyRing } from '../storage/key-ring.ts';
import { StorageError } from '../storage/storage-error.ts';

/** The index has caught up with the log: a patient who came back has a row again, and keeps the key. */
export async function destroyRetiredKeys(db: Kysely<Database>, keys: KeyRing): Promise<void> {
  const rows = await db
    .selectFrom('retired_key')
    .leftJoin('patient', 'patient.key_id', 'retired_key.key_id')
    .select(['retired_key.key_id', 'patient.id as patient_id'])
    .execute();
  for (const { key_id, patient_id } of rows) {
    if (patient_id === null) await destroy(keys, key_id);
    await db.deleteFrom('retired_key').where('key_id', '=', key_id).execute();
  }
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
