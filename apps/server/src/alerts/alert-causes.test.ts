/**
 * Every cause of an alert over every channel: told once, again where it did not arrive and where it gets worse, and closed. A
 * cause that is added is missing in the table below until somebody writes down how it begins and ends.
 */

import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { silentLogger } from '../../test/database-server.ts';
import type { MoverStatus } from '../object-store/mover.ts';
import type { Space } from '../space/space-watch.ts';
import { AlertWatch, type AlertWatchOptions } from './alert-watch.ts';
import type { AlertKind } from './conditions.ts';
import type { AlertChannel } from './tables.ts';
import { openArrivals } from './test/arrivals.ts';
import { openHookReceiver, openMailReceiver } from './test/receivers.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const room: Space = {
  ...{ level: 'enough', diskBytes: 100, freeBytes: 50, reserveBytes: 5, roomBytes: 45, countedBytes: undefined },
};
const moved: MoverStatus = {
  ...{ movedFiles: 0, movedBytes: 0, cachedBytes: 0, waitingFiles: 0, waitingBytes: 0, removals: 0 },
  ...{ failingSince: undefined, failure: undefined },
};

let database: TestDatabase;
let arrive: Awaited<ReturnType<typeof openArrivals>>;
let space: Space;
let moves: MoverStatus | undefined;
let time: number;
let isRefusing: boolean;
let hook: Awaited<ReturnType<typeof openHookReceiver>>;
let post: Awaited<ReturnType<typeof openMailReceiver>>;
let watch: AlertWatch | undefined;

beforeAll(async () => {
  database = await openTestDatabase();
  arrive = await openArrivals(database.db);
  hook = await openHookReceiver((_request, response) => void response.writeHead(isRefusing ? 503 : 204).end());
  post = await openMailReceiver(() => (isRefusing ? 451 : undefined));
  await sql`
    insert into gateway.peer (name, ae_title, host, port, verbs, conflict_policy, check_address, enabled, note,
      created_at, changed_at)
    select 'Test ' || host, 'ARCHIVE', host, 104, '{}', 'first', true, true, '', now(), now()
    from unnest(array['192.0.2.1', '192.0.2.2']) host`.execute(database.db);
});

beforeEach(() => {
  time = Date.parse('2026-03-04T05:06:07Z');
  space = room;
  moves = undefined;
});

afterEach(async () => {
  await watch?.close();
  for (const table of [
    'alert',
    'instance',
    'delivery',
    'delivery_destination',
    'source',
    'prefetch',
    'commitment',
  ] as const) {
    await database.db.deleteFrom(table).execute();
  }
});

afterAll(async () => {
  hook.close();
  post.close();
  await database.close();
});

const ago = (ms: number) => new Date(time - ms);
const run = (statement: ReturnType<typeof sql>) => statement.execute(database.db);

async function addSource(): Promise<void> {
  await run(sql`
    insert into gateway.source (peer_id, name, kind, every_minutes, hours, look_back_days, modalities, query_keys,
      answer_limit, max_concurrent, back_fill_order, oldest_date, compare_every_days, send_back, next_run_at, created_at,
      changed_at)
    select id, host, 'poll', 5, '[]', 1, '{}', '{}', 500, 1, 'newest', '', 7, false, now(), now(), now()
    from gateway.peer`);
}

type Cause = {
  readonly subject: string;
  readonly begin: () => unknown;
  /** Where it has a second, worse state. */
  readonly worsen?: () => unknown;
  readonly end: () => unknown;
};

const causes: Readonly<Record<AlertKind, Cause>> = {
  storage: {
    subject: 'disk',
    begin: () => {
      space = { ...room, level: 'little' };
    },
    worsen: () => {
      space = { ...room, level: 'full' };
    },
    end: () => {
      space = room;
    },
  },
  'object-store': {
    subject: 'S3 store',
    begin: () => {
      moves = { ...moved, failingSince: ago(30 * minuteMs), failure: 'store-unavailable' };
    },
    worsen: () => {
      time += 6 * hourMs;
    },
    end: () => {
      moves = moved;
    },
  },
  'dead-deliveries': {
    subject: 'ARCHIVE',
    begin: () =>
      run(sql`
        insert into gateway.delivery (ae_title, study_id, scope, priority, requested_by_kind, reason, state, due_at,
          instances_total, bytes_total, created_at, ended_at)
        select 'ARCHIVE', id, 'study', 1, 'system', '', 'dead', ${ago(dayMs)}, 1, 1, ${ago(dayMs)}, ${ago(hourMs)}
        from gateway.study`),
    end: () => run(sql`update gateway.delivery set state = 'cancelled'`),
  },
  // Both hosts of the AE title fail.
  'failing-peer': {
    subject: 'ARCHIVE',
    begin: () =>
      run(sql`
        insert into gateway.delivery_destination (peer_id, failures, failing_since, failure_code, sending_hours)
        select id, 3, ${ago(30 * minuteMs)}, 'connection-failed', '[]' from gateway.peer`),
    end: () => run(sql`update gateway.delivery_destination set failures = 0, failing_since = null`),
  },
  'silent-source': {
    subject: 'CT1',
    begin: async () => {
      for (const day of [3, 4, 5, 6, 7]) await arrive('CT1', ago(day * dayMs));
    },
    end: () => arrive('CT1', ago(0)),
  },
  'failing-archive': {
    subject: 'ARCHIVE',
    begin: async () => {
      await addSource();
      await run(sql`update gateway.source set failing_since = ${ago(30 * minuteMs)}, failure_code = 'rejected'`);
    },
    end: () => run(sql`update gateway.source set failing_since = null`),
  },
  'given-up-studies': {
    subject: 'ARCHIVE',
    begin: async () => {
      await addSource();
      await run(sql`
        insert into gateway.source_study (source_id, study_instance_uid, study_date, state, priority, due_at, found_at)
        select id, '2.25.1', '', 'failed', 1, now(), now() from gateway.source`);
    },
    end: () => run(sql`update gateway.source_study set state = 'waiting'`),
  },
  'given-up-prefetches': {
    subject: 'ARCHIVE',
    begin: () =>
      run(sql`
        insert into gateway.prefetch (study_instance_uid, patient_key, rule_id, wanted, state, next_at, created_at)
        values ('2.25.1', 'x', 1, '{"from": "ARCHIVE"}', 'failed', ${ago(hourMs)}, ${ago(dayMs)})`),
    end: () => run(sql`update gateway.prefetch set state = 'waiting'`),
  },
  'given-up-reports': {
    subject: 'CT1',
    begin: () => addCommitment('dead', ago(hourMs)),
    end: () => addCommitment('reported', ago(0)),
  },
  'waiting-orders': {
    subject: 'spool 2',
    begin: () =>
      run(sql`
        insert into gateway.spool_order (spool, kind, body, attempts, ordered_at)
        values (2, 'delete', '{}', 3, ${ago(31 * minuteMs)})`),
    end: () => run(sql`delete from gateway.spool_order`),
  },
};

const addCommitment = (state: 'dead' | 'reported', endedAt: Date) =>
  run(sql`
    insert into gateway.commitment (transaction_uid, ae_title, address, is_duplicate, instances, state, attempts, due_at,
      requested_at, ended_at)
    values (${`2.25.${endedAt.getTime()}`}, 'CT1', '192.0.2.3', false, '[]', ${state}, 1, ${endedAt}, ${endedAt}, ${endedAt})`);

type Telling = { readonly title: string; readonly severity: string };

/** How each channel is configured, and what it told since it was asked last. */
const channels: Readonly<Record<AlertChannel, { options(): Partial<AlertWatchOptions>; told(): readonly Telling[] }>> =
  {
    mail: {
      options: () => ({ mail: { ...post.options, to: ['admin@hospital.example'] } }),
      told: () =>
        post.mails.splice(0).map((mail) => ({
          title: /^Subject: \[Isocenter\] (.*(?:\r\n .*)*)/m.exec(mail)?.[1]?.replaceAll('\r\n', '') ?? '',
          severity: /^severity: (\w+)/m.exec(mail)?.[1] ?? '',
        })),
    },
    webhook: {
      options: () => ({ webhook: { url: hook.url, secret: 'a secret of a test', allowPrivate: true } }),
      told: () => hook.posted.splice(0).map(({ body }) => JSON.parse(body)),
    },
  };

describe.each(Object.keys(channels) as AlertChannel[])('over %s', (channel) => {
  test.each(Object.keys(causes) as AlertKind[])('%s is told once, repeated, and closed', async (kind) => {
    const { subject, begin, worsen, end } = causes[kind];
    const { options, told } = channels[channel];
    watch = new AlertWatch({
      ...{ db: database.db, logger: silentLogger, now: () => new Date(time), nodeName: 'TEST', silentAfterHours: 48 },
      ...{ space: () => space, moves: () => moves, mail: undefined, webhook: undefined },
      ...options(),
    });
    await begin();
    // Refused at first, and told again a minute later.
    isRefusing = true;
    await watch.run();
    expect(await database.db.selectFrom('alert_delivery').select(['attempts', 'sent_at']).execute()).toEqual([
      { attempts: 1, sent_at: null },
    ]);
    isRefusing = false;
    told();
    time += minuteMs;
    await watch.run();
    const [opened, ...more] = told();
    expect(more).toEqual([]);
    expect(opened).toMatchObject({ title: expect.not.stringMatching(/^Over/) });
    const alerts = () => database.db.selectFrom('alert').select(['kind', 'subject', 'ended']).execute();
    expect(await alerts()).toEqual([{ kind, subject, ended: null }]);
    // That it goes on is no news.
    time += 2 * minuteMs;
    await watch.run();
    expect(told()).toEqual([]);
    if (worsen !== undefined) {
      expect(opened).toMatchObject({ severity: 'warning' });
      await worsen();
      await watch.run();
      expect(told()).toMatchObject([{ title: opened?.title, severity: 'critical' }]);
    }
    await end();
    await watch.run();
    expect(told()).toMatchObject([{ title: `Over: ${opened?.title}` }]);
    expect(await alerts()).toEqual([{ kind, subject, ended: 'over' }]);
    await watch.run();
    expect(told()).toEqual([]);
  });
});
