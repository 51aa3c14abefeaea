import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { encodeFileMeta } from '@isocenter/dicom/part10';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { buildPhantomStudy } from '@isocenter/testkit/phantom';
import { provideCluster } from '@isocenter/testkit/provided-cluster';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../src/database/database.ts';
import { openTestDatabase } from './database.ts';
import { silentLogger } from './database-server.ts';
import { runCommand, type StartedNode, startNode } from './running-node.ts';

let parent: string;
let dataDir: string;
let folder: string;
let node: StartedNode | undefined;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'isocenter-reindex-'));
  // As root, the private PostgreSQL runs as another user, who must reach it.
  chmodSync(parent, 0o755);
  dataDir = join(parent, 'data');
  folder = join(parent, 'images');
});

afterEach(async () => {
  await node?.stop();
  node = undefined;
  rmSync(parent, { recursive: true, force: true });
});

/** Writes a generated study as files, one folder a series, and returns how many. */
function writeStudy(): number {
  const study = buildPhantomStudy({ seed: 7, at: new Date('2026-01-02T03:04:05Z'), ctSlices: 3, usFrames: 2 });
  const transferSyntaxUid = explicitVrLittleEndian.uid;
  let count = 0;
  for (const [number, series] of study.series.entries()) {
    mkdirSync(join(folder, String(number)), { recursive: true });
    for (const { sopClassUid, sopInstanceUid, dataSet } of series.instances()) {
      const meta = encodeFileMeta({ sopClassUid, sopInstanceUid, transferSyntaxUid });
      const file = Buffer.concat([meta, encodeDataSet(dataSet, explicitVrLittleEndian)]);
      writeFileSync(join(folder, String(number), `${count}`), file);
      count += 1;
    }
  }
  writeFileSync(join(folder, 'readme.txt'), 'not an image');
  return count;
}

type Event = Readonly<Record<string, unknown>> & { readonly event: string };

async function run(...args: string[]) {
  const { code, stdout } = await runCommand([...args, '--json'], { dataDir });
  return { code, events: stdout.split('\n').flatMap((line): Event[] => (line === '' ? [] : [JSON.parse(line)])) };
}

/** What somebody who may see everything is told of the studies. */
async function answers({ ready }: StartedNode): Promise<unknown> {
  const { stdout: token } = await runCommand(['user', 'token', '--role', 'admin'], { dataDir });
  const headers = { authorization: `Bearer ${token.trim()}`, accept: 'application/dicom+json' };
  const answer = await fetch(`${ready.http}/dicom-web/instances?includefield=all`, { headers });
  expect(answer.status).toBe(200);
  // Absolute links name the port, which is another after each start.
  return JSON.parse((await answer.text()).replaceAll(ready.http, ''));
}

test('a folder is sent, and listed the same after its index was lost and built anew', async () => {
  const count = writeStudy();
  await provideCluster(dataDir);
  node = await startNode({ dataDir });
  const sent = await run('send', folder, '--to', node.ready.dicom, '--aet', node.ready.aet);
  expect(sent.code).toBe(0);
  expect(sent.events.filter(({ event }) => event === 'sent')).toHaveLength(count);
  expect(sent.events.at(0)).toMatchObject({ event: 'skipped', code: 'not-dicom' });
  expect(sent.events.at(-1)).toMatchObject({ event: 'summary', sent: count, failed: 0, skipped: 1 });
  const before = await answers(node);
  expect(before).toHaveLength(count);

  const refused = await run('reindex');
  expect(refused).toMatchObject({ code: 1, events: [{ event: 'error', code: 'owned-by-another' }] });
  expect(await answers(node)).toEqual(before);
  await node.stop();
  node = undefined;

  await pretendToKnowMore();
  const start = await run('up');
  expect(start).toMatchObject({ code: 1, events: [{ event: 'error', code: 'index-ahead-of-log' }] });
  expect(start.events[0]?.message).toContain('isocenter reindex');

  const rebuilt = await run('reindex');
  expect(rebuilt.code).toBe(0);
  expect(rebuilt.events.at(-1)).toMatchObject({ event: 'reindexed', objects: count, failed: 0, studies: 1 });
  node = await startNode({ dataDir });
  expect(await answers(node)).toEqual(before);
});

/** As where the index of another, longer log lies in the database. */
async function pretendToKnowMore(): Promise<void> {
  const options = { url: undefined, dataDir, maxConnections: 2, as: 'owner', logger: silentLogger } as const;
  const { db, close } = await openDatabase(options);
  await db
    .updateTable('index_state')
    .set({ position: 2 ** 50 })
    .execute();
  await close();
}

test('beside a node on a server of its own, reindex is refused by the log and changes nothing', async () => {
  const database = await openTestDatabase();
  try {
    const environment = { ISOCENTER__DATABASE__URL: database.url };
    node = await startNode({ dataDir, environment });
    await database.db.updateTable('index_state').set({ position: 77 }).execute();
    const { code, stdout } = await runCommand(['reindex', '--json'], { dataDir, environment });
    expect([code, JSON.parse(stdout)]).toMatchObject([1, { event: 'error', code: 'locked' }]);
    expect(await database.db.selectFrom('index_state').select('position').execute()).toEqual([{ position: 77 }]);
    await node.stop();
    node = undefined;
  } finally {
    await database.close();
  }
});

test('a folder without objects is named as such, and nothing is made in it', async () => {
  const { code, events } = await run('reindex');
  expect([code, events]).toMatchObject([1, [{ event: 'error', code: 'log-missing' }]]);
});
