import { type Insertable, type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { buildGrant } from '../../test/grants.ts';
import type { Database } from '../database/schema.ts';
import { requireAccess } from './access.ts';
import type { AccessGrantTable } from './grant-tables.ts';
import { membershipsOfService, membershipsOfUser } from './memberships.ts';
import { downloading, type ReachOptions, readableSeries, readableStudies } from './readable-studies.ts';
import { seenOfStudy } from './seen-of-study.ts';
import type { Subject } from './subject.ts';
import { createUser } from './users.ts';

const hour = 3_600_000;
const before = new Date(Date.now() - hour);
const after = new Date(Date.now() + hour);

let database: TestDatabase;
let db: Kysely<Database>;
let member: Subject;
let userId: number;
/** Two studies of one patient, with two series each, and one of another. */
const ids = { patient: 0, other: 0, first: 0, second: 0, others: 0, series: [0, 0, 0] };

beforeAll(async () => {
  database = await openTestDatabase();
  db = database.db;
  const now = () => new Date();
  const user = { email: 'test@example.invalid', name: 'Test', role: 'member', passwordHash: 'x' } as const;
  userId = (await createUser({ db, now }, user)).id;
  member = { kind: 'user', userId, role: 'member', email: 'test@example.invalid' };
  ids.patient = await insertPatient('one');
  ids.other = await insertPatient('two');
  ids.first = await insertStudy(ids.patient, 'first');
  ids.second = await insertStudy(ids.patient, 'second');
  ids.others = await insertStudy(ids.other, 'others');
  ids.series = [await insertSeries(ids.first, 'CT', 3), await insertSeries(ids.first, 'PR', 1), 0];
  ids.series[2] = await insertSeries(ids.second, 'CT', 2);
});
beforeEach(async () => {
  await sql`truncate gateway.access_grant, gateway.care_team, gateway.care_team_member, gateway.organisation,
    gateway.organisation_member, gateway.organisation_service cascade`.execute(db);
});
afterAll(() => database.close());

async function insertPatient(identity_key: string): Promise<number> {
  const row = { identity_key, key_id: identity_key, patient_id: '', issuer: '', name: '', birth_date: '', sex: '' };
  return (await db.insertInto('patient').values(row).returning('id').executeTakeFirstOrThrow()).id;
}

async function insertStudy(patient_id: number, study_instance_uid: string): Promise<number> {
  const row = {
    ...{ study_date: '', study_time: '', accession_number: '', study_id: '', description: '', search: '' },
    ...{ referring_physician: '', institution: '', attributes: '{}', patient_id, study_instance_uid },
    ...{ modalities: ['CT', 'PR'], series_count: 2, instance_count: 4 },
  };
  return (await db.insertInto('study').values(row).returning('id').executeTakeFirstOrThrow()).id;
}

async function insertSeries(study_id: number, modality: string, instance_count: number): Promise<number> {
  const row = {
    ...{ study_id, series_instance_uid: modality, modality, number: 1, description: '', body_part: '', laterality: '' },
    ...{ series_date: '', series_time: '', instance_count, attributes: '{}', sop_classes: [`class of ${modality}`] },
  };
  return (await db.insertInto('series').values(row).returning('id').executeTakeFirstOrThrow()).id;
}

function grant(fields: Partial<Insertable<AccessGrantTable>>) {
  return db.insertInto('access_grant').values(buildGrant(fields)).execute();
}

const toUser = () => ({ grantee_kind: 'user', grantee_id: userId }) as const;

/** Names of the studies that are reached, which are the same in both shapes of the predicate. */
async function reached(who: Subject = member, options: ReachOptions = {}): Promise<string> {
  const subject = await asNow(who);
  const answers = await Promise.all(
    (['many', 'few'] as const).map(async (breadth) => {
      const where = readableStudies(subject, { ...options, breadth });
      const rows = await db
        .selectFrom('study')
        .select('study_instance_uid as uid')
        .where(where)
        .orderBy('id')
        .execute();
      return rows.map(({ uid }) => uid).join(' ');
    }),
  );
  expect(answers[1]).toBe(answers[0]);
  return answers[0] ?? '';
}

/** As a session or a token finds it. */
async function asNow(subject: Subject): Promise<Subject> {
  if (subject.kind === 'service') {
    const row = db.selectFrom('service_account').where('id', '=', subject.serviceId);
    const found = await row.select(membershipsOfService().as('now')).executeTakeFirst();
    return { ...subject, memberships: found?.now ?? [] };
  }
  if (subject.kind !== 'user') return subject;
  const found = db.selectFrom('user_account').where('id', '=', subject.userId).select(membershipsOfUser().as('now'));
  return { ...subject, memberships: (await found.executeTakeFirstOrThrow()).now };
}

async function reachedSeries(): Promise<readonly number[]> {
  const answers = await Promise.all(
    (['many', 'few'] as const).map((breadth) =>
      db
        .selectFrom('study')
        .innerJoin('series', 'series.study_id', 'study.id')
        .select('series.id')
        .where(readableSeries(member, { breadth }))
        .orderBy('series.id')
        .execute(),
    ),
  );
  expect(answers[1]).toEqual(answers[0]);
  return answers[0]?.map(({ id }) => id) ?? [];
}

async function organisation(
  fields: { name?: string; since?: Date; until?: Date; closed_at?: Date } = {},
): Promise<number> {
  const { name = 'Test', closed_at = null, ...more } = fields;
  const row = { name, closed_at };
  const { id } = await db.insertInto('organisation').values(row).returning('id').executeTakeFirstOrThrow();
  const membership = { organisation_id: id, user_id: userId, until: null, ...more };
  await db.insertInto('organisation_member').values(membership).execute();
  return id;
}

async function team(
  fields: { since?: Date; until?: Date; closed_at?: Date; mayOnlyView?: true } = {},
): Promise<number> {
  const { closed_at = null, mayOnlyView, ...more } = fields;
  const row = { patient_id: ids.patient, name: 'Test', owner: userId, closed_at };
  const { id } = await db.insertInto('care_team').values(row).returning('id').executeTakeFirstOrThrow();
  const privileges = [...downloading].filter((one) => mayOnlyView === undefined || one !== 'download');
  await db
    .insertInto('care_team_member')
    .values({ team_id: id, user_id: userId, until: null, privileges, ...more })
    .execute();
  return id;
}

describe('a grant reaches', () => {
  test('nobody where there is none', async () => {
    expect(await reached()).toBe('');
    expect(await reachedSeries()).toEqual([]);
  });

  test('everyone, a person, a member of an organisation and of a team', async () => {
    await grant({ study_id: ids.others });
    expect(await reached()).toBe('others');
    await grant({ ...toUser(), study_id: ids.first });
    expect(await reached()).toBe('first others');
    await grant({ grantee_kind: 'organisation', grantee_id: await organisation(), study_id: ids.second });
    expect(await reached()).toBe('first second others');
    await db.deleteFrom('access_grant').execute();
    await grant({ grantee_kind: 'team', grantee_id: await team(), patient_id: ids.patient });
    expect(await reached()).toBe('first second');
    expect(await reached({ kind: 'token', tokenId: 1, role: 'member', label: '' })).toBe('');
  });

  test('a service account that it names, as itself or as an organisation that it belongs to', async () => {
    const at = new Date();
    const account = { name: 'Test', description: 'test', contact: 'test@example.invalid', networks: [] };
    const made = { ...account, created_at: at, expires_at: null, disabled_at: null };
    const inserted = db.insertInto('service_account').values(made).returning('id');
    const { id: serviceId } = await inserted.executeTakeFirstOrThrow();
    const program: Subject = { kind: 'service', serviceId, name: 'Test', tokenId: 1 };
    await grant({ study_id: ids.others });
    await grant({ grantee_kind: 'user', grantee_id: serviceId, study_id: ids.others });
    expect(await reached(program)).toBe('');
    await grant({ grantee_kind: 'service', grantee_id: serviceId, study_id: ids.first });
    expect(await reached(program)).toBe('first');
    expect(await reached({ ...program, serviceId: serviceId + 1 })).toBe('');
    const [organisation_id, closed] = [await organisation(), await organisation({ name: 'Closed', closed_at: before })];
    const memberships = [
      { organisation_id, until: null },
      { organisation_id: closed, until: null },
    ];
    await db
      .insertInto('organisation_service')
      .values(memberships.map((membership) => ({ ...membership, service_id: serviceId })))
      .execute();
    await grant({ grantee_kind: 'organisation', grantee_id: organisation_id, study_id: ids.second });
    await grant({ grantee_kind: 'organisation', grantee_id: closed, study_id: ids.others });
    expect(await reached(program)).toBe('first second');
    await db.updateTable('organisation_service').set({ until: before }).execute();
    expect(await reached(program)).toBe('first');
  });

  test('a peer that may read', async () => {
    await grant({ grantee_kind: 'peer', grantee_id: 5, study_id: ids.first });
    const peer = { kind: 'peer', aet: 'TEST', address: '', peerId: 5 } as const;
    expect(await reached({ ...peer, verbs: ['find'] })).toBe('first');
    expect(await reached({ ...peer, verbs: ['store'] })).toBe('');
    expect(await reached({ ...peer, peerId: 6, verbs: ['find'] })).toBe('');
  });

  test('nobody before it begins, after it ends and when it is revoked', async () => {
    await grant({ ...toUser(), study_id: ids.first, not_before: after });
    await grant({ ...toUser(), study_id: ids.first, expires_at: before });
    await grant({ ...toUser(), study_id: ids.first, revoked_at: before, revoked_by: 'user 1' });
    expect(await reached()).toBe('');
    await grant({ ...toUser(), study_id: ids.first, not_before: before, expires_at: after });
    expect(await reached()).toBe('first');
  });

  test.each([
    ['is no member yet', { since: after }],
    ['is a member no longer', { until: before }],
    ['is a member of what is closed', { closed_at: before }],
  ])('nobody who %s', async (_, membership) => {
    const [teamId, organisationId] = [await team(membership), await organisation(membership)];
    await grant({ grantee_kind: 'team', grantee_id: teamId, patient_id: ids.patient });
    await grant({ grantee_kind: 'organisation', grantee_id: organisationId, study_id: ids.first });
    expect(await reached()).toBe('');
  });

  test('with its privileges only, and a member of a team with their own', async () => {
    await grant({ ...toUser(), study_id: ids.first, privileges: ['view', 'see-identity'] });
    await grant({ ...toUser(), study_id: ids.first, privileges: ['download'] });
    expect(await reached()).toBe('first');
    expect(await reached(member, { privileges: downloading })).toBe('');
    const teams = [await team(), await team({ mayOnlyView: true })];
    await grant({ grantee_kind: 'team', grantee_id: teams[0] ?? 0, study_id: ids.second });
    await grant({ grantee_kind: 'team', grantee_id: teams[1] ?? 0, study_id: ids.others });
    expect(await reached()).toBe('first second others');
    expect(await reached(member, { privileges: downloading })).toBe('second');
  });

  test('what is the patient’s when it is asked for', async () => {
    await grant({ ...toUser(), patient_id: ids.other });
    expect(await reached()).toBe('others');
    await db.updateTable('study').set({ patient_id: ids.other }).where('id', '=', ids.second).execute();
    expect(await reached()).toBe('second others');
    await db.updateTable('study').set({ patient_id: ids.patient }).where('id', '=', ids.second).execute();
  });
});

describe('a grant on a series', () => {
  test('shows that series and no other, nor that there are others', async () => {
    const [ct] = ids.series;
    await grant({ ...toUser(), series_id: ct ?? 0 });
    expect(await reached()).toBe('first');
    expect(await reachedSeries()).toEqual([ct]);
    const seen = () =>
      db
        .selectFrom('study')
        .where('study.id', '=', ids.first)
        .innerJoinLateral(seenOfStudy(member), (join) => join.onTrue())
        .select(['seen.series_count as series', 'seen.instance_count as instances'])
        .select(['seen.modalities', 'seen.sop_classes as classes'])
        .executeTakeFirstOrThrow();
    expect(await seen()).toEqual({ series: 1, instances: 3, modalities: ['CT'], classes: ['class of CT'] });
    await grant({ ...toUser(), study_id: ids.first });
    expect(await seen()).toEqual({ series: 2, instances: 4, modalities: ['CT', 'PR'], classes: [] });
  });

  test('is enough to read, and not for what is done with a whole study', async () => {
    const [ct, pr] = ids.series;
    await grant({ ...toUser(), series_id: ct ?? 0 });
    expect(await outcome('study:read', { kind: 'study', id: ids.first })).toBe('allowed');
    expect(await outcome('study:read', { kind: 'series', id: ct ?? 0 })).toBe('allowed');
    expect(await outcome('study:read', { kind: 'series', id: pr ?? 0 })).toBe('not-found');
    expect(await outcome('delivery:write', { kind: 'study', id: ids.first })).toBe('forbidden');
    expect(await outcome('delivery:write', { kind: 'study', id: ids.second })).toBe('not-found');
  });
});

test('without the privilege of an action, what may be seen is forbidden and all else is absent', async () => {
  await grant({ ...toUser(), study_id: ids.first, privileges: ['view', 'see-identity'] });
  expect(await outcome('study:read', { kind: 'study', id: ids.first })).toBe('allowed');
  expect(await outcome('study:download', { kind: 'study', id: ids.first })).toBe('forbidden');
  expect(await outcome('delivery:write', { kind: 'study', id: ids.first })).toBe('forbidden');
  expect(await outcome('study:download', { kind: 'study', id: ids.second })).toBe('not-found');
});

function outcome(action: Parameters<typeof requireAccess>[1], object: Parameters<typeof requireAccess>[2]) {
  const audit = { record: async () => undefined, count: () => undefined };
  return requireAccess({ subject: member, db, audit }, action, object).then(
    () => 'allowed',
    (error: { code?: string }) => error.code ?? String(error),
  );
}
