/**
 * De-identifies files and writes nothing: what every attribute was and would be, and what decided. The rows hold values,
 * and are for the terminal of whoever asked: they go into no log.
 */

import { readFile, stat } from 'node:fs/promises';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { DeidRow } from '@isocenter/contract/deid-projects';
import { createExplainer, type Decision, type Explainer } from '@isocenter/deid/decision';
import { createDeidentifier, type DeidentifierOptions } from '@isocenter/deid/deidentify-file';
import type { LedgerEntry } from '@isocenter/deid/ledger';
import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import type { Inflate } from '@isocenter/dicom/parse';
import { parsePart10 } from '@isocenter/dicom/part10';
import { parseTag } from '@isocenter/dicom/tag';
import { getString } from '@isocenter/dicom/values';
import { vrs } from '@isocenter/dicom/vr';
import { findFiles } from '../sending/find-files.ts';
import { isSystemError } from '../system-error.ts';
import { compareDataSets } from './compare-data-sets.ts';
import type { HeldFileReason } from './run-folder.ts';

/** What lies in a sequence that goes as a whole has no row of its own. */
export type TriedRow = DeidRow & { readonly decision: Decision };

export type TriedFile =
  | { readonly kind: 'tried'; readonly path: string; readonly sopClassUid: string; readonly rows: readonly TriedRow[] }
  | { readonly kind: 'skipped'; readonly path: string; readonly reason: 'not-dicom' | 'dicomdir' }
  | { readonly kind: 'held'; readonly path: string; readonly reason: HeldFileReason };

export type DryRun = Pick<DeidentifierOptions, 'key' | 'profile' | 'rules' | 'acceptPictures'> & {
  /** File or folder. */
  readonly input: string;
};

const maxFileBytes = 2 ** 30;

const inflate: Inflate = (bytes, maxOutputLength) => inflateRawSync(bytes, { maxOutputLength });

/** Yields what would become of each file, one after the other. */
export async function* tryFiles({ input, ...options }: DryRun): AsyncGenerator<TriedFile, void> {
  const deidentify = createDeidentifier({ ...options, inflate, deflate: (bytes) => deflateRawSync(bytes) });
  const explainers = createExplainer(options.profile);
  for await (const { path, isUnreadable } of findFiles([input], false)) {
    const file = isUnreadable ? 'file-unreadable' : await readWhole(path);
    const result = typeof file === 'string' ? { kind: 'held' as const, reason: file } : deidentify(file);
    if (typeof file === 'string' || result.kind === 'held') {
      const reason = result.kind === 'held' ? result.reason : 'file-unreadable';
      if (reason === 'not-dicom' || reason === 'dicomdir') yield { kind: 'skipped', path, reason };
      else yield { kind: 'held', path, reason };
      continue;
    }
    const [before, after] = [dataSetOf(file), dataSetOf(Buffer.concat(result.chunks))];
    const sopClassUid = getString(before, tagOf('SOPClassUID')) ?? '';
    const rows = withDecisions(compareDataSets(before, after, result.ledger), result.ledger, explainers(sopClassUid));
    yield { kind: 'tried', path, sopClassUid, rows };
  }
}

async function readWhole(path: string): Promise<Uint8Array | 'file-unreadable' | 'too-large'> {
  try {
    return (await stat(path)).size > maxFileBytes ? 'too-large' : await readFile(path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return 'file-unreadable';
  }
}

function dataSetOf(file: Uint8Array): DataSet {
  return parsePart10(file, { inflate }).value.dataSet;
}

function withDecisions(
  rows: readonly DeidRow[],
  ledger: readonly LedgerEntry[],
  explain: Explainer,
): readonly TriedRow[] {
  const entries = new Map(ledger.map((entry) => [entry.path, entry]));
  const tried: TriedRow[] = [];
  let gone: string | undefined;
  for (const row of rows) {
    if (gone !== undefined && row.path.startsWith(gone)) continue;
    gone = row.change === 'removed' || row.action === 'empty' ? `${row.path}[` : undefined;
    const tag = parseTag(row.tag);
    const vr = vrs.find((one) => one === row.vr) ?? 'UN';
    if (row.kind === 'item' || tag === undefined) continue;
    tried.push({ ...row, decision: explain(tag, vr, row.depth > 0, entries.get(row.path)) });
  }
  return tried;
}
