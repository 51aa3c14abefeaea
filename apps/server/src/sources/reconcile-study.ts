/**
 * Makes one study the same on both sides: fetches what is missing here, looks again whether it is, and has sent what a
 * mirror did not get. What was deleted on one side is neither brought back there nor deleted on the other.
 *
 * Each step is decided by what both sides hold at that moment, so it can be interrupted anywhere and begin again.
 */

import { DimseError } from '@isocenter/dimse/errors';
import type { Kysely } from 'kysely';
import type { ArchiveReader } from '../archive/archive.ts';
import type { Database } from '../database/schema.ts';
import { enqueueDelivery } from '../delivery/enqueue.ts';
import { callPeer, findContext } from '../peers/query-peer.ts';
import type { RetrievedObjects } from '../peers/retrieve-request.ts';
import { type FetchOptions, fetchObjects } from '../prefetch/fetch-study.ts';
import type { ClaimedStudy } from './leases.ts';
import { findOwnStudy, findSettled, withoutDeletions } from './own-study.ts';
import { compareStudy, type StudyDifference } from './study-difference.ts';
import { noteSending, type StudyOutcome } from './study-outcome.ts';

export type ReconcileOptions = FetchOptions & {
  readonly db: Kysely<Database>;
  readonly reader: Pick<ArchiveReader, 'settled'>;
  readonly signal: AbortSignal;
};

/** Instances of one request: the identifier must fit into what archives take. */
const maxInstances = 100;

/** How long a study that is still arriving here is left before it is sent back. */
const arrivingMs = 2 * 60_000;

/** The archive took images and does not list them. */
const notVerified = 'not-verified';

/** @throws DimseError where the archive cannot be asked, or ends an association */
export async function reconcileStudy(options: ReconcileOptions, claimed: ClaimedStudy): Promise<StudyOutcome> {
  const { study, source } = claimed;
  const before = await compare(options, claimed);
  const wasThere = Math.max(study.most, study.counted ?? 0) > 0;
  if (before.theirs === 0 && wasThere && !study.is_forced) {
    return { kind: 'ended', state: 'deleted-there', difference: before, fetched: 0 };
  }
  const { difference, fetched, code } = await fetchMissing(options, claimed, before);
  if (difference.missing > 0) return { kind: 'incomplete', code: code ?? 'not-all-sent', difference, fetched };
  if (difference.deleted > 0 && difference.held === 0) {
    return { kind: 'ended', state: 'deleted-here', difference, fetched };
  }
  // Fewer than it was seen to hold: what it lacks may have been deleted there.
  const hasLost = difference.theirs < study.most && !study.is_forced;
  const isToSend = source.kind === 'mirror' && source.send_back && difference.unsent.length > 0 && !hasLost;
  return isToSend ? sendBack(options, claimed, { difference, fetched }) : done(difference, fetched);
}

function done(difference: StudyDifference, fetched: number): StudyOutcome {
  return { kind: 'ended', state: 'done', difference, fetched };
}

async function compare(options: ReconcileOptions, { peer, study }: ClaimedStudy): Promise<StudyDifference> {
  const { db, reader, signal } = options;
  await reader.settled();
  const own = await findOwnStudy(db, study.study_instance_uid);
  return callPeer(options, peer, { contexts: [findContext], signal }, (association) =>
    compareStudy(association, study.study_instance_uid, study.is_forced ? withoutDeletions(own) : own),
  );
}

type Fetched = { readonly difference: StudyDifference; readonly fetched: number };

/** Looks again after the last request, whatever the archive said of it. */
async function fetchMissing(
  options: ReconcileOptions,
  claimed: ClaimedStudy,
  before: StudyDifference,
): Promise<Fetched & { readonly code?: string }> {
  if (before.missing === 0) return { difference: before, fetched: 0 };
  const { db, now, signal } = options;
  const { study, peer } = claimed;
  await db.updateTable('source_study').set({ begun_at: now() }).where('id', '=', study.id).execute();
  let code: string | undefined;
  for (const objects of requestsOf(study.study_instance_uid, before.wanted)) {
    try {
      const { status } = await fetchObjects(options, peer, objects);
      if (status !== 0) code = statusCode(status);
    } catch (error) {
      // What came before the association ended counts all the same.
      if (!(error instanceof DimseError) || signal.aborted || isUnreachable(error)) throw error;
      code = error.details.status === undefined ? error.code : statusCode(error.details.status);
    }
  }
  const difference = await compare(options, claimed);
  const fetched = Math.max(0, difference.held - before.held);
  return { difference, fetched, ...(code !== undefined && { code }) };
}

function* requestsOf(studyInstanceUid: string, wanted: StudyDifference['wanted']): Generator<RetrievedObjects, void> {
  if (wanted === 'study') return yield { studyInstanceUid };
  for (const { seriesInstanceUid, sopInstanceUids } of wanted) {
    if (sopInstanceUids === undefined) yield { studyInstanceUid, seriesInstanceUid };
    for (let at = 0; at < (sopInstanceUids?.length ?? 0); at += maxInstances) {
      yield {
        studyInstanceUid,
        seriesInstanceUid,
        sopInstanceUids: sopInstanceUids?.slice(at, at + maxInstances) ?? [],
      };
    }
  }
}

/**
 * Through the outgoing queue, each instance once: one that the archive took and does not list is not sent for ever.
 */
async function sendBack(
  { db, now }: ReconcileOptions,
  { study, source }: ClaimedStudy,
  { difference, fetched }: Fetched,
): Promise<StudyOutcome> {
  const studies = await findSettled(db, study.study_instance_uid);
  if (studies.some(({ isArriving }) => isArriving)) {
    return { kind: 'later', dueAt: new Date(now().getTime() + arrivingMs), fetched };
  }
  // Given up for this, and tried again by a person: sent once more.
  const isTriedAgain = study.code === notVerified && study.attempts === 0;
  const deliveryIds = await db.transaction().execute(async (trx) => {
    const ids: (number | undefined)[] = [];
    for (const { id: studyId } of studies) {
      ids.push(
        await enqueueDelivery(trx, {
          studyId,
          peerId: source.peer_id,
          instanceIds: difference.unsent,
          priority: 'low',
          requestedBy: { kind: 'system', name: `source ${source.id}` },
          reason: `sent back to ${source.name}`,
          onlyUnsent: !study.is_forced && !isTriedAgain,
          now: now(),
        }),
      );
    }
    const found = ids.filter((id) => id !== undefined);
    // The delivery and the row that waits for it commit together.
    if (found.length > 0) await noteSending(trx, study, { deliveryId: Math.max(...found), difference, now: now() });
    return found;
  });
  if (deliveryIds.length > 0) return { kind: 'sending', fetched };
  return { kind: 'incomplete', code: notVerified, difference, fetched };
}

/** No association can be opened: the source is at fault, and not the study. */
export function isUnreachable({ code }: DimseError): boolean {
  return code === 'connection-failed' || code === 'association-rejected' || code === 'tls-failed';
}

export function statusCode(status: number): string {
  return `status-${status.toString(16).padStart(4, '0')}`;
}
