/** What goes to a worker that de-identifies files and what comes back: no bytes and no values of the object. */

import type { HeldReason } from '@isocenter/deid/deidentify-file';
import type { LeakFinding } from '@isocenter/deid/leak-scan/leak-search';
import type { ProfileOptions } from '@isocenter/deid/profile-options';
import type { SiteRules } from '@isocenter/deid/rules/rule';
import type { ReleaseDecision } from './folder-quarantine.ts';

/** Of all tasks of a run. */
export type DeidWorkerData = {
  readonly key: Uint8Array;
  readonly profile: ProfileOptions;
  readonly rules?: SiteRules;
  readonly acceptPictures: boolean;
  /** Looks for burned-in text, which takes a second or so an image. */
  readonly cleanPixels: boolean;
  /** Absolute path. */
  readonly outputDir: string;
  /** Hash of the parameter set of the run. */
  readonly parameters: string;
  /** Decisions on what earlier runs held back; absent where there is no quarantine. */
  readonly decisions?: readonly ReleaseDecision[];
};

/** Files that are worked on together, so that a folder is synced once for all of them. */
export type DeidTask = { readonly paths: readonly string[] };

/** Of one file. */
export type DeidAnswer =
  | { readonly kind: 'done'; readonly file: string; readonly sizeBytes: number; readonly ledger: string }
  | {
      readonly kind: 'held';
      readonly reason: HeldReason | FileReason;
      /** Where and what, with `leak-found`. */
      readonly leaks?: readonly LeakFinding[];
      /** Keyed hash of the content, where there is a quarantine. */
      readonly contentHash?: string;
    };

export type FileReason =
  | 'file-unreadable'
  | 'too-large'
  /** Another object of the same UIDs is there already: which of them counts is decided by a person. */
  | 'conflict';
