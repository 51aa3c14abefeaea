/**
 * `make verify NAME=access`: what one rule of access costs with 1 000 000 grants on 100 000 studies (`--runs N` for another
 * number of grants), for who sees all, fifty of them, those of twenty teams, or nothing.
 *
 * Violations: a subject sees another number than it is granted; `requireAccess` takes longer than 1 ms, or a page of the
 * study list longer than 20 ms, at the 95th percentile.
 */

import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireAccess } from '../../apps/server/src/access/access.ts';
import { membershipsOfUser } from '../../apps/server/src/access/memberships.ts';
import { readableStudies } from '../../apps/server/src/access/readable-studies.ts';
import type { Subject } from '../../apps/server/src/access/subject.ts';
import { type OpenDatabase, openDatabase } from '../../apps/server/src/database/database.ts';
import { listStudies } from '../../apps/server/src/studies/repository.ts';
import { fillArchive, type Seer, type Sizes } from '../../apps/server/test/granted-archive.ts';
import { parseProofArguments } from '../arguments.ts';
import type { ProofResult } from '../proofs.ts';

const defaultGrants = 1_000_000;
const grantsOfStudy = 10;
const defaultAsks = 300;
const warmUps = 20;
const maxCheckMs = 1;
const maxListMs = 20;

type Times = { readonly p50Ms: number; readonly p95Ms: number };

export type AccessFigures = {
  readonly wrong: readonly string[];
  readonly slow: readonly string[];
  readonly checks: Readonly<Record<string, Times>>;
  readonly lists: Readonly<Record<string, Times>>;
};

export async function proveAccess(args: readonly string[]): Promise<ProofResult> {
  const { runs, seed } = parseProofArguments(args, defaultGrants);
  const dataDir = join(tmpdir(), `isocenter-access-${process.pid}`);
  mkdirSync(dataDir);
  // Not 0700: as root, the private PostgreSQL runs as another user.
  chmodSync(dataDir, 0o755);
  const logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const database = await openDatabase({ url: undefined, dataDir, maxConnections: 10, as: 'owner', logger });
  try {
    const sizes = { grants: runs, studies: Math.ceil(runs / grantsOfStudy) };
    const { wrong, slow, ...figures } = await measureAccess(database.db, sizes);
    for (const violation of [...wrong, ...slow]) process.stderr.write(`${violation}\n`);
    return { seed, runs, violations: wrong.length + slow.length, ...figures };
  } finally {
    await database.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Fills an empty index and measures it. */
export async function measureAccess(db: OpenDatabase['db'], sizes: Sizes, asks = defaultAsks): Promise<AccessFigures> {
  const seers = await fillArchive(db, sizes);
  const wrong: string[] = [];
  const checks: Record<string, Times> = {};
  const lists: Record<string, Times> = {};
  for (const seer of seers) {
    const subject = await subjectOf(db, seer.userId);
    wrong.push(...(await findWrong(db, subject, seer)));
    checks[seer.name] = await timesOf(asks, (at) => check(db, subject, 1 + ((at * 7_919) % sizes.studies)));
    const queries = { page: {}, later: { offset: 40 }, word: { q: 'test 17' } };
    for (const [name, query] of Object.entries(queries)) {
      lists[`${seer.name}, ${name}`] = await timesOf(asks, () => listStudies(db, subject, { limit: 100, ...query }));
    }
  }
  const slow = [...slowOf('requireAccess', checks, maxCheckMs), ...slowOf('the study list', lists, maxListMs)];
  return { wrong, slow, checks, lists };
}

/** As a session finds it. */
async function subjectOf(db: OpenDatabase['db'], userId: number): Promise<Subject> {
  const found = db.selectFrom('user_account').where('id', '=', userId).select(membershipsOfUser().as('memberships'));
  const { memberships } = await found.executeTakeFirstOrThrow();
  return { kind: 'user', userId, role: 'member', email: 'test@example.invalid', memberships };
}

/** Both shapes of the predicate find what is granted. */
async function findWrong(db: OpenDatabase['db'], subject: Subject, { name, sees }: Seer): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const breadth of ['few', 'many'] as const) {
    const seen = db.selectFrom('study').where(readableStudies(subject, { breadth }));
    const { count } = await seen.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
    if (count !== sees) wrong.push(`${name}: ${count} studies instead of ${sees} by the shape for ${breadth}`);
  }
  return wrong;
}

async function check(db: OpenDatabase['db'], subject: Subject, id: number): Promise<void> {
  const audit = { record: async () => undefined, count: () => undefined };
  // A refusal takes its time, too.
  await requireAccess({ subject, db, audit }, 'study:read', { kind: 'study', id }).catch(() => undefined);
}

/** The first asks warm up what is asked. */
async function timesOf(asks: number, ask: (at: number) => Promise<unknown>): Promise<Times> {
  const latencies: number[] = [];
  for (let at = -Math.min(warmUps, asks); at < asks; at += 1) {
    const asked = performance.now();
    await ask(Math.abs(at));
    if (at >= 0) latencies.push(performance.now() - asked);
  }
  const sorted = latencies.sort((a, b) => a - b);
  const quantile = (share: number) => Math.round((sorted[Math.floor(share * sorted.length)] ?? 0) * 100) / 100;
  return { p50Ms: quantile(0.5), p95Ms: quantile(0.95) };
}

function slowOf(what: string, times: Readonly<Record<string, Times>>, maxMs: number): readonly string[] {
  return Object.entries(times)
    .filter(([, { p95Ms }]) => p95Ms > maxMs)
    .map(([name, { p95Ms }]) => `${what} for ${name}: ${p95Ms} ms at the 95th percentile`);
}
