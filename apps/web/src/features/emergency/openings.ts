/**
 * Studies that one person opened at once, as one: it has one reason, and is reviewed at one go. And what the person did with
 * them, entry by entry of the audit trail, as few lines.
 */

import type { AuditEntry } from '@isocenter/contract/audit';
import type { BreakGlassEvent } from '@isocenter/contract/break-glass';

export type Opening = Pick<BreakGlassEvent, 'by' | 'userId' | 'at' | 'expiresAt' | 'reason'> & {
  readonly key: string;
  readonly studies: readonly BreakGlassEvent[];
  /** Ids of what of it waits for a review. */
  readonly waiting: readonly string[];
};

/** Keeps the order: what waits for a review first. */
export function openingsOf(events: readonly BreakGlassEvent[]): readonly Opening[] {
  const grouped = Map.groupBy(events, ({ userId, at, reason }) => JSON.stringify([userId, at, reason]));
  return [...grouped].flatMap(([key, studies]) => {
    const [first] = studies;
    if (first === undefined) return [];
    const { by, userId, at, expiresAt, reason } = first;
    const waiting = studies.filter(({ review }) => review === undefined).map(({ id }) => id);
    return [{ key, by, userId, at, expiresAt, reason, studies, waiting }];
  });
}

/** What was done with a study, however often: looking at a series is a request for each of its pictures. */
export type Deed = {
  readonly key: string;
  readonly action: string;
  readonly studyId: string | undefined;
  readonly first: string;
  readonly last: string;
  readonly count: number;
};

/** Gathers entries of the trail by action and study, the latest first. */
export function deedsOf(entries: readonly AuditEntry[]): readonly Deed[] {
  const grouped = Map.groupBy(entries, ({ action, object }) => `${action} ${object?.id}`);
  const deeds = [...grouped].map(([key, same]) => {
    const times = same.map(({ at }) => at).sort();
    const [{ action, object } = { action: '', object: undefined }] = same;
    return { key, action, studyId: object?.id, first: times[0] ?? '', last: times.at(-1) ?? '', count: same.length };
  });
  return deeds.sort((a, b) => b.last.localeCompare(a.last));
}
