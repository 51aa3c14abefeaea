/**
 * The hierarchy of an information model: unique keys by level, and the rules that hold for a query or retrieval where no
 * relational one is agreed on, PS3.4 §C.4.1.3.1.
 */

import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import type { AttributeMatch } from '../query/matching.ts';
import type { InformationModel, Level } from './information-models.ts';
import { QueryError } from './query-error.ts';

export const uniqueKeys: Readonly<Record<Level, Keyword>> = {
  PATIENT: 'PatientID',
  STUDY: 'StudyInstanceUID',
  SERIES: 'SeriesInstanceUID',
  IMAGE: 'SOPInstanceUID',
};

/**
 * Asserts that the unique key of each level above has a single value. Other keys of those levels need not be refused:
 * they can only name what the unique ones have named already.
 *
 * @throws QueryError `unique-key-missing`, `key-invalid`
 */
export function assertHierarchical(
  { level, matches }: { readonly level: Level; readonly matches: readonly AttributeMatch[] },
  model: InformationModel,
): void {
  for (const above of model.levels.slice(0, model.levels.indexOf(level))) {
    const tag = tagOf(uniqueKeys[above]);
    const key = matches.find(({ path }) => path.length === 1 && path[0] === tag);
    if (key === undefined) throw new QueryError('unique-key-missing', tag);
    if (key.matching.kind !== 'single') throw new QueryError('key-invalid', tag);
  }
}
