/** What becomes of the elements of content items, decided before the rest of an object goes by its plan. */

import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import type { Tag } from '@isocenter/dicom/tag';
import type { LedgerEntry } from '../ledger.ts';

/** What stands in the place of an element, and what was done; nothing was where no action is named. */
export type ContentDecision = { readonly element: DataElement; readonly action?: LedgerEntry['action'] };

/** By item and by element of it; whatever has no decision goes by the plan. */
export type ContentDecisions = ReadonlyMap<DataSet, ReadonlyMap<Tag, ContentDecision>>;
