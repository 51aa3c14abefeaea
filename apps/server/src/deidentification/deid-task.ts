/** What goes to a worker that de-identifies files and what comes back: no bytes and no values of the object. */

import type { HeldReason } from '@isocenter/deid/deidentify-file';
import type { FaceMember } from '@isocenter/deid/faces/face-member';
import type { LeakFinding } from '@isocenter/deid/leak-scan/leak-search';
import type { ParameterSet } from '@isocenter/deid/parameter-set/parameter-set';
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
  /** Takes faces off head series, which are looked at as a whole, or moves them. */
  readonly cleanFaces: ParameterSet['cleanFaces'];
  /** Absolute path. */
  readonly outputDir: string;
  /** In the names of files that are being written. */
  readonly partMark: string;
  /** Hash of the parameter set of the run. */
  readonly parameters: string;
  /** Decisions on what earlier runs held back; absent where there is no quarantine. */
  readonly decisions?: readonly ReleaseDecision[];
};

/** Files that are worked on together, so that a folder is synced once for all of them. */
export type FilesTask = {
  readonly paths: readonly string[];
  /** Faces were looked for: none waits for others. */
  readonly isFaceless?: boolean;
};

/** Series of one Frame of Reference. */
export type FaceTask = { readonly series: readonly FaceSeries[] };

export type FaceSeries = {
  /** Pseudonym of the Series Instance UID. */
  readonly name: string;
  /** In an order that does not depend on the folder. */
  readonly paths: readonly string[];
  /** Of all frames, decoded. */
  readonly sizeBytes: number;
};

export type DeidTask = FilesTask | FaceTask;

/** In the order of the files. */
export type DeidResult = {
  readonly answers: readonly DeidAnswer[];
  /** What was looked at for faces shows no head. */
  readonly showsNoFace?: boolean;
};

/** Of one file. */
export type DeidAnswer =
  | { readonly kind: 'done'; readonly file: string; readonly sizeBytes: number; readonly ledger: string }
  /** For the rest of its series, or for what others of its Frame of Reference show. */
  | { readonly kind: 'waits'; readonly member: FaceMember }
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
