/**
 * Slows down guessing of passwords: attempts are counted by account, by address and by both together, in the database,
 * so that a restart or another process does not forget them.
 *
 * Where a browser has signed in to the account before, it alone is counted (`identity/known-browser.ts`): who guesses
 * elsewhere slows only himself down.
 *
 * An attempt counts as failed from its beginning, so that a hundred at the same moment are a hundred. A typed address
 * that belongs to nobody is counted in the same way, which keeps it from being told apart. What is counted is kept as a
 * hash. `SEMANTICS.md` has the numbers.
 */

import { createHash } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import { AccessError } from './errors.ts';
import { networkOf } from './network-address.ts';

export type ThrottleRule = {
  /** Attempts in a row that cost nothing. */
  readonly free: number;
  /** Wait after the first attempt beyond; doubles with each. */
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
};

const second = 1_000;
const minute = 60 * second;
const day = 24 * 60 * minute;

/** NIST SP 800-63B §5.2.2 allows at most 100 consecutive failures on one account. */
const hardLimit = 100;

const rules = {
  /** A person who mistypes, at one place. */
  pair: { free: 5, firstDelayMs: 5 * second, maxDelayMs: 15 * minute },
  /** A browser that this account has signed in with before. */
  browser: { free: 5, firstDelayMs: 5 * second, maxDelayMs: 15 * minute },
  /** Many places trying one account: wider, so that others cannot easily lock its owner out. */
  account: { free: 20, firstDelayMs: 30 * second, maxDelayMs: 15 * minute },
  /** One place trying many accounts; a whole clinic may share an address. */
  address: { free: 40, firstDelayMs: 30 * second, maxDelayMs: 15 * minute },
} as const satisfies Record<string, ThrottleRule>;

export type ThrottleState = { readonly failures: number; readonly blockedUntil: Date; readonly changedAt: Date };

/** Returns the state after one more attempt; what was quiet for a day starts anew. */
export function nextState(state: ThrottleState | undefined, rule: ThrottleRule, now: Date): ThrottleState {
  const forgotten = state === undefined || now.getTime() - state.changedAt.getTime() > day;
  const failures = (forgotten ? 0 : state.failures) + 1;
  const delay = delayMs(failures, rule);
  // Not the moment itself: who began a little earlier, and waited for this attempt to be counted, would be refused.
  return { failures, blockedUntil: delay === 0 ? notBlocked : new Date(now.getTime() + delay), changedAt: now };
}

const notBlocked = new Date(0);

function delayMs(failures: number, rule: ThrottleRule): number {
  if (failures < rule.free) return 0;
  if (failures >= hardLimit && rule !== rules.address) return day;
  return Math.min(rule.firstDelayMs * 2 ** Math.min(failures - rule.free, 30), rule.maxDelayMs);
}

/** An attempt that has been counted; `succeed` takes it back together with what came before it. */
export type Attempt = { succeed(trx: Kysely<Database>): Promise<void> };

export type ThrottleOptions = { readonly db: Kysely<Database>; readonly now: () => Date };

/** Where an attempt comes from. */
export type Origin = {
  readonly address: string;
  /** Of a browser that has signed in to this account before. */
  readonly browserId?: string | undefined;
};

/**
 * Counts an attempt before it is made.
 * @throws AccessError `rate-limited` while any of its counters is blocked
 */
export async function beginAttempt({ db, now }: ThrottleOptions, accountKey: string, from: Origin): Promise<Attempt> {
  const at = now();
  const counters = countersOf(accountKey, from);
  const wait = await db.transaction().execute(async (trx) => {
    const states = await lockStates(
      trx,
      counters.map(({ hash }) => hash),
      at,
    );
    const blockedMs = Math.max(...states.map((state) => (state?.blockedUntil.getTime() ?? 0) - at.getTime()));
    if (blockedMs > 0) return blockedMs;
    for (const [index, { hash, rule }] of counters.entries()) {
      await write(trx, hash, nextState(states[index], rule, at));
    }
    return 0;
  });
  if (wait > 0) throw new AccessError('rate-limited', { retryAfterSeconds: Math.ceil(wait / second) });
  return { succeed: (trx) => succeed(trx, counters) };
}

function countersOf(accountKey: string, { address, browserId }: Origin): readonly Counter[] {
  if (browserId !== undefined) {
    return [{ hash: hashOf('browser', `${accountKey} ${browserId}`), rule: rules.browser }];
  }
  const network = networkOf(address);
  return [
    { hash: hashOf('account', accountKey), rule: rules.account },
    { hash: hashOf('address', network), rule: rules.address },
    { hash: hashOf('pair', `${accountKey} ${network}`), rule: rules.pair },
  ].sort((a, b) => a.hash.compare(b.hash)); // One order for all, so that attempts never wait for each other in a ring.
}

/** Forgets what was counted for an account, when an administrator or a set-up link has given it a new password. */
export async function forgetAttempts(trx: Kysely<Database>, accountKey: string): Promise<void> {
  await trx.deleteFrom('sign_in_throttle').where('key_hash', '=', hashOf('account', accountKey)).execute();
}

/** Removes counters that were quiet for a day, so that invented accounts do not fill the table. */
export async function sweepAttempts({ db, now }: ThrottleOptions): Promise<void> {
  const before = new Date(now().getTime() - day);
  await db.deleteFrom('sign_in_throttle').where('changed_at', '<', before).execute();
}

type Counter = { readonly hash: Buffer; readonly rule: ThrottleRule };

async function lockStates(trx: Transaction<Database>, hashes: readonly Buffer[], at: Date) {
  const blank = { failures: 0, blocked_until: notBlocked, changed_at: at };
  await trx
    .insertInto('sign_in_throttle')
    .values(hashes.map((key_hash) => ({ key_hash, ...blank })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const rows = await trx
    .selectFrom('sign_in_throttle')
    .selectAll()
    .where('key_hash', 'in', hashes)
    .orderBy('key_hash')
    .forUpdate()
    .execute();
  return hashes.map((hash): ThrottleState | undefined => {
    const row = rows.find(({ key_hash }) => key_hash.equals(hash));
    return row && { failures: row.failures, blockedUntil: row.blocked_until, changedAt: row.changed_at };
  });
}

async function write(trx: Kysely<Database>, hash: Buffer, state: ThrottleState): Promise<void> {
  await trx
    .updateTable('sign_in_throttle')
    .set({ failures: state.failures, blocked_until: state.blockedUntil, changed_at: state.changedAt })
    .where('key_hash', '=', hash)
    .execute();
}

/** The account starts anew; its address gets this one attempt back, but keeps what it did to other accounts. */
async function succeed(trx: Kysely<Database>, counters: readonly Counter[]): Promise<void> {
  for (const { hash, rule } of counters) {
    if (rule === rules.address) {
      await trx
        .updateTable('sign_in_throttle')
        .set((eb) => ({ failures: eb('failures', '-', 1), blocked_until: notBlocked }))
        .where('key_hash', '=', hash)
        .where('failures', '>', 0)
        .execute();
    } else {
      await trx.deleteFrom('sign_in_throttle').where('key_hash', '=', hash).execute();
    }
  }
}

function hashOf(kind: 'account' | 'address' | 'browser' | 'pair', text: string): Buffer {
  return createHash('sha256').update(`${kind}\0${text}`, 'utf8').digest();
}
