import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Attributes } from '@isocenter/dicom/build';
import { buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { encodeFileMeta } from '@isocenter/dicom/part10';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AccessServer, type Ask, openAccessServer } from '../../test/access-server.ts';
import { silentLogger } from '../../test/database-server.ts';
import { imageAttributes } from '../../test/dicomweb-server.ts';
import { whileLocked } from '../../test/locked-table.ts';
import { type Archive, openArchive } from '../archive/open-archive.ts';
import type { LogEntry } from '../storage/log-entry.ts';
import { registerImports } from './routes.ts';

let server: AccessServer;
let archive: Archive;
let ask: Ask;
const dataDir = mkdtempSync(join(tmpdir(), 'isocenter-imports-'));

beforeAll(async () => {
  server = await openAccessServer(async (app, { db, audit, now }) => {
    const decoder = { decodeToNative: () => Promise.reject(new Error('this test has no codecs')) };
    const sopClasses = { refused: [], acceptPrivate: true };
    archive = await openArchive({ dataDir, db, logger: silentLogger, decoder, sopClasses });
    const { reader, ingest } = archive;
    registerImports(app, { db, ingest, reader, audit, logger: silentLogger, now, indexWaitMs: 300 });
  });
  ask = await server.program('member');
});

afterAll(async () => {
  await archive.close(5000);
  await server.close();
  rmSync(dataDir, { recursive: true, force: true });
});

function fileOf(changes: Attributes, trailer = new Uint8Array()): Buffer {
  const attributes = imageAttributes(changes);
  const meta = encodeFileMeta({
    sopClassUid: String(attributes.SOPClassUID),
    sopInstanceUid: String(attributes.SOPInstanceUID),
    transferSyntaxUid: explicitVrLittleEndian.uid,
  });
  return Buffer.concat([meta, encodeDataSet(buildDataSet(attributes), explicitVrLittleEndian), trailer]);
}

const importFile = (payload: Buffer) =>
  ask('POST', '/api/imports', undefined, { payload, headers: { 'content-type': 'application/octet-stream' } });

describe('the import of a file', () => {
  it('says what is odd about the header', async () => {
    const file = fileOf({ SOPInstanceUID: '2.25.11', StationName: 'TEST' });
    // (0008,1010) becomes (0008,0010), which does not follow (0008,0090).
    file.writeUInt16LE(0x0010, file.indexOf(Uint8Array.of(0x08, 0x00, 0x10, 0x10)) + 2);
    const answer = await importFile(file);
    expect(answer.statusCode).toBe(201);
    expect(answer.json().findings).toMatchObject([
      { code: 'tag-order', severity: 'warning', tag: '(0008,0010)', offset: expect.any(Number) },
    ]);
    expect((await importFile(fileOf({ SOPInstanceUID: '2.25.12' }))).json().findings).toEqual([]);
  });

  it('keeps when and from where it came', async () => {
    await importFile(fileOf({ SOPInstanceUID: '2.25.13' }));
    const { object_id, received_at } = await server.database.db
      .selectFrom('instance')
      .where('sop_instance_uid', '=', '2.25.13')
      .select(['object_id', 'received_at'])
      .executeTakeFirstOrThrow();
    expect(received_at).toEqual(server.deps.now());
    const entries: LogEntry[] = [];
    for await (const entry of archive.log.entriesSince(0)) entries.push(entry);
    expect(entries.find((entry) => entry.kind === 'instance' && entry.location.objectId === object_id)).toMatchObject({
      record: { provenance: { source: 'import', address: '127.0.0.1', receivedAt: server.deps.now().toISOString() } },
    });
  });

  it('is a success whatever the audit trail does', async () => {
    const file = fileOf({ SOPInstanceUID: '2.25.14' });
    const answer = await whileLocked(server.database, 'audit_entry', () => importFile(file));
    expect([answer.statusCode, answer.json().outcome]).toEqual([201, 'stored']);
  });

  it.each([false, true])('is a success without ids while the index is away (connection lost: %s)', async (isLost) => {
    const sopInstanceUid = isLost ? '2.25.15' : '2.25.16';
    const file = fileOf({ SOPInstanceUID: sopInstanceUid });
    const answer = await whileLocked(server.database, 'index_state', async (loseWaiting) => {
      const [imported] = await Promise.all([importFile(file), isLost && loseWaiting()]);
      return imported;
    });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toEqual({
      outcome: 'stored',
      sopInstanceUid,
      studyInstanceUid: '2.25.100',
      findings: [],
    });
    expect((await importFile(file)).json()).toMatchObject({ outcome: 'duplicate', studyId: expect.any(String) });
  });

  it('of a patient not met before is refused for now while the database goes away', async () => {
    await archive.reader.settled();
    const file = fileOf({ SOPInstanceUID: '2.25.17', PatientID: 'TEST-2' });
    const answer = await whileLocked(server.database, 'patient', async (loseWaiting) => {
      const [imported] = await Promise.all([importFile(file), loseWaiting()]);
      return imported;
    });
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'database-unavailable']);
  });
});

describe('a file that a virus scanner looks at', () => {
  const grep = ['/bin/sh', '-c', 'grep -q "$0"; case $? in 0) exit 1;; 1) exit 0;; *) exit 2;; esac', 'TEST-VIRUS'];
  let scanning: AccessServer;
  let scanner = { command: grep, timeoutMs: 20_000 };

  beforeAll(async () => {
    scanning = await openAccessServer(async (app, { db, audit, now }) => {
      const { reader, ingest } = archive;
      const settings = {
        get command() {
          return scanner.command;
        },
        timeoutMs: 20_000,
      };
      registerImports(app, { db, ingest, reader, audit, logger: silentLogger, now, scanner: settings });
    });
  });
  afterAll(() => scanning.close());

  it('is stored where it passes; otherwise nothing of it is kept, and the trail says why', async () => {
    const as = await scanning.program('member');
    const send = (payload: Buffer) =>
      as('POST', '/api/imports', undefined, { payload, headers: { 'content-type': 'application/octet-stream' } });
    const entriesOf = async () => {
      const entries: LogEntry[] = [];
      for await (const entry of archive.log.entriesSince(0)) entries.push(entry);
      return entries.length;
    };
    const before = await entriesOf();
    const infected = await send(fileOf({ SOPInstanceUID: '2.25.901', StationName: 'TEST-VIRUS' }));
    expect([infected.statusCode, infected.json().code]).toEqual([422, 'virus-found']);
    scanner = { ...scanner, command: ['/nowhere/scanner'] };
    const unscanned = await send(fileOf({ SOPInstanceUID: '2.25.902' }));
    expect([unscanned.statusCode, unscanned.json().code]).toEqual([503, 'scanner-failed']);
    expect(await entriesOf()).toBe(before);
    scanner = { ...scanner, command: grep };
    expect((await send(fileOf({ SOPInstanceUID: '2.25.903' }))).statusCode).toBe(201);
    expect(await entriesOf()).toBeGreaterThan(before);
    await scanning.audit.flush();
    const trail = scanning.database.db.selectFrom('audit_entry').select(['outcome', 'details']);
    const stores = await trail.where('action', '=', 'instance:store').orderBy('sequence').execute();
    expect(stores).toMatchObject([
      { outcome: 'failure', details: { code: 'virus-found' } },
      { outcome: 'failure', details: { code: 'scanner-failed' } },
      { outcome: 'success' },
    ]);
  });
});
