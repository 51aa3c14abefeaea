/**
 * What members do in the joining ceremony: ask that somebody be admitted, send another link, decline, withdraw. And the
 * beginning outside: somebody asks to hand in an image. What they do afterwards is `confirm.ts`; `SEMANTICS.md` has the steps.
 */

import type { Language } from '@isocenter/contract/language';
import { paths } from '@isocenter/contract/paths';
import type { Privilege } from '@isocenter/contract/privilege';
import { type Kysely, sql, type Transaction } from 'kysely';
import { emailKey } from '../access/email-key.ts';
import type { Subject } from '../access/subject.ts';
import { CareTeamError } from '../care-teams/errors.ts';
import { findMember } from '../care-teams/members.ts';
import { assertMayGive, lockOpenTeam } from '../care-teams/teams.ts';
import type { Database } from '../database/schema.ts';
import { enqueueMessage } from '../messages/outbox.ts';
import { isInTeam, notify, settleNotices } from '../notices/notify.ts';
import { issueToken } from '../verification/one-time-token.ts';
import { linkLifeMs, liveStates, maxLinks, nextState, stateLifeMs } from './transitions.ts';
import { endJoining, purpose, subjectOf } from './withdraw.ts';

/** Requests of one team that wait; beyond it they are dropped like those without a team. */
const maxAsked = 50;

type Member = Extract<Subject, { kind: 'user' }>;

export type CeremonyDeps = {
  readonly db: Kysely<Database>;
  readonly now: () => Date;
  /** Base of absolute links, without trailing slash. */
  readonly linkBase: () => string;
};

export type HandInRequest = {
  readonly code: string;
  readonly name: string;
  readonly email: string;
  readonly note: string;
  readonly language?: Language | undefined;
  readonly browserHash: Buffer;
};

/** Notes a request, unprocessed, for the team that has the code. Returns its id; undefined where it was dropped. */
export function askToHandIn(
  { db, now }: Pick<CeremonyDeps, 'db' | 'now'>,
  { code, name, email, note, language, browserHash }: HandInRequest,
): Promise<number | undefined> {
  const at = now();
  return db.transaction().execute(async (trx) => {
    const team = await trx
      .selectFrom('care_team_code')
      .innerJoin('care_team', 'care_team.id', 'care_team_code.team_id')
      .select('care_team.id')
      .where('code', '=', code.replace(/[\s-]/g, '').toUpperCase())
      .where('closed_at', 'is', null)
      .where(
        sql<number>`(select count(*) from gateway.care_team_joining j
        where j.team_id = care_team.id and j.state = 'asked')`,
        '<',
        maxAsked,
      )
      .executeTakeFirst();
    if (team === undefined) return undefined;
    const { id } = await trx
      .insertInto('care_team_joining')
      .values({
        ...{ team_id: team.id, state: 'asked', email: email.trim(), name: name.trim(), note: note.trim(), language },
        ...{ browser_hash: browserHash, privileges: [], invited_by: null, user_id: null, phone: null },
        ...{ created_at: at, changed_at: at, expires_at: new Date(at.getTime() + stateLifeMs.asked) },
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await notify(trx, { kind: 'joining-asked', to: isInTeam(team.id, ['invite']), teamId: team.id, joiningId: id });
    return id;
  });
}

export type Invitation = {
  readonly teamId: number;
  readonly name: string;
  readonly email: string;
  readonly language?: Language | undefined;
  readonly privileges: readonly Privilege[];
};

/** Begins a joining by a member. @throws CareTeamError `team-closed`, `privileges-too-many`, `already-member`, `joining-live` */
export function invite(deps: CeremonyDeps, by: Member, invitation: Invitation): Promise<number> {
  const { teamId, name, email, language, privileges } = invitation;
  const at = deps.now();
  return deps.db.transaction().execute(async (trx) => {
    await lockOpenTeam(trx, teamId);
    const { id } = await trx
      .insertInto('care_team_joining')
      .values({
        ...{ team_id: teamId, state: 'asked', email: email.trim(), name: name.trim(), note: '', language },
        ...{ browser_hash: null, privileges: [], invited_by: null, user_id: null, phone: null },
        ...{ created_at: at, changed_at: at, expires_at: at },
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await admitIn(trx, deps, by, { teamId, joiningId: id, privileges });
    return id;
  });
}

export type Admission = {
  readonly teamId: number;
  readonly joiningId: number;
  readonly privileges: readonly Privilege[];
};

/** Goes on with a request. @throws CareTeamError as `invite`, and `not-found`, `joining-state` */
export function admit(deps: CeremonyDeps, by: Member, admission: Admission): Promise<void> {
  return deps.db.transaction().execute(async (trx) => {
    await lockOpenTeam(trx, admission.teamId);
    await admitIn(trx, deps, by, admission);
  });
}

async function admitIn(
  trx: Transaction<Database>,
  deps: CeremonyDeps,
  by: Member,
  { teamId, joiningId, privileges }: Admission,
): Promise<void> {
  const joining = await lockJoining(trx, teamId, joiningId);
  const state = nextState(joining.state, 'admit');
  if (state === undefined) throw new CareTeamError('joining-state');
  await assertMayGive(trx, by, { teamId, privileges });
  const key = emailKey(joining.email);
  const live = await trx
    .selectFrom('care_team_joining')
    .select('id')
    .where('team_id', '=', teamId)
    .where('state', 'in', ['invited', 'confirmed'])
    .where(sql`lower(normalize(email, NFKC))`, '=', key)
    .executeTakeFirst();
  if (live !== undefined) throw new CareTeamError('joining-live');
  const { email, name, language } = joining;
  const { userId, isNew } = await findOrMakeUser(trx, { email, name, language, now: deps.now() });
  if ((await findMember(trx, teamId, userId)) !== undefined) throw new CareTeamError('already-member');
  await trx
    .updateTable('care_team_joining')
    .set({ privileges: [...privileges], invited_by: by.userId, user_id: userId, makes_user: isNew })
    .where('id', '=', joiningId)
    .execute();
  await settleNotices(trx, { joining_id: joiningId });
  await sendLink(trx, deps, { ...joining, state });
}

/** Sends another link, on behalf of a member. @throws CareTeamError `not-found`, `team-closed`, `joining-state` */
export function resend(deps: CeremonyDeps, { teamId, joiningId }: Omit<Admission, 'privileges'>): Promise<void> {
  return deps.db.transaction().execute(async (trx) => {
    await lockOpenTeam(trx, teamId);
    const joining = await lockJoining(trx, teamId, joiningId);
    const state = nextState(joining.state, 'resend');
    if (state === undefined || joining.links_sent >= maxLinks) throw new CareTeamError('joining-state');
    await sendLink(trx, deps, { ...joining, state });
  });
}

/** Declines a request or withdraws an invitation. @throws CareTeamError `not-found`, `joining-state` */
export function end(deps: CeremonyDeps, { teamId, joiningId }: Omit<Admission, 'privileges'>): Promise<void> {
  return deps.db.transaction().execute(async (trx) => {
    const joining = await lockJoining(trx, teamId, joiningId);
    if (!(await endJoining(trx, joining, 'decline', deps.now()))) throw new CareTeamError('joining-state');
  });
}

type Joining = Awaited<ReturnType<typeof lockJoining>>;

/** Issues a token, which ends the one before, and mails it. */
export async function sendLink(trx: Kysely<Database>, deps: CeremonyDeps, joining: Joining): Promise<void> {
  const { id, state, email, language, browser_hash } = joining;
  const at = deps.now();
  const subject = subjectOf(id);
  const { token, expiresAt } = await issueToken(trx, {
    ...{ purpose, subject, lifeMs: linkLifeMs, now: at },
    browserHash: browser_hash ?? undefined,
  });
  const link = `${deps.linkBase()}${paths.joiningPage(token)}`;
  await enqueueMessage(trx, {
    ...{ channel: 'mail', to: email, language, about: subject, expiresAt, now: at },
    content: { kind: 'confirm-address', link, minutes: linkLifeMs / 60_000 },
  });
  await trx
    .updateTable('care_team_joining')
    .set((eb) => ({
      ...{ state, changed_at: at, expires_at: new Date(at.getTime() + stateLifeMs.invited) },
      links_sent: eb('links_sent', '+', 1),
    }))
    .where('id', '=', id)
    .execute();
}

/** @throws CareTeamError `not-found` */
async function lockJoining(trx: Kysely<Database>, teamId: number, joiningId: number) {
  const joining = await trx
    .selectFrom('care_team_joining')
    .selectAll()
    .where('id', '=', joiningId)
    .where('team_id', '=', teamId)
    .where('state', 'in', liveStates)
    .forUpdate()
    .executeTakeFirst();
  if (joining === undefined) throw new CareTeamError('not-found');
  return joining;
}

/** The account with this address, or a pending one: a guest without a password, who cannot sign in. */
async function findOrMakeUser(
  trx: Kysely<Database>,
  { email, name, language, now }: Pick<Joining, 'email' | 'name' | 'language'> & { readonly now: Date },
): Promise<{ readonly userId: number; readonly isNew: boolean }> {
  const email_key = emailKey(email);
  const made = await trx
    .insertInto('user_account')
    .values({ email, email_key, name, language, role: 'guest', password_hash: null, created_at: now })
    .onConflict((conflict) => conflict.column('email_key').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made !== undefined) return { userId: made.id, isNew: true };
  const known = await trx
    .selectFrom('user_account')
    .select(['id', 'password_hash', 'role'])
    .where('email_key', '=', email_key)
    .executeTakeFirstOrThrow();
  // One that another joining made is pending for both.
  return { userId: known.id, isNew: known.role === 'guest' && known.password_hash === null };
}
