/**
 * The ledger of erasures: which keys were destroyed for good, so that no restored copy of anything brings a patient back.
 *
 * A file beside the key file, outside the database and what backups take in, to which lines are appended and never changed:
 * `{"id","at","keys":["<spool> <key>"]}`. It names nobody: a key is a number and random digits. A line that was torn by a
 * power cut was not acknowledged and is passed over.
 */

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type FileSystem, readFully, writeAll } from './file-system.ts';
import type { PatientKeyId } from './key-ring.ts';
import type { SpoolNumber } from './log-entry.ts';
import { systemErrorName } from './storage-error.ts';

export const ledgerName = 'erasures.jsonl';

export type ErasedKey = { readonly spool: SpoolNumber; readonly keyId: PatientKeyId };

export type LedgerEntry = {
  /** Random; names the erasure in the audit trail, too. */
  readonly id: string;
  readonly at: string;
  readonly keys: readonly ErasedKey[];
};

/** Of a data folder: with the keys of the first spool, whoever gateways share it with. */
export function ledgerPath(dataDir: string): string {
  return join(dataDir, 'blobs', 'keys', ledgerName);
}

/** Returns what was erased, oldest first; nothing where there is no ledger. */
export function readLedger(path: string): readonly LedgerEntry[] {
  try {
    return parseLedger(readFileSync(path, 'utf8'));
  } catch (error) {
    if (systemErrorName(error) !== 'ENOENT') throw error;
    return [];
  }
}

/** Returns the keys of a spool that were destroyed by erasures. */
export function erasedKeysOf(entries: readonly LedgerEntry[], spool: SpoolNumber): ReadonlySet<PatientKeyId> {
  return new Set(entries.flatMap(({ keys }) => keys.flatMap((key) => (key.spool === spool ? [key.keyId] : []))));
}

/** Appends entries that the ledger does not have; durable when this resolves. Its folder exists. */
export async function appendToLedger(
  fileSystem: FileSystem,
  path: string,
  entries: readonly LedgerEntry[],
): Promise<void> {
  const isThere = (await fileSystem.list(dirname(path))).includes(ledgerName);
  const file = await fileSystem.open(path, isThere ? 'write' : 'create');
  try {
    const found = Buffer.alloc(await file.size());
    await readFully(file, found, 0);
    const known = new Set(parseLedger(found.toString('utf8')).map(({ id }) => id));
    const added = entries.filter(({ id }) => !known.has(id)).map(encodeEntry);
    // Whatever tore the last line, the next one begins anew.
    const isTorn = found.byteLength > 0 && found.at(-1) !== 0x0a;
    if (added.length > 0)
      await writeAll(file, [Buffer.from(`${isTorn ? '\n' : ''}${added.join('')}`)], found.byteLength);
    // What is known may have been written just before the last process was killed.
    await file.sync();
    await fileSystem.syncFolder(dirname(path));
  } finally {
    await file.close();
  }
}

function encodeEntry({ id, at, keys }: LedgerEntry): string {
  return `${JSON.stringify({ id, at, keys: keys.map(({ spool, keyId }) => `${spool} ${keyId}`) })}\n`;
}

function parseLedger(text: string): readonly LedgerEntry[] {
  return text.split('\n').flatMap((line) => parseEntry(line) ?? []);
}

function parseEntry(line: string): LedgerEntry | undefined {
  const json = parseOrUndefined(line);
  if (typeof json !== 'object' || json === null || !('id' in json && 'at' in json && 'keys' in json)) return undefined;
  const { id, at, keys } = json;
  if (typeof id !== 'string' || typeof at !== 'string' || !Array.isArray(keys)) return undefined;
  const parsed = keys.flatMap((key) => {
    const [, spool, keyId] = /^(\d+) (\d{1,10}\.[0-9a-f]{16})$/.exec(String(key)) ?? [];
    return keyId === undefined ? [] : [{ spool: Number(spool), keyId }];
  });
  return { id, at, keys: parsed };
}

function parseOrUndefined(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // Torn, or no line of ours.
  }
}
