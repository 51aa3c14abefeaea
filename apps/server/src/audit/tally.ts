/**
 * Counts equal events, so that what happens a thousand times a second costs one entry a second.
 *
 * Two events are equal when everything but their time is. The number of distinct ones is bounded by the caller, who
 * takes the entries out when `isFull` says so.
 */

import type { AuditDetail, AuditEvent } from './event.ts';

/** Entries; at a few hundred bytes each well below a megabyte. */
const maxEntries = 2_000;

export type TallyEntry = { readonly event: AuditEvent; readonly at: Date; readonly count: number };

export class EventTally {
  #entries = new Map<string, { event: AuditEvent; at: Date; count: number }>();

  get size(): number {
    return this.#entries.size;
  }

  get isFull(): boolean {
    return this.size >= maxEntries;
  }

  add(event: AuditEvent, at: Date, count = 1): void {
    const key = keyOf(event);
    const known = this.#entries.get(key);
    if (known === undefined) this.#entries.set(key, { event, at, count });
    else known.count += count;
  }

  /** Returns what was counted since the last call, in the order of first occurrence. */
  take(): readonly TallyEntry[] {
    const taken = [...this.#entries.values()];
    this.#entries = new Map();
    return taken;
  }
}

/** Returns the event as it is recorded: with how often it happened, where that was more than once. */
export function eventOf({ event, count }: TallyEntry): AuditEvent {
  if (count === 1) return event;
  const details: Record<string, AuditDetail> = { ...event.details, count };
  return { ...event, details };
}

function keyOf({ action, outcome, subject, object, address, details }: AuditEvent): string {
  return JSON.stringify([action, outcome, subject, object, address, details]);
}
