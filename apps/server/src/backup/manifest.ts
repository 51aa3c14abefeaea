/**
 * What a backup consists of, with the length and SHA-256 of each file, authenticated by a key that the backup's own gives.
 *
 * The manifest is the last file that a backup writes: where there is none, the backup was not finished. It names no
 * patient, and nothing in it is a path from outside.
 */

import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { BackupError } from './backup-error.ts';
import { type BackupKeySource, derivedKeys, findOwnKeys } from './backup-keys.ts';
import { backupsFolder, isFinished, manifestName } from './layout.ts';
import type { BackupKeys } from './sealed-file.ts';

const format = 1;

const Digest = Type.String({ pattern: '^[0-9a-f]{64}$' });
const Count = Type.Integer({ minimum: 0 });
/** Of the backup itself. */
const OwnFile = Type.Object({ file: Type.String(), bytes: Count, sha256: Digest });
/** Parts of our own names below the data folder, never the folder above. */
const relativePath = '^(?!.*(^|/)\\.\\.?(/|$))[^/]+(/[^/]+)*$';

const KeyFileId = Type.String({ pattern: '^[0-9a-f]{16}$' });
const OpenSegment = Type.Object({ number: Count, ...OwnFile.properties });
/** Its entries in the list of files begin with its folder. */
const Spool = Type.Object({ number: Count, keyFile: KeyFileId, openSegment: Type.Optional(OpenSegment) });

const Manifest = Type.Object({
  format: Type.Literal(format),
  /** Of the program that made it. */
  version: Type.String(),
  createdAt: Type.String(),
  /** Which key file the objects belong to: the random name of its head. */
  keyFile: KeyFileId,
  /** Up to where the index in the tables reaches, and up to where the log does. */
  position: Type.Object({ index: Count, log: Count }),
  migrations: Type.Array(Type.String()),
  tables: Type.Array(Type.Object({ name: Type.String(), columns: Type.Array(Type.String()), ...OwnFile.properties })),
  sequences: Type.Array(Type.Object({ name: Type.String(), lastValue: Type.String(), isCalled: Type.Boolean() })),
  /** Other files of the data folder. */
  files: Type.Array(Type.Object({ path: Type.String({ pattern: relativePath }), ...OwnFile.properties })),
  blobs: Type.Object({ ...OwnFile.properties, segments: Count, objects: Count, totalBytes: Count }),
  openSegment: Type.Optional(OpenSegment),
  /** Those besides the first, where several gateways share the store. */
  spools: Type.Optional(Type.Array(Spool)),
});
export type Manifest = Static<typeof Manifest>;
export type OwnFile = Static<typeof OwnFile>;

/** Of a backup that has a key of its own. */
export function encodeManifest(manifest: Manifest, mac: KeyObject): string {
  const text = JSON.stringify(manifest);
  return `${JSON.stringify({ mac: macOf(text, mac), ownKey: true })}\n${text}`;
}

export type OpenedManifest = { readonly manifest: Manifest; readonly keys: BackupKeys };

/**
 * Reads the manifest of a backup, and finds the keys that it is under.
 * @throws BackupError `incomplete`, `damaged`, `newer`, `backup-key-missing`
 */
export async function readManifest(dir: string, name: string, source: BackupKeySource): Promise<OpenedManifest> {
  if (!isFinished(dir, name)) throw new BackupError('incomplete', `the backup ${name} was not finished`);
  const text = await readFile(join(backupsFolder(dir), name, manifestName), 'utf8');
  const [head = '', body = ''] = text.split('\n');
  const damaged = () => new BackupError('damaged', `${name}/${manifestName} is damaged, or of another master key`);
  const found: unknown = parseOrUndefined(head);
  const claimed = typeof found === 'object' && found !== null && 'mac' in found ? String(found.mac) : '';
  const hasOwnKey = typeof found === 'object' && found !== null && 'ownKey' in found && found.ownKey === true;
  const own = hasOwnKey ? await findOwnKeys(name, source) : undefined;
  if (hasOwnKey && own === undefined) {
    const message = `the key of the backup ${name} is not in the folder of keys: it was destroyed when its days were over, or lies elsewhere`;
    throw new BackupError('backup-key-missing', message);
  }
  const keys = (own === undefined ? derivedKeys(source) : [own]).find(({ mac }) => isMacOf(claimed, body, mac));
  if (keys === undefined) throw damaged();
  const manifest: unknown = parseOrUndefined(body);
  if (typeof manifest === 'object' && manifest !== null && 'format' in manifest && Number(manifest.format) > format) {
    throw new BackupError('newer', `the backup ${name} was made by a newer Isocenter`);
  }
  if (!Value.Check(Manifest, manifest)) throw damaged();
  return { manifest, keys };
}

/** Every file of the backup besides the shared ones and the manifest. */
export function ownFilesOf(manifest: Manifest): readonly OwnFile[] {
  const open = [manifest, ...(manifest.spools ?? [])].flatMap(({ openSegment }) => openSegment ?? []);
  return [manifest.blobs, ...manifest.tables, ...manifest.files, ...open];
}

function isMacOf(claimed: string, text: string, key: KeyObject): boolean {
  const expected = macOf(text, key);
  return claimed.length === expected.length && timingSafeEqual(Buffer.from(claimed), Buffer.from(expected));
}

function macOf(text: string, key: KeyObject): string {
  return createHmac('sha256', key).update(text).digest('hex');
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Reported as damaged.
  }
}
