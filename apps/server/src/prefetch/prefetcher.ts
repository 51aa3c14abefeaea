/**
 * Fetches the prior studies that rules asked for, of each archive one request after the other, so that a slow one holds up
 * nobody else: woken by the rules, and by itself for what failed or was left by a crash. A request that is interrupted
 * begins again and leaves out what is here.
 */

import { DimseError } from '@isocenter/dimse/errors';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { ArchiveReader } from '../archive/archive.ts';
import type { Database } from '../database/schema.ts';
import type { Metrics } from '../http/metrics.ts';
import { callPeer, findContext } from '../peers/query-peer.ts';
import { listPeersByAeTitle, type PeerRow } from '../peers/repository.ts';
import { type FetchOptions, fetchStudy } from './fetch-study.ts';
import { findPriors, type PresentStudy, type Prior } from './find-priors.ts';
import type { PrefetchTable } from './tables.ts';

const recheckMs = 15_000;
const firstRetryMs = 30_000;
const maxAttempts = 6;

/** Archives at a time, of which each may send as fast as it can. */
const maxArchives = 8;

export type PrefetcherOptions = FetchOptions & {
  readonly db: Kysely<Database>;
  readonly reader: ArchiveReader;
  readonly metrics: Metrics;
  /** False while another gateway fetches. Default: none does. */
  readonly leads?: () => boolean;
};

type PrefetchRow = Selectable<PrefetchTable>;

export class Prefetcher {
  readonly #options: PrefetcherOptions;
  readonly #timer: NodeJS.Timeout;
  readonly #ended;
  /** What is fetched from an archive, by its AE title. */
  readonly #lines = new Map<string, Promise<void>>();
  #looking: Promise<void> | undefined;
  #isAskedAgain = false;
  #isClosed = false;

  constructor(options: PrefetcherOptions) {
    this.#options = options;
    this.#ended = new options.metrics.Counter({
      name: 'isocenter_prefetch_total',
      help: 'Prior studies fetched, and requests for them that were given up',
      labelNames: ['outcome'],
      registers: [options.metrics.registry],
    });
    this.#timer = setInterval(() => this.wake(), recheckMs).unref();
  }

  wake(): void {
    if (this.#isClosed || this.#options.leads?.() === false) return;
    this.#isAskedAgain = true;
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
  }

  /** Resolves when nothing is under way and nothing is due. */
  async idle(): Promise<void> {
    while (this.#looking !== undefined || this.#lines.size > 0)
      await Promise.all([this.#looking, ...this.#lines.values()]);
  }

  /** A transfer that is under way is left to end by itself or with the process: it begins again at the next start. */
  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const { db, now } = this.#options;
    while (this.#isAskedAgain && !this.#isClosed) {
      this.#isAskedAgain = false;
      try {
        const archives = await listArchives(db, now());
        // A line of a prefetcher that is closed ends before it is noted, and would stay.
        if (this.#isClosed) return;
        for (const archive of archives) {
          if (this.#lines.has(archive) || this.#lines.size >= maxArchives) continue;
          this.#lines.set(archive, this.#serveAll(archive));
        }
      } catch (error) {
        this.#warn(error);
      }
    }
  }

  /** Takes up what is due at one archive until nothing is. Never rejects. */
  async #serveAll(archive: string): Promise<void> {
    const { db, now } = this.#options;
    let isDone = false;
    try {
      while (!isDone && !this.#isClosed) {
        const row = await nextRequest(db, archive, now());
        if (row === undefined) isDone = true;
        else await this.#serve(row);
      }
    } catch (error) {
      this.#warn(error);
    }
    this.#lines.delete(archive);
    // Others may wait for its place, or have asked of it meanwhile; after a failure that is left to the next look.
    if (isDone) this.wake();
  }

  #warn(error: unknown): void {
    this.#options.logger.warn(
      { code: 'prefetch-failed', err: error },
      'prior studies could not be fetched, will retry',
    );
  }

  async #serve(row: PrefetchRow): Promise<void> {
    const { db, logger, now } = this.#options;
    try {
      const fetched = await this.#fetchPriors(row);
      await db
        .updateTable('prefetch')
        .set({ state: 'done', failure: null, ...fetched })
        .where('id', '=', row.id)
        .execute();
    } catch (error) {
      if (!(error instanceof DimseError)) throw error;
      const isLast = row.attempts + 1 >= maxAttempts;
      logger.warn({ code: error.code, aet: row.wanted.from, isLast }, 'prior studies could not be fetched');
      if (isLast) this.#ended.inc({ outcome: 'given-up' });
      await db
        .updateTable('prefetch')
        .set({
          state: isLast ? 'failed' : 'waiting',
          attempts: row.attempts + 1,
          next_at: new Date(now().getTime() + (isLast ? 0 : firstRetryMs * 2 ** row.attempts)),
          failure: error.code,
        })
        .where('id', '=', row.id)
        .execute();
    }
  }

  async #fetchPriors(row: PrefetchRow): Promise<{ found: number; fetched: number }> {
    const { db, reader, now } = this.#options;
    const peer = await findArchive(db, row.wanted.from);
    await reader.settled();
    const study = await findPresentStudy(db, row);
    if (study === undefined || study.patientId === '') return { found: 0, fetched: 0 };
    const priors = await callPeer(this.#options, peer, { contexts: [findContext] }, (association) =>
      findPriors(association, study, row.wanted),
    );
    let fetched = 0;
    for (const prior of priors) {
      const { studyInstanceUid } = prior;
      if (this.#isClosed) throw new DimseError('association-closed', 'the node is stopping');
      if (await isHere(db, prior)) continue;
      // Before the first image: a study must never settle as one that came by itself.
      await db
        .insertInto('prefetched_study')
        .values({ study_instance_uid: studyInstanceUid, prefetched_at: now() })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      await fetchStudy(this.#options, peer, studyInstanceUid);
      this.#ended.inc({ outcome: 'fetched' });
      fetched += 1;
    }
    return { found: priors.length, fetched };
  }
}

/** Lists the archives of which something is due, the one that waits longest first. */
async function listArchives(db: Kysely<Database>, now: Date): Promise<readonly string[]> {
  const { rows } = await sql<{ archive: string }>`
    select wanted ->> 'from' as archive from gateway.prefetch
    where state = 'waiting' and next_at <= ${now} group by 1 order by min(next_at)`.execute(db);
  return rows.map(({ archive }) => archive);
}

function nextRequest(db: Kysely<Database>, archive: string, now: Date): Promise<PrefetchRow | undefined> {
  return db
    .selectFrom('prefetch')
    .selectAll()
    .where('state', '=', 'waiting')
    .where('next_at', '<=', now)
    .where(sql`wanted ->> 'from'`, '=', archive)
    .orderBy('next_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
}

async function findArchive(db: Kysely<Database>, aeTitle: string): Promise<PeerRow> {
  const peer = (await listPeersByAeTitle(db, aeTitle)).find((row) => row.enabled && row.answers.includes('find'));
  if (peer === undefined) throw new DimseError('connection-failed', 'the archive is no longer in the list of peers');
  return peer;
}

async function findPresentStudy(db: Kysely<Database>, row: PrefetchRow): Promise<PresentStudy | undefined> {
  const { rows } = await sql<PresentStudy>`
    select t.study_instance_uid as "studyInstanceUid", p.patient_id as "patientId", p.issuer,
      p.birth_date as "birthDate", t.study_date as date, t.modalities,
      array(select distinct body_part from gateway.series s where s.study_id = t.id and body_part <> '') as "bodyParts"
    from gateway.study t join gateway.patient p on p.id = t.patient_id
    where t.study_instance_uid = ${row.study_instance_uid} and p.identity_key = ${row.patient_key}`.execute(db);
  return rows[0];
}

/** A study of which the archive holds more, or that a fetch broken off left, is not. */
async function isHere(db: Kysely<Database>, { studyInstanceUid, instanceCount }: Prior): Promise<boolean> {
  const { rows } = await sql`
    select from gateway.study t where study_instance_uid = ${studyInstanceUid}
      and instance_count >= ${Math.max(1, instanceCount ?? 1)}
      and (${instanceCount !== undefined}::boolean or arriving_since is null
        or not exists (select from gateway.prefetched_study where study_instance_uid = ${studyInstanceUid}))
    limit 1`.execute(db);
  return rows.length > 0;
}
