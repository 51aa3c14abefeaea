/**
 * What a run held back for a leak or a doubt, as lines of JSON in a folder: which file, by a keyed hash of its content, why,
 * and where; no names and no values. A person who has looked at a file decides that it goes out. The decision is for that
 * content, that reason and those findings, and for nothing else.
 */

import { createHmac } from 'node:crypto';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LeakFinding } from '@isocenter/deid/leak-scan/leak-search';
import { isSystemError } from '../system-error.ts';
import { DeidRunError } from './deid-error.ts';
import { picturesToLookAt } from './releasable-reasons.ts';

export type QuarantineEntry = {
  /** Keyed hash of the content, under the key of the project. */
  readonly file: string;
  readonly reason: string;
  /** Of `leak-found`. */
  readonly findings: readonly LeakFinding[];
  /** ISO 8601. */
  readonly at: string;
};

export type ReleaseDecision = QuarantineEntry & { readonly by: string };

/** Reasons on which a look at the object decides; what is damaged or has no UIDs does not go out by being looked at. */
export const releasableReasons: ReadonlySet<string> = new Set(['leak-found', ...picturesToLookAt]);

const entriesName = 'quarantine.jsonl';
const decisionsName = 'decisions.jsonl';

export function contentHash(key: Uint8Array, content: Uint8Array): string {
  return createHmac('sha256', key).update('quarantine\0').update(content).digest('base64url');
}

/** Returns what `LeakFinding`s are compared by. */
export function findingKey({ path, kind }: { readonly path: string; readonly kind: string }): string {
  return `${kind} ${path}`;
}

/** Adds what is not listed yet. */
export async function listInQuarantine(dir: string, entries: readonly QuarantineEntry[]): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const listed = new Set((await readEntries(join(dir, entriesName))).map(identityOf));
  const added = entries.filter((entry) => !listed.has(identityOf(entry)));
  await appendLines(join(dir, entriesName), added);
}

export async function readDecisions(dir: string): Promise<readonly ReleaseDecision[]> {
  return (await readEntries(join(dir, decisionsName))).filter(
    (entry): entry is ReleaseDecision => 'by' in entry && typeof entry.by === 'string',
  );
}

/**
 * Notes that whoever it is has looked at files of these contents and lets them out.
 *
 * @throws DeidRunError `release-not-held` where one of them is not listed; then none is noted
 */
export async function release(
  dir: string,
  files: readonly string[],
  { by, at }: { readonly by: string; readonly at: string },
): Promise<void> {
  const entries = await readEntries(join(dir, entriesName));
  const decisions = files.flatMap((file) => {
    const held = entries.filter((entry) => entry.file === file && releasableReasons.has(entry.reason));
    if (held.length === 0)
      throw new DeidRunError(
        'release-not-held',
        'a file that is to be released is not in the quarantine: nothing was done',
      );
    return held.map((entry) => ({ ...entry, by, at }));
  });
  await appendLines(join(dir, decisionsName), decisions);
}

function identityOf({ file, reason, findings }: QuarantineEntry): string {
  return JSON.stringify([file, reason, findings.map(findingKey).sort()]);
}

async function appendLines(path: string, lines: readonly object[]): Promise<void> {
  if (lines.length > 0)
    await appendFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''), { mode: 0o600, flush: true });
}

/** A line that was cut off, or changed into none, lists and releases nothing. */
async function readEntries(path: string): Promise<readonly QuarantineEntry[]> {
  try {
    return (await readFile(path, 'utf8')).split('\n').flatMap((line) => parseEntry(line) ?? []);
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return [];
    throw error;
  }
}

function parseEntry(line: string): QuarantineEntry | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isEntry(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isEntry(value: unknown): value is QuarantineEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { file, reason, findings, at } = value as Readonly<Record<string, unknown>>; // any object is
  return (
    [file, reason, at].every((one) => typeof one === 'string') &&
    Array.isArray(findings) &&
    findings.every(({ path, kind }) => typeof path === 'string' && typeof kind === 'string')
  );
}
