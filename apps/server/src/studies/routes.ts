/** Routes of the study list and the study page, for the web application. */

import type { StudyDetail } from '@isocenter/contract/study-detail';
import { findTransferSyntax, unknownTransferSyntax } from '@isocenter/dicom/transfer-syntax';
import type { Kysely } from 'kysely';
import { isAllowed, requireAccess } from '../access/access.ts';
import { findSubject } from '../access/authenticate.ts';
import { parseObjectId } from '../access/object-id.ts';
import type { ArchiveReader } from '../archive/archive.ts';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { isStudyHeld } from '../holds/held.ts';
import { registerOperation } from '../http/operation.ts';
import { HttpProblem } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';
import { tabulateElements } from './element-table.ts';
import type { StudyEvents } from './events.ts';
import { presentFindings } from './finding-presenter.ts';
import { readHeader } from './header.ts';
import { presentStudy, presentStudyDetail } from './presenter.ts';
import { findInstance, findStudy, listStudies, listStudyContent } from './repository.ts';

export type StudyRoutesOptions = {
  readonly db: Kysely<Database>;
  readonly reader: Pick<ArchiveReader, 'readRange' | 'settled'>;
  readonly events: StudyEvents;
  readonly audit: AuditRecorder;
  readonly now: () => Date;
};

/** For whoever has too many streams; pages ask by themselves meanwhile. */
const streamRetrySeconds = 60;

export function registerStudies(app: HttpServer, options: StudyRoutesOptions): void {
  const { db, reader, events, audit, now } = options;

  registerOperation(app, 'listStudies', async ({ access, query }) => {
    await requireAccess(access, 'study:search');
    await reader.settled();
    const { total, isLeast, rows } = await listStudies(db, access.subject, query);
    const keys = Object.keys(query).filter((key) => !['limit', 'offset', 'sort', 'order'].includes(key));
    audit.count({
      action: 'study:search',
      outcome: 'success',
      subject: access.subject,
      address: access.address,
      details: { keys },
    });
    return { total, ...(isLeast && { isLeast }), studies: rows.map(presentStudy) };
  });

  registerOperation(app, 'getStudy', async ({ access, params }): Promise<StudyDetail> => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'study:describe', { kind: 'study', id });
    await reader.settled();
    const study = await findStudy(db, access.subject, id);
    if (study === undefined) throw new HttpProblem('not-found');
    await audit.record({
      action: 'study:read',
      outcome: 'success',
      subject: access.subject,
      address: access.address,
      object: { kind: 'study', id },
    });
    const [content, legalHold, mayDownload, mayMakeTeam] = await Promise.all([
      listStudyContent(db, access.subject, id),
      isStudyHeld(db, id),
      isAllowed(access, 'study:download', { kind: 'study', id }),
      isAllowed(access, 'team:create', { kind: 'study', id }),
    ]);
    return { ...presentStudyDetail(study, content), legalHold, mayDownload, mayMakeTeam };
  });

  registerOperation(app, 'listElements', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'study:read', { kind: 'instance', id });
    const instance = await findInstance(db, access.subject, id);
    if (instance === undefined) throw new HttpProblem('not-found');
    const uid = instance.transfer_syntax_uid;
    const transferSyntax = findTransferSyntax(uid) ?? unknownTransferSyntax(uid);
    const header = await readHeader(reader, instance, transferSyntax);
    audit.count({
      action: 'study:read',
      outcome: 'success',
      subject: access.subject,
      address: access.address,
      object: { kind: 'study', id: instance.study_id },
    });
    return {
      instanceId: params.id,
      sopInstanceUid: instance.sop_instance_uid,
      transferSyntaxUid: uid,
      transferSyntaxName: transferSyntax.name,
      rows: [...tabulateElements(header.value)],
      findings: presentFindings(header.findings),
    };
  });

  app.get('/api/events', { exposeHeadRoute: false, schema: { hide: true } }, async (request, reply) => {
    await requireAccess(request.access, 'event:read');
    const body = events.subscribe(request.access.subject, () => findSubject(request, { db, now }));
    if (body === undefined) throw new HttpProblem('rate-limited', { retryAfterSeconds: streamRetrySeconds });
    reply
      .type('text/event-stream; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('x-accel-buffering', 'no');
    return reply.send(body);
  });
}
