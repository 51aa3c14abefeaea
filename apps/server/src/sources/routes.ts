/** `/api/sources`: administrators have archives asked for what is new, or mirrored, and see how that goes. */

import type { Source, SourceInput } from '@isocenter/contract/sources';
import { type AccessContext, callerOf, requireAccess } from '../access/access.ts';
import { parseObjectId } from '../access/object-id.ts';
import type { AuditDetail, AuditRecorder } from '../audit/event.ts';
import { registerOperation } from '../http/operation.ts';
import type { HttpServer } from '../http/server.ts';
import { presentSource, presentSourceStudy } from './presenter.ts';
import {
  createSource,
  deleteSource,
  getSource,
  listSourceStudies,
  listSources,
  pauseSource,
  replaceSource,
  resumeSource,
  retryStudies,
  runSource,
  type SourceStore,
} from './repository.ts';
import type { SourceRunner } from './source-runner.ts';

export type SourceRouteDeps = SourceStore & {
  readonly audit: AuditRecorder;
  readonly runner: Pick<SourceRunner, 'wake'>;
};

export function registerSourceRoutes(app: HttpServer, deps: SourceRouteDeps): void {
  const { db, now, runner } = deps;

  registerOperation(app, 'listSources', async ({ access }) => {
    await requireAccess(access, 'source:read');
    return { sources: (await listSources(db, now())).map((row) => presentSource(row, now())) };
  });

  registerOperation(app, 'getSource', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'source:read', objectOf(id));
    return presentSource(await getSource(deps, id), now());
  });

  registerOperation(app, 'createSource', async ({ access, body }) => {
    await requireAccess(access, 'source:write');
    const id = await createSource(deps, body);
    return noteChange(deps, access, { id, details: { change: 'create', ...describe(body) } });
  });

  registerOperation(app, 'updateSource', async ({ access, params, body }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'source:write', objectOf(id));
    await replaceSource(deps, id, body);
    return noteChange(deps, access, { id, details: { change: 'update', ...describe(body) } });
  });

  registerOperation(app, 'deleteSource', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'source:write', objectOf(id));
    await deleteSource(db, id);
    await record(deps, access, { id, details: { change: 'delete' } });
    return undefined;
  });

  registerOperation(app, 'runSource', async ({ access, params, body }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'source:write', objectOf(id));
    await runSource(deps, id, body);
    return noteChange(deps, access, { id, details: { change: 'run', compare: body.compare ?? false } });
  });

  registerOperation(app, 'pauseSource', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'source:write', objectOf(id));
    await pauseSource(deps, id);
    return noteChange(deps, access, { id, details: { change: 'pause' } });
  });

  registerOperation(app, 'resumeSource', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'source:write', objectOf(id));
    await resumeSource(deps, id);
    return noteChange(deps, access, { id, details: { change: 'resume' } });
  });

  const retry = async (access: AccessContext, id: number, studyId?: number) => {
    const studies = await retryStudies(deps, id, studyId);
    await record(deps, access, { id, details: { change: 'retry', studies } });
    runner.wake();
    return { studies };
  };
  registerOperation(app, 'retrySource', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'source:write', objectOf(id));
    return retry(access, id);
  });

  registerOperation(app, 'retrySourceStudy', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'source:write', objectOf(id));
    return retry(access, id, parseObjectId(params.studyId));
  });

  registerOperation(app, 'listSourceStudies', async ({ access, params, query }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'source:read', objectOf(id));
    await getSource(deps, id);
    const { total, rows } = await listSourceStudies(db, id, query);
    const { subject, address } = access;
    const keys = Object.keys(query).filter((key) => key !== 'limit' && key !== 'offset');
    const object = objectOf(id);
    deps.audit.count({ action: 'source:read', outcome: 'success', subject, address, object, details: { keys } });
    return { total, studies: rows.map(presentSourceStudy) };
  });
}

const objectOf = (id: number) => ({ kind: 'source', id }) as const;

type Change = { readonly id: number; readonly details: Record<string, AuditDetail> };

async function noteChange(deps: SourceRouteDeps, access: AccessContext, change: Change): Promise<Source> {
  await record(deps, access, change);
  deps.runner.wake();
  return presentSource(await getSource(deps, change.id), deps.now());
}

async function record({ audit }: SourceRouteDeps, access: AccessContext, { id, details }: Change): Promise<void> {
  await audit.record({
    action: 'source:write',
    outcome: 'success',
    ...callerOf(access),
    object: objectOf(id),
    details,
  });
}

/** What it means for the archive; names, and the values of keys, are in the table itself. */
function describe({ peerId, everyMinutes, maxConcurrent, keys, mirror }: SourceInput): Record<string, AuditDetail> {
  const common = { peer: peerId, everyMinutes, maxConcurrent, keys: Object.keys(keys) };
  return mirror === undefined
    ? { ...common, kind: 'poll' }
    : { ...common, kind: 'mirror', sendBack: mirror.sendBack, order: mirror.order };
}
