/**
 * `/api/changes`: what happened since a number, for programs that follow the archive; waits for more where there is none.
 *
 * Who asks is found out again after each wait, so that nothing is told to a session or token that has ended meanwhile.
 */

import type { Change, ChangePage, ChangeQuery } from '@isocenter/contract/changes';
import type { Kysely } from 'kysely';
import { type AccessContext, callerOf, requireAccess } from '../access/access.ts';
import { findSubject } from '../access/authenticate.ts';
import type { ArchiveReader } from '../archive/archive.ts';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { registerOperation } from '../http/operation.ts';
import { HttpProblem } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';
import type { StudyEvents } from '../studies/events.ts';
import { type ChangeRow, listChanges, type Page, untilDurable } from './repository.ts';

export type ChangeRouteOptions = {
  readonly db: Kysely<Database>;
  readonly reader: Pick<ArchiveReader, 'settled'>;
  readonly events: Pick<StudyEvents, 'nextChange'>;
  readonly audit: AuditRecorder;
  readonly now: () => Date;
};

const defaultLimit = 200;

/** For whoever waits in too many places at once. */
const retrySeconds = 60;

export function registerChanges(app: HttpServer, options: ChangeRouteOptions): void {
  const { db, reader, audit, now } = options;

  registerOperation(app, 'listChanges', async (request): Promise<ChangePage> => {
    await requireAccess(request.access, 'change:read');
    const { access, query } = request;
    await reader.settled();
    audit.count({ action: 'change:read', outcome: 'success', ...callerOf(access) });
    const limit = query.limit ?? defaultLimit;
    const page = await nextPage(options, access, { ...query, limit }, async () => {
      const subject = await findSubject(request, { db, now });
      await requireAccess({ ...access, subject }, 'change:read');
      return subject;
    });
    const { since = 0 } = query;
    const more = page.rows.length === limit;
    const next = more ? (page.rows.at(-1)?.number ?? since) : page.lastNumber;
    if (next > since) await untilDurable(db);
    return { feed: page.feed, changes: page.rows.map(presentChange), next, more };
  });
}

/** Returns the first page that has something for the subject, or the last one when the time is over. */
async function nextPage(
  { db, events }: ChangeRouteOptions,
  access: AccessContext,
  query: ChangeQuery,
  identify: () => Promise<AccessContext['subject']>,
): Promise<Page> {
  const { wait = 0 } = query;
  const over = performance.now() + wait * 1000;
  let { subject } = access;
  for (;;) {
    // Before the question: what comes while it is asked is no loss.
    const waiting = new AbortController();
    const change = wait > 0 ? events.nextChange(subject, waiting.signal) : undefined;
    if (change === 'too-many') throw new HttpProblem('rate-limited', { retryAfterSeconds: retrySeconds });
    try {
      const page = await listChanges(db, subject, query);
      assertGoesOn(page, query);
      const leftMs = over - performance.now();
      if (page.rows.length > 0 || change === undefined || leftMs <= 0) return page;
      if ((await Promise.race([change, timeout(leftMs, waiting.signal)])) !== 'changed') return page;
    } finally {
      waiting.abort();
    }
    subject = await identify();
  }
}

/** @throws HttpProblem `change-feed-restarted` where the reader's number is not of this feed */
function assertGoesOn({ feed, lastNumber }: Page, { since = 0, feed: expected }: ChangeQuery): void {
  if (since > lastNumber || (expected !== undefined && expected.toLowerCase() !== feed)) {
    throw new HttpProblem('change-feed-restarted');
  }
}

function timeout(ms: number, signal: AbortSignal): Promise<'over'> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('over'), ms);
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  });
}

function presentChange(row: ChangeRow): Change {
  const [study, series, instance] = row.uids ?? [row.study_instance_uid, row.series_instance_uid, row.sop_instance_uid];
  return {
    number: row.number,
    at: row.at.toISOString(),
    kind: row.kind,
    studyId: String(row.study_id),
    studyInstanceUid: study ?? '',
    ...(row.series_id === null ? {} : { seriesId: String(row.series_id), seriesInstanceUid: series ?? '' }),
    ...(row.instance_id === null ? {} : { instanceId: String(row.instance_id), sopInstanceUid: instance ?? '' }),
    ...(row.completeness === null ? {} : { completeness: row.completeness }),
  };
}
