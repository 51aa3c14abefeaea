/** Objects that came at a time of the test's choosing, as rows of the index. */

import type { Kysely } from 'kysely';
import type { Database } from '../../database/schema.ts';

type Arrive = (sender: string, at: Date, source?: 'dimse' | 'stow') => Promise<void>;

/** Makes a study, and returns what adds an object to it. */
export async function openArrivals(db: Kysely<Database>): Promise<Arrive> {
  const patient = { identity_key: 'x', key_id: '1.0', patient_id: '', issuer: '', name: '', birth_date: '', sex: '' };
  const { id: patient_id } = await db.insertInto('patient').values(patient).returning('id').executeTakeFirstOrThrow();
  const texts = { study_date: '', study_time: '', accession_number: '', study_id: '', description: '', search: '' };
  const { id: study_id } = await db
    .insertInto('study')
    .values({
      ...{ ...texts, patient_id, study_instance_uid: '2.25.1', referring_physician: '', institution: '' },
      ...{ modalities: [], series_count: 1, instance_count: 1, attributes: '{}' },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id: series_id } = await db
    .insertInto('series')
    .values({
      ...{ study_id, series_instance_uid: '2.25.2', modality: 'CT', number: 1, description: '', body_part: '' },
      ...{ laterality: '', series_date: '', series_time: '', instance_count: 1, attributes: '{}' },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  let number = 0;
  return async (sender, at, source = 'dimse') => {
    number += 1;
    await db
      .insertInto('instance')
      .values({
        ...{ series_id, state: 'served', sop_instance_uid: `2.25.3.${number}`, sop_class_uid: '', number },
        ...{ transfer_syntax_uid: '', rows: null, columns: null, frames: null, bits_allocated: null, lossy: false },
        ...{ content_date: '', content_time: '', sha256: Buffer.alloc(32), length_bytes: 1, pixel_data_offset: null },
        ...{ object_id: `${number}`, location: '{}', position: number, findings: [], source, sender },
        ...{ received_at: at, trash_id: null, trashed_at: null },
      })
      .execute();
  };
}
