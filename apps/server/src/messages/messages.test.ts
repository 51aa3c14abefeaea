/** Messages from the transaction that asks for them to a real SMTP server, a real HTTP gateway and a folder. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { openMailReceiver } from '../alerts/test/receivers.ts';
import { loadConfig } from '../config/load.ts';
import { createLogger } from '../logging.ts';
import { openMessageChannels } from './channels.ts';
import { MessageSender } from './message-sender.ts';
import { enqueueMessage, type NewMessage, withdrawMessages } from './outbox.ts';
import { maskPhoneNumber, parsePhoneNumber } from './phone-number.ts';
import { openSmsReceiver } from './test/sms-receiver.ts';

const minute = 60_000;
const link = 'https://node.example/join#marked-token';
const code = '918273';
const log: string[] = [];
const logger = createLogger({ level: 'debug', format: 'json', write: (line) => log.push(line) });
const dir = mkdtempSync(join(tmpdir(), 'isocenter-outbox-'));

let database: TestDatabase;
let time = Date.parse('2026-03-04T05:06:07Z');
let mailRefusal: number | undefined;
let smsStatus = 202;
let mailServer: Awaited<ReturnType<typeof openMailReceiver>>;
let smsServer: Awaited<ReturnType<typeof openSmsReceiver>>;

const now = () => new Date(time);

beforeAll(async () => {
  [database, mailServer, smsServer] = await Promise.all([
    openTestDatabase(),
    openMailReceiver(() => mailRefusal),
    openSmsReceiver(() => smsStatus),
  ]);
});
afterAll(async () => {
  mailServer.close();
  smsServer.close();
  rmSync(dir, { recursive: true });
  await database.close();
});
beforeEach(async () => {
  await database.db.deleteFrom('outbox_message').execute();
  mailRefusal = undefined;
  smsStatus = 202;
  mailServer.mails.length = 0;
  smsServer.received.length = 0;
});

const servers = () => ({
  ISOCENTER__MAIL__HOST: '127.0.0.1',
  ISOCENTER__MAIL__PORT: String(mailServer.options.port),
  ISOCENTER__MAIL__SECURITY: 'none',
  ISOCENTER__MAIL__FROM: 'node@hospital.example',
  ISOCENTER__SMS__URL: smsServer.url,
  ISOCENTER__SMS__TOKEN: 'marked-bearer',
  ISOCENTER__SMS__ALLOW_PRIVATE: 'true',
});

function open(environment: Record<string, string> = servers()): MessageSender {
  const { config } = loadConfig({ environment, workingDir: '/' });
  return new MessageSender({ db: database.db, channels: openMessageChannels(config), logger, now });
}

function mail(more: Partial<NewMessage> = {}): NewMessage {
  return {
    ...{ channel: 'mail', to: 'erika@example.invalid', language: 'en', about: 'joining 1', now: now() },
    content: { kind: 'confirm-address', link, minutes: 15 },
    expiresAt: new Date(time + 15 * minute),
    ...more,
  };
}

function sms(more: Partial<NewMessage> = {}): NewMessage {
  return mail({
    channel: 'sms',
    to: '+4915100000001',
    content: { kind: 'code', purpose: 'join', code, minutes: 10 },
    ...more,
  });
}

const rows = () => database.db.selectFrom('outbox_message').selectAll().orderBy('id').execute();

describe('a message', () => {
  test('leaves over mail and SMS once what asked for it has committed, and its content stays nowhere', async () => {
    const { db } = database;
    await db
      .transaction()
      .execute(async (trx) => {
        await enqueueMessage(trx, mail());
        throw new Error('given up');
      })
      .catch(() => undefined);
    const sender = open();
    await sender.run();
    expect([mailServer.mails, await rows()]).toEqual([[], []]);
    await db.transaction().execute(async (trx) => {
      await enqueueMessage(trx, mail());
      await enqueueMessage(trx, sms());
    });
    await Promise.all([sender.run(), open().run()]);
    const [received] = mailServer.mails;
    expect(mailServer.mails).toHaveLength(1);
    expect(received).toMatch(/^From: node@hospital\.example\r$/m);
    expect(received).toMatch(/^To: erika@example\.invalid\r$/m);
    expect(received).toMatch(/^Subject: \[Isocenter\] Confirm your e-mail address\r$/m);
    expect(received).toContain(link);
    expect(smsServer.received).toMatchObject([
      { to: '+4915100000001', headers: { authorization: 'Bearer marked-bearer' } },
    ]);
    expect(smsServer.received[0]?.text).toContain(code);
    expect(smsServer.received[0]?.text.length).toBeLessThanOrEqual(160);
    expect(await rows()).toMatchObject([
      { state: 'sent', content: null, attempts: 1 },
      { state: 'sent', content: null, attempts: 1 },
    ]);
  });

  test('is tried again, later each time, under the number that lets a gateway tell that it is the same', async () => {
    smsStatus = 503;
    await enqueueMessage(database.db, sms());
    const sender = open();
    await sender.run();
    await sender.run();
    expect(await rows()).toMatchObject([{ state: 'waiting', attempts: 1, error: 'refused' }]);
    time += 5_000;
    await sender.run();
    expect(await rows()).toMatchObject([{ attempts: 2, due_at: new Date(time + 10_000) }]);
    time += 10_000;
    smsStatus = 200;
    await sender.run();
    const [row] = await rows();
    expect(row).toMatchObject({ state: 'sent', attempts: 3, error: null });
    expect(smsServer.received[0]?.headers['idempotency-key']).toBe(`isocenter-message-${row?.id}`);
  });

  test.each([
    ['a mail server', mail, () => (mailRefusal = 550)],
    ['an SMS gateway', sms, () => (smsStatus = 400)],
  ])('that %s refuses for good is dead at once, without its content', async (_, build, refuse) => {
    refuse();
    await enqueueMessage(database.db, build());
    await open().run();
    expect(await rows()).toMatchObject([{ state: 'dead', attempts: 1, error: 'refused', content: null }]);
  });

  test('is given up when what is in it has expired, and forgotten a week later', async () => {
    mailRefusal = 451;
    await enqueueMessage(database.db, mail());
    const sender = open();
    await sender.run();
    expect(await rows()).toMatchObject([{ state: 'waiting', error: 'refused' }]);
    time += 15 * minute;
    mailRefusal = undefined;
    await sender.run();
    expect(await rows()).toMatchObject([{ state: 'dead', content: null, error: 'refused' }]);
    expect(mailServer.mails).toEqual([]);
    time += 7 * 24 * 60 * minute + 1;
    await sender.run();
    expect(await rows()).toEqual([]);
  });

  test('whose process died on the way is taken up by another when its lease has ended', async () => {
    await enqueueMessage(database.db, mail());
    const lease = { attempts: 1, due_at: new Date(time + 2 * minute) };
    await database.db.updateTable('outbox_message').set(lease).execute();
    const sender = open();
    await sender.run();
    expect(mailServer.mails).toEqual([]);
    time += 2 * minute;
    await sender.run();
    expect(mailServer.mails).toHaveLength(1);
  });

  test('is withdrawn with what it was for', async () => {
    await enqueueMessage(database.db, mail());
    await enqueueMessage(database.db, mail({ about: 'joining 12' }));
    await withdrawMessages(database.db, 'joining 1');
    expect(await rows()).toMatchObject([{ about: 'joining 12' }]);
  });
});

describe('the local outbox', () => {
  test('takes what has no server, and only where it is switched on', async () => {
    const withFolder = { ISOCENTER__MESSAGES__OUTBOX_DIR: dir };
    expect(open({}).has('mail')).toBe(false);
    await enqueueMessage(database.db, mail());
    await enqueueMessage(database.db, sms());
    const { ISOCENTER__SMS__URL: _, ...onlyMail } = servers();
    await open({ ...onlyMail, ...withFolder }).run();
    expect(mailServer.mails).toHaveLength(1);
    const files = readdirSync(dir);
    expect(files).toEqual([expect.stringMatching(/^\d{9}-sms\.json$/)]);
    const path = join(dir, files[0] ?? '');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      channel: 'sms',
      to: '+4915100000001',
      text: expect.stringContaining(code),
    });
  });

  test('is not needed for a message to wait: without a channel it is tried again', async () => {
    await enqueueMessage(database.db, mail());
    await open({}).run();
    expect(await rows()).toMatchObject([{ state: 'waiting', error: 'no-channel' }]);
  });
});

test('neither links, codes, addresses, numbers nor secrets are in the log', () => {
  const said = log.join('\n');
  expect(said).toContain('message-refused');
  for (const value of ['marked-token', code, 'erika', '4915100000001', 'marked-bearer'])
    expect(said).not.toContain(value);
});

test.each([
  ['+49 151 0000-0001', '+4915100000001'],
  ['0049 (151) 00000001', '+4915100000001'],
  ['+49 (0)151 00000001', '+4915100000001'],
  ['0151 00000001', undefined],
  ['+0151000000', undefined],
  ['+49 151 CALL', undefined],
  ['+491', undefined],
])('the telephone number %s is kept as %s', (text, number) => expect(parsePhoneNumber(text)).toBe(number));

test('a telephone number is shown by its ends', () => expect(maskPhoneNumber('+4915100000078')).toBe('+49 ••• 78'));
