import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { silentLogger } from '../../test/database-server.ts';
import type { MailOptions } from '../messages/smtp.ts';
import type { MoverStatus } from '../object-store/mover.ts';
import type { Space } from '../space/space-watch.ts';
import { AlertWatch, type AlertWatchOptions } from './alert-watch.ts';
import { dismissAlert } from './repository.ts';
import { openArrivals } from './test/arrivals.ts';
import { openHookReceiver, openMailReceiver } from './test/receivers.ts';
import { testEventOf, tryChannels } from './try-channels.ts';
import { postWebhook, type WebhookOptions } from './webhook.ts';

const secret = 'a secret of a test';
const enough: Space = {
  level: 'enough',
  diskBytes: 100,
  freeBytes: 50,
  reserveBytes: 5,
  roomBytes: 45,
  countedBytes: undefined,
};

let database: TestDatabase;
const nothingMoved: MoverStatus = {
  movedFiles: 0,
  movedBytes: 0,
  cachedBytes: 0,
  waitingFiles: 0,
  waitingBytes: 0,
  removals: 0,
  failingSince: undefined,
  failure: undefined,
};

let space: Space;
let moves: MoverStatus | undefined;
let time: number;
let watch: AlertWatch | undefined;
const servers: { close(): void }[] = [];

async function listen(...answer: Parameters<typeof openHookReceiver>) {
  const hook = await openHookReceiver(...answer);
  servers.push(hook);
  return hook;
}

beforeEach(async () => {
  database = await openTestDatabase();
  space = enough;
  moves = undefined;
  time = Date.parse('2026-03-04T05:06:07Z');
});
afterEach(async () => {
  await watch?.close();
  for (const server of servers.splice(0)) server.close();
  await database.close();
});

function start(options: Partial<AlertWatchOptions> = {}): AlertWatch {
  watch = new AlertWatch({
    db: database.db,
    logger: silentLogger,
    now: () => new Date(time),
    space: () => space,
    moves: () => moves,
    silentAfterHours: 24,
    nodeName: 'TEST',
    mail: undefined,
    webhook: undefined,
    ...options,
  });
  return watch;
}

const alerts = () => database.db.selectFrom('alert').selectAll().orderBy('id').execute();
const messages = () => database.db.selectFrom('alert_delivery').selectAll().orderBy('id').execute();

describe('an alert', () => {
  test('is opened once, told once, told again when it is worse, and closed when it is over', async () => {
    const hook = await listen((_request, response) => void response.writeHead(204).end());
    const runner = start({ webhook: { url: hook.url, secret, allowPrivate: true } });
    await runner.run();
    expect(await alerts()).toEqual([]);
    for (const level of ['little', 'little', 'full', 'full', 'enough'] as const) {
      space = { ...enough, level };
      await runner.run();
      time += 60_000;
    }
    expect(await alerts()).toMatchObject([{ kind: 'storage', severity: 'critical', closed_at: expect.any(Date) }]);
    const told = hook.posted.map(({ body }) => JSON.parse(body));
    expect(told.map(({ event, severity }) => [event, severity])).toEqual([
      ['opened', 'warning'],
      ['opened', 'critical'],
      ['closed', 'critical'],
    ]);
    for (const { body, signature } of hook.posted) {
      expect(signature).toBe(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
    }
  });

  test('about the S3 store is opened after half an hour, and is critical after six', async () => {
    const runner = start();
    const failingSince = new Date(time);
    moves = { ...nothingMoved, failingSince, failure: 'store-unavailable', waitingFiles: 3, waitingBytes: 700 };
    await runner.run();
    expect(await alerts()).toEqual([]);
    time += 30 * 60_000;
    await runner.run();
    const details = {
      code: 'store-unavailable',
      since: failingSince.toISOString(),
      waitingFiles: 3,
      waitingBytes: 700,
    };
    expect(await alerts()).toMatchObject([{ kind: 'object-store', severity: 'warning', details }]);
    time += 6 * 60 * 60_000;
    await runner.run();
    moves = nothingMoved;
    expect(await alerts()).toMatchObject([{ severity: 'critical', closed_at: null }]);
    await runner.run();
    expect(await alerts()).toMatchObject([{ closed_at: expect.any(Date) }]);
  });

  test('about what a gateway asks in vain is opened after half an hour', async () => {
    const order = { spool: 2, kind: 'delete', body: '{}', attempts: 12, failure: 'write-failed' } as const;
    const ordered_at = new Date(time);
    const { db } = database;
    await db
      .insertInto('spool_order')
      .values({ ...order, ordered_at })
      .execute();
    const runner = start();
    time += 29 * 60_000;
    await runner.run();
    expect(await alerts()).toEqual([]);
    time += 2 * 60_000;
    await runner.run();
    const details = { orders: 1, code: 'write-failed', since: ordered_at.toISOString() };
    expect(await alerts()).toMatchObject([
      { kind: 'waiting-orders', subject: 'spool 2', severity: 'warning', closed_at: null, details },
    ]);
    await db.deleteFrom('spool_order').execute();
    await runner.run();
    expect(await alerts()).toMatchObject([{ closed_at: expect.any(Date) }]);
  });

  test('that could not be told is told later, with longer and longer pauses', async () => {
    let status = 500;
    const hook = await listen((_request, response) => void response.writeHead(status).end());
    const runner = start({ webhook: { url: hook.url, secret, allowPrivate: true } });
    space = { ...enough, level: 'full' };
    await runner.run();
    await runner.run();
    expect(hook.posted).toHaveLength(1);
    expect(await messages()).toMatchObject([{ attempts: 1, error: 'refused', sent_at: null }]);
    time += 60_000;
    await runner.run();
    time += 60_000;
    await runner.run();
    expect(hook.posted).toHaveLength(2);
    status = 200;
    time += 60_000;
    await runner.run();
    expect(await messages()).toMatchObject([{ attempts: 3, error: null, due_at: null, sent_at: expect.any(Date) }]);
  });

  test('comes by mail', async () => {
    const receiver = await openMailReceiver();
    servers.push(receiver);
    const { mails } = receiver;
    const runner = start({ mail: { ...receiver.options, to: ['admin@hospital.example'] } });
    space = { ...enough, level: 'full' };
    await runner.run();
    expect(mails).toHaveLength(1);
    expect(mails[0]).toContain('Subject: [Isocenter] Little room for images is left');
    expect(mails[0]).toContain('To: admin@hospital.example');
    expect(mails[0]).toContain('severity: critical');
    // It ends by itself.
    const [{ id } = { id: 0 }] = await alerts();
    const options = { channels: runner.channels(), now: new Date(time) };
    expect(await dismissAlert(database.db, id, options)).toBe('cannot-be');
    expect(await dismissAlert(database.db, id + 1, options)).toBe('unknown');
    expect(await alerts()).toMatchObject([{ closed_at: null }]);
  });
});

describe('a source', () => {
  test('that sent on most days and does not any more is silent, until it sends again', async () => {
    const { db } = database;
    const arriveAt = await openArrivals(db);
    const arrive = (sender: string, daysAgo: number, source: 'dimse' | 'stow' = 'dimse') =>
      arriveAt(sender, new Date(time - daysAgo * 24 * 3_600_000), source);
    for (const day of [2, 3, 4, 5, 6, 7]) await arrive('SILENT', day);
    for (const day of [0, 1, 2, 3, 4, 5]) await arrive('BUSY', day);
    for (const day of [4, 5]) await arrive('SELDOM', day);
    const runner = start();
    await runner.run();
    expect(await alerts()).toMatchObject([{ kind: 'silent-source', subject: 'SILENT', closed_at: null }]);
    await arrive('SILENT', 0);
    await runner.run();
    expect(await alerts()).toMatchObject([{ subject: 'SILENT', closed_at: expect.any(Date), ended: 'over' }]);
    await db.deleteFrom('alert').execute();

    // It stays silent for as long as nothing comes, also when it has not sent regularly of late.
    const hook = await listen((_request, response) => void response.writeHead(204).end());
    const told = () => hook.posted.splice(0).map(({ body }) => JSON.parse(body));
    await watch?.close();
    const hooked = { webhook: { url: hook.url, secret, allowPrivate: true } };
    let silent = start({ ...hooked, silentAfterHours: 48 });
    for (const daysOn of [3, 4, 7, 8, 20, 40]) {
      time += daysOn * 24 * 3_600_000;
      for (const day of [0, 1, 2, 3, 4, 5]) await arrive('BUSY', day);
      await silent.run();
      expect(await alerts(), `${daysOn} days later`).toMatchObject([{ subject: 'SILENT', closed_at: null }]);
    }
    expect(told()).toMatchObject([{ event: 'opened', subject: 'SILENT' }]);
    const silentId = String((await alerts())[0]?.id);

    // Who is told to forget it does so until it has sent again.
    expect(await dismissAlert(db, Number(silentId), { channels: silent.channels(), now: new Date(time) })).toBe(
      'dismissed',
    );
    await silent.run();
    expect(await alerts()).toMatchObject([{ subject: 'SILENT', ended: 'dismissed' }]);
    expect(told()).toMatchObject([
      { event: 'closed', ended: 'dismissed', title: expect.stringMatching(/^Dismissed: /) },
    ]);
    for (const day of [3, 4, 5, 6, 7]) await arrive('SILENT', day);
    await arrive('BUSY', 0);
    await silent.run();
    expect(await alerts()).toHaveLength(1);
    time += 3 * 24 * 3_600_000;
    await arrive('BUSY', 0);
    await arrive('SILENT', 2.5);
    await silent.run();
    expect(await alerts()).toMatchObject([{ ended: 'dismissed' }, { subject: 'SILENT', ended: null }]);
    expect(told()).toMatchObject([{ event: 'opened' }]);

    // That nobody wants to know any more is not that it is over.
    await silent.close();
    silent = start({ ...hooked, silentAfterHours: 0 });
    await silent.run();
    expect(told()).toMatchObject([{ event: 'closed', ended: 'unwatched' }]);
    await silent.close();
    silent = start({ ...hooked, silentAfterHours: 48 });

    // Senders over DICOMweb by their token or user; an AE title may look like one.
    for (const day of [3, 4, 5, 6, 7]) {
      await arrive('token 5', day, 'stow');
      await arrive('token 5', day);
    }
    await silent.run();
    expect((await alerts()).filter(({ closed_at }) => closed_at === null).map(({ subject }) => subject)).toEqual([
      'SILENT',
      'token 5',
      'token 5 over DICOMweb',
    ]);
  });
});

describe('a test of the channels', () => {
  const now = new Date('2026-03-04T05:06:07Z');
  const logged: object[] = [];
  const logger = { warn: (details: object) => void logged.push(details) };
  const closedPort = async () => {
    const receiver = await openHookReceiver(() => undefined);
    receiver.close();
    return Number(new URL(receiver.url).port);
  };

  test('arrives over each that is configured, and says that it is a test', async () => {
    const hook = await listen((_request, response) => void response.writeHead(204).end());
    const post = await openMailReceiver();
    servers.push(post);
    const mail = { ...post.options, to: ['admin@hospital.example'] };
    const webhook = { url: hook.url, secret, allowPrivate: true };
    const trials = await tryChannels({ channels: { nodeName: 'TEST', mail, webhook }, logger, now });
    expect(trials).toEqual([
      { channel: 'mail', isDelivered: true },
      { channel: 'webhook', isDelivered: true },
    ]);
    expect(post.mails[0]).toContain('Subject: [Isocenter] A test of alerts');
    expect(JSON.parse(hook.posted[0]?.body ?? '')).toMatchObject({ event: 'test', node: 'TEST' });
    expect(await tryChannels({ channels: { nodeName: 'TEST', mail, webhook: undefined }, logger, now })).toHaveLength(
      1,
    );
  });

  test('says with a code why it did not arrive', async () => {
    const refusing = await openMailReceiver(() => 550);
    const hook = await listen((_request, response) => void response.writeHead(401).end());
    servers.push(refusing);
    const { options } = refusing;
    const webhook = { url: hook.url, secret, allowPrivate: true };
    const port = await closedPort();
    const cases: readonly [MailOptions, WebhookOptions, readonly string[]][] = [
      [options, webhook, ['refused', 'refused']],
      [{ ...options, port }, { ...webhook, url: `http://127.0.0.1:${port}/` }, ['not-reached', 'not-reached']],
      [
        { ...options, user: 'a', password: 'b' },
        { ...webhook, allowPrivate: false },
        ['sign-in-refused', 'address-not-allowed'],
      ],
      // Neither of them speaks TLS.
      [
        { ...options, security: 'starttls' },
        { ...webhook, url: hook.url.replace('http', 'https') },
        ['tls-failed', 'tls-failed'],
      ],
    ];
    for (const [mail, webhookOptions, expected] of cases) {
      const channels = { nodeName: 'TEST', mail: { ...mail, to: ['a@hospital.example'] }, webhook: webhookOptions };
      const trials = await tryChannels({ channels, logger, now });
      expect(trials.map(({ code }) => code)).toEqual(expected);
      expect(testEventOf(trials)).toMatchObject({ outcome: 'failure', details: { mail: expected[0] } });
    }
    expect(JSON.stringify(logged)).not.toContain(secret);
  });
});

describe('a web hook', () => {
  const options = { secret, allowPrivate: false };

  test.each([
    'http://127.0.0.1:1/',
    'http://[::1]:1/',
    'http://10.1.2.3/',
    'http://169.254.169.254/latest/meta-data',
    'http://[::ffff:10.0.0.1]/',
    'http://[fd00::1]/',
    'http://2130706433/',
  ])('does not lead to %s', async (url) => {
    await expect(postWebhook('{}', { ...options, url })).rejects.toMatchObject({ code: 'address-not-allowed' });
  });

  test('does not lead where any answer of a name server is private', async () => {
    const resolve = () => Promise.resolve(['203.0.113.9', '192.168.1.1']);
    const url = 'http://hook.example/';
    await expect(postWebhook('{}', { ...options, url, resolve })).rejects.toMatchObject({
      code: 'address-not-allowed',
    });
  });

  test('follows no redirect', async () => {
    const target = await listen((_request, response) => void response.writeHead(200).end());
    const hook = await listen((_request, response) => void response.writeHead(307, { location: target.url }).end());
    await expect(postWebhook('{}', { secret, allowPrivate: true, url: hook.url })).rejects.toMatchObject({
      code: 'refused',
    });
    expect(target.posted).toEqual([]);
  });
});
