/**
 * `/fhir/AuditEvent` and `/fhir/metadata`, FHIR R4: the audit trail for whoever reads it by the standard. Reading is
 * recorded as it is at `/api/audit`.
 */

import type { FastifyReply } from 'fastify';
import type { Bundle, FhirResource } from 'fhir/r4.js';
import type { Kysely } from 'kysely';
import { type AccessContext, callerOf, requireAccess } from '../../access/access.ts';
import { parseObjectId } from '../../access/object-id.ts';
import type { Database } from '../../database/schema.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { HttpServer } from '../../http/server.ts';
import type { AuditRecorder } from '../event.ts';
import { type AuditRow, findEntry, listAudit } from '../repository.ts';
import { readableFacts } from '../study-facts.ts';
import { presentAuditEvent } from './audit-event.ts';
import { describeCapabilities } from './capabilities.ts';
import { AuditEventQuery, filterOf } from './search.ts';

const defaultCount = 100;
const maxCount = 500;

export type FhirAuditDeps = {
  readonly db: Kysely<Database>;
  readonly audit: AuditRecorder;
  readonly publicUrl: () => string;
  readonly version: string;
  readonly startedAt: Date;
};

export function registerFhirAudit(app: HttpServer, { db, audit, publicUrl, version, startedAt }: FhirAuditDeps): void {
  const note = (access: AccessContext, details: Readonly<Record<string, string | readonly string[]>>) =>
    audit.record({
      action: 'audit:read',
      outcome: 'success',
      ...callerOf(access),
      details: { edge: 'fhir', ...details },
    });

  const present = async (access: AccessContext, rows: readonly AuditRow[]) => {
    const facts = await readableFacts(db, access.subject, rows);
    return rows.map((row) => presentAuditEvent(row, { baseUrl: publicUrl(), facts: facts.get(row.object_id ?? '') }));
  };

  const search = { summary: 'Search the audit trail, FHIR R4', querystring: AuditEventQuery };
  app.get('/fhir/AuditEvent', { exposeHeadRoute: false, schema: search }, async ({ access, query }, reply) => {
    await requireAccess(access, 'audit:read');
    const { filter, by } = filterOf(query);
    const limit = Math.min(query._count === undefined ? defaultCount : Number(query._count), maxCount);
    const before = query._before === undefined ? undefined : Number(query._before);
    const sequence = query._id === undefined ? undefined : Number(query._id);
    const page = await listAudit(db, access.subject, {
      ...{ ...filter, ...by, limit },
      ...(before === undefined ? {} : { before }),
      ...(sequence === undefined ? {} : { sequence }),
    });
    await note(access, { keys: Object.keys(query).sort() });
    const address = (more: object) =>
      `${publicUrl()}/fhir/AuditEvent?${new URLSearchParams(pairsOf({ ...query, ...more }))}`;
    const events = await present(access, page.rows);
    const bundle: Bundle = {
      resourceType: 'Bundle',
      type: 'searchset',
      ...(page.counted === undefined || page.counted.isLowerBound ? {} : { total: page.counted.total }),
      link: [
        { relation: 'self', url: address({}) },
        ...(page.nextBefore === undefined || limit === 0
          ? []
          : [{ relation: 'next', url: address({ _before: String(page.nextBefore) }) }]),
      ],
      ...(events.length === 0
        ? {}
        : {
            entry: events.map((resource) => ({
              fullUrl: `${publicUrl()}/fhir/AuditEvent/${resource.id}`,
              resource,
              search: { mode: 'match' as const },
            })),
          }),
    };
    return send(reply, bundle);
  });

  const read = { summary: 'Read one entry of the audit trail, FHIR R4' };
  app.get<{ Params: { id: string } }>(
    '/fhir/AuditEvent/:id',
    { exposeHeadRoute: false, schema: read },
    async ({ access, params }, reply) => {
      await requireAccess(access, 'audit:read');
      const row = await findEntry(db, parseObjectId(params.id));
      if (row === undefined) throw new HttpProblem('not-found');
      await note(access, {});
      const [event] = await present(access, [row]);
      if (event === undefined) throw new HttpProblem('not-found');
      return send(reply, event);
    },
  );

  const metadata = { summary: 'What this node offers over FHIR R4' };
  app.get('/fhir/metadata', { exposeHeadRoute: false, schema: metadata }, async ({ access }, reply) => {
    await requireAccess(access, 'openapi:read');
    return send(reply, describeCapabilities({ baseUrl: publicUrl(), version, date: startedAt }));
  });
}

function send(reply: FastifyReply, resource: FhirResource): FastifyReply {
  return reply.type('application/fhir+json; charset=utf-8').serializer(JSON.stringify).send(resource);
}

function pairsOf(query: Readonly<Record<string, string | readonly string[] | undefined>>): [string, string][] {
  return Object.entries(query).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
}
