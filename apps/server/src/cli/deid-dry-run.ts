/**
 * What `isocenter deid --dry-run` shows: of one object every attribute that changes, before and after; of more of them
 * what is done to the same attribute for the same reason, with examples. Values are those of patients: they go to the
 * terminal of whoever asked, and nowhere else.
 */

import type { Decision } from '@isocenter/deid/decision';
import { findSopClass } from '@isocenter/dicom/uids';
import type { TriedFile, TriedRow } from '../deidentification/dry-run.ts';
import type { Output } from './command.ts';

type Tried = Extract<TriedFile, { kind: 'tried' }>;

/** Of one attribute, of many objects. */
const shownExamples = 3;
const countedValues = 10_000;
const shownLength = 60;

/** Gathers what is shown when all has been looked at. */
export class DryRunReport {
  readonly #output: Output;
  readonly #showsKept: boolean;
  readonly #groups = new Map<string, Group>();
  #first: Tried | undefined;
  #objects = 0;

  constructor(output: Output, showsKept: boolean) {
    this.#output = output;
    this.#showsKept = showsKept;
  }

  add(file: Tried): void {
    const rows = file.rows.filter((row) => this.#showsKept || row.change !== 'same' || row.decision.by === 'rule');
    this.#output.event('tried', { path: file.path, sopClassUid: file.sopClassUid, rows });
    this.#objects += 1;
    this.#first ??= { ...file, rows };
    if (this.#output.json) return;
    for (const row of rows) {
      const heading = headingOf(row, row.path.replace(/\[\d+\]/g, '[]'));
      const group = this.#groups.get(heading) ?? { objects: 0, values: new Set<string>(), path: '' };
      this.#groups.set(heading, group);
      if (group.path !== file.path) group.objects += 1;
      group.path = file.path;
      if (group.values.size < countedValues) group.values.add(changeOf(row));
    }
  }

  show(): void {
    const { line } = this.#output;
    if (this.#objects === 1 && this.#first !== undefined) {
      const { path, sopClassUid, rows } = this.#first;
      line(`${path}  ${findSopClass(sopClassUid)?.name ?? sopClassUid}`);
      for (const row of rows) line(`${headingOf(row, row.path)}\n    ${changeOf(row)}`);
      return;
    }
    for (const [heading, { objects, values }] of [...this.#groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
      line(`${heading}  in ${objects} of ${this.#objects} objects`);
      for (const value of [...values].slice(0, shownExamples)) line(`    ${value}`);
      if (values.size > shownExamples) line(`    and ${values.size - shownExamples} other values`);
    }
  }
}

type Group = { objects: number; readonly values: Set<string>; path: string };

function headingOf(row: TriedRow, path: string): string {
  const action = row.action ?? (row.change === 'added' ? 'insert' : row.change === 'same' ? 'keep' : row.change);
  return `${path} ${row.name}  ${action}  by ${describe(row)}`;
}

function describe({ decision, vr }: TriedRow): string {
  const option = decision.option === undefined ? '' : `, option ${decision.option}`;
  const words: Readonly<Record<Decision['by'], string>> = {
    rule: `rule "${decision.rule ?? ''}"`,
    table: `Table E.1-1 (${decision.codes ?? ''})${option}`,
    vr: `VR ${vr ?? 'UN'}, not in Table E.1-1${option}`,
    private: 'the profile, of private elements',
    picture: 'the look at the picture',
    mark: 'what is said of the de-identification',
  };
  return words[decision.by];
}

function changeOf(row: TriedRow): string {
  const [before, after] = [sideOf(row.before, row.beforeBytes), sideOf(row.after, row.afterBytes)];
  if (row.change === 'added') return `+ ${after}`;
  if (row.change === 'removed') return `${before} → removed`;
  return row.change === 'same' ? before : `${before} → ${after}`;
}

/** Values of files must not steer the terminal. */
function sideOf(value: string | undefined, lengthBytes: number): string {
  if (value === undefined || value.trim() === '') return lengthBytes === 0 ? 'empty' : `${lengthBytes} bytes`;
  const plain = value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·');
  return plain.length > shownLength ? `${plain.slice(0, shownLength)}…` : plain;
}
