/**
 * Data of the first release opens: a folder that 0.1.0 itself made and filled is brought to this version, and gives the
 * answers that 0.1.0 gave. Attributes that newer versions answer besides are welcome.
 */

import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { DicomJson } from '@isocenter/dicom/json';
import { connectDicomweb, type DicomwebClient } from '@isocenter/testkit/dicomweb-client';
import {
  type IsocenterProcess,
  makeDataDir,
  runIsocenter,
  startIsocenterProcess,
} from '@isocenter/testkit/isocenter-process';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { loadDatabase } from '../apps/server/src/backup/load-database.ts';
import { openDatabase } from '../apps/server/src/database/database.ts';
import { migrations } from '../apps/server/src/database/migrations/index.ts';
import { buildSmallObject, storeOverDimse } from './small-object.ts';

type Data = {
  readonly email: string;
  readonly password: string;
  readonly migrations: readonly string[];
  readonly tables: readonly { readonly name: string; readonly columns: readonly string[]; readonly rows: string }[];
  readonly sequences: readonly { readonly name: string; readonly lastValue: string; readonly isCalled: boolean }[];
  /** Base64, by path below the data folder. */
  readonly files: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<'studies' | 'series' | 'instances', readonly DicomJson[]>> & {
    readonly digests: Readonly<Record<string, string>>;
    readonly peers: { readonly peers: readonly { readonly aeTitle: string }[] };
    readonly conflicts: { readonly conflicts: readonly object[] };
  };
};

const data: Data = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/data-of-0.1.0.json'), 'utf8'));
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const { path: dataDir, remove } = makeDataDir();
let node: IsocenterProcess;
let token: string;
let dicomweb: DicomwebClient;

beforeAll(async () => {
  for (const [path, content] of Object.entries(data.files)) {
    mkdirSync(dirname(join(dataDir, path)), { recursive: true });
    writeFileSync(join(dataDir, path), Buffer.from(content, 'base64'), { mode: 0o600 });
  }
  chmodSync(dataDir, 0o755);
  const first = Object.fromEntries(Object.entries(migrations).filter(([name]) => data.migrations.includes(name)));
  const options = { url: undefined, dataDir, maxConnections: 4, as: 'owner', logger: silent } as const;
  const database = await openDatabase({ ...options, migrations: first });
  expect(database.migrated).toEqual(data.migrations);
  const client = await database.pool.connect();
  const tables = data.tables.map((table) => ({ ...table, rows: () => Readable.from([Buffer.from(table.rows)]) }));
  await loadDatabase(client, { tables, sequences: data.sequences });
  client.release();
  await database.close();
  await start();
});
afterAll(async () => {
  await node?.stop();
  remove();
});

async function start(): Promise<void> {
  node = await startIsocenterProcess({ dataDir, keepOutput: true });
  token = runIsocenter({ dataDir }, ['user', 'token', '--role', 'admin']).trim();
  dicomweb = connectDicomweb(node.ready.http, token);
}

// biome-ignore lint/suspicious/noExplicitAny: the tests assert on the shape
async function api(path: string): Promise<any> {
  const response = await fetch(`${node.ready.http}${path}`, { headers: { authorization: `Bearer ${token}` } });
  expect(response.status).toBe(200);
  return response.json();
}

/** Retrieve URL: one series UID may lie in two studies. */
const address = '00081190';

async function expectSameAnswers(): Promise<void> {
  for (const level of ['studies', 'series', 'instances'] as const) {
    const found = await dicomweb.search(`/${level}?includefield=all`);
    const now: readonly DicomJson[] = JSON.parse(JSON.stringify(found).replaceAll(node.ready.http, ''));
    expect(now).toHaveLength(data.answers[level].length);
    for (const before of data.answers[level]) {
      const url = before[address]?.Value?.[0];
      expect(now.find((json) => json[address]?.Value?.[0] === url)).toMatchObject(before);
    }
  }
  const digests: [string, string][] = [];
  for (const study of data.answers.studies) {
    digests.push(...(await dicomweb.retrieveDigests(String(study['0020000D']?.Value?.[0]))));
  }
  expect(Object.fromEntries(digests)).toEqual(data.answers.digests);
}

describe('data of 0.1.0', () => {
  test('are found by attributes that it did not keep', async () => {
    // SOP Classes are counted by the migration; the rest is read from the headers while the node runs.
    const [image] = data.answers.instances;
    const found = await dicomweb.search(`/studies?SOPClassesInStudy=${image?.['00080016']?.Value?.[0]}`);
    expect(found.map((study) => study['0020000D']?.Value?.[0])).toContain(image?.['0020000D']?.Value?.[0]);
    await vi.waitUntil(() => node.output().includes('series of an earlier version were read'), { timeout: 60_000 });
    expect(node.output()).toMatch(/"read":[1-9]\d*,"left":0/);
  });

  test('give the same answers and the same bytes', async () => {
    await expectSameAnswers();
    expect(node.output()).not.toContain('"level":"error"');
  });

  test('have the same conflicts, peers and users', async () => {
    const { conflicts } = await api('/api/conflicts?limit=500');
    expect(conflicts).toMatchObject(data.answers.conflicts.conflicts);
    const { peers } = await api('/api/peers');
    for (const peer of data.answers.peers.peers) {
      expect(peers.find(({ aeTitle }: { aeTitle: string }) => aeTitle === peer.aeTitle)).toMatchObject(peer);
    }
    const { email, password } = data;
    const signIn = (typed: string) =>
      fetch(`${node.ready.http}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password: typed }),
      });
    expect((await signIn(password)).ok).toBe(true);
    expect((await signIn(`${password}!`)).status).toBe(401);
  });

  test('have a trail that is whole, from its first entry on', () => {
    const [report] = runIsocenter({ dataDir }, ['audit', 'verify', '--json']).trim().split('\n');
    expect(JSON.parse(report ?? '')).toMatchObject({ ok: true, flaws: [] });
  });

  test('take new objects, and are the same from an index that is built anew', async () => {
    const object = buildSmallObject();
    expect(await storeOverDimse({ dicomPort: node.dicomPort, aet: node.ready.aet }, [object])).toMatchObject([
      { status: 0 },
    ]);
    expect(await dicomweb.listInstances(object.studyInstanceUid)).toHaveLength(1);
    await node.stop();
    runIsocenter({ dataDir }, ['reindex']);
    await start();
    const { conflicts } = await api('/api/conflicts?limit=500');
    expect(conflicts).toHaveLength(data.answers.conflicts.conflicts.length);
    expect((await dicomweb.search('/instances')).length).toBe(data.answers.instances.length + 1);
  });
});
