/**
 * Checks and stores what was handed in, one file after the other, and keeps the quarantine: what waits too long, keys that a
 * new master key wraps, files that nobody needs. `SEMANTICS.md` has the rules.
 */

import { Readable } from 'node:stream';
import type { UploadReason } from '@isocenter/contract/team-uploads';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { reachesTeam } from '../access/reachable-team.ts';
import type { ArchiveReader, Ingest } from '../archive/archive.ts';
import type { SopClassPolicy } from '../archive/sop-class-policy.ts';
import type { AuditEvent, AuditRecorder } from '../audit/event.ts';
import { recordTeamEvent } from '../care-teams/activity.ts';
import type { Database } from '../database/schema.ts';
import { importProblemOf } from '../imports/routes.ts';
import { takeFile } from '../imports/service.ts';
import type { Logger } from '../logging.ts';
import { RecurringWork } from '../recurring-work.ts';
import { StorageError } from '../storage/storage-error.ts';
import { type ScannerSettings, scan } from '../virus-scanner/scan.ts';
import { examine } from './examine.ts';
import type { FileKey, QuarantineFiles } from './quarantine-files.ts';
import { referUpload } from './referred.ts';
import {
  type ClaimedUpload,
  claimUpload,
  expireUploads,
  forgetUploads,
  listLive,
  noteExamined,
  noteTriedAgain,
  refuseUpload,
  setWrappedKey,
} from './repository.ts';
import { grantStored, type HandedInFile, joinsTeam, namesAnother, senderFor } from './team-studies.ts';

const defaultIntervalMs = 15_000;
const upkeepMs = 60_000;
const maxAttempts = 8;

export type UploadKeeperOptions = {
  readonly db: Kysely<Database>;
  readonly files: QuarantineFiles;
  readonly owner: string;
  readonly ingest: Ingest;
  readonly reader: Pick<ArchiveReader, 'settled'>;
  readonly sopClasses: SopClassPolicy;
  /** Without a command nothing is scanned. */
  readonly scanner: ScannerSettings;
  readonly audit: AuditRecorder;
  readonly logger: Logger;
  readonly now: () => Date;
  /** Told of studies that a team sees now. */
  readonly changed: (studies: readonly number[]) => void;
  /** How often it looks without being told to; 15 s by default. */
  readonly intervalMs?: number;
};

export class UploadKeeper {
  readonly #options: UploadKeeperOptions;
  readonly #work: RecurringWork;
  readonly #closing = new AbortController();
  #keptAt = 0;

  private constructor(options: UploadKeeperOptions) {
    this.#options = options;
    this.#work = new RecurringWork({
      intervalMs: options.intervalMs ?? defaultIntervalMs,
      work: () => this.run(),
      failed: (error) =>
        options.logger.warn({ code: 'uploads-failed', err: error }, 'what was handed in was not looked at'),
    });
  }

  /** Clears up after the process before; nothing is handed in until this has resolved. */
  static async start(options: UploadKeeperOptions): Promise<UploadKeeper> {
    const { db, files, owner } = options;
    await db.deleteFrom('team_upload').where('owner', '=', owner).where('state', '=', 'receiving').execute();
    const keeper = new UploadKeeper(options);
    const present = new Set(await files.list());
    for (const row of await listLive(db, owner)) if (!present.has(row.id)) await keeper.#refuse(row, 'lost');
    await keeper.#sweep();
    return keeper;
  }

  /** Looks now, or after what is at hand. */
  wake(): void {
    this.#work.wake();
  }

  /** Breaks off the file at hand, which is begun again after the next start. */
  close(): Promise<void> {
    this.#closing.abort();
    return this.#work.close();
  }

  /** Checks and stores all that is due. */
  async run(): Promise<void> {
    const { db, owner, now } = this.#options;
    for (;;) {
      if (this.#work.isClosed) return;
      const upload = await claimUpload(db, owner, now());
      if (upload === undefined) break;
      await this.#attempt(upload);
    }
    const time = now().getTime();
    if (Math.abs(time - this.#keptAt) < upkeepMs) return;
    this.#keptAt = time;
    await this.#keep();
  }

  async #attempt(upload: ClaimedUpload): Promise<void> {
    const { db, logger } = this.#options;
    try {
      const reason = await this.#process(upload);
      if (reason === undefined) return;
      if (reason !== 'scanner-failed' && reason !== 'disk-full') return await this.#refuse(upload, reason);
      logger.warn({ code: reason, upload: upload.id }, 'what was handed in could not be checked or stored');
      if (upload.attempts >= maxAttempts) await this.#refuse(upload, reason);
      else await noteTriedAgain(db, upload.id, reason);
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      logger.warn({ code: 'upload-failed', upload: upload.id, err: error }, 'what was handed in could not be checked');
      const isLost = error instanceof StorageError && lostCodes.has(error.code);
      if (isLost) await this.#refuse(upload, 'lost');
      else if (upload.attempts >= maxAttempts) await this.#refuse(upload, 'failed');
    }
  }

  /** Returns why the file is refused or tried again; undefined where it went on. */
  async #process(upload: ClaimedUpload): Promise<UploadReason | undefined> {
    const { db, sopClasses, scanner } = this.#options;
    const hindrance = await this.#hindranceOf(upload);
    if (hindrance !== undefined) return hindrance;
    if (upload.state === 'confirmed') {
      const { identity_key, study_instance_uid } = upload;
      // One that was confirmed before its study was noted waits for an administrator.
      return this.#store(upload, { identityKey: identity_key ?? '', studyInstanceUid: study_instance_uid ?? '' });
    }
    const examined = await examine(this.#read(upload), sopClasses);
    if (examined.kind === 'refused') return importProblemOf[examined.code];
    const verdict = await scan(scanner, this.#read(upload), { signal: this.#closing.signal });
    if (verdict !== 'clean') return verdict === 'found' ? 'virus-found' : 'scanner-failed';
    const { patient, studyInstanceUid } = examined;
    const differs = await namesAnother(db, upload.team_id, patient);
    await noteExamined(db, upload.id, { ...patient, studyInstanceUid, differs });
    return differs ? undefined : this.#store(upload, { identityKey: patient.identityKey, studyInstanceUid });
  }

  /** Whether the team is open and who handed it in still may. */
  async #hindranceOf({ team_id, user_id }: ClaimedUpload): Promise<UploadReason | undefined> {
    const { db } = this.#options;
    const team = await db.selectFrom('care_team').select('closed_at').where('id', '=', team_id).executeTakeFirst();
    if (team === undefined || team.closed_at !== null) return 'team-closed';
    const user = await db
      .selectFrom('user_account')
      .select(['role', 'email'])
      .where('id', '=', user_id)
      .where('disabled_at', 'is', null)
      .executeTakeFirst();
    if (user === undefined) return 'not-allowed';
    const subject = { kind: 'user', userId: user_id, ...user } as const;
    return (await reachesTeam({ db, subject }, 'team:upload', team_id)) === 'reached' ? undefined : 'not-allowed';
  }

  async #store(upload: ClaimedUpload, file: HandedInFile): Promise<UploadReason | undefined> {
    const { db, ingest, reader, audit, now, changed } = this.#options;
    const { id, team_id: teamId, user_id: userId, address } = upload;
    await reader.settled();
    if (upload.taken_by === null && !(await joinsTeam(db, teamId, file))) {
      await referUpload(db, id);
      return undefined;
    }
    const provenance = { subject: senderFor(userId, teamId), receivedAt: upload.created_at.toISOString() };
    const bytes = Readable.from(this.#read(upload), { objectMode: false });
    const result = await takeFile(ingest, bytes, { ...provenance, address: address ?? undefined });
    if (result.kind === 'refused') return importProblemOf[result.code];
    await result.outcome;
    await reader.settled();
    const stored = await db.transaction().execute(async (trx) => {
      await sql`set local synchronous_commit = on`.execute(trx);
      const granted = await grantStored(trx, { ...file, teamId, userId, studyInstanceUid: result.studyInstanceUid });
      await trx
        .updateTable('team_upload')
        .set({ state: 'stored', reason: null, wrapped_key: null, ended_at: now(), study_id: granted?.studyId ?? null })
        .where('id', '=', id)
        .execute();
      await recordTeamEvent(trx, { teamId, kind: 'released', by: userId, studyId: granted?.studyId });
      return granted;
    });
    const event = { outcome: 'success', ...actorOf(upload), object: { kind: 'study', id: stored?.studyId } } as const;
    audit.count({ action: 'instance:store', ...event, details: { team: teamId } });
    if (stored?.grantId !== undefined) {
      const details = { change: 'grant', grant: stored.grantId, grantee: `team ${teamId}`, level: 'study' };
      await audit.record({ action: 'grant:write', ...event, details });
    }
    await this.#options.files.remove(id);
    if (stored !== undefined) changed([stored.studyId]);
    return undefined;
  }

  async #refuse(upload: Refused, reason: UploadReason): Promise<void> {
    const { db, files, audit, now } = this.#options;
    await refuseUpload(db, upload.id, reason, now());
    await files.remove(upload.id);
    audit.count(refusalOf(upload, reason));
  }

  async #keep(): Promise<void> {
    const { db, files, owner, audit, now } = this.#options;
    for (const { reason, ...row } of await expireUploads(db, now())) audit.count(refusalOf(row, reason ?? 'failed'));
    await forgetUploads(db, now());
    for (const { id, wrapped_key } of await listLive(db, owner)) {
      const anew = wrapped_key === null ? undefined : files.wrapAnew(wrapped_key);
      if (anew !== undefined) await setWrappedKey(db, id, anew);
    }
    await this.#sweep();
  }

  /** Removes files that no live row names. A row is there before its file. */
  async #sweep(): Promise<void> {
    const { db, files, owner } = this.#options;
    const present = await files.list();
    const live = new Set((await listLive(db, owner)).map(({ id }) => id));
    for (const id of present) if (!live.has(id)) await files.remove(id);
  }

  async *#read({ id, object_id, wrapped_key, length_bytes }: ClaimedUpload): AsyncGenerator<Buffer, void> {
    if (wrapped_key === null) throw new StorageError('key-missing', 'A file in quarantine has no key any more');
    const key: FileKey = { objectId: object_id, wrappedKey: wrapped_key };
    for await (const piece of this.#options.files.read(id, key, length_bytes)) {
      this.#closing.signal.throwIfAborted();
      yield piece;
    }
  }
}

/** Nothing brings these files back. */
const lostCodes: ReadonlySet<StorageError['code']> = new Set(['not-found', 'corrupt-record', 'key-missing']);

type Refused = Pick<ClaimedUpload, 'id' | 'team_id' | 'user_id'>;

const actorOf = ({ user_id }: Pick<Refused, 'user_id'>) => ({ subject: { kind: 'user', userId: user_id } as const });

function refusalOf(upload: Refused, reason: UploadReason): AuditEvent {
  const object = { kind: 'team', id: upload.team_id };
  return {
    action: 'team:upload',
    outcome: 'failure',
    ...actorOf(upload),
    object,
    details: { change: 'refuse', code: reason },
  };
}
