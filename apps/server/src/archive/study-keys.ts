/**
 * Finds the data key that an object is sealed with, design §4: one data key per study, wrapped by one key per patient.
 *
 * Keys of studies met lately are remembered. A study that is met again after that gets a further data key, which is
 * harmless: every record carries its own wrapped key. A patient keeps one key a
 * spool for life, so that erasing these erases all.
 */

import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { BlobLog } from '../storage/blob-log.ts';
import type { DataKey, KeyRing, PatientKeyId } from '../storage/key-ring.ts';
import type { SpoolNumber } from '../storage/log-entry.ts';
import type { StudyIdentity } from './study-identity.ts';

/**
 * More than the index ever has queued (20 000 entries): a patient that is forgotten here is in the index by then, so
 * none is given a second key.
 */
const maxPatients = 24_000;

/** More than arrive at a time; a study that is forgotten gets another key under the same patient's. */
const maxStudies = 4_000;

/** No patient's identity: what is under this key waits for its own, and nothing is ever stored under it. */
const nobody = '';

export class StudyKeys {
  readonly #db: Kysely<Database>;
  readonly #spool: SpoolNumber;
  readonly #keyRing: KeyRing;
  /** Promises, so that two objects of a new patient that come at once share one key. */
  readonly #patients = new Map<string, Promise<PatientKeyId>>();
  readonly #dataKeys = new Map<string, DataKey>();

  constructor(db: Kysely<Database>, { spool, keys }: Pick<BlobLog, 'spool' | 'keys'>) {
    this.#db = db;
    this.#spool = spool;
    this.#keyRing = keys;
  }

  /** Returns the key of a study met lately. */
  find({ patientKey, studyInstanceUid }: StudyIdentity): DataKey | undefined {
    const known = this.#dataKeys.get(`${patientKey} ${studyInstanceUid}`);
    if (known === undefined || this.#keyRing.isUsable(known.patientKeyId)) return known;
    this.#forget(patientKey);
    return undefined;
  }

  /**
   * Returns a key of the study; the patient's own is made, durable, if there was none.
   *
   * A patient not met since the start is looked up in the index, which is complete for everything stored before.
   */
  async get(study: StudyIdentity): Promise<DataKey> {
    const patientKeyId = await this.#usableKeyOf(study.patientKey);
    const known = this.find(study);
    if (known !== undefined) return known;
    const dataKey = this.#keyRing.dataKeyFor(patientKeyId);
    remember(this.#dataKeys, maxStudies, [`${study.patientKey} ${study.studyInstanceUid}`, dataKey]);
    return dataKey;
  }

  /**
   * Looks a patient up again whose key is gone: once the rows are, too, whoever comes under the same id is a new one. Until
   * then what is sent is refused, and the sender keeps it.
   * @throws StorageError `key-destroyed`
   */
  async #usableKeyOf(patientKey: string): Promise<PatientKeyId> {
    const remembered = await this.#patientKeyOf(patientKey);
    if (this.#keyRing.isUsable(remembered)) return remembered;
    this.#forget(patientKey);
    const found = await this.#patientKeyOf(patientKey);
    if (!this.#keyRing.isUsable(found)) this.#forget(patientKey);
    this.#keyRing.assertUsable(found);
    return found;
  }

  #forget(patientKey: string): void {
    this.#patients.delete(patientKey);
    for (const name of this.#dataKeys.keys()) if (name.startsWith(`${patientKey} `)) this.#dataKeys.delete(name);
  }

  /** Returns a key for one object whose header has not told its study yet; `adopt` follows. */
  async provisional(): Promise<DataKey> {
    return this.#keyRing.dataKeyFor(await this.#patientKeyOf(nobody));
  }

  /** Puts a provisional key under the key of the patient that the object turned out to be of. */
  async adopt(dataKey: DataKey, { patientKey }: StudyIdentity): Promise<DataKey> {
    const patientKeyId = await this.#usableKeyOf(patientKey);
    const wrapped = this.#keyRing.rewrap(dataKey.wrapped, dataKey.patientKeyId, patientKeyId);
    return { ...dataKey, wrapped, patientKeyId };
  }

  #patientKeyOf(patientKey: string): Promise<PatientKeyId> {
    const remembered = this.#patients.get(patientKey);
    if (remembered !== undefined) return remembered;
    const found = this.#findOrCreate(patientKey);
    remember(this.#patients, maxPatients, [patientKey, found]);
    found.catch(() => this.#patients.delete(patientKey));
    return found;
  }

  async #findOrCreate(patientKey: string): Promise<PatientKeyId> {
    const row = await this.#db
      .selectFrom('patient')
      .select(
        sql<string | null>`
          case when key_spool = ${this.#spool} then key_id
            else (select k.key_id from gateway.patient_key k where k.patient_id = patient.id and k.spool = ${this.#spool}
              order by k.key_id limit 1) end`.as('key_id'),
      )
      .where('identity_key', '=', patientKey)
      .executeTakeFirst();
    return row?.key_id ?? (await this.#keyRing.createPatientKey());
  }
}

function remember<V>(map: Map<string, V>, limit: number, [key, value]: readonly [string, V]): void {
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= limit) return;
    map.delete(oldest);
  }
}
