import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { buildGrant } from '../../test/grants.ts';
import type { AuditEvent } from '../audit/event.ts';
import { type AccessObject, requireAccess } from './access.ts';
import { type Action, actions, mayTake } from './action.ts';
import { anonymous, type Subject } from './subject.ts';

const admin: Subject = { kind: 'user', userId: 1, role: 'admin', email: 'admin@example.invalid' };
const member: Subject = { kind: 'user', userId: 2, role: 'member', email: 'member@example.invalid' };
const adminToken: Subject = { kind: 'token', tokenId: 1, role: 'admin', label: 'test' };
const memberToken: Subject = { kind: 'token', tokenId: 2, role: 'member', label: 'test' };
const service: Subject = { kind: 'service', serviceId: 3, name: 'test', tokenId: 4 };
const system: Subject = { kind: 'system', name: 'test' };
const peer = (...verbs: Extract<Subject, { kind: 'peer' }>['verbs']): Subject => {
  return { kind: 'peer', aet: 'TEST', address: '192.0.2.1', peerId: 5, verbs };
};

describe('the table of actions', () => {
  test('allows each subject what it allows', () => {
    const allowed = (subject: Subject) => actions.filter((action) => mayTake(subject, action)).join(' ');
    expect({
      anonymous: allowed(anonymous),
      member: allowed(member),
      guest: allowed({ ...member, role: 'guest' }),
      privacyOfficer: allowed({ ...member, role: 'privacy-officer' }),
      memberToken: allowed(memberToken),
      service: allowed(service),
      peerEcho: allowed(peer('echo')),
      peerStore: allowed(peer('store')),
      peerFind: allowed(peer('find')),
      peerMove: allowed(peer('move')),
      peerCommit: allowed(peer('commit')),
      peerNothing: allowed(peer()),
    }).toMatchInlineSnapshot(`
      {
        "anonymous": "session:read session:sign-in setup:read setup:complete joining:ask joining:confirm joining:verify",
        "guest": "session:read session:sign-in session:sign-out setup:read setup:complete password:change session:prove session:end account:read account:write account:language account:notices study:search study:describe study:read study:download team:read team:invite team:manage team:upload team:leave comment:read comment:write notice:read notice:count notice:write joining:ask joining:confirm joining:verify event:read about:read",
        "member": "session:read session:sign-in session:sign-out setup:read setup:complete password:change session:prove session:end account:read account:write account:language account:notices study:search study:describe study:read study:download instance:store team:create team:read team:invite team:manage team:upload team:leave comment:read comment:write notice:read notice:count notice:write joining:ask joining:confirm joining:verify grant:read grant:write grant:revoke grantee:read break-glass:open conflict:read delivery:read delivery:write event:read change:read about:read openapi:read",
        "memberToken": "session:read session:sign-in setup:read setup:complete study:search study:describe study:read study:download instance:store joining:ask joining:confirm joining:verify grant:read grant:write grant:revoke grantee:read conflict:read delivery:read delivery:write event:read change:read about:read openapi:read",
        "peerCommit": "session:read session:sign-in setup:read setup:complete dimse:commit dimse:report joining:ask joining:confirm joining:verify",
        "peerEcho": "session:read session:sign-in setup:read setup:complete dimse:echo dimse:report joining:ask joining:confirm joining:verify",
        "peerFind": "session:read session:sign-in setup:read setup:complete study:search dimse:report joining:ask joining:confirm joining:verify",
        "peerMove": "session:read session:sign-in setup:read setup:complete study:read study:download dimse:move dimse:report joining:ask joining:confirm joining:verify",
        "peerNothing": "session:read session:sign-in setup:read setup:complete dimse:report joining:ask joining:confirm joining:verify",
        "peerStore": "session:read session:sign-in setup:read setup:complete instance:store dimse:report joining:ask joining:confirm joining:verify",
        "privacyOfficer": "session:read session:sign-in session:sign-out setup:read setup:complete password:change session:prove session:end account:read account:write account:language account:notices study:search study:describe team:read team:invite team:manage team:upload team:leave comment:read comment:write notice:read notice:count notice:write joining:ask joining:confirm joining:verify consent:read consent:write erasure:read patient:erase patient:export hold:read grant:read break-glass:review event:read about:read audit:read audit:export access-history:read",
        "service": "session:read session:sign-in setup:read setup:complete study:search study:describe study:read study:download instance:store joining:ask joining:confirm joining:verify grant:read grant:write grant:revoke grantee:read conflict:read delivery:read delivery:write event:read change:read about:read openapi:read",
      }
    `);
    // All that a member may, but what is of people only.
    const ofPeople = (action: Action) =>
      /^(team|account|comment|notice):|^session:(prove|end|sign-out)$|^password:|^break-glass:open$/.test(action);
    const forMembers = actions.filter((action) => mayTake(member, action));
    expect(actions.filter((action) => mayTake(service, action))).toEqual(forMembers.filter((one) => !ofPeople(one)));
    const notForAdmin = actions.filter((action) => !mayTake(admin, action));
    const overDimseOnly = ['dimse:commit', 'dimse:echo', 'dimse:get', 'dimse:move', 'dimse:report'];
    expect(notForAdmin).toEqual(overDimseOnly);
    const notForAdminToken = actions.filter((action) => !mayTake(adminToken, action));
    const forPeople = actions.filter((action) =>
      /^(team|account|comment|notice):|^session:(prove|end)$|^break-glass:open$/.test(action),
    );
    expect(notForAdminToken.toSorted()).toEqual(
      ['session:sign-out', 'password:change', ...overDimseOnly, ...forPeople].toSorted(),
    );
    expect(actions.every((action) => mayTake(system, action))).toBe(true);
  });
});

describe('requireAccess', () => {
  let database: TestDatabase;
  const ids = { granted: 0, mine: 0, peers: 0, services: 0, nobodys: 0 };
  let counted: AuditEvent[] = [];
  const audit = { record: async () => undefined, count: (event: AuditEvent) => counted.push(event) };

  beforeAll(async () => {
    database = await openTestDatabase();
    const { db } = database;
    const patient = await db
      .insertInto('patient')
      .values({ identity_key: 'x', key_id: 'x', patient_id: '', issuer: '', name: '', birth_date: '', sex: '' })
      .returning('id')
      .executeTakeFirstOrThrow();
    const blank = { study_date: '', study_time: '', accession_number: '', study_id: '', description: '', search: '' };
    const more = { referring_physician: '', institution: '', modalities: [], attributes: '{}' };
    const insert = async (study_instance_uid: string) => {
      const row = { ...blank, ...more, patient_id: patient.id, study_instance_uid, series_count: 0, instance_count: 0 };
      const { id } = await db.insertInto('study').values(row).returning('id').executeTakeFirstOrThrow();
      return id;
    };
    for (const key of ['granted', 'mine', 'peers', 'services', 'nobodys'] as const) ids[key] = await insert(key);
    await db
      .insertInto('access_grant')
      .values([
        buildGrant({ study_id: ids.granted }),
        buildGrant({ study_id: ids.mine, grantee_kind: 'user', grantee_id: 2 }),
        buildGrant({ study_id: ids.peers, grantee_kind: 'peer', grantee_id: 5 }),
        buildGrant({ study_id: ids.services, grantee_kind: 'service', grantee_id: 3 }),
      ])
      .execute();
  });
  afterAll(() => database.close());

  async function outcome(subject: Subject, action: Action, object?: AccessObject): Promise<string> {
    counted = [];
    const context = { subject, address: '192.0.2.1', db: database.db, audit };
    return requireAccess(context, action, object).then(
      () => 'allowed',
      // Anything but a denial would show up as a code that no test expects.
      (error: { code?: string }) => error.code ?? String(error),
    );
  }

  test.each([
    ['an administrator', admin, ['granted', 'mine', 'peers', 'services', 'nobodys']],
    ['a token of an administrator', adminToken, ['granted', 'mine', 'peers', 'services', 'nobodys']],
    ['a member', member, ['granted', 'mine']],
    ['another member', { ...member, userId: 3 }, ['granted']],
    ['a token of a member', memberToken, ['granted']],
    ['a service account, and nothing that is granted to everyone,', service, ['services']],
    ['another service account', { ...service, serviceId: 2 }, []],
    ['a peer that may retrieve', peer('get'), ['granted', 'peers']],
    ['the system', system, ['granted', 'mine', 'peers', 'services', 'nobodys']],
  ] as const)('lets %s read what is granted to it', async (_, subject, readable) => {
    const reached: string[] = [];
    for (const key of ['granted', 'mine', 'peers', 'services', 'nobodys'] as const) {
      const answer = await outcome(subject, 'study:read', { kind: 'study', id: ids[key] });
      if (answer === 'allowed') reached.push(key);
      else expect(answer).toBe('not-found');
    }
    expect(reached).toEqual(readable);
  });

  test('answers for a study that does not exist as for one that is not granted', async () => {
    expect(await outcome(member, 'study:read', { kind: 'study', id: 999_999 })).toBe('not-found');
    expect(await outcome(admin, 'study:read', { kind: 'study', id: 999_999 })).toBe('not-found');
    expect(await outcome(admin, 'study:read', { kind: 'instance', id: 999_999 })).toBe('not-found');
    expect(await outcome(admin, 'study:read', { kind: 'series', id: 999_999 })).toBe('not-found');
  });

  test('tells who has not signed in from who may not', async () => {
    expect(await outcome(anonymous, 'study:search')).toBe('unauthenticated');
    expect(await outcome(member, 'user:read')).toBe('forbidden');
    expect(await outcome(peer('store'), 'study:read', { kind: 'study', id: ids.granted })).toBe('forbidden');
  });

  test('counts each denial for the audit trail', async () => {
    const object = { kind: 'user', id: 7 } as const;
    await outcome(member, 'user:write', object);
    expect(counted).toEqual([
      {
        action: 'user:write',
        outcome: 'denied',
        subject: member,
        object,
        address: '192.0.2.1',
        details: { reason: 'forbidden' },
      },
    ]);
    await outcome(member, 'study:search');
    expect(counted).toEqual([]);
  });
});
