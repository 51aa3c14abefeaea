/** `/api/rules`: administrators list, change, order and try the rules that are applied to settled studies. */

import type { Rule } from '@isocenter/contract/rules';
import { callerOf, requireAccess } from '../access/access.ts';
import { parseObjectId } from '../access/object-id.ts';
import type { Subject } from '../access/subject.ts';
import { labelOf } from '../access/subject-label.ts';
import type { ArchiveReader } from '../archive/archive.ts';
import type { AuditDetail, AuditRecorder } from '../audit/event.ts';
import { registerOperation } from '../http/operation.ts';
import type { HttpServer } from '../http/server.ts';
import { RuleError } from './errors.ts';
import { listRulesWithFirings, listVersions, type RuleRow, type RuleRowWithFirings } from './repository.ts';
import { checkRule, createRule, deleteRule, orderRules, updateRule } from './rules.ts';
import type { StudyValuesDeps } from './study-values.ts';
import { tryRules } from './try-rules.ts';

export type RuleRouteDeps = StudyValuesDeps & {
  readonly reader: Pick<ArchiveReader, 'readRange' | 'settled'>;
  readonly audit: AuditRecorder;
  readonly now: () => Date;
};

export function registerRules(app: HttpServer, deps: RuleRouteDeps): void {
  const { db, audit, now, reader } = deps;
  const changeOf = (subject: Subject) => ({ by: labelOf(subject), at: now() });
  const record = (
    access: Parameters<typeof callerOf>[0],
    id: number | undefined,
    details: Readonly<Record<string, AuditDetail>>,
  ) =>
    audit.record({
      action: 'rule:write',
      outcome: 'success',
      ...callerOf(access),
      object: { kind: 'rule', id },
      details,
    });

  registerOperation(app, 'listRules', async ({ access }) => {
    await requireAccess(access, 'rule:read');
    return { rules: (await listRulesWithFirings(db)).map(present) };
  });

  registerOperation(app, 'getRule', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'rule:read', { kind: 'rule', id });
    const row = (await listRulesWithFirings(db)).find((rule) => rule.id === id);
    if (row === undefined) throw new RuleError('not-found');
    const versions = (await listVersions(db, id)).flatMap(({ version, definition, changed_at, changed_by }) =>
      definition === null ? [] : [{ version, changedAt: changed_at.toISOString(), changedBy: changed_by, definition }],
    );
    return { rule: present(row), versions };
  });

  registerOperation(app, 'createRule', async ({ access, body }) => {
    await requireAccess(access, 'rule:write');
    const row = await createRule(db, body, changeOf(access.subject));
    await record(access, row.id, { change: 'create', ...describe(row) });
    return present({ ...row, fired: 0, last_fired_at: null });
  });

  registerOperation(app, 'updateRule', async ({ access, body, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'rule:write', { kind: 'rule', id });
    const { version, ...definition } = body;
    const row = await updateRule(db, id, { version, definition }, changeOf(access.subject));
    await record(access, id, { change: 'update', ...describe(row) });
    const listed = (await listRulesWithFirings(db)).find((rule) => rule.id === id);
    return present(listed ?? { ...row, fired: 0, last_fired_at: null });
  });

  registerOperation(app, 'deleteRule', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'rule:write', { kind: 'rule', id });
    await deleteRule(db, id, changeOf(access.subject));
    await record(access, id, { change: 'delete' });
    return undefined;
  });

  registerOperation(app, 'orderRules', async ({ access, body }) => {
    await requireAccess(access, 'rule:write');
    await orderRules(db, body.ids.map(parseObjectId));
    await record(access, undefined, { change: 'order', rules: body.ids });
    return undefined;
  });

  // What is shown are values of the study, so whoever asks must be allowed to read it.
  registerOperation(app, 'tryRules', async ({ access, body }) => {
    const id = parseObjectId(body.studyId);
    await requireAccess(access, 'rule:read');
    await requireAccess(access, 'study:read', { kind: 'study', id });
    const rule = body.rule && (await checkRule(db, body.rule));
    await reader.settled();
    const trial = await tryRules(deps, id, rule);
    const object = { kind: 'study', id } as const;
    await audit.record({ action: 'study:read', outcome: 'success', ...callerOf(access), object });
    return trial;
  });
}

/** Which version it is and what it does to whom; conditions may hold values of data sets and are in the version itself. */
function describe({ version, definition }: RuleRow): Record<string, AuditDetail> {
  const { enabled, trigger, do: actions } = definition;
  const sendsTo = actions.flatMap((action) => ('send' in action ? action.send : []));
  const deidentified = actions.some((action) => 'send' in action && action.deidentifiedBy !== undefined);
  return {
    version,
    enabled,
    trigger,
    actions: actions.map((action) => Object.keys(action).join()),
    sendsTo,
    deidentified,
  };
}

function present({ id, version, definition, changed_at, fired, last_fired_at }: RuleRowWithFirings): Rule {
  return {
    id: String(id),
    version,
    ...definition,
    changedAt: changed_at.toISOString(),
    fired,
    ...(last_fired_at === null ? {} : { lastFiredAt: last_fired_at.toISOString() }),
  };
}
