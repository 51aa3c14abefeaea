/**
 * Notes on which day each study was last asked for, from what is audited anyway: every edge tells that in one place.
 *
 * Days are enough for retention, so a study costs a row a day at most. What a killed node had not written yet is some
 * seconds' worth.
 */

import { type Kysely, sql } from 'kysely';
import type { AuditAction, AuditEvent } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import type { Logger } from '../logging.ts';

const intervalMs = 10_000;
const reading: ReadonlySet<AuditAction> = new Set<AuditAction>(['study:read', 'dimse:get', 'dimse:move']);

export type StudyAccessesOptions = { readonly db: Kysely<Database>; readonly logger: Logger };

export class StudyAccesses {
  readonly #options: StudyAccessesOptions;
  readonly #timer: NodeJS.Timeout;
  #pending = new Set<number>();

  constructor(options: StudyAccessesOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.flush(), intervalMs).unref();
  }

  /** Notes an event that says that somebody was given something of a study. */
  note({ action, outcome, subject, object }: AuditEvent): void {
    if (outcome !== 'success' || !reading.has(action) || subject.kind === 'system') return;
    if (object?.kind === 'study' && typeof object.id === 'number') this.#pending.add(object.id);
  }

  async flush(): Promise<void> {
    const studies = [...this.#pending];
    if (studies.length === 0) return;
    this.#pending = new Set();
    try {
      await sql`
        insert into gateway.study_access (identity_key, study_instance_uid, accessed_on)
        select patient.identity_key, study.study_instance_uid, current_date
        from gateway.study join gateway.patient on patient.id = study.patient_id
        where study.id = any(${studies}::bigint[])
        on conflict (identity_key, study_instance_uid) do update set accessed_on = excluded.accessed_on
        where study_access.accessed_on < excluded.accessed_on`.execute(this.#options.db);
    } catch (error) {
      // The database is away: they are noted with the next ones.
      for (const study of studies) this.#pending.add(study);
      this.#options.logger.debug({ code: 'access-not-noted', err: error }, 'accesses of studies wait to be noted');
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }
}
