import { describe, expect, test } from 'vitest';
import { loadConfig } from '../config/load.ts';
import { countLoginUsers, readDangerFacts } from './danger-facts.ts';
import { type DangerFacts, findDangers } from './dangers.ts';

const now = new Date('2026-01-02T03:04:05Z');
const days = (number: number) => new Date(now.getTime() + number * 86_400_000);

function facts(environment: Record<string, string> = {}, more: Partial<DangerFacts> = {}): DangerFacts {
  return {
    config: loadConfig({ environment, workingDir: '/' }).config,
    now,
    freeBytes: 100 * 2 ** 30,
    loginUsers: 1,
    anyAddressPeers: { secure: 0, clear: 0 },
    clearOutsidePeers: 0,
    databaseServer: undefined,
    httpCertificate: undefined,
    dicomCertificate: undefined,
    ...more,
  };
}

const codes = (...args: Parameters<typeof facts>) => findDangers(facts(...args)).map(({ code }) => code);

const outside = { ISOCENTER__DICOM__HOST: '0.0.0.0' };
const overTls = {
  ISOCENTER__DICOMTLS__HOST: '0.0.0.0',
  ISOCENTER__DICOMTLS__CERTFILE: '/c',
  ISOCENTER__DICOMTLS__KEYFILE: '/k',
};
const signed = { ISOCENTER__ALERTS__WEBHOOKSECRET: 'a secret of a test' };
const mailed = { ISOCENTER__ALERTS__MAILTO: 'admin@hospital.example' };
const behindProxy = { ISOCENTER__HTTP__HOST: '0.0.0.0', ISOCENTER__HTTP__TRUSTEDPROXIES: '10.0.0.1' };

describe('a set-up', () => {
  test('of defaults on one person’s machine is not dangerous', () => {
    expect(codes()).toEqual([]);
  });

  test('of which nothing can be found out is not accused of anything', () => {
    const unknown = {
      freeBytes: undefined,
      loginUsers: undefined,
      anyAddressPeers: undefined,
      clearOutsidePeers: undefined,
    };
    expect(codes({}, unknown)).toEqual([]);
  });

  test.each<[string, Parameters<typeof facts>, readonly string[]]>([
    ['DICOM in clear text from outside', [outside], ['dicom-clear-text']],
    [
      'DICOM over TLS from outside, certificates required',
      [
        { ...overTls, ISOCENTER__DICOMTLS__CLIENTCERTIFICATES: 'required' },
        { anyAddressPeers: { secure: 2, clear: 0 } },
      ],
      [],
    ],
    ['peers from anywhere in clear text', [{}, { anyAddressPeers: { secure: 0, clear: 1 } }], ['peer-any-address']],
    [
      'peers from anywhere over TLS that does not ask who they are',
      [overTls, { anyAddressPeers: { secure: 1, clear: 0 } }],
      ['client-certificates-off'],
    ],
    ['a machine of several people', [{}, { loginUsers: 3 }], ['loopback-shared']],
    [
      'a machine of several people who are not let in',
      [{ ISOCENTER__DICOM__ALLOWLOOPBACK: 'false' }, { loginUsers: 3 }],
      [],
    ],
    ['one of several gateways', [{ ISOCENTER__GATEWAY__NAME: 'a' }], ['loopback-behind-balancer']],
    [
      'one of several gateways that lets in peers alone',
      [{ ISOCENTER__GATEWAY__NAME: 'a', ISOCENTER__DICOM__ALLOWLOOPBACK: 'false' }],
      [],
    ],
    ['a proxy on another machine', [behindProxy], ['http-clear-text-to-proxy']],
    ['everybody as proxy', [{ ISOCENTER__HTTP__TRUSTEDPROXIES: '0.0.0.0/0' }], ['proxies-too-many']],
    [
      'a public address in clear text',
      [{ ISOCENTER__HTTP__PUBLICURL: 'http://images.example' }],
      ['public-url-clear-text'],
    ],
    ['peers on the Internet in clear text', [{}, { clearOutsidePeers: 1 }], ['peer-clear-text-outside']],
    [
      'a database elsewhere in clear text',
      [{}, { databaseServer: { host: 'db.example', isEncrypted: false } }],
      ['database-clear-text'],
    ],
    ['a database elsewhere by TLS', [{}, { databaseServer: { host: 'db.example', isEncrypted: true } }], []],
    ['a database behind a socket', [{}, { databaseServer: { host: '/run/postgresql', isEncrypted: false } }], []],
    ['a database on this machine', [{}, { databaseServer: { host: 'localhost', isEncrypted: false } }], []],
    [
      'an object store in clear text',
      [{ ISOCENTER__STORAGE__S3__ENDPOINT: 'http://s3.example:9000' }],
      ['object-store-clear-text'],
    ],
    ['an object store by TLS', [{ ISOCENTER__STORAGE__S3__ENDPOINT: 'https://s3.example' }], []],
    ['an object store on this machine', [{ ISOCENTER__STORAGE__S3__ENDPOINT: 'http://127.0.0.1:9000' }], []],
    [
      'a web hook in clear text',
      [{ ISOCENTER__ALERTS__WEBHOOKURL: 'http://hooks.example/a', ...signed }],
      ['web-hook-clear-text'],
    ],
    ['a web hook by TLS', [{ ISOCENTER__ALERTS__WEBHOOKURL: 'https://hooks.example/a', ...signed }], []],
    ['a web hook on this machine', [{ ISOCENTER__ALERTS__WEBHOOKURL: 'http://[::1]:9/a', ...signed }], []],
    [
      'mail in clear text',
      [{ ISOCENTER__MAIL__HOST: 'smtp.example', ISOCENTER__MAIL__SECURITY: 'none', ...mailed }],
      ['mail-clear-text'],
    ],
    ['mail by STARTTLS', [{ ISOCENTER__MAIL__HOST: 'smtp.example', ...mailed }], []],
    [
      'mail by a relay here',
      [{ ISOCENTER__MAIL__HOST: 'localhost', ISOCENTER__MAIL__SECURITY: 'none', ...mailed }],
      [],
    ],
    [
      'a web hook that cannot be signed',
      [{ ISOCENTER__ALERTS__WEBHOOKURL: 'https://hooks.example/a' }],
      ['web-hook-off'],
    ],
    ['a key of signatures of nothing', [signed], ['web-hook-off']],
    ['mail to somebody over no server', [mailed], ['mail-off']],
    ['a mail server for nobody', [{ ISOCENTER__MAIL__HOST: 'smtp.example' }], ['mail-off']],
    ['an SMS gateway elsewhere without TLS', [{ ISOCENTER__SMS__URL: 'http://sms.example/send' }], ['sms-clear-text']],
    ['codes in a folder', [{ ISOCENTER__MESSAGES__OUTBOXDIR: '/tmp/outbox' }], ['messages-in-folder']],
    ['a public address on this machine', [{ ISOCENTER__HTTP__PUBLICURL: 'http://localhost:8080' }], []],
    [
      'an expired certificate',
      [{}, { httpCertificate: { validTo: days(-1), isSelfSigned: true } }],
      ['http-certificate'],
    ],
    [
      'a certificate that is about to expire',
      [{}, { dicomCertificate: { validTo: days(3), isSelfSigned: false } }],
      ['dicom-certificate'],
    ],
    ['a certificate that is good for long', [{}, { dicomCertificate: { validTo: days(60), isSelfSigned: true } }], []],
    ['a disk with little room', [{}, { freeBytes: 2 ** 30 }], ['disk-almost-full']],
  ])('with %s', (_, given, expected) => {
    expect(codes(...given)).toEqual(expected);
  });

  test('is told with what was found and what to do', () => {
    const [danger] = findDangers(facts({}, { dicomCertificate: { validTo: days(-40), isSelfSigned: true } }));
    expect(danger).toMatchObject({ found: expect.stringMatching(/signed by itself and has expired on 2025-11-23/) });
    expect(danger?.advice).toMatch(/renew/);
  });
});

test('people are told from services by their ids and shells', () => {
  const users = [
    'root:x:0:0::/root:/bin/bash',
    'daemon:x:1:1::/:/usr/sbin/nologin',
    'ann:x:1000:1000::/home/ann:/bin/bash',
    'backup:x:1001:1001::/:/usr/sbin/nologin',
    'bob:x:1002:1002::/home/bob:/bin/zsh',
    'nobody:x:65534:65534::/:/usr/sbin/nologin',
    '',
  ].join('\n');
  expect(countLoginUsers(users)).toBe(2);
});

const hosts = {
  find: async (host: string) =>
    host === 'pacs.example' ? ['10.0.0.7', '93.184.216.34'] : host === 'gone' ? [] : [host],
};

test('facts that cannot be read are left out', async () => {
  const { config } = facts({
    ISOCENTER__DICOMTLS__CERTFILE: '/nowhere',
    ISOCENTER__DICOMTLS__KEYFILE: '/nowhere',
    ISOCENTER__DATABASE__URL: 'postgresql://db.example/isocenter?sslmode=verify-full&sslrootcert=/nowhere',
  });
  expect(await readDangerFacts({ config, now, peers: undefined, hosts })).toMatchObject({
    dicomCertificate: undefined,
    anyAddressPeers: undefined,
    clearOutsidePeers: undefined,
    databaseServer: undefined,
  });
});

test('peers outside private networks that are called without TLS are counted by their addresses', async () => {
  const { config } = facts();
  const inside = ['127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1', '100.64.0.1', 'fd00::1', '::1', 'gone'];
  const hostsCalledInClear = [...inside, '172.32.0.1', '2001:db8::1', 'pacs.example'];
  const peers = { anyAddress: { secure: 0, clear: 0 }, hostsCalledInClear };
  expect((await readDangerFacts({ config, now, peers, hosts })).clearOutsidePeers).toBe(3);
});

test.each([
  ['postgresql://db.example/isocenter', 'db.example', false],
  ['postgresql://db.example/isocenter?sslmode=disable', 'db.example', false],
  ['postgresql://db.example/isocenter?sslmode=verify-full', 'db.example', true],
  ['postgresql://isocenter@/isocenter?host=/run/postgresql', '/run/postgresql', false],
])('the database of %s is at %s, encrypted: %s', async (url, host, isEncrypted) => {
  const { config } = facts({ ISOCENTER__DATABASE__URL: url });
  const { databaseServer } = await readDangerFacts({ config, now, peers: undefined, hosts });
  expect(databaseServer).toEqual({ host, isEncrypted });
});
