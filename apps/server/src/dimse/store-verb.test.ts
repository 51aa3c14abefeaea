import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { dimseStatus } from '@isocenter/dimse/status';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AccessServer, openAccessServer } from '../../test/access-server.ts';
import { silentLogger } from '../../test/database-server.ts';
import { imageAttributes } from '../../test/dicomweb-server.ts';
import { type Archive, openArchive } from '../archive/open-archive.ts';
import { openStore } from './store-verb.ts';

let server: AccessServer;
let archive: Archive;
const dataDir = mkdtempSync(join(tmpdir(), 'isocenter-store-'));

beforeAll(async () => {
  server = await openAccessServer(async (_, { db }) => {
    const decoder = { decodeToNative: () => Promise.reject(new Error('this test has no codecs')) };
    const sopClasses = { refused: [], acceptPrivate: true };
    archive = await openArchive({ dataDir, db, logger: silentLogger, decoder, sopClasses });
  });
});

afterAll(async () => {
  await archive.close(5000);
  await server.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test('an object is received at the time of the clock that is passed in', async () => {
  const { db, audit, now } = server.deps;
  const subject = { kind: 'peer', aet: 'TEST', address: '127.0.0.1', peerId: undefined, verbs: ['store'] } as const;
  const sink = await openStore(
    {
      messageId: 1,
      sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
      sopInstanceUid: '2.25.1',
      transferSyntaxUid: explicitVrLittleEndian.uid,
      contextId: 1,
      priority: 0,
    },
    {
      calledAet: 'ISOCENTER',
      callingAet: 'TEST',
      address: '127.0.0.1',
      context: { subject, conflictPolicy: 'first' },
    },
    { db, audit, now, ingest: archive.ingest, logger: silentLogger },
  );
  if (!('end' in sink)) throw new Error('the store was refused');
  await sink.write(encodeDataSet(buildDataSet(imageAttributes()), explicitVrLittleEndian));
  expect(await sink.end()).toEqual({ status: dimseStatus.success });
  await archive.reader.settled();
  const row = await db.selectFrom('instance').select(['received_at', 'source', 'sender']).executeTakeFirst();
  expect(row).toEqual({ received_at: now(), source: 'dimse', sender: 'TEST' });
});
