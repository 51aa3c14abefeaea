/**
 * Whether the audit trail in the database is the one that the newest signed checkpoint outside it speaks of: as long, without
 * gaps, and with the same end. Changes in the middle are found by `isocenter audit verify`, which reads every entry.
 */

import { auditDir } from '../audit/audit.ts';
import type { Checkpoint } from '../audit/checkpoint.ts';
import { isSignatureValid } from '../audit/checkpoint.ts';
import { readCheckpointFile } from '../audit/checkpoint-file.ts';
import { findVerifyingKey } from '../audit/signing-key.ts';
import type { Config } from '../config/settings.ts';
import { type AuditEnd, auditEndOf } from './examine-database.ts';
import type { Finding } from './finding.ts';

/** Nothing where no node has run, or the database does not answer: that is a finding of its own. */
export async function* examineAudit(config: Config): AsyncIterable<Finding> {
  const dir = auditDir(config.data.dir);
  const key = findVerifyingKey(dir);
  if (key === undefined) return;
  let last: Checkpoint | undefined;
  for await (const { checkpoint } of readCheckpointFile(dir)) last = checkpoint ?? last;
  const end = await auditEndOf(config, last?.sequence ?? 0);
  if (end === undefined) return;
  const isOwn = last !== undefined && last.keyId === key.keyId && isSignatureValid(last, key);
  yield judgeAudit(end, isOwn ? last : undefined);
}

/** @param last the newest checkpoint outside the database; undefined where there is none, or it is not signed by this node */
export function judgeAudit(end: AuditEnd, last: Pick<Checkpoint, 'sequence' | 'hash'> | undefined): Finding {
  const flaw = flawOf(end, last);
  return {
    name: 'audit trail',
    ok: flaw === undefined,
    found: flaw ?? `${end.entries} entries, as far as the newest checkpoint says`,
    advice: 'somebody changed it: isocenter audit verify says what, docs/administration.md what then',
  };
}

function flawOf({ entries, newest, hash }: AuditEnd, last: Pick<Checkpoint, 'sequence' | 'hash'> | undefined) {
  if (last === undefined) return entries === 0 ? undefined : `${entries} entries, and no checkpoint of this node`;
  if (newest < last.sequence) return `entries ${newest + 1} to ${last.sequence} are gone`;
  if (entries !== newest) return `${newest - entries} entries are missing`;
  return hash === last.hash ? undefined : `entry ${last.sequence} is not the one that was signed`;
}
