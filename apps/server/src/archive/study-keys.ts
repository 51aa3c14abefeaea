/**
 * Finds the patient key and the data key that an object is sealed with, design §4: one data key per study, wrapped by
 * one key per patient.
 *
 * Keys of studies met lately are remembered. A study that is met again after that gets a further data key, which is
 * harmless: every record carries its own wrapped key. A patient keeps one key for life, so that erasing it erases all.
 */

import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { DataKey, KeyRing, PatientKeyId } from '../storage/key-ring.ts';
import type { InstanceSummary } from './summary.ts';

/**
 * More than the index ever has queued (20 000 entries): a patient that is forgotten here is in the index by then, so
 * none is given a second key.
 */
const maxRemembered = 50_000;

export class StudyKeys {
  readonly #db: Kysely<Database>;
  readonly #keyRing: KeyRing;
  /** Promises, so that two objects of a new patient that come at once share one key. */
  readonly #patients = new Map<string, Promise<PatientKeyId>>();
  readonly #dataKeys = new Map<string, DataKey>();

  constructor(db: Kysely<Database>, keyRing: KeyRing) {
    this.#db = db;
    this.#keyRing = keyRing;
  }

  /**
   * Returns the key of the object's patient, made and durable if there was none.
   *
   * A patient not met since the start is looked up in the index, which is complete for everything stored before.
   */
  patientKeyOf(summary: InstanceSummary): Promise<PatientKeyId> {
    const { identityKey } = summary.patient;
    const remembered = this.#patients.get(identityKey);
    if (remembered !== undefined) return remembered;
    const found = this.#findOrCreate(identityKey);
    remember(this.#patients, identityKey, found);
    found.catch(() => this.#patients.delete(identityKey));
    return found;
  }

  dataKeyOf(summary: InstanceSummary, patientKeyId: PatientKeyId): DataKey {
    const study = `${summary.patient.identityKey} ${summary.study.uid}`;
    const remembered = this.#dataKeys.get(study);
    if (remembered !== undefined) return remembered;
    const dataKey = this.#keyRing.dataKeyFor(patientKeyId);
    remember(this.#dataKeys, study, dataKey);
    return dataKey;
  }

  async #findOrCreate(identityKey: string): Promise<PatientKeyId> {
    const row = await this.#db
      .selectFrom('patient')
      .select('key_id')
      .where('identity_key', '=', identityKey)
      .executeTakeFirst();
    return row?.key_id ?? (await this.#keyRing.createPatientKey());
  }
}

function remember<V>(map: Map<string, V>, key: string, value: V): void {
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= maxRemembered) return;
    map.delete(oldest);
  }
}
