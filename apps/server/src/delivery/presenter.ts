/** Turns rows of the queue into the shapes of `packages/contract`. */

import type { Delivery, DeliveryCode, Destination } from '@isocenter/contract/deliveries';
import type { Subject } from '../access/subject.ts';
import { isoDate, presentName } from '../studies/presenter.ts';
import { mayChange } from './changes.ts';
import { priorityOf } from './enqueue.ts';
import type { DeliveryRow, listDestinations } from './repository.ts';
import { nextSendingTime } from './sending-hours.ts';

export type Asker = {
  readonly subject: Subject;
  readonly now: Date;
  /** Shows a label such as `user 3`. */
  readonly nameOf: (label: string) => string;
};

export function presentDelivery(row: DeliveryRow, { subject, now, nameOf }: Asker): Delivery {
  const waitsFor = row.state === 'waiting' || row.state === 'committing' ? { waitsFor: presentWait(row, now) } : {};
  return {
    id: String(row.id),
    state: row.state,
    priority: priorityOf(row.priority),
    scope: row.scope,
    destination: {
      aeTitle: row.ae_title,
      ...(row.peer_id !== null && { id: String(row.peer_id) }),
      ...(row.peer_name !== null && { name: row.peer_name }),
    },
    ...presentStudy(row),
    ...(row.deid_project_id !== null && {
      deidentifiedBy: {
        id: String(row.deid_project_id),
        ...(row.deid_project_name !== null && { name: row.deid_project_name }),
      },
    }),
    requestedBy: presentRequester(row, nameOf),
    reason: row.reason,
    // Written by this node from the same union.
    ...(row.code !== null && { code: row.code as DeliveryCode }),
    ...waitsFor,
    instances: {
      total: row.instances_total,
      sent: row.instances_sent,
      failed: row.instances_failed,
      uncommitted: row.instances_uncommitted,
    },
    bytes: { total: row.bytes_total, sent: row.bytes_sent },
    failures: row.failures.map(({ code, status, instances }) => ({
      code: code as DeliveryCode, // As above.
      ...(status !== null && { status }),
      instances,
    })),
    mayChange: mayChange(subject, row),
    createdAt: row.created_at.toISOString(),
    ...(row.begun_at !== null && { begunAt: row.begun_at.toISOString() }),
    ...(row.progressed_at !== null && { progressedAt: row.progressed_at.toISOString() }),
    ...(row.ended_at !== null && { endedAt: row.ended_at.toISOString() }),
  };
}

function presentStudy({ known_study_id, patient_name, description, study_date, modalities }: DeliveryRow) {
  if (known_study_id === null) return {};
  const date = isoDate(study_date ?? '');
  return {
    study: {
      id: String(known_study_id),
      patientName: presentName(patient_name ?? ''),
      modalities: modalities ?? [],
      ...(description !== null && description !== '' && { description }),
      ...(date !== undefined && { studyDate: date }),
    },
  };
}

/** Returns the label of who asked, where it is one of an account that may be looked up. */
export function requesterLabel(row: Pick<DeliveryRow, 'requested_by_kind' | 'requested_by_id'>): string {
  return `${row.requested_by_kind} ${row.requested_by_id ?? ''}`;
}

function presentRequester(row: DeliveryRow, nameOf: Asker['nameOf']): Delivery['requestedBy'] {
  const label = requesterLabel(row);
  const known = nameOf(label);
  const name = row.requested_by_name ?? (known === label ? undefined : known);
  return { kind: row.requested_by_kind, ...(name !== undefined && { name }) };
}

/** The first thing in the way, from the most lasting on. */
function presentWait(row: DeliveryRow, now: Date): NonNullable<Delivery['waitsFor']> {
  if (row.state === 'committing') return { what: 'commitment', until: row.due_at.toISOString() };
  if (row.peer_enabled === false) return { what: 'disabled' };
  if (row.paused_at !== null) return { what: 'paused' };
  const opensAt = nextSendingTime(row.sending_hours ?? [], now);
  if (opensAt > now) return { what: 'hours', until: opensAt.toISOString() };
  if (row.retry_at !== null && row.retry_at > now) return { what: 'destination', until: row.retry_at.toISOString() };
  if (row.due_at > now) return { what: 'retry', until: row.due_at.toISOString() };
  return { what: 'turn' };
}

type DestinationRow = Awaited<ReturnType<typeof listDestinations>>[number];

export function presentDestination(row: DestinationRow, now: Date): Destination {
  const sendingHours = row.sending_hours ?? [];
  const opensAt = nextSendingTime(sendingHours, now);
  return {
    id: String(row.id),
    name: row.name,
    aeTitle: row.ae_title,
    enabled: row.enabled,
    ...(row.paused_at !== null && { pausedAt: row.paused_at.toISOString() }),
    ...(row.failing_since !== null && {
      failing: {
        since: row.failing_since.toISOString(),
        // Written by this node from the same union.
        code: (row.failure_code ?? 'destination-unreachable') as DeliveryCode,
        ...(row.retry_at !== null && { retryAt: row.retry_at.toISOString() }),
      },
    }),
    ...(opensAt > now && { opensAt: opensAt.toISOString() }),
    waiting: row.waiting,
    running: row.running,
    committing: row.committing,
    dead: row.dead,
    ...(row.oldest_at !== null && { oldestAt: row.oldest_at.toISOString() }),
    settings: {
      maxAssociations: row.max_associations ?? 1,
      ...(row.instances_per_second !== null && { instancesPerSecond: row.instances_per_second }),
      ...(row.bytes_per_second !== null && { bytesPerSecond: row.bytes_per_second }),
      sendingHours: sendingHours.map(({ days, from, to }) => ({ days: [...days], from, to })),
      giveUpHours: row.give_up_hours ?? 72,
    },
  };
}
