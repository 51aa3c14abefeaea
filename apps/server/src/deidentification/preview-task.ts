/** What goes to the worker that de-identifies one object for a look at it, and what comes back. */

import type { DeidPictures, DeidProfile, DeidRow } from '@isocenter/contract/deid-projects';
import type { HeldReason } from '@isocenter/deid/deidentify-file';
import type { LeakInContext } from '@isocenter/deid/leak-scan/leak-context';
import type { SiteRules } from '@isocenter/deid/rules/rule';
import type { TermLists } from '@isocenter/deid/text/word-lists';
import type { Released } from './object-task.ts';

export type DeidPreviewTask = {
  /** The file; its memory moves to the worker. */
  readonly file: Uint8Array<ArrayBuffer>;
  readonly key: Uint8Array;
  readonly profile: DeidProfile;
  readonly pictures: DeidPictures;
  readonly rules?: SiteRules;
  readonly lists: TermLists;
  /** Of an object that is held back. */
  readonly released?: Released;
};

export type DeidPreviewAnswer =
  | { readonly kind: 'done'; readonly rows: readonly DeidRow[] }
  | { readonly kind: 'held'; readonly reason: HeldReason; readonly findings: readonly LeakInContext[] };
