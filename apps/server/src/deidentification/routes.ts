/** `/api/deid-projects`: administrators write projects of de-identification and try them on what they may see. */

import { createHash } from 'node:crypto';
import type { DeidPreview, DeidProjectInput } from '@isocenter/contract/deid-projects';
import { callerOf, requireAccess } from '../access/access.ts';
import { parseObjectId } from '../access/object-id.ts';
import { readableSeries } from '../access/readable-studies.ts';
import type { Subject } from '../access/subject.ts';
import { labelOf } from '../access/subject-label.ts';
import type { ArchiveReader } from '../archive/archive.ts';
import type { AuditDetail, AuditRecorder } from '../audit/event.ts';
import { registerOperation } from '../http/operation.ts';
import { HttpProblem } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';
import { storedColumns, storedInstanceOf } from '../retrieval/instance-repository.ts';
import { presentFindings } from './present-findings.ts';
import type { DeidPreviewer } from './previewer.ts';
import {
  createDeidProject,
  type DeidProjectStore,
  deleteDeidProject,
  isDeidProject,
  listDeidProjects,
  openDeidProject,
  readWays,
  updateDeidProject,
} from './projects.ts';
import { readStatistics } from './statistics.ts';
import { addTerm, deleteTerm, listTerms } from './terms.ts';

export type DeidRouteDeps = DeidProjectStore & {
  readonly reader: Pick<ArchiveReader, 'read' | 'settled'>;
  readonly previewer: Pick<DeidPreviewer, 'preview'>;
  readonly audit: AuditRecorder;
};

export function registerDeidProjects(app: HttpServer, deps: DeidRouteDeps): void {
  const { db, audit, reader, previewer, now } = deps;
  const recordOf =
    (kind: string) =>
    (access: Parameters<typeof callerOf>[0], id: number, details: Readonly<Record<string, AuditDetail>>) => {
      const object = { kind, id };
      return audit.record({ action: 'deid-project:write', outcome: 'success', ...callerOf(access), object, details });
    };
  const [record, recordTerm] = [recordOf('deid project'), recordOf('deid term')];

  registerOperation(app, 'listDeidProjects', async ({ access }) => {
    await requireAccess(access, 'deid-project:read');
    return { projects: await listDeidProjects(db) };
  });

  registerOperation(app, 'createDeidProject', async ({ access, body }) => {
    await requireAccess(access, 'deid-project:write');
    const project = await createDeidProject(deps, body);
    await record(access, Number(project.id), { change: 'create', ...describe(body) });
    return project;
  });

  registerOperation(app, 'updateDeidProject', async ({ access, body, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'deid-project:write');
    const project = await updateDeidProject(deps, id, body);
    await record(access, id, { change: 'update', ...describe(body) });
    return project;
  });

  registerOperation(app, 'deleteDeidProject', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'deid-project:write');
    await deleteDeidProject(db, id);
    await record(access, id, { change: 'delete' });
    return undefined;
  });

  registerOperation(app, 'getDeidStatistics', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'deid-project:read');
    if (!(await isDeidProject(db, id))) throw new HttpProblem('not-found');
    return readStatistics(db, id);
  });

  registerOperation(app, 'listDeidTerms', async ({ access }) => {
    await requireAccess(access, 'deid-project:read');
    return { terms: await listTerms(db) };
  });

  // The word itself may be somebody's name, and stays out of the trail.
  registerOperation(app, 'addDeidTerm', async ({ access, body }) => {
    await requireAccess(access, 'deid-project:write');
    const term = await addTerm(db, body, { by: labelOf(access.subject), at: now() });
    await recordTerm(access, Number(term.id), { change: 'create', list: term.list, source: term.source });
    return term;
  });

  registerOperation(app, 'deleteDeidTerm', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'deid-project:write');
    await deleteTerm(db, id);
    await recordTerm(access, id, { change: 'delete' });
    return undefined;
  });

  // What is shown are values of the study, so whoever asks must be allowed to read it.
  registerOperation(app, 'previewDeidentification', async ({ access, body, params }): Promise<DeidPreview> => {
    const [id, studyId] = [parseObjectId(params.id), parseObjectId(body.studyId)];
    await requireAccess(access, 'deid-project:read');
    await requireAccess(access, 'study:read', { kind: 'study', id: studyId });
    await reader.settled();
    const project = await openDeidProject(deps, id);
    const instanceId = body.instanceId === undefined ? undefined : parseObjectId(body.instanceId);
    const found = await findInstance(deps, access.subject, { studyId, instanceId });
    if (project === undefined || found === undefined) throw new HttpProblem('not-found');
    const { id: _, ...own } = project;
    const settings =
      body.settings === undefined
        ? own
        : { ...(await readWays(db, body.settings.rules)), ...chosen(own.key, body.settings) };
    const answer = await previewer.preview(reader, found.instance, settings);
    await audit.record({
      ...{ action: 'study:read', outcome: 'success', ...callerOf(access) },
      object: { kind: 'study', id: studyId },
      details: { what: 'deid-preview', project: id },
    });
    const tried = { instanceId: String(found.id), sopInstanceUid: found.instance.sopInstanceUid };
    if (answer.kind === 'held')
      return { ...tried, kind: 'held', reason: answer.reason, findings: presentFindings(answer) };
    return { kind: 'done', ...tried, rows: [...answer.rows] };
  });
}

function chosen(key: Uint8Array, { profile, pictures }: Pick<DeidProjectInput, 'profile' | 'pictures'>) {
  return { key, profile, pictures };
}

/** What a change means for what is taken out; name and rules are in the table itself. */
function describe({ profile, pictures, rules = '' }: DeidProjectInput): Record<string, AuditDetail> {
  const kept = Object.entries(profile).flatMap(([option, value]) => {
    if (value === false) return [];
    return [value === true ? option : `${option}: ${value}`];
  });
  const digest = createHash('sha256').update(rules).digest('hex').slice(0, 12);
  return { options: kept, pictures, ...(rules.trim() !== '' && { rules: digest }) };
}

type Wanted = { readonly studyId: number; readonly instanceId: number | undefined };

async function findInstance({ db }: DeidRouteDeps, subject: Subject, { studyId, instanceId }: Wanted) {
  const row = await db
    .selectFrom('study')
    .innerJoin('series', 'series.study_id', 'study.id')
    .innerJoin('instance', 'instance.series_id', 'series.id')
    .where('study.id', '=', studyId)
    .where(readableSeries(subject))
    .where('instance.state', '=', 'served')
    .$if(instanceId !== undefined, (query) => query.where('instance.id', '=', instanceId ?? 0))
    .select(storedColumns)
    .select('instance.id')
    .orderBy('series.number')
    .orderBy('series.id')
    .orderBy('instance.number')
    .orderBy('instance.id')
    .limit(1)
    .executeTakeFirst();
  return row && { id: row.id, instance: storedInstanceOf(row) };
}
