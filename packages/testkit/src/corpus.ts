/**
 * Finds the corpus of real DICOM files that lies beside the checkout. It is never part of the repository, so a test
 * that needs it is skipped, with the reason, where it is absent.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../../../shared/corpus');

/** Absolute path of the corpus, or undefined where it is absent. */
export const corpusDir: string | undefined = existsSync(join(root, 'index.tsv')) ? root : undefined;

/** The title suffix that reports an absent corpus in the list of skipped tests. */
export const corpusAbsence = 'skipped: ../shared/corpus is absent';

export type CorpusFile = {
  /** Relative to the corpus, with forward slashes. */
  readonly path: string;
  readonly sopClass: string;
  readonly modality: string;
  readonly transferSyntax: string;
  readonly part10: boolean;
};

/** Lists every DICOM file of the corpus as `index.tsv` describes it; empty where the corpus is absent. */
export function listCorpus(): readonly CorpusFile[] {
  if (corpusDir === undefined) return [];
  const [header, ...rows] = readFileSync(join(corpusDir, 'index.tsv'), 'utf8').trimEnd().split('\n');
  const names = (header ?? '').split('\t');
  return rows.map((row) => {
    const cells = row.split('\t');
    const cell = (name: string) => cells[names.indexOf(name)] ?? '';
    return {
      path: cell('path'),
      sopClass: cell('sop_class'),
      modality: cell('modality'),
      transferSyntax: cell('transfer_syntax'),
      part10: cell('part10') === 'Y',
    };
  });
}

/** Returns the bytes of one file of the corpus. */
export function readCorpusFile(path: string): Uint8Array {
  if (corpusDir === undefined) throw new Error(corpusAbsence);
  return readFileSync(join(corpusDir, path));
}
