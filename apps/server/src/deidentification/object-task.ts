/** What goes to the worker that de-identifies one object of the archive, and what comes back. */

import type { DeidPictures, DeidProfile } from '@isocenter/contract/deid-projects';
import type { HeldReason } from '@isocenter/deid/deidentify-file';
import type { SiteRules } from '@isocenter/deid/rules/rule';
import type { TermLists } from '@isocenter/deid/text/word-lists';

export type DeidObjectTask = {
  /** The file; its memory moves to the worker. */
  readonly file: Uint8Array<ArrayBuffer>;
  readonly key: Uint8Array;
  readonly profile: DeidProfile;
  readonly pictures: DeidPictures;
  readonly rules?: SiteRules;
  readonly lists: TermLists;
  readonly released: Released;
};

export type ActionCounts = Readonly<Record<string, number>>;

/** What a person has looked at and let pass: its picture or document, and what was found in it. */
export type Released = { readonly picture: boolean; readonly findings: readonly DeidFinding[] };

/** Where identity was found, and of which kind; never a value. */
export type DeidFinding = { readonly path: string; readonly kind: string };

export type DeidObjectAnswer =
  | {
      readonly kind: 'done';
      /** Without file meta information; its memory moves to whoever asked. */
      readonly dataSet: Uint8Array<ArrayBuffer>;
      readonly transferSyntaxUid: string;
      readonly pixelDataOffset: number | undefined;
      readonly studyInstanceUid: string;
      readonly seriesInstanceUid: string;
      readonly sopInstanceUid: string;
      /** How often each action of the ledger was done. */
      readonly actions: ActionCounts;
    }
  | {
      readonly kind: 'held';
      readonly reason: HeldReason | 'too-large';
      readonly findings: readonly DeidFinding[];
    };
