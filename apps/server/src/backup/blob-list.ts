/** The list of the shared files that belong to one backup: a line of JSON for each, segments first. */

import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { BackupError } from './backup-error.ts';
import { type Written, writeStream } from './durable-file.ts';
import { backupsFolder, blobListName } from './layout.ts';
import type { BlobEntry } from './shared-files.ts';

const folders = '(spools/\\d{4,}/)?(segments|objects/\\d{10})/';

const Entry = Type.Object({
  path: Type.String({ pattern: `^${folders}\\d{10}\\.(seg|obj)$` }),
  shared: Type.String({ pattern: `^${folders}[0-9a-z-]+\\.(seg|obj)$` }),
  bytes: Type.Integer({ minimum: 0 }),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
});

export function writeBlobList(folder: string, entries: readonly BlobEntry[]): Promise<Written> {
  return writeStream(join(folder, blobListName), linesOf(entries));
}

/** Yields the entries in order. The file's digest is checked elsewhere; a line that is none is damage all the same. */
export async function* readBlobList(dir: string, name: string): AsyncGenerator<BlobEntry, void> {
  const stream = createReadStream(join(backupsFolder(dir), name, blobListName), { encoding: 'utf8' });
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    yield parseEntry(line, name);
  }
}

function parseEntry(line: string, name: string): BlobEntry {
  try {
    const entry: unknown = JSON.parse(line);
    if (Value.Check(Entry, entry)) return entry;
  } catch {
    // Said below.
  }
  throw new BackupError('damaged', `${name}/${blobListName} is damaged`);
}

async function* linesOf(entries: readonly BlobEntry[]): AsyncGenerator<Uint8Array, void> {
  const linesAtOnce = 1_000;
  for (let at = 0; at < entries.length; at += linesAtOnce) {
    const lines = entries.slice(at, at + linesAtOnce).map((entry) => `${JSON.stringify(entry)}\n`);
    yield Buffer.from(lines.join(''));
  }
}
