/**
 * What somebody outside does in the joining ceremony, in the browser that began: confirm the address and name a telephone, ask
 * for another code or link, type the code. Only that grants what the member chose.
 */

import type { Language } from '@isocenter/contract/language';
import type { Kysely, Transaction } from 'kysely';
import { hashSecret } from '../access/secret.ts';
import { issueUserLink } from '../access/setup.ts';
import { recordTeamEvent } from '../care-teams/activity.ts';
import { CareTeamError } from '../care-teams/errors.ts';
import { findMember } from '../care-teams/members.ts';
import { addMember, lockOpenTeam } from '../care-teams/teams.ts';
import type { Database } from '../database/schema.ts';
import { enqueueMessage } from '../messages/outbox.ts';
import { maskPhoneNumber, parsePhoneNumber } from '../messages/phone-number.ts';
import { VerificationError } from '../verification/errors.ts';
import { assertRight, codeLifeMs, issueCode, tryCode } from '../verification/one-time-code.ts';
import { consumeToken, findExpiredToken } from '../verification/one-time-token.ts';
import { type CeremonyDeps, sendLink } from './invite.ts';
import { maxCodes, maxLinks, nextState, stateLifeMs } from './transitions.ts';
import { endJoining, purpose, subjectOf } from './withdraw.ts';

export type SentCode = {
  readonly joiningId: number;
  /** As its owner recognises it. */
  readonly phone: string;
  readonly expiresAt: Date;
  readonly remainingCodes: number;
};

export type Confirmation = {
  readonly token: string;
  readonly phone: string;
  /** Of the page on which it is confirmed. */
  readonly language: Language | undefined;
  readonly browserSecret: string;
};

/**
 * Uses the link up and sends a code to the telephone that was named.
 *
 * @param browserSecret of this browser's cookie, a new one where it had none
 * @throws VerificationError `token-invalid`, `other-browser`; CareTeamError `phone-invalid`, which leaves the link good
 */
export function confirm(
  { db, now }: CeremonyDeps,
  { token, phone, language, browserSecret }: Confirmation,
): Promise<SentCode> {
  const number = numberOf(phone);
  return db.transaction().execute(async (trx) => {
    const subject = await consumeToken(trx, { purpose, token, browserSecret, now: now() });
    const joining = await lock(trx, Number(subject.replace(/^joining /, '')), now());
    const state = joining && nextState(joining.state, 'confirm');
    if (joining === undefined || state === undefined) throw new VerificationError('token-invalid');
    const at = now();
    const spoken = language ?? joining.language;
    const expires_at = new Date(at.getTime() + stateLifeMs.confirmed);
    await trx
      .updateTable('care_team_joining')
      .set({ state, browser_hash: hashSecret(browserSecret), language: spoken, expires_at })
      .where('id', '=', joining.id)
      .execute();
    return sendCode(trx, { ...joining, phone: number, language: spoken }, { browserSecret, now: at });
  });
}

export type CodeRequest = {
  readonly joiningId: number;
  readonly phone: string | undefined;
  readonly browserSecret: string | undefined;
};

/** Sends another code. @throws VerificationError `code-invalid`, `codes-exhausted`; CareTeamError `phone-invalid` */
export function resendCode(
  { db, now }: CeremonyDeps,
  { joiningId, phone, browserSecret }: CodeRequest,
): Promise<SentCode> {
  const number = phone === undefined ? undefined : numberOf(phone);
  return db.transaction().execute(async (trx) => {
    const joining = await lockConfirmed(trx, { joiningId, browserSecret, now: now() });
    if (joining.codes_sent >= maxCodes) throw new VerificationError('codes-exhausted');
    return sendCode(
      trx,
      { ...joining, phone: number ?? joining.phone },
      { browserSecret: joining.browserSecret, now: now() },
    );
  });
}

/** Sends another link to where an expired one went. Whether there was one, nobody is told; returns the joining for the trail. */
export function renew(deps: CeremonyDeps, token: string): Promise<number | undefined> {
  const { db, now } = deps;
  return db.transaction().execute(async (trx) => {
    const subject = await findExpiredToken(trx, { purpose, token, now: now() });
    if (subject === undefined) return undefined;
    const joining = await lock(trx, Number(subject.replace(/^joining /, '')), now());
    const isWaiting = joining?.state === 'invited' && joining.links_sent < maxLinks;
    if (joining === undefined || !isWaiting) return undefined;
    await sendLink(trx, deps, joining);
    return joining.id;
  });
}

export type Verified = {
  readonly joiningId: number;
  readonly teamId: number;
  readonly userId: number;
  /** For who has no password yet. */
  readonly setupToken: string | undefined;
};

/**
 * Tries the code; the right one makes a member of who typed it.
 * @throws VerificationError `code-wrong`, `code-invalid`; CareTeamError `team-closed`
 */
export async function verify(
  { db, now }: CeremonyDeps,
  { joiningId, code, browserSecret }: Omit<CodeRequest, 'phone'> & { readonly code: string },
): Promise<Verified> {
  const result = await db.transaction().execute(async (trx) => {
    const joining = await lockConfirmed(trx, { joiningId, browserSecret, now: now() });
    const owner = { purpose, subject: subjectOf(joiningId), browserSecret: joining.browserSecret, now: now() };
    const outcome = await tryCode(trx, code, owner);
    if (outcome === 'right') return join(trx, joining, now);
    const isLast = outcome.kind === 'wrong' && outcome.remainingTries === 0 && joining.codes_sent >= maxCodes;
    if (isLast) await endJoining(trx, joining, 'exhaust', now());
    return outcome;
  });
  // Thrown after the commit: a failed try stays counted.
  if ('kind' in result) assertRight(result);
  return result as Verified; // the other outcomes have been thrown above
}

async function join(trx: Transaction<Database>, joining: Confirmed, now: () => Date): Promise<Verified> {
  const { id: joiningId, team_id: teamId, user_id: userId, privileges } = joining;
  const state = nextState(joining.state, 'verify');
  if (userId === null || state === undefined) throw new VerificationError('code-invalid');
  await lockOpenTeam(trx, teamId);
  if ((await findMember(trx, teamId, userId)) !== undefined) throw new CareTeamError('already-member');
  await addMember(trx, { teamId, userId, privileges });
  const by = joining.invited_by ?? undefined;
  await recordTeamEvent(trx, { teamId, kind: 'joined', by, who: userId, privileges });
  await trx
    .updateTable('care_team_joining')
    .set({ state, changed_at: now(), note: '', browser_hash: null })
    .where('id', '=', joiningId)
    .execute();
  const user = await trx
    .selectFrom('user_account')
    .select(['password_hash', 'disabled_at'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow();
  const isPending = user.password_hash === null && user.disabled_at === null;
  const link = isPending ? await issueUserLink({ db: trx, now }, userId) : undefined;
  return { joiningId, teamId, userId, setupToken: link?.token };
}

type Joining = NonNullable<Awaited<ReturnType<typeof lock>>>;
type Confirmed = Joining & { readonly browserSecret: string };

/** Another browser is told no more than that there is no such code, and uses up no try. */
async function lockConfirmed(
  trx: Kysely<Database>,
  { joiningId, browserSecret, now }: Omit<CodeRequest, 'phone'> & { readonly now: Date },
): Promise<Confirmed> {
  const joining = await lock(trx, joiningId, now);
  const isOwn = browserSecret !== undefined && joining?.browser_hash?.equals(hashSecret(browserSecret)) === true;
  if (joining === undefined || !isOwn || joining.state !== 'confirmed') throw new VerificationError('code-invalid');
  return { ...joining, browserSecret };
}

function lock(trx: Kysely<Database>, joiningId: number, now: Date) {
  return trx
    .selectFrom('care_team_joining')
    .selectAll()
    .where('id', '=', joiningId)
    .where('expires_at', '>', now)
    .forUpdate()
    .executeTakeFirst();
}

async function sendCode(
  trx: Kysely<Database>,
  { id, phone, language, codes_sent }: Joining,
  { browserSecret, now }: { readonly browserSecret: string; readonly now: Date },
): Promise<SentCode> {
  if (phone === null) throw new CareTeamError('phone-invalid');
  const subject = subjectOf(id);
  const { code, expiresAt } = await issueCode(trx, { purpose, subject, browserSecret, now });
  await enqueueMessage(trx, {
    ...{ channel: 'sms', to: phone, language, about: subject, expiresAt, now },
    content: { kind: 'code', purpose: 'join', code, minutes: codeLifeMs / 60_000 },
  });
  await trx
    .updateTable('care_team_joining')
    .set({ phone, codes_sent: codes_sent + 1, changed_at: now })
    .where('id', '=', id)
    .execute();
  // A link that a member has sent again brings a code however many there were.
  const remainingCodes = Math.max(0, maxCodes - codes_sent - 1);
  return { joiningId: id, phone: maskPhoneNumber(phone), expiresAt, remainingCodes };
}

function numberOf(text: string): string {
  const number = parsePhoneNumber(text);
  if (number === undefined) throw new CareTeamError('phone-invalid');
  return number;
}
