/** `/api/retention-rules`: administrators write rules and try them before they are switched on. */

import type { RetentionRule, RetentionRuleInput } from '@isocenter/contract/retention';
import type { Kysely, Selectable } from 'kysely';
import { callerOf, requireAccess } from '../access/access.ts';
import { parseObjectId } from '../access/object-id.ts';
import type { AuditDetail, AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { registerOperation } from '../http/operation.ts';
import { HttpProblem } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';
import { isoDate, presentName } from '../studies/presenter.ts';
import { previewRule } from './matching.ts';
import type { RetentionRuleTable } from './tables.ts';

export type RetentionRouteDeps = {
  readonly db: Kysely<Database>;
  readonly audit: AuditRecorder;
  readonly now: () => Date;
};

export function registerRetentionRoutes(app: HttpServer, { db, audit, now }: RetentionRouteDeps): void {
  registerOperation(app, 'listRetentionRules', async ({ access }) => {
    await requireAccess(access, 'retention:read');
    const rows = await db.selectFrom('retention_rule').selectAll().orderBy('id').execute();
    return { rules: rows.map(present) };
  });

  registerOperation(app, 'previewRetentionRule', async ({ access, body }) => {
    await requireAccess(access, 'retention:read');
    const { first, length_bytes, ...totals } = await previewRule(db, access.subject, body, now());
    audit.count({ action: 'retention:read', outcome: 'success', ...callerOf(access), details: { preview: true } });
    return {
      ...totals,
      lengthBytes: length_bytes,
      first: first.map((study) => {
        const studyDate = isoDate(study.study_date);
        return {
          studyId: String(study.id),
          patientName: presentName(study.patient_name),
          ...(studyDate !== undefined && { studyDate }),
          ...(study.description !== '' && { description: study.description }),
          lengthBytes: study.length_bytes,
        };
      }),
    };
  });

  registerOperation(app, 'createRetentionRule', async ({ access, body }) => {
    await requireAccess(access, 'retention:write');
    const values = { ...rowOf(body), changed_at: now() };
    const row = await db.insertInto('retention_rule').values(values).returningAll().executeTakeFirstOrThrow();
    await audit.record({
      action: 'retention:write',
      outcome: 'success',
      ...callerOf(access),
      object: { kind: 'retention rule', id: row.id },
      details: { change: 'create', ...describe(body) },
    });
    return present(row);
  });

  registerOperation(app, 'updateRetentionRule', async ({ access, body, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'retention:write');
    const row = await db
      .updateTable('retention_rule')
      .set({ ...rowOf(body), changed_at: now() })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) throw new HttpProblem('not-found');
    await audit.record({
      action: 'retention:write',
      outcome: 'success',
      ...callerOf(access),
      object: { kind: 'retention rule', id },
      details: { change: 'update', ...describe(body) },
    });
    return present(row);
  });

  registerOperation(app, 'deleteRetentionRule', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'retention:write');
    const { numDeletedRows } = await db.deleteFrom('retention_rule').where('id', '=', id).executeTakeFirst();
    if (numDeletedRows === 0n) throw new HttpProblem('not-found');
    await audit.record({
      action: 'retention:write',
      outcome: 'success',
      ...callerOf(access),
      object: { kind: 'retention rule', id },
      details: { change: 'delete' },
    });
    return undefined;
  });
}

/** What a change means for what goes; the name is in the table itself. */
function describe(rule: RetentionRuleInput): Record<string, AuditDetail> {
  const { enabled, basis, days, modalities, senders, maxPerRun } = rule;
  return { enabled, basis, days, modalities, senders, maxPerRun };
}

function rowOf({ maxPerRun, modalities, senders, ...same }: RetentionRuleInput) {
  return { ...same, modalities: [...modalities], senders: [...senders], max_per_run: maxPerRun };
}

function present(row: Selectable<RetentionRuleTable>): RetentionRule {
  const { id, name, enabled, basis, days, modalities, senders, max_per_run, last_run_at, last_run_studies } = row;
  return {
    id: String(id),
    ...{ name, enabled, basis, days, modalities, senders, maxPerRun: max_per_run },
    ...(last_run_at !== null && { lastRunAt: last_run_at.toISOString() }),
    ...(last_run_studies !== null && { lastRunStudies: last_run_studies }),
  };
}
