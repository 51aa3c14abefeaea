/**
 * Compares the trail with a copy that lies elsewhere: what an audit repository received, or an export as JSON Lines. Each line
 * names a number and a hash; a chain whose hashes are those of the copy says what it said then.
 *
 * This closes what checkpoints leave open: the entries since the last one, and a node whose signing key was taken.
 */

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';

const linesAtATime = 2_000;

type CopiedEntry = { readonly sequence: number; readonly hash: string };

export type CopyReport = {
  /** Entries that the copy names. */
  readonly compared: number;
  /** Numbers of entries that differ from the copy, or that only the copy has; the first hundred. */
  readonly differing: readonly number[];
};

/** @param path a file of lines; lines that name no entry are passed over */
export async function compareWithCopy(db: Kysely<Database>, path: string): Promise<CopyReport> {
  const lines = createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY });
  const differing: number[] = [];
  let compared = 0;
  let batch: CopiedEntry[] = [];
  const compare = async () => {
    compared += batch.length;
    differing.push(...(await differingOf(db, batch)));
    batch = [];
  };
  for await (const line of lines) {
    const entry = parseLine(line);
    if (entry !== undefined) batch.push(entry);
    if (batch.length === linesAtATime) await compare();
  }
  await compare();
  return { compared, differing: [...new Set(differing)].sort((a, b) => a - b).slice(0, 100) };
}

async function differingOf(db: Kysely<Database>, entries: readonly CopiedEntry[]): Promise<readonly number[]> {
  if (entries.length === 0) return [];
  const { rows } = await sql<{ sequence: number }>`
    select copy.sequence from unnest(${entries.map(({ sequence }) => sequence)}::bigint[],
      ${entries.map(({ hash }) => hash)}::text[]) as copy (sequence, hash)
    left join gateway.audit_entry entry on entry.sequence = copy.sequence
    where encode(entry.hash, 'hex') is distinct from copy.hash`.execute(db);
  return rows.map(({ sequence }) => sequence);
}

/** The object of an audit message that stands for the entry, as `syslog/audit-message.ts` writes it. */
const inMessage =
  /<ParticipantObjectIdentification ParticipantObjectID="(\d{1,15})"[^>]*><ParticipantObjectIDTypeCode csd-code="entry" codeSystemName="99ISOCENTER"[^>]*\/>.*?type="SHA-256" value="([0-9A-Za-z+/]{43}=)"/;

function parseLine(line: string): CopiedEntry | undefined {
  const [, number, base64] = inMessage.exec(line) ?? [];
  if (number !== undefined && base64 !== undefined) {
    return { sequence: Number(number), hash: Buffer.from(base64, 'base64').toString('hex') };
  }
  const [, sequence] = /^\{"sequence":(\d{1,15}),/.exec(line) ?? [];
  const [, hash] = /"hash":"([0-9a-f]{64})"\}$/.exec(line) ?? [];
  return sequence === undefined || hash === undefined ? undefined : { sequence: Number(sequence), hash };
}
