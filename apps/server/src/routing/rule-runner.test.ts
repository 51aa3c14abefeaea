import { createSecretKey, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { silentLogger } from '../../test/database-server.ts';
import { imageAttributes } from '../../test/dicomweb-server.ts';
import { type Archive, openArchive } from '../archive/open-archive.ts';
import type { AuditRecorder } from '../audit/event.ts';
import { AuditTrail } from '../audit/trail.ts';
import { createDeidProject, deleteDeidProject, updateDeidProject } from '../deidentification/projects.ts';
import { enqueueDelivery } from '../delivery/enqueue.ts';
import { createMetrics } from '../http/metrics.ts';
import { identityKeyOf } from '../identity/identity-key.ts';
import { createPeer } from '../peers/repository.ts';
import { Settler } from '../settling/settler.ts';
import { applyRules } from './apply-rules.ts';
import { performDrops as drop } from './drops.ts';
import { RuleRunner } from './rule-runner.ts';
import { createRule, importRules, updateRule } from './rules.ts';
import { tryRules } from './try-rules.ts';

const now = () => new Date('2026-01-02T03:04:05Z');
const change = { by: 'test', at: now() };

let database: TestDatabase;
let dataDir: string;
let archive: Archive;
let settler: Settler;
let runner: RuleRunner;
let audit: AuditTrail;
let elapsed: number;
let acted: number[];

beforeEach(async () => {
  database = await openTestDatabase();
  const { db } = database;
  dataDir = mkdtempSync(join(tmpdir(), 'isocenter-rules-'));
  const decoder = { decodeToNative: () => Promise.reject(new Error('no test compares compressed pixels')) };
  const sopClasses = { refused: [], acceptPrivate: true };
  archive = await openArchive({ dataDir, db, logger: silentLogger, decoder, sopClasses });
  audit = new AuditTrail({ db, logger: silentLogger, now });
  elapsed = 0;
  acted = [];
  settler = new Settler({
    db,
    index: archive.index,
    logger: silentLogger,
    now,
    elapsedMs: () => elapsed,
    times: { quietMs: 60_000, seriesQuietMs: 20_000, longestWaitMs: 600_000 },
    askSenders: async () => ({ kind: 'not-asked' }),
    wantsSeries: async () => true,
    settled: () => undefined,
  });
  await settler.start();
  runner = openRunner();
  for (const aeTitle of ['READING', 'ARCHIVE']) {
    const peer = { name: aeTitle, aeTitle, host: '192.0.2.1', port: 104, verbs: [], note: '', checkAddress: true };
    await createPeer({ db, now }, { ...peer, conflictPolicy: 'first', enabled: true });
  }
});

afterEach(async () => {
  await settler.close();
  await runner.close();
  await audit.close();
  await archive.close(5000);
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

function openRunner(recorder: AuditRecorder = audit): RuleRunner {
  const { db } = database;
  const { reader } = archive;
  const performDrops = () => drop({ db, audit, logger: silentLogger, trash: archive.trash, trashDays: 30, now });
  const told = (studyId: number) => acted.push(studyId);
  return new RuleRunner({
    db,
    reader,
    audit: recorder,
    now,
    logger: silentLogger,
    metrics: createMetrics(),
    acted: told,
    performDrops,
  });
}

async function send(changes: Attributes = {}): Promise<void> {
  const intake = archive.ingest.open({
    transferSyntax: explicitVrLittleEndian,
    provenance: { source: 'dimse', callingAet: 'SCANNER', receivedAt: '2026-01-02T03:04:05.000Z' },
    policy: 'first',
  });
  await intake.write(encodeDataSet(buildDataSet(imageAttributes(changes)), explicitVrLittleEndian));
  expect((await intake.finish()).kind).not.toBe('refused');
  await archive.reader.settled();
}

async function settle(): Promise<void> {
  elapsed += 60_000;
  await settler.tick();
}

async function settleAndApply(): Promise<void> {
  await settle();
  runner.wake();
  await runner.idle();
}

const add = (definition: object) => createRule(database.db, { name: 'Test', ...definition }, change);

async function firings() {
  const rows = await database.db
    .selectFrom('rule_firing')
    .innerJoin('settlement', 'settlement.id', 'rule_firing.settlement_id')
    .select(['rule_id', 'rule_version', 'number', 'series_instance_uid', 'actions'])
    .orderBy('settlement.id')
    .orderBy('rule_id')
    .execute();
  return rows.map(({ actions, ...row }) => ({
    ...row,
    actions: actions.map(({ kind, outcome }) => `${kind} ${outcome}`),
  }));
}

const deliveries = () =>
  database.db
    .selectFrom('delivery')
    .select(['ae_title', 'scope', 'priority', 'instances_total', 'requested_by_kind'])
    .orderBy('id')
    .execute();

const labels = async () =>
  (await database.db.selectFrom('study_label').select('label').orderBy('label').execute()).map(({ label }) => label);

describe('a settled study', () => {
  test('is sent and labelled by the rules that hold, and what comes late is sent by itself', async () => {
    const { id } = await add({
      when: {
        all: [
          { field: 'Modality', equals: 'CT' },
          { field: 'callingAe', equals: 'scanner' },
        ],
      },
      do: [{ send: ['READING'] }, { send: ['ARCHIVE'], priority: 'low' }, { label: ['ct', 'new'] }],
    });
    await add({ name: 'Other', when: { field: 'Modality', equals: 'MR' }, do: [{ label: ['mr'] }] });
    await send();
    await settleAndApply();
    expect(await firings()).toEqual([
      {
        rule_id: id,
        rule_version: 1,
        number: 1,
        series_instance_uid: '',
        actions: ['send done', 'send done', 'label done'],
      },
    ]);
    const sent = { scope: 'study', instances_total: 1, requested_by_kind: 'rule' };
    expect(await deliveries()).toEqual([
      { ae_title: 'READING', priority: 1, ...sent },
      { ae_title: 'ARCHIVE', priority: 2, ...sent },
    ]);
    expect(await labels()).toEqual(['ct', 'new']);
    await send({ SOPInstanceUID: '2.25.2' });
    await send({ SOPInstanceUID: '2.25.3' });
    await settleAndApply();
    expect((await firings()).map(({ number }) => number)).toEqual([1, 2]);
    expect((await deliveries()).map((one) => one.instances_total)).toEqual([1, 1, 2, 2]);
  });

  test('leaves de-identified where the rule says so, also where it went as it is, and not at all without the project', async () => {
    const { db } = database;
    const identityKey = identityKeyOf(createSecretKey(randomBytes(32)));
    const input = { name: 'Lung study', profile: {}, pictures: 'hold' } as const;
    const by = { deidentifiedBy: 'lung STUDY' };
    await expect(add({ do: [{ send: ['READING'], ...by }] })).rejects.toMatchObject({
      problems: [{ pointer: '/do/0/deidentifiedBy' }],
    });
    const project = await createDeidProject({ db, now, identityKey }, input);
    await add({ do: [{ send: ['READING'] }] });
    await add({ name: 'b', do: [{ send: ['READING', 'ARCHIVE'], ...by }] });
    await expect(deleteDeidProject(db, Number(project.id))).rejects.toMatchObject({ code: 'deid-project-used' });
    const renamed = updateDeidProject({ db, now, identityKey }, Number(project.id), { ...input, name: 'Other' });
    await expect(renamed).rejects.toMatchObject({ code: 'deid-project-used' });
    await send();
    await settleAndApply();
    const sent = () => db.selectFrom('delivery').select(['ae_title', 'deid_project_id']).orderBy('id').execute();
    const id = Number(project.id);
    expect(await sent()).toEqual([
      { ae_title: 'READING', deid_project_id: null },
      { ae_title: 'READING', deid_project_id: id },
      { ae_title: 'ARCHIVE', deid_project_id: id },
    ]);
    // As it would be after a database was brought back: the rule is there and its project is not.
    await db.deleteFrom('deid_project').execute();
    await send({ SOPInstanceUID: '2.25.2' });
    await settleAndApply();
    expect((await firings()).slice(2).map(({ actions }) => actions)).toEqual([
      ['send done'],
      ['send project-unknown', 'send project-unknown'],
    ]);
    expect(await sent()).toHaveLength(4);
  });

  test('fires each rule once, however often it is looked at and by however many', async () => {
    await add({ do: [{ send: ['READING'] }] });
    await send();
    await settle();
    const others = [openRunner(), openRunner(), openRunner()];
    for (const one of [runner, ...others]) one.wake();
    for (const one of [runner, ...others]) await one.idle();
    await Promise.all(others.map((one) => one.close()));
    expect([await firings(), await deliveries()]).toMatchObject([{ length: 1 }, { length: 1 }]);
    const { rows } = await sql`select from gateway.audit_entry where action = 'rule:fire'`.execute(database.db);
    expect(rows).toHaveLength(1);
    expect(acted).toHaveLength(1);
  });

  test('is left as it was where a rule fails half way, and is taken up again', async () => {
    await add({ do: [{ send: ['READING'] }, { label: ['late'] }] });
    await send();
    await settle();
    await sql`alter table gateway.study_label add constraint broken check (label <> 'late')`.execute(database.db);
    runner.wake();
    await runner.idle();
    expect([await firings(), await deliveries(), await labels()]).toEqual([[], [], []]);
    await sql`alter table gateway.study_label drop constraint broken`.execute(database.db);
    runner.wake();
    await runner.idle();
    expect([await firings(), await deliveries(), await labels()]).toMatchObject([[{}], [{}], ['late']]);
  });

  test('is tested on attributes that only its images have, in sequences, too', async () => {
    await add({ when: { field: 'KVP', from: '100', to: '130', each: true }, do: [{ label: ['kvp'] }] });
    await add({ name: 'b', when: { field: 'ImageType', equals: 'LOCALIZER' }, do: [{ label: ['localizer'] }] });
    const nested = { field: 'ViewCodeSequence.CodeMeaning', matches: 'cranio*' };
    await add({ name: 'c', when: nested, do: [{ label: ['nested'] }] });
    await add({ name: 'd', when: { field: 'KVP', equals: '80' }, do: [{ label: ['never'] }] });
    await send({ KVP: '120' });
    await send({ SOPInstanceUID: '2.25.2', KVP: '100', ImageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] });
    await send({ SOPInstanceUID: '2.25.3', KVP: '130', ViewCodeSequence: [{ CodeMeaning: 'Cranio-caudal' }] });
    await settleAndApply();
    expect(await labels()).toEqual(['kvp', 'localizer', 'nested']);
  });

  test('meets rules in their order, to the one that stops, and none that is disabled', async () => {
    await add({ name: 'a', enabled: false, do: [{ label: ['a'] }, { stop: true }] });
    await add({ name: 'b', do: [{ label: ['b'] }, { stop: true }] });
    await add({ name: 'c', do: [{ label: ['c'] }] });
    await send();
    await settleAndApply();
    expect(await labels()).toEqual(['b']);
  });

  test('is sent by a rule though it waits in a delivery of somebody else, which may be cancelled', async () => {
    await add({ do: [{ send: ['READING'] }] });
    await send();
    const { db } = database;
    const { id: studyId } = await db.selectFrom('study').select('id').executeTakeFirstOrThrow();
    const peer = await db.selectFrom('peer').select('id').where('ae_title', '=', 'READING').executeTakeFirstOrThrow();
    const asked = {
      studyId,
      peerId: peer.id,
      requestedBy: { kind: 'user', id: 1 },
      reason: 'test',
      now: now(),
    } as const;
    await db.transaction().execute((trx) => enqueueDelivery(trx, asked));
    await settleAndApply();
    expect((await deliveries()).map((one) => one.requested_by_kind)).toEqual(['user', 'rule']);
    await send({ SOPInstanceUID: '2.25.2' });
    await settleAndApply();
    expect((await deliveries()).map((one) => one.instances_total)).toEqual([1, 1, 1]);
  });

  test('whose destination is gone is dealt with all the same', async () => {
    const { id } = await add({ do: [{ send: ['READING', 'ARCHIVE'] }] });
    await database.db.deleteFrom('peer').where('ae_title', '=', 'READING').execute();
    await send();
    await settleAndApply();
    expect(await firings()).toMatchObject([{ rule_id: id, actions: ['send destination-unknown', 'send done'] }]);
  });

  test('is acted on by the version of a rule that there is then', async () => {
    const { id } = await add({ do: [{ label: ['one'] }] });
    await send();
    await settleAndApply();
    await updateRule(database.db, id, { version: 1, definition: { name: 'Test', do: [{ label: ['two'] }] } }, change);
    await send({ SOPInstanceUID: '2.25.2' });
    await settleAndApply();
    expect((await firings()).map((one) => [one.number, one.rule_version])).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });
});

describe('a study that a rule drops', () => {
  const drops = { name: 'Drop', do: [{ label: ['dropped'] }, { drop: true }] };
  const trashed = () => database.db.selectFrom('trash').select(['deleted_by', 'level']).execute();

  test('is moved into the trash, and meets no further rule', async () => {
    const { id } = await add(drops);
    await add({ name: 'Send', do: [{ send: ['READING'] }] });
    await send();
    await settleAndApply();
    runner.wake();
    await runner.idle();
    expect(await firings()).toMatchObject([{ rule_id: id, actions: ['label done', 'drop done'] }]);
    expect([await trashed(), await deliveries()]).toEqual([[{ deleted_by: `rule ${id}`, level: 'study' }], []]);
  });

  test('is moved there also where the node went between the commit and the trash', async () => {
    await add(drops);
    await send();
    await settle();
    const { db } = database;
    const [settlement] = await db.selectFrom('settlement').selectAll().where('series_instance_uid', '=', '').execute();
    if (settlement === undefined) throw new Error('the study is settled');
    await applyRules({ db, reader: archive.reader, logger: silentLogger, now }, settlement);
    expect([await firings(), await trashed()]).toMatchObject([[{ actions: ['label done', 'drop waiting'] }], []]);
    runner.wake();
    await runner.idle();
    expect([await firings(), await trashed()]).toMatchObject([[{ actions: ['label done', 'drop done'] }], [{}]]);
  });

  test('is in the audit trail with what dropped it', async () => {
    const { id } = await add(drops);
    await send();
    await settleAndApply();
    const { rows } = await sql`
      select action, outcome, object_kind, details from gateway.audit_entry
      where action in ('rule:fire', 'study:delete') order by action`.execute(database.db);
    expect(rows).toMatchObject([
      { action: 'rule:fire', outcome: 'success', details: { actions: ['label: done', 'drop: waiting'] } },
      {
        action: 'study:delete',
        outcome: 'success',
        object_kind: 'study',
        details: { level: 'study', rule: id, instances: 1 },
      },
    ]);
  });

  test('is moved there though that a rule fired cannot be written to the audit trail', async () => {
    await add({ name: 'Label', do: [{ label: ['seen'] }] });
    await add(drops);
    const broken = openRunner({ record: () => Promise.reject(new Error('no trail')), count: () => undefined });
    broken.wake();
    await broken.idle();
    await send();
    await settle();
    broken.wake();
    await broken.idle();
    await broken.close();
    expect(await trashed()).toHaveLength(1);
  });

  test('waits where it cannot be moved, and holds up no other', async () => {
    const { id } = await add({ trigger: 'series', do: [{ drop: true }] });
    await send();
    await send({ SOPInstanceUID: '2.25.2', SeriesInstanceUID: '2.25.201' });
    let times = 0;
    const trash = {
      dispose(...given: Parameters<typeof archive.trash.dispose>) {
        times += 1;
        return times === 1 ? Promise.reject(new Error('the disk is away')) : archive.trash.dispose(...given);
      },
    };
    const logger = silentLogger;
    const isLeft = () => drop({ db: database.db, audit, logger, trash, trashDays: 30, now });
    await settle();
    for (const one of await database.db.selectFrom('settlement').selectAll().orderBy('id').execute())
      await applyRules({ db: database.db, reader: archive.reader, logger, now }, one);
    expect([await isLeft(), await trashed()]).toEqual([true, [{ deleted_by: `rule ${id}`, level: 'series' }]]);
    expect([await isLeft(), await trashed()]).toMatchObject([false, { length: 2 }]);
  });

  test('stays where only a series was to be dropped that has gone', async () => {
    await add({ trigger: 'series', do: [{ drop: true }] });
    await send();
    await send({ SOPInstanceUID: '2.25.2', SeriesInstanceUID: '2.25.201', Modality: 'SR' });
    await settle();
    const { db } = database;
    for (const one of await db.selectFrom('settlement').selectAll().orderBy('id').execute())
      await applyRules({ db, reader: archive.reader, logger: silentLogger, now }, one);
    await db
      .updateTable('settlement')
      .set({ series_instance_uid: '2.25.999' })
      .where('series_instance_uid', '=', '2.25.201')
      .execute();
    runner.wake();
    await runner.idle();
    expect((await firings()).flatMap(({ actions }) => actions).sort()).toEqual(['drop done', 'drop nothing-to-do']);
    expect(await trashed()).toMatchObject([{ level: 'series' }]);
  });

  test('stays while it is on its way to a peer, and while what could not be sent is not given up', async () => {
    const sending = { name: 'Forward', do: [{ send: ['READING'] }, { drop: true }] };
    await add(sending);
    await send();
    await settleAndApply();
    expect([await firings(), await trashed()]).toMatchObject([[{ actions: ['send done', 'drop waiting'] }], []]);
    const lease = { lease_owner: '00000000-0000-4000-8000-000000000001', lease_until: now() };
    // As it is after the index was made anew: the delivery has the study's old internal id.
    await database.db
      .updateTable('delivery')
      .set({ state: 'running', study_id: 999_999, ...lease })
      .execute();
    runner.wake();
    await runner.idle();
    expect(await trashed()).toEqual([]);
    const sent = { state: 'committing', lease_owner: null, lease_until: null } as const;
    await database.db.updateTable('delivery').set(sent).execute();
    await database.db
      .updateTable('delivery_instance')
      .set({ state: 'stored', sop_class_uid: '1.2', sop_instance_uid: '1.2', stored_at: now() })
      .execute();
    runner.wake();
    await runner.idle();
    expect(await trashed()).toEqual([]);
    const ended = { lease_owner: null, lease_until: null, ended_at: now() };
    await database.db
      .updateTable('delivery')
      .set({ state: 'dead', ...ended })
      .execute();
    await database.db.updateTable('delivery_instance').set({ state: 'failed' }).execute();
    runner.wake();
    await runner.idle();
    expect(await trashed()).toEqual([]);
    await database.db
      .updateTable('delivery')
      .set({ state: 'cancelled', ...ended })
      .execute();
    runner.wake();
    await runner.idle();
    expect([await firings(), await trashed()]).toMatchObject([[{ actions: ['send done', 'drop done'] }], [{}]]);
  });

  test('stays where a legal hold keeps it', async () => {
    await add(drops);
    await send();
    await sql`
      insert into gateway.legal_hold (kind, identity_key, reason, placed_by, placed_at)
      select 'patient', identity_key, 'test', 'test', now() from gateway.patient`.execute(database.db);
    await settleAndApply();
    runner.wake();
    await runner.idle();
    expect([await firings(), await trashed()]).toMatchObject([[{ actions: ['label done', 'drop held'] }], []]);
  });
});

test('a rule for series sends the series that is settled', async () => {
  await add({ trigger: 'series', when: { field: 'Modality', equals: 'SR' }, do: [{ send: ['READING'] }] });
  await send();
  await send({ SOPInstanceUID: '2.25.2', SeriesInstanceUID: '2.25.201', Modality: 'SR' });
  await settleAndApply();
  expect(await firings()).toMatchObject([{ series_instance_uid: '2.25.201', actions: ['send done'] }]);
  expect(await deliveries()).toMatchObject([{ scope: 'series', instances_total: 1 }]);
});

test('a dry run says which rules would fire and why, and does nothing', async () => {
  await add({ name: 'a', when: { field: 'KVP', exists: true }, do: [{ label: ['a'] }] });
  await add({ name: 'b', when: { not: { field: 'Modality', equals: 'MR' } }, do: [{ label: ['b'] }, { stop: true }] });
  await add({ name: 'c', do: [{ label: ['c'] }] });
  await send();
  const { id } = await database.db.selectFrom('study').select('id').executeTakeFirstOrThrow();
  const deps = { db: database.db, reader: archive.reader, logger: silentLogger };
  const trial = await tryRules(deps, id, undefined);
  expect(trial.results.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
    'a does-not-hold',
    'b fires',
    'c stopped',
  ]);
  expect(trial.results[1]?.reasons[1]).toMatchObject({ holds: false, values: [{ value: 'CT', passes: false }] });
  expect(trial).toMatchObject({ headersRead: 1, instanceCount: 1 });
  expect([await firings(), await labels()]).toEqual([[], []]);
});

describe('rules', () => {
  test('that name a peer that there is not, or that answers no questions, are refused by its place', async () => {
    const prefetch = { from: 'ARCHIVE', maximum: 2 };
    await expect(add({ do: [{ send: ['READING', 'NOBODY'] }, { prefetch }] })).rejects.toMatchObject({
      code: 'rule-invalid',
      problems: [
        { pointer: '/do/0/send/1', message: 'is not the AE title of a peer' },
        { pointer: '/do/1/prefetch/from', message: expect.stringContaining('C-FIND') },
      ],
    });
  });

  test('are not changed on the ground of an old version', async () => {
    const { id } = await add({ do: [{ label: ['a'] }] });
    const given = { version: 1, definition: { name: 'Test', do: [{ label: ['b'] }] } };
    await updateRule(database.db, id, given, change);
    await expect(updateRule(database.db, id, given, change)).rejects.toMatchObject({ code: 'rule-changed' });
  });

  test('are imported by name, all or none, in the order of the list', async () => {
    const named = (name: string, label: string) => ({ name, do: [{ label: [label] }] });
    const of = (replace: boolean) => ({ ...change, replace });
    await importRules(database.db, [named('a', 'a'), named('b', 'b')], of(false));
    const again = [named('c', 'c'), named('b', 'x'), named('a', 'a')];
    expect(await importRules(database.db, again, of(false))).toEqual({ added: 1, changed: 1, same: 1, removed: 0 });
    await expect(importRules(database.db, [named('d', 'd'), named('e', 'E')], of(false))).rejects.toMatchObject({
      problems: [{ pointer: '/1/do/0/label/0' }],
    });
    expect(await importRules(database.db, [named('b', 'x')], of(true))).toEqual({
      added: 0,
      changed: 0,
      same: 1,
      removed: 2,
    });
    const rows = await database.db.selectFrom('routing_rule').select(['version', 'definition']).execute();
    expect(rows).toMatchObject([{ version: 2, definition: { name: 'b' } }]);
  });
});
