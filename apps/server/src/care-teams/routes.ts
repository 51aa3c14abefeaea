/** `/api/teams`: care teams, who is in them, what each member may do. Joinings are `joining/routes.ts`. */

import type { TeamSummary } from '@isocenter/contract/care-teams';
import type { Kysely } from 'kysely';
import { type AccessContext, callerOf, requireAccess } from '../access/access.ts';
import type { Action } from '../access/action.ts';
import { parseObjectId } from '../access/object-id.ts';
import type { Subject } from '../access/subject.ts';
import type { AuditDetail, AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { registerOperation } from '../http/operation.ts';
import type { HttpServer } from '../http/server.ts';
import { listJoinings } from '../joining/list.ts';
import { listActivity } from './activity.ts';
import { CareTeamError } from './errors.ts';
import { findMember, findTeam, listMembers, listTeams, privilegesOf, type TeamRow } from './members.ts';
import { closeTeam, createTeam, removeMember, setOwner, setPrivileges } from './teams.ts';

export type CareTeamRouteDeps = {
  readonly db: Kysely<Database>;
  readonly audit: AuditRecorder;
  readonly now: () => Date;
};

export function registerCareTeamRoutes(app: HttpServer, { db, audit, now }: CareTeamRouteDeps): void {
  registerOperation(app, 'listTeams', async ({ access, query }) => {
    await requireAccess(access, 'team:read');
    const teams = await listTeams(db, access.subject, { state: query.state ?? 'open' });
    return { teams: teams.map((team) => presentTeam(team, access.subject)) };
  });

  registerOperation(app, 'createTeam', async ({ access, body }) => {
    const studyId = parseObjectId(body.studyId);
    await requireAccess(access, 'team:create', { kind: 'study', id: studyId });
    const id = await createTeam(db, personOf(access), { studyId, name: body.name });
    await note(access, 'team:create', id);
    return { id: String(id) };
  });

  registerOperation(app, 'getTeam', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'team:read', { kind: 'team', id });
    const team = await findTeam(db, id);
    if (team === undefined) throw new CareTeamError('not-found');
    const person = personOf(access);
    const own = await findMember(db, id, person.userId);
    const privileges = privilegesOf(person, own?.privileges);
    const mayInvite = privileges.includes('invite') && team.closed_at === null;
    const [members, joinings] = await Promise.all([listMembers(db, id), mayInvite ? listJoinings(db, id, now()) : []]);
    await note(access, 'team:read', id);
    return {
      ...{ id: String(id), name: team.name, members: members.length, privileges: [...privileges] },
      createdAt: team.created_at.toISOString(),
      ...(team.closed_at !== null && { closedAt: team.closed_at.toISOString() }),
      ...(own !== undefined && { userId: String(person.userId) }),
      ...(privileges.includes('see-identity') &&
        team.patient_name !== null && { patient: { name: team.patient_name, birthDate: team.birth_date ?? '' } }),
      teamMembers: members.map((member) => ({
        ...{ userId: String(member.user_id), name: member.name, email: member.email },
        ...{ isOwner: member.user_id === team.owner, privileges: member.privileges },
        since: member.since.toISOString(),
      })),
      joinings: joinings.map((joining) => ({ ...joining })),
      ...(mayInvite && team.code !== null && { handInCode: team.code }),
    };
  });

  registerOperation(app, 'listTeamActivity', async ({ access, params, query }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'team:read', { kind: 'team', id });
    if ((await findTeam(db, id)) === undefined) throw new CareTeamError('not-found');
    const subject = personOf(access);
    const member = await findMember(db, id, subject.userId);
    const before = query.before === undefined ? undefined : parseObjectId(query.before);
    const activity = await listActivity(db, id, { subject, member }, { limit: query.limit, before });
    const event = { action: 'team:read', outcome: 'success', ...callerOf(access) } as const;
    audit.count({ ...event, object: { kind: 'team', id }, details: { what: 'activity' } });
    return activity;
  });

  registerOperation(app, 'closeTeam', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'team:manage', { kind: 'team', id });
    await closeTeam(db, id, personOf(access), now());
    await note(access, 'team:manage', id, { change: 'close' });
    return undefined;
  });

  registerOperation(app, 'setTeamOwner', async ({ access, params, body }) => {
    const id = parseObjectId(params.id);
    const userId = parseObjectId(body.userId);
    await requireAccess(access, 'team:manage', { kind: 'team', id });
    const person = personOf(access);
    const team = await findTeam(db, id);
    if (person.role !== 'admin' && team?.owner !== person.userId) throw new CareTeamError('privileges-too-many');
    await setOwner(db, person, { teamId: id, userId });
    await note(access, 'team:manage', id, { change: 'owner', user: userId });
    return undefined;
  });

  registerOperation(app, 'setMemberPrivileges', async ({ access, params, body }) => {
    const [id, userId] = [parseObjectId(params.id), parseObjectId(params.userId)];
    await requireAccess(access, 'team:manage', { kind: 'team', id });
    await setPrivileges(db, personOf(access), { teamId: id, userId, privileges: body.privileges });
    await note(access, 'team:manage', id, { change: 'privileges', user: userId, privileges: body.privileges });
    return undefined;
  });

  registerOperation(app, 'removeMember', async ({ access, params }) => {
    const [id, userId] = [parseObjectId(params.id), parseObjectId(params.userId)];
    const isOwn = access.subject.kind === 'user' && access.subject.userId === userId;
    const action = isOwn ? 'team:leave' : 'team:manage';
    await requireAccess(access, action, { kind: 'team', id });
    await removeMember(db, personOf(access), { teamId: id, userId, now: now() });
    await note(access, action, id, { change: isOwn ? 'leave' : 'remove', user: userId });
    return undefined;
  });

  function note(access: AccessContext, action: Action, id: number, details?: Readonly<Record<string, AuditDetail>>) {
    const object = { kind: 'team', id };
    return audit.record({ action, outcome: 'success', ...callerOf(access), object, details });
  }
}

/** Who acts in a team is a person: the table of actions lets nobody else get here. */
export function personOf({ subject }: AccessContext): Extract<Subject, { kind: 'user' }> {
  if (subject.kind !== 'user') throw new TypeError('a care team is for people');
  return subject;
}

function presentTeam(team: TeamRow, subject: Subject): TeamSummary {
  return {
    ...{ id: String(team.id), name: team.name, members: team.members },
    privileges: [...privilegesOf(subject, team.privileges)],
    createdAt: team.created_at.toISOString(),
    ...(team.closed_at !== null && { closedAt: team.closed_at.toISOString() }),
  };
}
