/** Turns rows of sources into the shapes of `packages/contract`. */

import type { Source, SourceStudy, SourceStudyState } from '@isocenter/contract/sources';
import { nextSendingTime } from '../delivery/sending-hours.ts';
import { isoDate } from '../studies/presenter.ts';
import { paceLeftAt } from './pace.ts';
import type { CountedSource, listSourceStudies } from './repository.ts';

export function presentSource(row: CountedSource, now: Date): Source {
  const countOf = (state: SourceStudyState) => row.counts.find((count) => count.state === state)?.studies ?? 0;
  const waitsFor = presentWait(row, now);
  return {
    id: String(row.id),
    ...presentSettings(row),
    peer: { name: row.peer_name, aeTitle: row.ae_title, enabled: row.enabled },
    ...(waitsFor !== undefined && { waitsFor }),
    ...(row.failing_since !== null && {
      failing: { since: row.failing_since.toISOString(), code: row.failure_code ?? 'unknown' },
    }),
    isAsking: row.lease_until !== null && row.lease_until > now,
    ...(row.last_run_at !== null && { lastRunAt: row.last_run_at.toISOString() }),
    ...(row.last_found !== null && { lastFound: row.last_found }),
    nextRunAt: row.next_run_at.toISOString(),
    ...(row.sweep_kind !== null && {
      sweep: {
        kind: row.sweep_kind,
        date: isoDate(row.sweep_date ?? '') ?? '',
        found: row.sweep_found,
        beganAt: (row.sweep_began_at ?? now).toISOString(),
      },
    }),
    ...(row.back_filled_at !== null && { backFilledAt: row.back_filled_at.toISOString() }),
    ...(row.compared_at !== null && { comparedAt: row.compared_at.toISOString() }),
    ...(row.truncated_at !== null && { truncatedAt: row.truncated_at.toISOString() }),
    studies: {
      waiting: countOf('waiting'),
      running: countOf('running'),
      sending: countOf('sending'),
      done: countOf('done'),
      failed: countOf('failed'),
      deletedHere: countOf('deleted-here'),
      deletedThere: countOf('deleted-there'),
    },
    fetchedInstances: row.counts.reduce((sum, { fetched }) => sum + fetched, 0),
  };
}

function presentSettings(row: CountedSource) {
  const since = row.oldest_date === '19000101' ? undefined : isoDate(row.oldest_date);
  const { back_fill_order: order, compare_every_days: compareEveryDays, send_back: sendBack } = row;
  return {
    name: row.name,
    peerId: String(row.peer_id),
    everyMinutes: row.every_minutes,
    hours: row.hours.map(({ days, from, to }) => ({ days: [...days], from, to })),
    lookBackDays: row.look_back_days,
    modalities: row.modalities,
    keys: { ...row.query_keys },
    answerLimit: row.answer_limit,
    maxConcurrent: row.max_concurrent,
    ...(row.studies_per_hour !== null && { studiesPerHour: row.studies_per_hour }),
    ...(row.kind === 'mirror' && {
      mirror: { order, ...(since !== undefined && { since }), compareEveryDays, sendBack },
    }),
  };
}

/** The first thing in the way, from the most lasting on. */
function presentWait(row: CountedSource, now: Date): Source['waitsFor'] {
  if (!row.enabled) return { what: 'disabled' };
  const canBring = row.answers.includes('get') || row.answers.includes('move');
  if (!row.answers.includes('find') || !canBring) return { what: 'services' };
  if (row.paused_at !== null) return { what: 'paused' };
  const opensAt = nextSendingTime(row.hours, now);
  if (opensAt > now) return { what: 'hours', until: opensAt.toISOString() };
  if (row.retry_at !== null && row.retry_at > now) return { what: 'retry', until: row.retry_at.toISOString() };
  if (row.has_due && !row.has_pace) {
    return { what: 'pace', ...(row.pace_since !== null && { until: paceLeftAt(row.pace_since).toISOString() }) };
  }
  return undefined;
}

type StudyRow = Awaited<ReturnType<typeof listSourceStudies>>['rows'][number];

export function presentSourceStudy(row: StudyRow): SourceStudy {
  const studyDate = isoDate(row.study_date);
  return {
    id: String(row.id),
    studyInstanceUid: row.study_instance_uid,
    ...(studyDate !== undefined && { studyDate }),
    ...(row.study_id !== null && { studyId: String(row.study_id) }),
    state: row.state,
    ...(row.code !== null && { code: row.code }),
    ...(row.theirs !== null && { theirs: row.theirs }),
    ...(row.held !== null && { held: row.held }),
    missing: row.missing,
    unsent: row.unsent,
    attempts: row.attempts,
    ...(row.state === 'waiting' && { retryAt: row.due_at.toISOString() }),
    ...(row.checked_at !== null && { checkedAt: row.checked_at.toISOString() }),
  };
}
