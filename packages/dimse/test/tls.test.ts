import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectSecure } from 'node:tls';
import { type CertificateFiles, issueCertificate, makeAuthority } from '@isocenter/testkit/certificates';
import { findFreePort, startPeerListener } from '@isocenter/testkit/peer-listener';
import { absenceOf, findMissingPrograms, runPeer } from '@isocenter/testkit/peer-program';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type OpenAssociationOptions, openAssociation } from '../src/client.ts';
import type { AcceptorTls } from '../src/incoming-connections.ts';
import type { Logger } from '../src/logger.ts';
import { type PeerTrust, secureContextOptions, type TlsProfile } from '../src/tls.ts';
import type { AssociationRequest } from '../src/verbs.ts';
import { dataSetOf, dcmtkAbsence, hasDcmtk, writeInstances } from './dcmtk.ts';
import {
  associateRequestBytes,
  ctImageStorage,
  explicitVr,
  implicitVr,
  testInstanceUid,
  verification,
} from './messages.ts';
import { RawPeer } from './raw-peer.ts';
import { type RecordingOptions, startRecordingServer } from './recording-server.ts';

const missing = findMissingPrograms('openssl');
const cleanups: (() => Promise<void> | void)[] = [];
let folder = '';
let authority: CertificateFiles;
let ours: CertificateFiles;
let theirs: CertificateFiles;
let expired: CertificateFiles;
let otherAuthority: CertificateFiles;
let stranger: CertificateFiles;
let misnamed: CertificateFiles;

beforeAll(async () => {
  if (missing.length > 0) return;
  folder = mkdtempSync(join(tmpdir(), 'dimse-tls-'));
  authority = makeAuthority(folder, 'authority');
  otherAuthority = makeAuthority(folder, 'other-authority');
  ours = issueCertificate(folder, 'ours', authority);
  theirs = issueCertificate(folder, 'theirs', authority);
  expired = issueCertificate(folder, 'expired', authority, { days: -1 });
  misnamed = issueCertificate(folder, 'misnamed', authority, { alternativeNames: 'DNS:elsewhere.example' });
  stranger = issueCertificate(folder, 'stranger', otherAuthority);
  if (hasDcmtk) await writeInstances(folder, 2);
});

afterAll(() => {
  if (folder !== '') rmSync(folder, { recursive: true });
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function contextOf(files: CertificateFiles | undefined, profile: TlsProfile = 'bcp195', trusted = authority) {
  return secureContextOptions(profile, {
    ...(files !== undefined && { cert: readFileSync(files.certFile), key: readFileSync(files.keyFile) }),
    ca: readFileSync(trusted.certFile),
  });
}

type Serving = Omit<AcceptorTls, 'secureContext'> & {
  readonly files?: CertificateFiles;
  readonly profile?: TlsProfile;
};

/** A listener with TLS, what it was asked, and a wait for a line of its log. */
async function serve({ files = ours, profile = 'bcp195', ...tls }: Serving = {}, options: RecordingOptions = {}) {
  const requests: AssociationRequest[] = [];
  const lines: { fields: Record<string, unknown>; message: string }[] = [];
  let noted = Promise.withResolvers<void>();
  const note = (fields: object, message: string): void => {
    lines.push({ fields: { ...fields }, message });
    noted.resolve();
    noted = Promise.withResolvers<void>();
  };
  const logger: Logger = { debug: note, info: note, warn: note, error: note };
  const recording = await startRecordingServer({
    tls: { ...tls, secureContext: contextOf(files, profile) },
    logger,
    accept: (request) => {
      requests.push(request);
      return {
        kind: 'accept',
        context: undefined,
        contexts: new Map(
          request.contexts.map(({ id, transferSyntaxes: [first = ''] }) => [id, { transferSyntax: first }]),
        ),
      };
    },
    ...options,
  });
  cleanups.push(() => recording.server.close(0));
  const handshakeFailure = async (): Promise<unknown> => {
    for (;;) {
      const line = lines.find(({ message }) => message === 'TLS handshake failed');
      if (line !== undefined) return line.fields;
      await noted.promise;
    }
  };
  return { ...recording, port: recording.server.port, requests, handshakeFailure };
}

const contexts = [
  { abstractSyntax: verification, transferSyntaxes: [implicitVr] },
  { abstractSyntax: ctImageStorage, transferSyntaxes: [explicitVr] },
];

function call(port: number, tls: OpenAssociationOptions['tls'], host = '127.0.0.1') {
  const names = { calledAet: 'TEST-CALLED', callingAet: 'TEST-CALLING' };
  return openAssociation({ host, port, ...names, contexts, ...(tls !== undefined && { tls }) });
}

const byAuthority = (serverName = 'localhost'): PeerTrust => ({ kind: 'authority', serverName });

async function echo(...args: Parameters<typeof call>): Promise<number> {
  const association = await call(...args);
  const status = await association.echo();
  await association.release();
  return status;
}

describe.skipIf(missing.length > 0)(`an association over TLS${absenceOf(missing)}`, () => {
  test('carries objects, whole, in both profiles, over TLS 1.3', async () => {
    for (const profile of ['bcp195', 'bcp195-modified'] as const) {
      const { port, stored, requests } = await serve({ profile });
      const association = await call(port, { secureContext: contextOf(undefined, profile), trust: byAuthority() });
      const dataSet = new Uint8Array(3_000_000).map((_, at) => at * 7);
      const common = { sopClassUid: ctImageStorage, transferSyntaxUid: explicitVr, sopInstanceUid: testInstanceUid };
      expect((await association.store({ ...common, dataSet })).status).toBe(0);
      await association.release();
      expect(stored[0]?.lengthBytes).toBe(dataSet.length);
      expect(stored[0]?.sha256()).toBe(Buffer.from(await crypto.subtle.digest('SHA-256', dataSet)).toString('hex'));
      expect(requests[0]?.tls).toEqual({ version: 'TLSv1.3', clientFingerprint: undefined });
    }
  });

  test('shows our certificate where it is asked for', async () => {
    for (const clientCertificates of ['optional', 'required'] as const) {
      const { port, requests } = await serve({ clientCertificates });
      expect(await echo(port, { secureContext: contextOf(theirs), trust: byAuthority() })).toBe(0);
      expect(requests[0]?.tls?.clientFingerprint).toBe(theirs.sha256);
    }
  });

  test.each([
    ['no certificate where one is required', undefined, 'required'],
    ['a certificate of another authority where one is required', () => stranger, 'required'],
    ['a certificate of another authority where one may be shown', () => stranger, 'optional'],
    ['an expired certificate', () => expired, 'required'],
  ] as const)(
    'is refused to a caller with %s, before any request is looked at',
    async (_, files, clientCertificates) => {
      const { port, requests, handshakeFailure } = await serve({ clientCertificates });
      const opening = call(port, { secureContext: contextOf(files?.()), trust: byAuthority() });
      await expect(opening).rejects.toThrow();
      expect(await handshakeFailure()).toMatchObject({ address: '127.0.0.1' });
      expect(requests).toEqual([]);
    },
  );

  test('needs no certificate where one may be shown', async () => {
    const { port } = await serve({ clientCertificates: 'optional' });
    expect(await echo(port, { secureContext: contextOf(undefined), trust: byAuthority() })).toBe(0);
  });

  test.each([
    ['an authority we do not know', () => stranger, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['another name', () => misnamed, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['a time that is over', () => expired, 'CERT_HAS_EXPIRED'],
  ])('is not made with a peer whose certificate is of %s', async (_, files, systemCode) => {
    const { port, requests } = await serve({ files: files() });
    const opening = call(port, { secureContext: contextOf(undefined), trust: byAuthority() });
    await expect(opening).rejects.toMatchObject({ code: 'tls-failed', details: { systemCode } });
    expect(requests).toEqual([]);
  });

  test('checks the name a peer is configured by, not the address it was called at', async () => {
    const { port } = await serve({ files: misnamed });
    const secureContext = contextOf(undefined);
    expect(await echo(port, { secureContext, trust: byAuthority('elsewhere.example') })).toBe(0);
    await expect(call(port, { secureContext, trust: byAuthority('127.0.0.1') })).rejects.toMatchObject({
      details: { systemCode: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    });
  });

  test('takes a pinned certificate whatever it says, and no other', async () => {
    const { port, requests } = await serve({ files: stranger });
    const secureContext = contextOf(undefined);
    expect(await echo(port, { secureContext, trust: { kind: 'fingerprint', sha256: stranger.sha256 } })).toBe(0);
    const opening = call(port, { secureContext, trust: { kind: 'fingerprint', sha256: ours.sha256 } });
    await expect(opening).rejects.toMatchObject({
      code: 'tls-failed',
      details: { systemCode: 'ERR_TLS_FINGERPRINT' },
    });
    expect(requests.length).toBe(1);
  });

  test('is not made with a peer that speaks in clear text', async () => {
    const plain = await startRecordingServer();
    cleanups.push(() => plain.server.close(0));
    const opening = call(plain.server.port, { secureContext: contextOf(undefined), trust: byAuthority() });
    await expect(opening).rejects.toMatchObject({ code: 'tls-failed' });
  });

  test('is refused to a caller that speaks in clear text', async () => {
    const { port, requests, handshakeFailure } = await serve();
    const peer = await RawPeer.connect(port);
    peer.send(associateRequestBytes());
    await peer.closed();
    expect(await handshakeFailure()).toMatchObject({ address: '127.0.0.1' });
    expect(requests).toEqual([]);
  });

  test.each([
    ['nothing older than TLS 1.2', { maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' }],
    ['no suite without authenticated encryption', { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES256-SHA384' }],
  ] as const)('agrees on %s', async (_, weak) => {
    const { port } = await serve();
    const socket = connectSecure({ host: '127.0.0.1', port, rejectUnauthorized: false, minVersion: 'TLSv1', ...weak });
    await expect(
      new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject)),
    ).rejects.toThrow();
  });

  test('agrees on 128 bits in one profile only', async () => {
    const weak = {
      rejectUnauthorized: false,
      maxVersion: 'TLSv1.2',
      ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256',
    } as const;
    for (const [profile, isAgreed] of [
      ['bcp195', true],
      ['bcp195-modified', false],
    ] as const) {
      const { port } = await serve({ profile });
      const socket = connectSecure({ host: '127.0.0.1', port, ...weak });
      const made = new Promise((resolve) =>
        socket.once('secureConnect', () => resolve(true)).once('error', () => resolve(false)),
      );
      expect(await made).toBe(isAgreed);
      socket.destroy();
    }
  });

  test('is not waited for longer than a handshake takes', async () => {
    const { port, handshakeFailure } = await serve({ handshakeTimeoutMs: 50 });
    const peer = await RawPeer.connect(port);
    // The beginning of a ClientHello record of 512 bytes, RFC 8446 §5.1, and no more.
    peer.send(Uint8Array.of(0x16, 0x03, 0x01, 0x02, 0x00, 0x01));
    await peer.closed();
    expect(await handshakeFailure()).toMatchObject({ errorCode: 'ERR_TLS_HANDSHAKE_TIMEOUT' });
  });

  test('a listener that closes does not wait for handshakes', async () => {
    const { server, port } = await serve();
    const peer = await RawPeer.connect(port);
    peer.send(Uint8Array.of(0x16, 0x03, 0x01));
    const other = await call(port, { secureContext: contextOf(undefined), trust: byAuthority() });
    const closing = server.close(60_000);
    await expect(other.echo()).rejects.toThrow();
    await peer.closed();
    await closing;
  });

  test('a flood from one address leaves the listener usable', async () => {
    const { port } = await serve({}, { maxAssociations: 8, maxAssociationsPerAddress: 1 });
    const peers = await Promise.all(Array.from({ length: 60 }, () => RawPeer.connect(port)));
    await Promise.all(peers.slice(20).map((peer) => peer.closed()));
    for (const peer of peers) peer.destroy();
    await Promise.all(peers.map((peer) => peer.closed()));
    expect(await echo(port, { secureContext: contextOf(undefined), trust: byAuthority() })).toBe(0);
  });

  test('another certificate serves connections from then on, and those there are go on', async () => {
    const { server, port } = await serve();
    const trust = { kind: 'fingerprint', sha256: ours.sha256 } as const;
    const secureContext = contextOf(undefined);
    const before = await call(port, { secureContext, trust });
    server.setSecureContext(contextOf(theirs));
    await expect(call(port, { secureContext, trust })).rejects.toMatchObject({ code: 'tls-failed' });
    expect(await echo(port, { secureContext, trust: { kind: 'fingerprint', sha256: theirs.sha256 } })).toBe(0);
    expect(await before.echo()).toBe(0);
    await before.release();
  });
});

const isTestable = hasDcmtk && missing.length === 0;

describe.skipIf(!isTestable)(`DCMTK over TLS${dcmtkAbsence}${absenceOf(missing)}`, () => {
  const tlsArguments = ({ keyFile, certFile }: CertificateFiles, trusted = authority) => [
    '+tls',
    keyFile,
    certFile,
    '+cf',
    trusted.certFile,
  ];

  test.each(['--profile-bcp195-nd', '--profile-bcp195', '--profile-bcp195-ex'])(
    'echoscu calls us with %s',
    async (profile) => {
      const { port } = await serve({ clientCertificates: 'required' });
      const { code, output } = await runPeer('echoscu', [
        '-v',
        ...tlsArguments(theirs),
        profile,
        '127.0.0.1',
        String(port),
      ]);
      expect(output).toContain('Received Echo Response (Success)');
      expect(code).toBe(0);
    },
  );

  test('echoscu calls us in the modified profile', async () => {
    const { port } = await serve({ profile: 'bcp195-modified' });
    expect((await runPeer('echoscu', [...tlsArguments(theirs), '127.0.0.1', String(port)])).code).toBe(0);
  });

  test('echoscu without a certificate is let in where none is required, and else not', async () => {
    const args = ['+tla', '-ic', '127.0.0.1'];
    const open = await serve({ clientCertificates: 'optional' });
    expect((await runPeer('echoscu', [...args, String(open.port)])).code).toBe(0);
    const closed = await serve({ clientCertificates: 'required' });
    expect((await runPeer('echoscu', [...args, String(closed.port)])).code).not.toBe(0);
    expect(closed.requests).toEqual([]);
  });

  test('echoscu trusts neither another authority nor an expired certificate of ours', async () => {
    const good = await serve();
    expect(
      (await runPeer('echoscu', [...tlsArguments(theirs, otherAuthority), '127.0.0.1', String(good.port)])).code,
    ).not.toBe(0);
    const old = await serve({ files: expired });
    expect((await runPeer('echoscu', [...tlsArguments(theirs), '127.0.0.1', String(old.port)])).code).not.toBe(0);
    expect([...good.requests, ...old.requests]).toEqual([]);
  });

  test('echoscu in clear text on the TLS port, and with TLS on the other, is told no', async () => {
    const { port, handshakeFailure } = await serve();
    expect((await runPeer('echoscu', ['127.0.0.1', String(port)])).code).not.toBe(0);
    await handshakeFailure();
    const plain = await startRecordingServer();
    cleanups.push(() => plain.server.close(0));
    expect((await runPeer('echoscu', [...tlsArguments(theirs), '127.0.0.1', String(plain.server.port)])).code).not.toBe(
      0,
    );
    expect((await runPeer('echoscu', ['127.0.0.1', String(plain.server.port)])).code).toBe(0);
  });

  test('storescu stores with us', async () => {
    const { port, stored } = await serve({ clientCertificates: 'required' });
    const args = [...tlsArguments(theirs), '127.0.0.1', String(port), join(folder, '1.dcm'), join(folder, '2.dcm')];
    expect(await runPeer('storescu', args)).toMatchObject({ code: 0 });
    expect(stored.map(({ calls }) => calls.ends)).toEqual([1, 1]);
  });

  async function startStorescp(...more: readonly string[]) {
    const out = mkdtempSync(join(tmpdir(), 'dimse-tls-storescp-'));
    const port = await findFreePort();
    const args = ['+B', '-od', out, ...tlsArguments(theirs), ...more, String(port)];
    const storescp = await startPeerListener('storescp', args, port);
    cleanups.push(() => {
      storescp.kill();
      rmSync(out, { recursive: true });
    });
    return { port, out };
  }

  test('we store with storescp, our certificate shown', async () => {
    const { port, out } = await startStorescp('--require-peer-cert');
    const association = await call(port, { secureContext: contextOf(ours), trust: byAuthority() });
    const dataSet = dataSetOf(readFileSync(join(folder, '1.dcm')));
    const common = {
      sopClassUid: ctImageStorage,
      transferSyntaxUid: explicitVr,
      sopInstanceUid: `${testInstanceUid}.1`,
    };
    expect((await association.store({ ...common, dataSet })).status).toBe(0);
    await association.release();
    const [name = ''] = readdirSync(out);
    expect(Buffer.from(dataSetOf(readFileSync(join(out, name))))).toEqual(Buffer.from(dataSet));
  });

  test('storescp that requires a certificate refuses us without one', async () => {
    const { port } = await startStorescp('--require-peer-cert');
    await expect(echo(port, { secureContext: contextOf(undefined), trust: byAuthority() })).rejects.toMatchObject({
      code: 'tls-failed',
    });
  });
});
