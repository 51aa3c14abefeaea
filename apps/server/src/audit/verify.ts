/**
 * Verifies the audit trail: every entry against its hash and its neighbours, every checkpoint against its signature,
 * its predecessor and the chain, the file of checkpoints against the database.
 *
 * Finds changed, removed and inserted entries, a chain that was computed anew, and a trail whose end was cut off as
 * far as a checkpoint reaches. What it cannot find, `SEMANTICS.md` says.
 */

import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { chainStart, hashEntry } from './chain.ts';
import { type Checkpoint, follows, isSignatureValid } from './checkpoint.ts';
import { readCheckpointFile } from './checkpoint-file.ts';
import { checkpointOf } from './checkpoint-writer.ts';
import { findVerifyingKey, type VerifyingKey } from './signing-key.ts';

const rowsAtATime = 2_000;

type AuditFlawCode =
  /** The entry does not have the hash it is stored with: it, or its place, was changed. */
  | 'entry-changed'
  | 'entry-missing'
  /** Entries are consistent among themselves, but not with a checkpoint: the chain was computed anew. */
  | 'chain-recomputed'
  /** A checkpoint covers entries that are no longer there. */
  | 'trail-truncated'
  | 'checkpoint-unreadable'
  | 'checkpoint-foreign'
  | 'checkpoint-forged'
  /** A checkpoint is missing, doubled or out of order. */
  | 'checkpoint-out-of-order'
  /** The file and the database do not have the same checkpoints. */
  | 'checkpoint-copy-differs';

export type AuditFlaw = {
  readonly code: AuditFlawCode;
  /** The first wrong entry, where the flaw is one of entries. */
  readonly sequence?: number;
  /** With `chain-recomputed`: the first wrong entry lies between `sequence` and this one. */
  readonly upTo?: number;
  /** Line of the checkpoints file, where the flaw is one of the file. */
  readonly line?: number;
  /** Number of the checkpoint, where the flaw is one of checkpoints. */
  readonly checkpoint?: number;
};

export type AuditReport = {
  readonly entries: number;
  /** Entries that a valid checkpoint covers. */
  readonly covered: number;
  readonly checkpoints: number;
  /** Of the key that the checkpoints were verified with; compare it with one noted elsewhere. */
  readonly keyId: string | undefined;
  readonly flaws: readonly AuditFlaw[];
};

/** @param dir folder of key and checkpoints file */
export async function verifyAudit(db: Kysely<Database>, dir: string): Promise<AuditReport> {
  const key = findVerifyingKey(dir);
  // Checkpoints first: each is younger than the entries it covers, so one made meanwhile is not missed for them.
  const file = await readFile(dir, key);
  const copies = key === undefined ? [] : await compareCopies(db, key, file.checkpoints);
  const chain = await walkChain(db, file.checkpoints);
  return {
    entries: chain.entries,
    covered: chain.covered,
    checkpoints: file.checkpoints.length,
    keyId: key?.keyId,
    flaws: [...chain.flaws, ...file.flaws, ...copies],
  };
}

type ReadFile = { readonly checkpoints: readonly Checkpoint[]; readonly flaws: readonly AuditFlaw[] };

/** Returns the checkpoints of the file whose signature is valid. */
async function readFile(dir: string, key: VerifyingKey | undefined): Promise<ReadFile> {
  const checkpoints: Checkpoint[] = [];
  const flaws: AuditFlaw[] = [];
  for await (const { line, checkpoint } of readCheckpointFile(dir)) {
    const code = flawOf(checkpoint, checkpoints.at(-1), key);
    if (code !== undefined) flaws.push({ code, line, ...(checkpoint && { checkpoint: checkpoint.number }) });
    const trusted = code === undefined || code === 'checkpoint-out-of-order';
    if (trusted && checkpoint !== undefined) checkpoints.push(checkpoint);
  }
  return { checkpoints, flaws };
}

function flawOf(checkpoint: Checkpoint | undefined, last: Checkpoint | undefined, key: VerifyingKey | undefined) {
  if (checkpoint === undefined) return 'checkpoint-unreadable';
  if (checkpoint.keyId !== key?.keyId) return 'checkpoint-foreign';
  if (!isSignatureValid(checkpoint, key)) return 'checkpoint-forged';
  return follows(checkpoint, last) ? undefined : 'checkpoint-out-of-order';
}

/** Checkpoints of other keys in the database belong to other nodes, which verify them with their own files. */
async function compareCopies(db: Kysely<Database>, key: VerifyingKey, inFile: readonly Checkpoint[]) {
  const flaws: AuditFlaw[] = [];
  const missing = new Map(inFile.map((checkpoint) => [checkpoint.number, checkpoint]));
  const newest = inFile.at(-1)?.number ?? 0;
  for (let after = 0; ; ) {
    const rows = await db
      .selectFrom('audit_checkpoint')
      .selectAll()
      .where('key_id', '=', key.keyId)
      .where('number', '>', after)
      .orderBy('number')
      .limit(rowsAtATime)
      .execute();
    for (const row of rows) {
      after = row.number;
      const same = missing.get(row.number)?.signature === row.signature;
      missing.delete(row.number);
      // One that is newer by one may just be on its way into the file.
      if (same || (row.number === newest + 1 && isSignatureValid(checkpointOf(row), key))) continue;
      flaws.push({ code: 'checkpoint-copy-differs', checkpoint: row.number });
    }
    if (rows.length < rowsAtATime) break;
  }
  for (const number of missing.keys()) flaws.push({ code: 'checkpoint-copy-differs', checkpoint: number });
  return flaws;
}

type Chain = { readonly entries: number; readonly covered: number; readonly flaws: readonly AuditFlaw[] };

/** Stops at the first flaw: what follows a break proves nothing. */
async function walkChain(db: Kysely<Database>, checkpoints: readonly Checkpoint[]): Promise<Chain> {
  const expected = new Map(checkpoints.map(({ sequence, hash }) => [sequence, hash]));
  let hash = chainStart;
  let sequence = 0;
  let covered = 0;
  for (;;) {
    const rows = await db
      .selectFrom('audit_entry')
      .selectAll()
      .where('sequence', '>', sequence)
      .orderBy('sequence')
      .limit(rowsAtATime)
      .execute();
    for (const row of rows) {
      const broken = (flaw: AuditFlaw): Chain => ({ entries: sequence, covered, flaws: [flaw] });
      if (row.sequence !== sequence + 1) return broken({ code: 'entry-missing', sequence: sequence + 1 });
      hash = hashEntry(hash, row);
      if (!hash.equals(row.hash)) return broken({ code: 'entry-changed', sequence: row.sequence });
      const claimed = expected.get(row.sequence);
      if (claimed !== undefined && claimed !== hash.toString('hex')) {
        return broken({ code: 'chain-recomputed', sequence: covered + 1, upTo: row.sequence });
      }
      sequence = row.sequence;
      if (claimed !== undefined) covered = sequence;
    }
    if (rows.length < rowsAtATime) break;
  }
  const furthest = checkpoints.reduce((most, checkpoint) => Math.max(most, checkpoint.sequence), 0);
  const flaws: AuditFlaw[] =
    furthest > sequence ? [{ code: 'trail-truncated', sequence: sequence + 1, upTo: furthest }] : [];
  return { entries: sequence, covered, flaws };
}
