/** `/api/deliveries` and `/api/destinations`: the outgoing queue for people and programs. */

import type { Delivery } from '@isocenter/contract/deliveries';
import type { Kysely } from 'kysely';
import { type AccessContext, callerOf, requireAccess } from '../access/access.ts';
import { parseObjectId } from '../access/object-id.ts';
import { nameLabels } from '../access/subject-label.ts';
import type { ArchiveReader } from '../archive/archive.ts';
import type { AuditDetail, AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { isDeidProject } from '../deidentification/projects.ts';
import { registerOperation } from '../http/operation.ts';
import { HttpProblem } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';
import {
  cancelDelivery,
  mayChange,
  pauseDestination,
  requesterOf,
  resubmitDeadLetters,
  resubmitDelivery,
  resumeDestination,
  updateDestination,
} from './changes.ts';
import { enqueueDelivery } from './enqueue.ts';
import { presentDelivery, presentDestination, requesterLabel } from './presenter.ts';
import type { DeliveryQueue } from './queue.ts';
import { type DeliveryRow, findDelivery, listDeliveries, listDestinations } from './repository.ts';

export type DeliveryRouteDeps = {
  readonly db: Kysely<Database>;
  readonly reader: Pick<ArchiveReader, 'settled'>;
  readonly queue: Pick<DeliveryQueue, 'wake' | 'cancel' | 'stopDestination'>;
  readonly audit: AuditRecorder;
  readonly now: () => Date;
  /** Told when something of the queue was changed. */
  readonly changed: () => void;
};

export function registerDeliveryRoutes(app: HttpServer, deps: DeliveryRouteDeps): void {
  const { db, queue, reader, now } = deps;

  registerOperation(app, 'listDeliveries', async ({ access, query }) => {
    await requireAccess(access, 'delivery:read');
    const { total, rows } = await listDeliveries(db, access.subject, query);
    const { subject, address } = access;
    const keys = Object.keys(query).filter((key) => key !== 'limit' && key !== 'offset');
    deps.audit.count({ action: 'delivery:read', outcome: 'success', subject, address, details: { keys } });
    return { total, deliveries: await presentAll(deps, access, rows) };
  });

  registerOperation(app, 'createDelivery', async ({ access, body }): Promise<Delivery> => {
    const studyId = parseObjectId(body.studyId);
    await requireAccess(access, 'delivery:write', { kind: 'study', id: studyId });
    const deidProjectId = body.deidProjectId === undefined ? undefined : parseObjectId(body.deidProjectId);
    if (deidProjectId !== undefined) {
      await requireAccess(access, 'deid-project:read');
      if (!(await isDeidProject(db, deidProjectId))) throw new HttpProblem('not-found');
    }
    await reader.settled();
    const { seriesIds, instanceIds, priority } = body;
    const id = await db.transaction().execute((trx) =>
      enqueueDelivery(trx, {
        studyId,
        peerId: parseObjectId(body.destinationId),
        ...(seriesIds !== undefined && { seriesIds: seriesIds.map(parseObjectId) }),
        ...(instanceIds !== undefined && { instanceIds: instanceIds.map(parseObjectId) }),
        ...(priority !== undefined && { priority }),
        ...(deidProjectId !== undefined && { deidProjectId }),
        requestedBy: requesterOf(access.subject),
        reason: 'asked for by hand',
        now: now(),
      }),
    );
    if (id === undefined) throw new HttpProblem('nothing-to-send');
    const by = deidProjectId === undefined ? {} : { deidProject: deidProjectId };
    const details = { change: 'create', destination: body.destinationId, ...by };
    await noteChange(deps, access, { id, studyId, details });
    queue.wake();
    return presentOne(deps, access, id);
  });

  registerOperation(app, 'getDelivery', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'delivery:read', { kind: 'delivery', id });
    return presentOne(deps, access, id);
  });

  registerOperation(app, 'cancelDelivery', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'delivery:write', { kind: 'delivery', id });
    const row = await getChangeable(deps, access, id);
    await cancelDelivery(deps, id);
    queue.cancel(id);
    await noteChange(deps, access, { id, studyId: row.study_id, details: { change: 'cancel' } });
    return presentOne(deps, access, id);
  });

  registerOperation(app, 'resubmitDelivery', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'delivery:write', { kind: 'delivery', id });
    const row = await getChangeable(deps, access, id);
    await resubmitDelivery(deps, id);
    await noteChange(deps, access, { id, studyId: row.study_id, details: { change: 'resubmit' } });
    queue.wake();
    return presentOne(deps, access, id);
  });

  registerDestinationRoutes(app, deps);
}

function registerDestinationRoutes(app: HttpServer, deps: DeliveryRouteDeps): void {
  const { db, queue, now } = deps;

  registerOperation(app, 'listDestinations', async ({ access }) => {
    await requireAccess(access, 'delivery:read');
    return { destinations: (await listDestinations(db)).map((row) => presentDestination(row, now())) };
  });

  registerOperation(app, 'updateDestination', async ({ access, params, body }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'destination:write', { kind: 'peer', id });
    await updateDestination(deps, id, body);
    const { maxAssociations, giveUpHours, sendingHours } = body;
    const hours = sendingHours.map(({ days, from, to }) => `${days.join('')} ${from}-${to}`);
    await noteDestination(deps, access, { id, details: { change: 'update', maxAssociations, giveUpHours, hours } });
    queue.wake();
    return undefined;
  });

  registerOperation(app, 'pauseDestination', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'destination:write', { kind: 'peer', id });
    await pauseDestination(deps, id);
    queue.stopDestination(id);
    await noteDestination(deps, access, { id, details: { change: 'pause' } });
    return undefined;
  });

  registerOperation(app, 'resumeDestination', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'destination:write', { kind: 'peer', id });
    await resumeDestination(deps, id);
    await noteDestination(deps, access, { id, details: { change: 'resume' } });
    queue.wake();
    return undefined;
  });

  registerOperation(app, 'resubmitDeadLetters', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'destination:write', { kind: 'peer', id });
    const deliveries = await resubmitDeadLetters(deps, id);
    await noteDestination(deps, access, { id, details: { change: 'resubmit', deliveries } });
    queue.wake();
    return { deliveries };
  });
}

/** @throws HttpProblem `forbidden` where somebody else asked for it */
async function getChangeable({ db }: DeliveryRouteDeps, access: AccessContext, id: number): Promise<DeliveryRow> {
  const row = await findDelivery(db, access.subject, id);
  if (row === undefined) throw new HttpProblem('not-found');
  if (mayChange(access.subject, row)) return row;
  const object = { kind: 'delivery', id };
  access.audit.count({ action: 'delivery:write', outcome: 'denied', ...callerOf(access), object });
  throw new HttpProblem('forbidden');
}

async function presentOne(deps: DeliveryRouteDeps, access: AccessContext, id: number): Promise<Delivery> {
  const row = await findDelivery(deps.db, access.subject, id);
  const [delivery] = row === undefined ? [] : await presentAll(deps, access, [row]);
  if (delivery === undefined) throw new HttpProblem('not-found');
  return delivery;
}

/** Who of a hospital asked for what is for administrators. */
async function presentAll(
  { db, now }: DeliveryRouteDeps,
  { subject }: AccessContext,
  rows: readonly DeliveryRow[],
): Promise<Delivery[]> {
  const isAdmin = 'role' in subject && subject.role === 'admin';
  const nameOf = await nameLabels(db, isAdmin ? rows.map(requesterLabel) : []);
  return rows.map((row) => presentDelivery(row, { subject, now: now(), nameOf }));
}

async function noteChange(
  { audit, changed }: DeliveryRouteDeps,
  access: AccessContext,
  change: { readonly id: number; readonly studyId: number; readonly details: Record<string, AuditDetail> },
): Promise<void> {
  changed();
  await audit.record({
    action: 'delivery:write',
    outcome: 'success',
    ...callerOf(access),
    object: { kind: 'study', id: change.studyId },
    details: { ...change.details, delivery: change.id },
  });
}

async function noteDestination(
  { audit, changed }: DeliveryRouteDeps,
  access: AccessContext,
  { id, details }: { readonly id: number; readonly details: Record<string, AuditDetail> },
): Promise<void> {
  changed();
  const object = { kind: 'peer', id };
  await audit.record({ action: 'destination:write', outcome: 'success', ...callerOf(access), object, details });
}
