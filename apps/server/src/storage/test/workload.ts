/**
 * Stores, deletes and breaks off objects on a simulated disk, several at a time, and remembers what was promised; then
 * checks that a log opened on what is left of the disk keeps every promise.
 *
 * Used by the tests of faults, power cuts and kills. Objects are small and segments tiny, so that a run of some fifty
 * operations meets rotation, large files and every crash point.
 */

import { createSecretKey } from 'node:crypto';
import { basename } from 'node:path';
import { type BlobLog, type BlobLogOptions, openBlobLog } from '../blob-log.ts';
import type { DataKey } from '../key-ring.ts';
import type { LogEntry, ObjectLocation, RecordMeta } from '../log-entry.ts';
import { MasterKeys } from '../master-keys.ts';
import { StorageError } from '../storage-error.ts';
import type { Chance, SimulatedDisk } from './simulated-disk.ts';

export const dir = '/log';
const silent = { info() {}, warn() {}, error() {} };
const masterKeys = new MasterKeys([createSecretKey(Buffer.alloc(32, 7))]);

/** What became of each object, by its number: the number is written all over the object's bytes. */
export type History = {
  readonly stored: Map<number, ObjectLocation>;
  /** Answered with an error, or broken off by the sender: must never appear. */
  readonly refused: Set<number>;
  /** Deletion was asked for: may be there or not. */
  readonly deleting: Set<number>;
  readonly deleted: Set<number>;
  started: number;
};

export function newHistory(): History {
  return { stored: new Map(), refused: new Set(), deleting: new Set(), deleted: new Set(), started: 0 };
}

export function openOn(disk: SimulatedDisk, options: Partial<BlobLogOptions> = {}): Promise<BlobLog> {
  const sizes = { segmentBytes: 4_096, chunkBytes: 256, inlineLimitBytes: 1_024 };
  return openBlobLog({ dir, masterKeys, logger: silent, fileSystem: disk, ...sizes, ...options });
}

/** Runs some writers at once until the operations are done or the disk is cut. Ends early when the keys cannot be made. */
export async function runWorkload(
  log: BlobLog,
  history: History,
  options: { readonly operations: number; readonly writers: number; readonly chance: Chance },
): Promise<void> {
  let left = options.operations;
  const dataKeys: DataKey[] = [];
  const writer = async () => {
    while (left > 0) {
      left -= 1;
      const dataKey = await findDataKey(log, dataKeys, options.chance);
      if (dataKey === undefined) continue;
      const dice = options.chance();
      if (dice < 0.02) await compactAll(log, history);
      else if (dice < 0.2) await deleteOne(log, history, options.chance);
      else await storeOne(log, dataKey, history, { breakOff: dice < 0.3, chance: options.chance });
    }
  };
  await Promise.all(Array.from({ length: options.writers }, writer));
}

async function findDataKey(log: BlobLog, dataKeys: DataKey[], chance: Chance): Promise<DataKey | undefined> {
  const known = dataKeys[Math.floor(chance() * (dataKeys.length + 1))];
  if (known !== undefined) return known;
  try {
    const dataKey = log.keys.dataKeyFor(await log.keys.createPatientKey());
    dataKeys.push(dataKey);
    return dataKey;
  } catch (error) {
    assertStorageError(error);
    return undefined;
  }
}

async function storeOne(
  log: BlobLog,
  dataKey: DataKey,
  history: History,
  { breakOff, chance }: { readonly breakOff: boolean; readonly chance: Chance },
): Promise<void> {
  const number = history.started;
  history.started += 1;
  const lengthBytes = Math.floor(chance() ** 3 * 4_000) + 4;
  const bytes = buildObject(number, lengthBytes);
  const incoming = log.openObject(dataKey);
  try {
    await incoming.write(bytes.subarray(0, lengthBytes / 2));
    await incoming.write(bytes.subarray(lengthBytes / 2));
    if (breakOff) {
      history.refused.add(number);
      await incoming.abort();
      return;
    }
    const { location } = await incoming.commit(buildRecord(lengthBytes));
    history.stored.set(number, location);
  } catch (error) {
    assertStorageError(error);
    await incoming.abort();
    history.refused.add(number);
  }
}

async function deleteOne(log: BlobLog, history: History, chance: Chance): Promise<void> {
  const candidates = [...history.stored].filter(([number]) => !history.deleting.has(number));
  const [number, location] = candidates[Math.floor(chance() * candidates.length)] ?? [];
  if (number === undefined || location === undefined) return;
  history.deleting.add(number);
  try {
    await log.markDeleted(location, 'user');
    history.deleted.add(number);
  } catch (error) {
    assertStorageError(error);
  }
}

/** The index of this workload is the history itself; nobody reads while it runs. */
async function compactAll(log: BlobLog, history: History): Promise<void> {
  try {
    await log.compact({
      minDeadShare: 0.2,
      moved: async (objects) => {
        for (const { location } of objects) {
          for (const [number, known] of history.stored) {
            if (known.objectId === location.objectId) history.stored.set(number, location);
          }
        }
      },
    });
  } catch (error) {
    assertStorageError(error);
  }
}

/**
 * Opens the log on the disk, compares it with what was promised, stores one more object and closes it again.
 * Returns the violations in words; empty when all is well.
 */
export async function checkPromises(disk: SimulatedDisk, history: History): Promise<readonly string[]> {
  const violations: string[] = [];
  const log = await openOn(disk);
  const entries = await collect(log.entriesSince(0));
  violations.push(...(await checkEntries(log, entries, history)), ...checkFiles(disk, entries));
  const before = entries.length;
  const extra = history.started;
  history.started += 1;
  const dataKey = log.keys.dataKeyFor(await log.keys.createPatientKey());
  const bytes = buildObject(extra, 300);
  const stored = await log.append({ record: buildRecord(300), dataKey, plaintext: [bytes] });
  history.stored.set(extra, stored.location);
  const after = await collect(log.entriesSince(0));
  if (after.length !== before + 1) violations.push(`${after.length - before} new entries after one store`);
  if (log.position() !== after.at(-1)?.position) violations.push('the position is not that of the last entry');
  await log.close();
  return violations;
}

async function checkEntries(log: BlobLog, entries: readonly LogEntry[], history: History): Promise<string[]> {
  const violations: string[] = [];
  const found = new Map<number, string>();
  const deleted = new Set(entries.flatMap((entry) => (entry.kind === 'deleted' ? [entry.objectId] : [])));
  let last = -1;
  for (const entry of entries) {
    if (entry.position <= last) violations.push('entries are out of order');
    last = entry.position;
    if (entry.kind === 'damaged') violations.push(`damage at ${entry.segment}:${entry.offset}`);
    if (entry.kind !== 'instance' && entry.kind !== 'moved') continue;
    const { location } = entry;
    if (deleted.has(location.objectId)) continue;
    const number = await readNumber(log, location);
    if (typeof number === 'string') violations.push(`an object is half visible: ${number}`);
    else if (entry.kind === 'instance' && found.has(number)) violations.push(`object ${number} is there twice`);
    else found.set(number, location.objectId);
  }
  for (const [number, location] of history.stored) {
    if (history.deleting.has(number)) continue;
    if (found.get(number) !== location.objectId) violations.push(`acknowledged object ${number} is missing`);
    const read = await readNumber(log, location);
    if (read !== number) violations.push(`acknowledged object ${number} is not where the index has it: ${read}`);
  }
  for (const number of history.deleted) if (found.has(number)) violations.push(`deleted object ${number} is back`);
  for (const number of history.refused) if (found.has(number)) violations.push(`refused object ${number} is there`);
  return violations;
}

/** Every file of a large object is named by a record that is not deleted. */
function checkFiles(disk: SimulatedDisk, entries: readonly LogEntry[]): string[] {
  const deleted = new Set(entries.flatMap((entry) => (entry.kind === 'deleted' ? [entry.objectId] : [])));
  const named = new Set<string>();
  for (const entry of entries) {
    if (entry.kind !== 'instance' && entry.kind !== 'moved') continue;
    const { file, objectId } = entry.location;
    if (file !== undefined && !deleted.has(objectId)) named.add(`${file.folder}/${file.number}`);
  }
  const objects = disk.paths.filter((path) => path.startsWith(`${dir}/objects/`));
  return objects.flatMap((path) => {
    const [folder, name] = path.slice(`${dir}/objects/`.length).split('/');
    return named.has(`${Number(folder)}/${Number.parseInt(name ?? '', 10)}`)
      ? []
      : [`no record names ${basename(path)}`];
  });
}

async function readNumber(log: BlobLog, location: ObjectLocation): Promise<number | string> {
  try {
    const bytes = Buffer.concat(await collect(log.read(location)));
    const number = bytes.readUInt32BE(0);
    return bytes.equals(buildObject(number, location.lengthBytes)) ? number : 'other bytes';
  } catch (error) {
    return error instanceof StorageError ? error.code : String(error);
  }
}

function buildObject(number: number, lengthBytes: number): Buffer {
  const bytes = Buffer.alloc(lengthBytes, `object ${number} `);
  bytes.writeUInt32BE(number, 0);
  return bytes;
}

export function buildRecord(lengthBytes: number): RecordMeta {
  return {
    kind: 'instance',
    sha256: '0'.repeat(64),
    transferSyntaxUid: '1.2.840.10008.1.2.1',
    lengthBytes,
    policy: 'first',
    provenance: { source: 'dimse', callingAet: 'TEST', receivedAt: '2026-01-01T00:00:00.000Z' },
  };
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function assertStorageError(error: unknown): asserts error is StorageError {
  if (!(error instanceof StorageError)) throw error;
}
