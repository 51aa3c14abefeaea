/**
 * `make bench NAME=log-append`: the log of segments beside a bare loop of write and fdatasync, on the same disk in the
 * same run, alternating.
 *
 * Ours: SHA-256 by the caller, AES-256-GCM, CRC, record, fdatasync before each acknowledgement. Bare: one writer with
 * one file that appends the same bytes and syncs each time, no hash and no cipher: what the disk gives at most.
 * Options: --rounds N (5), --folder PATH for another disk (bench/out).
 */

import { createHash, createSecretKey, randomBytes } from 'node:crypto';
import { closeSync, fdatasync, mkdirSync, mkdtempSync, openSync, rmSync, writev } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { type BlobLog, openBlobLog } from '../apps/server/src/storage/blob-log.ts';
import type { RecordMeta } from '../apps/server/src/storage/log-entry.ts';
import { MasterKeys } from '../apps/server/src/storage/master-keys.ts';

const silent = { info() {}, warn() {}, error() {} };
const sync = promisify(fdatasync);
const write = promisify(writev);

/** Enough to take about half a second each. */
const rows = [
  { name: '9k', lengthBytes: 9_000, writers: 1, objects: 1_200 },
  { name: '9k', lengthBytes: 9_000, writers: 4, objects: 3_000 },
  { name: '9k', lengthBytes: 9_000, writers: 16, objects: 8_000 },
  { name: '525k', lengthBytes: 525_000, writers: 1, objects: 300 },
  { name: '525k', lengthBytes: 525_000, writers: 4, objects: 600 },
  { name: '525k', lengthBytes: 525_000, writers: 16, objects: 600 },
];
type Row = (typeof rows)[number];

export async function benchLogAppend(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '5' },
      folder: { type: 'string', default: join(import.meta.dirname, 'out') },
    },
  });
  mkdirSync(values.folder, { recursive: true });
  for (const row of rows) {
    const seconds = { ours: [] as number[], bare: [] as number[] };
    for (let round = 0; round < Number(values.rounds); round += 1) {
      seconds.bare.push(await timeBare(row, values.folder));
      seconds.ours.push(await timeLog(row, values.folder));
    }
    report(row, seconds);
  }
}

function report(
  row: Row,
  { ours, bare }: { readonly ours: readonly number[]; readonly bare: readonly number[] },
): void {
  const perSecond = row.objects / median(ours);
  const peerValue = row.objects / median(bare);
  const line = {
    id: `log-append-${row.name}-${row.writers}`,
    value: Math.round(perSecond),
    unit: 'objects/s',
    megabytesPerSecond: Math.round((perSecond * row.lengthBytes) / 1e6),
    peer: 'bare write and fdatasync, one writer',
    peerValue: Math.round(peerValue),
    ratio: Number((perSecond / peerValue).toFixed(2)),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function timeLog(row: Row, folder: string): Promise<number> {
  const dir = mkdtempSync(join(folder, 'log-'));
  const log = await openBlobLog({
    dir,
    masterKeys: new MasterKeys([createSecretKey(randomBytes(32))]),
    logger: silent,
  });
  try {
    return await timeWriters(row, await makeStore(log, row));
  } finally {
    await log.close();
    rmSync(dir, { recursive: true });
  }
}

async function makeStore(log: BlobLog, row: Row): Promise<() => Promise<unknown>> {
  const dataKey = log.keys.dataKeyFor(await log.keys.createPatientKey());
  const bytes = randomBytes(row.lengthBytes);
  return () => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const record: RecordMeta = {
      kind: 'instance',
      sha256,
      transferSyntaxUid: '1.2.840.10008.1.2.1',
      lengthBytes: bytes.byteLength,
      policy: 'first',
      provenance: {
        source: 'dimse',
        callingAet: 'BENCH',
        calledAet: 'ISOCENTER',
        receivedAt: new Date().toISOString(),
      },
    };
    return log.append({ record, dataKey, plaintext: [bytes] });
  };
}

async function timeBare(row: Row, folder: string): Promise<number> {
  const dir = mkdtempSync(join(folder, 'bare-'));
  const file = openSync(join(dir, 'bytes'), 'w');
  const bytes = randomBytes(row.lengthBytes);
  let position = 0;
  try {
    return await timeWriters({ ...row, writers: 1 }, async () => {
      await write(file, [bytes], position);
      position += bytes.byteLength;
      await sync(file);
    });
  } finally {
    closeSync(file);
    rmSync(dir, { recursive: true });
  }
}

async function timeWriters(row: Row, store: () => Promise<unknown>): Promise<number> {
  let left = row.objects;
  const started = performance.now();
  const writer = async () => {
    while (left > 0) {
      left -= 1;
      await store();
    }
  };
  await Promise.all(Array.from({ length: row.writers }, writer));
  return (performance.now() - started) / 1_000;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
