/** The trail in an audit repository: rsyslog over TLS, away at first and away again in between. */

import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CertificateFiles, issueCertificate, makeAuthority } from '@isocenter/testkit/certificates';
import { findFreePort } from '@isocenter/testkit/peer-listener';
import { absenceOf, findMissingPrograms } from '@isocenter/testkit/peer-program';
import { findMissingRsyslog, type RsyslogProcess, startRsyslog } from '@isocenter/testkit/rsyslog-process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { silentLogger } from '../../../test/database-server.ts';
import { createMetrics } from '../../http/metrics.ts';
import type { AuditError } from '../errors.ts';
import type { AuditEvent } from '../event.ts';
import { AuditTrail } from '../trail.ts';
import { type Forwarder, startForwarder } from './forwarder.ts';

const missing = [...findMissingPrograms('openssl'), ...findMissingRsyslog()];
const folder = mkdtempSync(join(tmpdir(), 'isocenter-syslog-'));
const metrics = createMetrics();
let database: TestDatabase;
let trail: AuditTrail;
let authority: CertificateFiles;
let certificate: CertificateFiles;
let port: number;
let repository: RsyslogProcess | undefined;
let forwarder: Forwarder;

const node = { kind: 'system', name: 'node' } as const;
const peer = { kind: 'peer', aet: 'CT <1>', peerId: undefined } as const;
const event = (change: Partial<AuditEvent> = {}): AuditEvent => ({
  ...{ action: 'dimse:echo', outcome: 'success', subject: peer, address: '192.0.2.1' },
  ...change,
});

beforeAll(async () => {
  if (missing.length > 0) return;
  database = await openTestDatabase();
  trail = new AuditTrail({ db: database.db, logger: silentLogger });
  authority = makeAuthority(folder, 'authority');
  certificate = issueCertificate(folder, 'repository', authority);
  port = await findFreePort();
});

afterAll(async () => {
  await forwarder?.close();
  await repository?.stop();
  await database?.close();
  rmSync(folder, { recursive: true, force: true });
});

const start = async (own: { certFile?: string; keyFile?: string; caFile: string }, measures = createMetrics()) => {
  const forwarding = await startForwarder({
    ...{
      db: database.db,
      aeTitle: 'NODE',
      logger: silentLogger,
      now: () => new Date(),
      leads: () => false,
      metrics: measures,
    },
    settings: { host: '127.0.0.1', port, sourceId: 'test-node', ...own },
  });
  if (forwarding === undefined) throw new Error('a repository is configured');
  return forwarding;
};

const ownFiles = () => {
  const { certFile, keyFile } = issueCertificate(folder, 'node', authority);
  return { certFile, keyFile, caFile: authority.certFile };
};

const startRepository = () => startRsyslog({ folder, port, authority, certificate });
/** In the order in which they came, and came last. */
const numbers = () => {
  const all = (repository?.messages() ?? []).map((message) => Number(/\[meta sequenceId="(\d+)"\]/.exec(message)?.[1]));
  return [...new Set(all.toReversed())].toReversed();
};
/** Some rsyslogs (8.2302) now and then lose their place in a TLS stream and cut it; what was on it is sent again. */
const delivered = () =>
  expect
    .poll(() =>
      forwarder.forward().then(
        () => 'delivered',
        (error: AuditError) => error.code,
      ),
    )
    .toBe('delivered');
const waiting = async () => /^isocenter_audit_unforwarded_entries (\d+)$/m.exec(await metrics.registry.metrics())?.[1];

describe.skipIf(missing.length > 0)(`an audit repository${absenceOf(missing)}`, () => {
  test('that is away keeps nobody waiting and gets everything since the start of the node when it is back', async () => {
    await trail.record(event());
    await trail.record(event({ action: 'node:start', subject: node }));
    forwarder = await start(ownFiles(), metrics);
    await trail.record(event());
    await expect(forwarder.forward()).rejects.toMatchObject({ code: 'repository-unreachable' });
    expect(await waiting()).toBe('2');
    repository = await startRepository();
    await delivered();
    await expect.poll(numbers).toEqual([2, 3]);
    expect(await waiting()).toBe('0');
  });

  test('gets every entry in order, over many connections and across an outage', async () => {
    await Promise.all(Array.from({ length: 1_200 }, () => trail.record(event())));
    await delivered();
    await expect.poll(() => numbers().length).toBe(1_202);
    await repository?.stop();
    await trail.record(event({ outcome: 'failure' }));
    await expect(forwarder.forward()).rejects.toMatchObject({ code: 'repository-unreachable' });
    repository = await startRepository();
    await delivered();
    await expect.poll(numbers).toEqual(Array.from({ length: 1_203 }, (_, index) => index + 2));
  });

  test('gets the header of RFC 5424 and the message of PS3.15', async () => {
    const row = await database.db
      .selectFrom('audit_entry')
      .selectAll()
      .where('sequence', '=', 3)
      .executeTakeFirstOrThrow();
    const message = repository?.messages().find((one) => one.includes('[meta sequenceId="3"]')) ?? '';
    // rsyslog shows what follows the priority.
    const header = `1 ${row.at.toISOString()} ${hostname()} isocenter ${process.pid} DICOM+RFC3881 [meta sequenceId="3"] `;
    expect(message.slice(0, header.length)).toBe(header);
    expect(message).toContain('UserID="CT &lt;1&gt;" AlternativeUserID="AETITLES=CT &lt;1&gt;"');
    expect(message).toContain(`type="SHA-256" value="${row.hash.toString('base64')}"`);
  });

  test('that is another, or that does not believe this node, gets nothing', async () => {
    const stranger = makeAuthority(folder, 'stranger');
    await trail.record(event());
    const unbelieving = await start({ ...ownFiles(), caFile: stranger.certFile });
    await expect(unbelieving.forward()).rejects.toMatchObject({ code: 'repository-unreachable' });
    await unbelieving.close();
    const nameless = await start({ caFile: authority.certFile });
    await expect(nameless.forward()).rejects.toMatchObject({ code: 'repository-unreachable' });
    await nameless.close();
    expect(numbers()).toHaveLength(1_203);
    await delivered();
    await expect.poll(() => numbers().at(-1)).toBe(1_205);
  });
});
