/**
 * What de-identification is held to: a bar for each figure that the benches print. A bench that prints no such figure
 * has not shown it, which counts as much as a miss.
 */

/** One line of a bench. */
export type BenchRow = {
  readonly id: string;
  readonly value: number;
  readonly unit?: string;
  readonly [detail: string]: unknown;
};

export type Figure = {
  readonly name: string;
  readonly value: number | undefined;
  readonly unit: string;
  readonly bar: string;
  readonly holds: boolean;
  /** Counts, seeds and intervals, as the bench printed them. */
  readonly details: object;
};

type Bar = {
  readonly section: Section;
  readonly id: string;
  readonly modality?: string;
  readonly name: string;
  readonly least?: number;
  readonly most?: number;
};

export const sections = ['leaks', 'planted', 'text', 'burned-in', 'faces'] as const;

export type Section = (typeof sections)[number];

const bars: readonly Bar[] = [
  { section: 'planted', id: 'planted', name: 'headers: actions done, pooled', least: 99.95 },
  { section: 'planted', id: 'planted-identity', name: 'headers: identity failures', most: 0 },
  { section: 'planted', id: 'planted-leaks', name: 'headers: planted texts and UIDs left', most: 0 },
  { section: 'planted', id: 'planted-dciodvfy', name: 'headers: new errors of dciodvfy', most: 0 },
  { section: 'leaks', id: 'leaks-found', name: 'leak scan: planted leaks found', least: 100 },
  { section: 'leaks', id: 'leaks-false-planted', name: 'leak scan: planted objects held for nothing', most: 1 },
  { section: 'leaks', id: 'leaks-false-cleaned', name: 'leak scan: corpus held for nothing', most: 1 },
  { section: 'leaks', id: 'leaks-false-text', name: 'leak scan: corpus held for nothing, texts kept', most: 1 },
  { section: 'burned-in', id: 'burned-in.missed', name: 'burned-in text: strings missed', most: 0 },
  { section: 'burned-in', id: 'burned-in.clean-touched', name: 'burned-in text: clean images touched', most: 1 },
  { section: 'burned-in', id: 'burned-in.truth-missed', name: 'burned-in text: of the corpus missed', most: 0 },
  { section: 'text', id: 'deid-text-known-recall-all', name: 'reports: recall with the record', least: 0.999 },
  { section: 'text', id: 'deid-text-blind-recall-all', name: 'reports: recall blind', least: 0.995 },
  { section: 'text', id: 'deid-text-blind-precision', name: 'reports: precision', least: 0.95 },
  { section: 'text', id: 'deid-text-eponyms-kept', name: 'reports: eponyms kept', least: 0.99 },
  { section: 'faces', id: 'faces-known-again-before', modality: 'CT', name: 'faces: originals known again', least: 95 },
  { section: 'faces', id: 'faces-known-again-before', modality: 'MR', name: 'faces: originals known again', least: 95 },
  { section: 'faces', id: 'faces-known-again-after', modality: 'CT', name: 'faces: known again after', most: 5 },
  { section: 'faces', id: 'faces-known-again-after', modality: 'MR', name: 'faces: known again after', most: 8 },
  { section: 'faces', id: 'faces-brain-voxels-changed', modality: 'CT', name: 'faces: brain voxels changed', most: 0 },
  { section: 'faces', id: 'faces-brain-voxels-changed', modality: 'MR', name: 'faces: brain voxels changed', most: 0 },
  { section: 'faces', id: 'faces-time', modality: 'CT', name: 'faces: seconds a series', most: 5 },
  { section: 'faces', id: 'faces-time', modality: 'MR', name: 'faces: seconds a series', most: 5 },
];

/** Returns the figures of a section by the rows that its bench printed. */
export function figuresOf(section: Section, rows: readonly BenchRow[]): readonly Figure[] {
  return bars
    .filter((bar) => bar.section === section)
    .map(({ id, modality, name, least, most }) => {
      const row = rows.find((one) => one.id === id && (modality === undefined || one.modality === modality));
      const { id: _, value, unit = '', ...details } = shareOf(row) ?? {};
      const holds = value !== undefined && value >= (least ?? -Infinity) && value <= (most ?? Infinity);
      const bar = least === undefined ? `≤ ${most}` : `≥ ${least}`;
      return { name: modality === undefined ? name : `${name}, ${modality}`, value, unit, bar, holds, details };
    });
}

/** Images that were touched are held to their share. */
function shareOf(row: BenchRow | undefined): Partial<BenchRow> | undefined {
  if (row?.id !== 'burned-in.clean-touched' || typeof row.share !== 'number') return row;
  return { ...row, touched: row.value, value: 100 * row.share, unit: '%' };
}
